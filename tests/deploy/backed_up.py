"""A PostgreSQL with an archive, a folder of files and a repository, as a server has them, and places to restore to."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg

from migs_site.local.database import LocalDatabase
from tests.databases import ROOT

PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable  # which PostgreSQL's account can run
PASSWORD = "a password of the repository"


class BackedUp:
    """Use it as a context: leaving it ends its server and deletes everything."""

    def __init__(self, *places: str):
        """places: folders where another account may come; in memory unless told, since all this waits for its disk."""
        place = next(path for path in [*places, "/dev/shm", "/tmp"] if os.access(path, os.W_OK))  # noqa: S108 (a new folder)
        self.root = Path(tempfile.mkdtemp(prefix="migs-backup-", dir=place))
        self.root.chmod(0o755)
        self.database, self.data = self.root / "postgres", self.root / "data"
        self.folder, self.repository = self.root / "backups", self.root / "repository"
        self.status_file, self.password = self.root / "status" / "backup.json", self.root / "password"
        self.data.mkdir()
        self.password.write_text(PASSWORD)

    def __enter__(self) -> "BackedUp":
        self.server = LocalDatabase(self.database)
        self.url = self.server.start()
        self.bin = Path(self.postmaster.exe()).parent
        self.account = self.database.owner()
        self.backups = "nobody" if os.geteuid() == 0 else self.account
        for folder in (self.folder, self.folder / "base", self.repository, self.status_file.parent):
            shutil.chown(self.make_folder(folder), self.backups)
        self.share(self.folder, 0o750, self.account)
        self.share(self.make_folder(self.folder / "wal"), 0o770, self.backups)
        self.make_role()
        shutil.copy(ROOT / "deploy" / "backup" / "archive_wal.py", self.root)
        self.configure(
            archive_mode="on",
            archive_command=self.archive_command,
            archive_timeout="60",
            summarize_wal="on",
        )
        self.pg_ctl("restart")
        return self

    def __exit__(self, *exception):
        self.kill_server()
        self.server.stop()
        shutil.rmtree(self.root)

    @staticmethod
    def share(folder: Path, mode: int, account: str) -> None:
        """With the group of another account, and with these rights."""
        folder.chmod(mode)
        os.chown(folder, -1, pwd.getpwnam(account).pw_gid)

    def make_role(self) -> None:
        """That of backups, with no more rights than on a server."""
        script = ROOT / "deploy" / "postgresql" / "backup_role.sql"
        options = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "role=migs_backup", "-f", script]
        subprocess.run([self.bin / "psql", *options, self.url], check=True)
        self.backup_url = self.url.replace("postgres@", "migs_backup@", 1)

    def configure(self, **settings: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for name, value in settings.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")

    @property
    def archive_command(self) -> str:
        return f"{PYTHON} {self.root / 'archive_wal.py'} %p {self.folder / 'wal'}/%f"

    def insert(self, at: str) -> None:
        self.rows(f"INSERT INTO came VALUES ('{at}')")  # noqa: S608 (our own words)

    @staticmethod
    def next_second() -> datetime:
        """A moment after what was written, and before what will be; a snapshot of restic has the second only."""
        time.sleep(1.1)
        moment = datetime.now(UTC)
        time.sleep(1.1)
        return moment

    def make_folder(self, path: Path) -> Path:
        path.mkdir(mode=0o700)
        shutil.chown(path, self.account)
        return path

    def empty_places(self, name: str = "restored") -> tuple[Path, Path]:
        """Where a database and files may be restored to."""
        files = self.root / f"{name}-data"
        files.mkdir()
        return self.make_folder(self.root / name), files

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.database / "postmaster.pid").read_text().split("\n")[0]))

    def pg_ctl(self, action: str, database: Path | None = None) -> None:
        database = database or self.database
        options = f"-c unix_socket_directories={database} -c listen_addresses="
        if database != self.database:  # a copy that is only looked at
            options += " -c archive_mode=off"
        command = [self.bin / "pg_ctl", action, "-w", "-D", database, "-l", self.root / "log", "-o", options]
        shutil.chown((self.root / "log"), self.account) if (self.root / "log").exists() else self.make_log()
        group = pwd.getpwnam(self.account).pw_gid
        becoming = {"user": self.account, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **becoming)

    def make_log(self) -> None:
        (self.root / "log").touch()
        shutil.chown(self.root / "log", self.account)

    @contextmanager
    def started(self, database: Path) -> Iterator[str]:
        """The address of a server on a restored folder."""
        self.pg_ctl("start", database)
        try:
            yield f"postgresql://postgres@/postgres?host={database}"
        finally:
            self.pg_ctl("stop", database)

    def kill_server(self) -> None:
        """As when the machine loses its power."""
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            postmaster = self.postmaster
            every = [postmaster, *postmaster.children(recursive=True)]
            for process in every:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
            psutil.wait_procs(every, timeout=10)

    def rows(self, query: str, url: str = "") -> list[tuple]:
        with psycopg.connect(url or self.url) as connection:
            answer = connection.execute(query)
            return answer.fetchall() if answer.description else []

    def environment(self, **changes: str) -> dict[str, str]:
        return os.environ | {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "BACKUP_REPOSITORY": str(self.repository),
            "BACKUP_PASSWORD_FILE": str(self.password),
            "BACKUP_FOLDER": str(self.folder),
            "BACKUP_STATUS": str(self.status_file),
            "BACKUP_DATABASE": self.backup_url,
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.data),
        } | changes  # fmt: skip

    def run(self, *words: object, **changes: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*words), cwd=ROOT, env=self.environment(**changes), capture_output=True, text=True, check=False
        )

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "deploy.backup", *map(str, words)]

    def good(self, *words: object, **changes: str) -> str:
        done = self.run(*words, **changes)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: object, **changes: str) -> str:
        """The one sentence of a run that ended with 1."""
        done = self.run(*words, **changes)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr.strip()

    @property
    def status(self) -> dict:
        return json.loads(self.status_file.read_text())

    def set_last_base(self, finished_at: str) -> None:
        path = sorted(self.folder.glob("base/*.json"))[-1]
        path.write_text(json.dumps(json.loads(path.read_text()) | {"finished_at": finished_at}))

    def wait_for_partial_base(self) -> None:
        """Until pg_basebackup writes a folder that is not whole yet."""
        deadline = time.monotonic() + 30
        while {path.name for path in self.folder.glob("base/*") if path.is_dir()} == {
            path.stem for path in self.folder.glob("base/*.json")
        }:
            assert time.monotonic() < deadline, "No base was begun."
            time.sleep(0.02)

    def when_free(self, *words: object) -> None:
        """Run it as soon as what a killed run has started is at its end."""
        deadline = time.monotonic() + 30
        while (done := self.run(*words)).returncode == 75 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert done.returncode == 0, done.stderr

    @contextmanager
    def flipped_bits(self) -> Iterator[None]:
        """One bit in the middle of each file of content in the repository is another."""
        packs = [path for path in self.repository.glob("data/*/*") if path.is_file()]
        assert packs
        self._flip(packs)
        try:
            yield
        finally:
            self._flip(packs)

    @staticmethod
    def _flip(packs: list[Path]) -> None:
        for path in packs:
            path.chmod(0o600)
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
