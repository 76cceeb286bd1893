"""What a test reads of the version of the content."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def number() -> int:
    """How many versions of the content there have been."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM content_version")
        return cursor.fetchone()[0]


def versions_made(change: Callable) -> int:
    """How many versions a change makes."""
    before = number()
    change()
    return number() - before


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def queries(ask: Callable) -> int:
    """How many queries something asks."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)
