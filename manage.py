#!/usr/bin/env python
"""Django's command line, with one plain sentence where the database cannot be reached or ended the command."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import OperationalError

from migs_site.base.deadlocks import is_conflict

# The classes of PostgreSQL's errors that say “not reached”: connection, authorization, no such database, shut down.
UNREACHED = ("08", "28", "3D", "57P")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migs_site.settings")
    os.environ["DATABASE_POOL_SIZE"] = "0"  # one connection will do, and a pool would swallow PostgreSQL's reasons
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        reason = reason_of(error)
        if not reason:
            raise
        sys.exit(f"{reason} PostgreSQL said: {' '.join(str(error).split())}")


def reason_of(error: OperationalError) -> str:
    """What happened, in a sentence; nothing where only the error itself can tell."""
    if is_conflict(error):
        return "Another process changed the same rows at the same time, and this command was ended. Run it again."
    # A connection that could not be made has no class.
    code = getattr(error.__cause__, "sqlstate", None)
    return unreachable_database() if code is None or code.startswith(UNREACHED) else ""


def unreachable_database() -> str:
    """Which database was asked for, and how to get one; never its password."""
    database = settings.DATABASES["default"]
    place = database["HOST"] or "the local socket"
    return (
        f"The database “{database['NAME']}” at {place} does not answer: start that PostgreSQL, correct "
        "DATABASE_URL, or unset DATABASE_URL and use “make run”, which starts a local one."
    )


if __name__ == "__main__":
    main()
