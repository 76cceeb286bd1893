"""Starts a PostgreSQL on restored files, behind a socket of its own, and lets it go through the log to a moment."""

import re
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from deploy.backup import fetch_wal
from deploy.backup.failures import Failed
from deploy.backup.programs import last_words, run
from deploy.backup.settings import owner_of

PORT = 5432  # of the socket’s name; nothing listens on the network
LAST = re.compile(r"last completed transaction was at log time (.+)")
WORST = re.compile(r"(?:FATAL|PANIC):  (?!the database system is)(.*)")  # which it says to who asks meanwhile
TOO_EARLY = "recovery ended before configured recovery target was reached"


class Recovery:
    """A server on its own. Use it as a context: leaving it stops the server.

    scratch: a folder of ours, whose files PostgreSQL’s account reads; it writes in “server” there.
    """

    def __init__(self, bin_: Path, data: Path, scratch: Path, folders: list[Path], timeline: int):
        self.bin, self.data, self.scratch, self.account = bin_, data, scratch, owner_of(data)
        self.timeline = timeline  # not the latest: a copy that was tried out may have archived beside the server
        self.own = scratch / "server"
        self.log = self.own / "postgresql.log"
        python = shutil.which("python3", path="/usr/local/bin:/usr/bin:/bin") or sys.executable
        fetch = [python, "-I", scratch / "fetch_wal.py"]
        shutil.copyfile(fetch_wal.__file__, scratch / "fetch_wal.py")  # where PostgreSQL’s account can read it
        (scratch / "fetch_wal.py").chmod(0o644)
        words = [*map(quoted, fetch), "%f", "%p", *map(quoted, folders)]
        self.restore_command = " ".join(words)

    @contextmanager
    def to(self, moment: datetime | None, database_url: str = "") -> Iterator["Recovery"]:
        """Raises Failed when the log is damaged or ends before the moment.

        database_url: whose role alone may come in, and nobody without: the account of the site reaches the socket.
        """
        run(["touch", self.data / "recovery.signal"], account=self.account)
        # Of a socket in the old data folder: a server would not start.
        run(["rm", "-f", *self.data.glob(".s.PGSQL.*")], account=self.account)
        try:
            try:
                self._pg_ctl("start", "--wait", "-l", self.log, "-o", self._options(moment, rule_for(database_url)))
                self._wait()
            except Failed as error:
                raise Failed(self._why(str(error))) from error
            yield self
        except BaseException:
            with suppress(Failed):  # it may have given up by itself
                self._pg_ctl("stop", "--wait", "-m", "immediate")
            raise
        self._pg_ctl("stop", "--wait", "-m", "fast")

    def _wait(self) -> None:
        """Until it has gone through the log, however long that takes; pg_ctl is content once it has begun."""
        while self._pg_ctl("status"):  # which fails when the server has given up
            with suppress(Failed):  # it refuses as long as it recovers
                run([self.bin / "pg_isready", "-q", "-h", self.own, "-p", PORT])
                return
            time.sleep(0.1)

    def _pg_ctl(self, *words: object) -> str:
        return run([self.bin / "pg_ctl", "-D", self.data, *words], account=self.account)

    def _options(self, moment: datetime | None, rule: str) -> str:
        """For the command line, which outweighs what the old server was told, such as its address and its archive."""
        files = {"postgresql.conf": "", "pg_hba.conf": rule, "pg_ident.conf": ""}
        conf, hba, ident = (self.scratch / name for name in files)
        for name, text in files.items():
            (self.scratch / name).write_text(text)
            (self.scratch / name).chmod(0o644)
        settings = {
            "config_file": conf, "hba_file": hba, "ident_file": ident,
            "data_directory": self.data, "listen_addresses": "", "port": PORT,
            "unix_socket_directories": self.own, "unix_socket_permissions": "0777", "ssl": "off",
            "archive_mode": "off", "hot_standby": "off", "primary_conninfo": "", "shared_preload_libraries": "",
            "synchronous_standby_names": "", "log_destination": "stderr", "logging_collector": "off",
            "restore_command": self.restore_command, "recovery_target_action": "promote",
            "recovery_target_timeline": self.timeline,
        }  # fmt: skip
        if moment:
            settings["recovery_target_time"] = moment.isoformat()
        return " ".join(f"-c {quoted(f'{name}={value}')}" for name, value in settings.items())

    def _why(self, otherwise: str = "") -> str:
        said = self.log.read_text(errors="replace") if self.log.exists() else ""
        if TOO_EARLY in said:
            return "The log ends before that moment: leave out --to to restore as far as it goes."
        worst = WORST.findall(said)
        damaged = [line for line in said.splitlines() if "is damaged or cannot be read" in line]
        why = " / ".join([*damaged[-1:], *worst[:1]]) or last_words(said) or otherwise
        return f"PostgreSQL could not go through the log: {why}"

    def url(self, database_url: str) -> str:
        """The address of the site's database in this server, as the role that the site itself uses."""
        parts = urlsplit(database_url)
        return f"postgresql://{parts.username or ''}@{parts.path}?host={quote(str(self.own), safe='')}&port={PORT}"

    def execute(self, database_url: str, statement: str) -> None:
        options = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(database_url), "-c", statement]
        run([self.bin / "psql", *options], account=self.account, what="The restored database cannot be asked")

    @property
    def last_transaction(self) -> datetime | None:
        """When the last thing was written that came back."""
        found = LAST.findall(self.log.read_text(errors="replace"))
        return datetime.fromisoformat(found[-1].strip()) if found else None


def rule_for(database_url: str) -> str:
    parts = urlsplit(database_url)
    role, name = unquote(parts.username or ""), unquote(parts.path.removeprefix("/"))
    return f'local "{name}" "{role}" trust\n' if database_url else "local all all reject\n"


def quoted(word: object) -> str:
    return shlex.quote(str(word))
