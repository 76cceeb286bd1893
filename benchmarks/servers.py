"""Where benchmarks run: the PostgreSQL of the tests, an empty database on it, a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from migs_site.local.database import ROOT, LocalDatabase
from migs_site.local.environment import local_environment
from tests.databases import Databases, address_of


@contextmanager
def server_of_the_tests() -> Iterator[Databases]:
    local = LocalDatabase(ROOT / "var" / "test-postgres")
    os.environ["DATABASE_URL"] = local.start()
    databases = Databases()
    try:
        yield databases
    finally:
        databases.close()
        local.stop()


@contextmanager
def empty_database(suffix: str) -> Iterator[str]:
    """The address of a new database, which is dropped at the end. suffix: the end of its name."""
    with server_of_the_tests() as databases:
        name = databases.clone("template0", suffix)
        try:
            yield address_of(name)
        finally:
            databases.drop(name)


def run(module: str, database_url: str) -> int:
    """Run a module that measures on a database, as quietly as can be; how it ended."""
    environment = local_environment(8000, database_url) | {"DATABASE_POOL_SIZE": "0", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
