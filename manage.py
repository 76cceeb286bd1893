#!/usr/bin/env python
"""Django's command line, with one plain sentence where the database cannot be reached."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migs_site.settings")
    os.environ["DATABASE_POOL_SIZE"] = "0"  # one connection will do, and a pool would swallow PostgreSQL's reasons
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        sys.exit(f"{unreachable_database()} PostgreSQL said: {' '.join(str(error).split())}")


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
