"""The database as it moves: PostgreSQL's own dump, counted in the same instant."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from migs_site.site_export.folder import CannotMove

# Of this machine alone: who is signed in, and what an address has spent, under a key that stays here.
LEFT_BEHIND = ("django_session", "rate_limits_budget")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
MADE_BY_MIGRATIONS = 2  # pages: Wagtail's root and its welcome


def address() -> dict[str, str]:
    """Where the database is, for PostgreSQL's programs; no password in a command line, which everybody can read."""
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    parameters = connection.get_connection_params()
    return os.environ | {name: str(parameters[key]) for name, key in names.items() if parameters.get(key)}


def run(program: str, *arguments: str) -> None:
    if not shutil.which(program):
        raise CannotMove(
            f"{program} was not found: install PostgreSQL’s client programs, of the server’s version or newer."
        )
    done = subprocess.run([program, *arguments], env=address(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMove(f"{program} did not succeed: {' / '.join(done.stderr.strip().splitlines()[:3])}")


def dump(path: Path) -> dict[str, int]:
    """Write the dump; how many rows of each table are in it, however much is written meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            left = [f"--exclude-table-data={table}" for table in LEFT_BEHIND]
            run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-acl",
                f"--snapshot={snapshot}",
                *left,
                f"--file={path}",
            )
            return rows()
        finally:
            cursor.execute("ROLLBACK")


def version() -> int:
    """The server's, such as 17."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return cursor.fetchone()[0]


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for [name] in cursor.fetchall() if name not in LEFT_BEHIND]
        return {name: count(cursor, name) for name in names}


def count(cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a table's name)
    return cursor.fetchone()[0]


def migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def unknown_migrations(exported: list[str]) -> list[str]:
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection, replace_migrations=False).disk_migrations}
    return sorted(set(exported) - known)


def refuse_unless_empty() -> None:
    """Empty is a database without tables, or one that was migrated and in which nobody has made anything."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {name for [name] in cursor.fetchall()}
        if tables and "django_migrations" not in tables:
            raise CannotMove(
                "The database of DATABASE_URL holds tables of something else: give the site one of its own."
            )
        filled = tables and (count(cursor, "accounts_user") or count(cursor, "wagtailcore_page") > MADE_BY_MIGRATIONS)
    if filled:
        raise CannotMove(
            "This site has pages or people already, and an import never writes over anything. Make the database anew "
            "(dropdb and createdb), with the web processes and the worker stopped."
        )


def restore(path: Path) -> None:
    """In place of the empty tables. Raises CannotMove, and then nothing of it is there."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            if cursor.fetchall():
                cursor.execute(
                    "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"
                )
    except ProgrammingError as error:
        raise CannotMove(
            f"The empty tables cannot be taken away ({error}): make the database anew (dropdb and createdb)."
        ) from error
    connection.close()
    name = connection.get_connection_params()["dbname"]
    options = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
    run("pg_restore", *options, str(path))
