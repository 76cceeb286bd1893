"""Whether an error says that the database is away, and not that something of ours is wrong."""

import psycopg
from django.db import InterfaceError, OperationalError

from migs_site.base.deadlocks import is_conflict

# One that takes no writes is changing places with another, or has no room left.
READ_ONLY = psycopg.errors.ReadOnlySqlTransaction
OUTAGE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, READ_ONLY)


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is away. Procrastinate hides the driver's own error behind one of its own."""
    while error and not isinstance(error, OUTAGE):
        error = error.__cause__
    return error is not None and not is_conflict(error)
