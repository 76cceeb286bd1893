"""Of what an edition was made: the version of the content, the day in Montreal, and the release of the program."""

from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone


class EditionVersion(NamedTuple):
    """Two equal ones mean equal pages, as long as nobody changes the files of a release."""

    content: str
    day: str
    release: str


def version_of_now() -> EditionVersion:
    """Inside a transaction too, where pages have no version to be kept by, but one moment that is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM public.content_version")
        row = cursor.fetchone()
    # Releases are folders named by their moment and commit; static files have hashed names that pages hold.
    return EditionVersion(str(row[0]) if row else "", timezone.localdate().isoformat(), settings.ROOT.resolve().name)


def is_current(facts: dict) -> bool:
    """Whether an edition shows what the site shows now."""
    known = {name: facts.get(name) for name in EditionVersion._fields}
    is_over = facts.get("holds_until") and facts["holds_until"] <= timezone.now().timestamp()
    return known == version_of_now()._asdict() and not is_over
