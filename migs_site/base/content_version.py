"""The version of the content: a token in the database that every committed change of anything a page shows renews.

What is kept by its version is never wrong, in no process: whoever has read the new version does not find the old
thing. Read the version first and then make the thing, never the other way round. docs/decisions/0016 says more.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone


class Version(NamedTuple):
    """Two equal ones mean equal pages. The day in Montreal is in it, since the members of groups change at midnight.

    number: which of two versions of one database is the newer; a restored one counts up again.
    """

    token: UUID
    day: datetime.date
    number: int = 0


version_read: ContextVar[Version | None] = ContextVar("version_read", default=None)


def read_version(using: str = DEFAULT_DB_ALIAS) -> Version | None:
    """What the database says now; nothing inside a transaction, which sees what nobody else does, or without a row."""
    if connection.in_atomic_block:
        return None
    day = timezone.localdate()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT token, number FROM public.content_version")
        row = cursor.fetchone()
    return Version(row[0], day, row[1]) if row else None


def current_version() -> Version | None:
    """The version that the request at hand has read; nothing outside of requests and inside a transaction."""
    return None if connection.in_atomic_block else version_read.get()


class VersionCache:
    """What this process has made of the newest version it has read, by name. Safe with threads."""

    def __init__(self):
        self.lock, self.version, self.values = Lock(), None, {}

    def turn_to(self, version: Version) -> None:
        """Let go of everything that was made of another version."""
        with self.lock:
            if self.version != version:
                self.version, self.values = version, {}

    def get(self, version: Version, name) -> Any:
        with self.lock:
            return self.values.get(name) if self.version == version else None

    def put(self, version: Version, name, value) -> None:
        """Keep a value, unless another request has read a newer version meanwhile."""
        with self.lock:
            if self.version == version:
                self.values[name] = value


version_cache = VersionCache()


@contextmanager
def at_version(version: Version | None) -> Iterator[None]:
    """Let what happens inside keep things by a version that has been read before."""
    if version:
        version_cache.turn_to(version)
    before = version_read.set(version)
    try:
        yield
    finally:
        version_read.reset(before)


def cached(name, make: Callable[[], Any]) -> Any:
    """What make() gives, made once in each process for each version of the content.

    name: a word, or a tuple of few possible ones (a language), since nothing else bounds how much is kept. All requests
    share what is made, so nobody may change it. Where no version has been read (jobs, the admin, a transaction) it is
    made anew each time. None is not kept.
    """
    version = current_version()
    if version is None:
        return make()
    found = version_cache.get(version, name)
    if found is None:
        found = make()
        version_cache.put(version, name, found)
    return found
