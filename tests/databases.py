"""Databases for tests: one migrated template, made anew only when migrations or packages change, and clones of it.

A clone belongs to one process of one run, marked by an advisory lock; clones of runs that were killed are swept.

Not pytest-django's --reuse-db: it finds yesterday's tables after a change of branch, two runs at once would share a
database, and what a test that commits leaves behind (or a flush takes away) would stay for every run after it.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE_LOCK = 7_219_001
MEMORY = Path("/dev/shm")  # noqa: S108 (the folder in it is ours by its name)
OWN = ""
ENOUGH = 2 * 2**30  # bytes: what the server of a whole run fills, twice over


def server_folder() -> Path:
    """Where the tests' own server lies: in memory, if there is room.

    A clone is a thousand files. To make one takes 0.04 seconds of a processor in memory, and 0.2 to 1 on a disk.
    """
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        return MEMORY / f"migs-tests-{os.getuid()}-{hashlib.sha256(bytes(ROOT)).hexdigest()[:12]}" / "postgres"
    return ROOT / "var" / "test-postgres"


def address_of(name: str) -> str:
    """The address of another database on the server of DATABASE_URL."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def fingerprint(*paths: Path) -> str:
    """Twelve letters that change with the content of these files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def migration_files() -> list[Path]:
    apps = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    migrations = [file for app in apps for file in app.rglob("migrations/*.py")]
    triggers = ROOT / "migs_site" / "base" / "content_triggers.py"
    return [*migrations, triggers, ROOT / "requirements.txt", Path(__file__)]


class Databases:
    """Makes and drops databases; holds one connection, whose end gives up every clone."""

    def __init__(self):
        self.connection = psycopg.connect(address_of("postgres"), autocommit=True)

    def make_throwaway_server_fast(self) -> None:
        """Nothing on the tests' own server needs to outlive a power cut."""
        for option in ("fsync", "synchronous_commit", "full_page_writes"):
            self.connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(option)))
        self.connection.execute("ALTER SYSTEM SET max_wal_size = '256MB'")  # of memory
        self.connection.execute("SELECT pg_reload_conf()")
        self.close()

    def template(self, prefix: str, version: str, fill: Callable[[str], None], base: str = "template0") -> str:
        """The name of the template of this version; made by ``fill(name)`` if nobody has, and older ones dropped."""
        name = f"{prefix}_{version}"
        with self._locked(TEMPLATE_LOCK):
            self.connection.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [name])
            if not self._exists(name):
                self._drop(f"{name}_making")
                self._create(f"{name}_making", base)
                fill(f"{name}_making")
                self._rename(f"{name}_making", name)
            self._drop_unused(f"{prefix}\\_%", keep=name)
        return name

    def clone(self, template: str, suffix: str) -> str:
        """A database of this process alone, equal to the template; anything of that name is replaced.

        suffix: OWN for the one on which the tests of this process stand. Whoever drops that leaves them without one.
        """
        name = f"migs_test_{os.getpid()}{suffix}"
        self.connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        self._drop(name)
        self._create(name, template)
        return name

    def drop(self, name: str) -> None:
        self._drop(name)

    def sweep(self) -> None:
        """Drop the clones of runs that ended without dropping them. Call it before the first clone."""
        self._drop_unused("migs\\_test\\_%")

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def _locked(self, number: int):
        self.connection.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            self.connection.execute("SELECT pg_advisory_unlock(%s)", [number])

    def _names(self, pattern: str) -> list[str]:
        rows = self.connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        return [name for [name] in rows]

    def _exists(self, name: str) -> bool:
        return name in self._names(name.replace("_", "\\_"))

    def _drop_unused(self, pattern: str, keep: str = "") -> None:
        for name in self._names(pattern):
            [[free]] = self.connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
            if free:
                if name != keep:
                    self._drop(name)
                self.connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])

    def _create(self, name: str, template: str) -> None:
        command = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'"
        self.connection.execute(sql.SQL(command).format(sql.Identifier(name), sql.Identifier(template)))

    def _rename(self, name: str, to: str) -> None:
        self.connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
        )

    def _drop(self, name: str) -> None:
        self.connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
