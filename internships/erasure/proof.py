"""Proves that nothing is left of what was erased: asks every table that could refer to an application."""

import logging
from typing import NamedTuple

from django.db import connection
from django.db.models.functions import Now

from internships.models import Erasure

logger = logging.getLogger(__name__)

# Every foreign key that leads to applications, directly or through other tables, whichever app has made it since.
FOREIGN_KEYS = """
WITH RECURSIVE hanging (id) AS (
    SELECT 'public.internships_application'::regclass::oid
    UNION SELECT conrelid FROM pg_constraint JOIN hanging ON confrelid = hanging.id WHERE contype = 'f'
)
SELECT conrelid::regclass::text, child.attname, confrelid::regclass::text, parent.attname, confdeltype
FROM pg_constraint
JOIN pg_attribute AS child ON child.attrelid = conrelid AND child.attnum = conkey[1]
JOIN pg_attribute AS parent ON parent.attrelid = confrelid AND parent.attnum = confkey[1]
WHERE contype = 'f' AND confrelid IN (SELECT id FROM hanging)
ORDER BY 1, 2
"""
ORPHANS = (
    "SELECT count(*) FROM {0} AS child WHERE {1} IS NOT NULL AND NOT EXISTS (SELECT FROM {2} WHERE {3} = child.{1})"
)
# ruff: noqa: S608 (nothing of anybody's is in these)
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Numbers by which an erased application is named without a foreign key. A job in a worker's hands ends by itself.
NAMED = {
    "internships_application": "SELECT id FROM internships_application",
    "outbox_mail": f"SELECT right(about, 36)::uuid FROM outbox_mail WHERE about ~ '^internships[.]application:{UUID}$'",
    "wagtailcore_modellogentry": f"SELECT object_id::uuid FROM wagtailcore_modellogentry WHERE object_id ~ '^{UUID}$'",
    "procrastinate_jobs": f"SELECT (regexp_matches(args::text, '{UUID}', 'g'))[1]::uuid FROM procrastinate_jobs"
    " WHERE status <> 'doing'",
}
STILL_NAMED = "SELECT count(*) FROM ({}) AS named (id) JOIN internships_erasure ON application_id = named.id"


class ForeignKey(NamedTuple):
    """on_delete: “c” where the database deletes the row together with what it refers to."""

    table: str
    column: str
    to_table: str
    to_column: str
    on_delete: str


def foreign_keys() -> list[ForeignKey]:
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        return [ForeignKey(*row) for row in cursor.fetchall()]


def tables() -> list[str]:
    """All in which something of an application can lie."""
    return sorted({key.table for key in foreign_keys()} | NAMED.keys())


def what_is_left() -> dict[str, int]:
    """How many rows there are in each table that should have gone with an application; empty where all is well."""
    questions = {f"{key.table}.{key.column}": ORPHANS.format(*key) for key in foreign_keys()}
    questions |= {table: STILL_NAMED.format(named) for table, named in NAMED.items()}
    with connection.cursor() as cursor:
        found = {place: cursor.execute(question).fetchone()[0] for place, question in questions.items()}
    return {place: number for place, number in found.items() if number}


def prove() -> dict[str, int]:
    """Ask, write down when nothing was found, and say in the log what was. An erasure without a proof is an alert."""
    left = what_is_left()
    if left:
        logger.error("Something is left of applications that were erased: %s", left)
        Erasure.objects.update(proved_at=None)
    else:
        Erasure.objects.filter(proved_at=None).update(proved_at=Now())
    return left
