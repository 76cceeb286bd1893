"""A role of PostgreSQL as the public process has it, and what happens as that role."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection, transaction

from migs_site.public_role.services import grant
from tests.databases import address_of

ROLE = "migs_test_visitors"
MAKE = f"""
DO $$ BEGIN
    CREATE ROLE {ROLE} LOGIN PASSWORD 'visitors';
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


def make_role() -> str:
    """The role, with what it is granted in the database at hand; outside of tests' transactions it stays."""
    with psycopg.connect(address_of("postgres"), autocommit=True) as postgres:
        postgres.execute(MAKE)
    grant(ROLE)
    return ROLE


def address_of_role(database: str) -> str:
    """The address of a database, for the role."""
    parts = urlsplit(address_of(database))
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{ROLE}:visitors@{place}"))


@contextmanager
def as_role(token: str = "") -> Iterator[None]:
    """What happens inside the transaction of a test as the role, with this token presented.

    In the end all is taken back, and with it the role: even what was refused leaves the transaction whole.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
            cursor.execute("SELECT set_config('migs.token', %s, true)", [token.encode().hex()])
        try:
            yield
        finally:
            transaction.set_rollback(True)
