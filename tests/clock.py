"""The time that the database tells, for tests of what an instant decides."""

import datetime

from django.db import connection

CLOCK = """
CREATE OR REPLACE FUNCTION public.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT '{}'::timestamptz $$;
SET LOCAL search_path = public, pg_catalog;
"""


def set_clock(instant: datetime.datetime) -> None:
    """From now on, until the test's transaction is rolled back, queries with Now() find this instant."""
    with connection.cursor() as cursor:
        cursor.execute(CLOCK.format(instant.isoformat()))
