"""Pages read from a copy of the database that follows it (DATABASE_REPLICA_URL), while the copy is exactly as far.

The version of the content says whether it is: at each request the database itself is asked for it, as it is without a
copy, and a page is made from the copy only at the same version. So a page is never older than it would be without one,
however far the copy is behind. While the database is away the copy's own version counts, unless it is known to be
behind. docs/decisions/0030 says more.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import Lock

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connection, connections
from procrastinate.contrib.django.utils import connector_params

from migs_site.base.content_triggers import is_shown
from migs_site.base.content_version import Version, read_version
from migs_site.base.outages import is_outage
from migs_site.web.database_connection import WatchedConnection

logger = logging.getLogger(__name__)

COPY = "replica"
# What visitors read, by the names of its addresses (urls.py). Forms, and what they ask, the database alone answers.
READ_FROM_COPY = {"wagtail_serve", "sitemap", "permanent", "reference", "contact-card", "card", "wordmark"}
PAUSE = 5  # seconds between two looks at a server that is away; longer than one takes
HELD_UP = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END"


class Outage:
    """What is remembered of a server that is away, so that one request in some seconds waits for it, and no other."""

    newest: Version | None = None  # that it has told last

    def __init__(self, what: str):
        self.what, self.lock, self.next_look = what, Lock(), 0.0

    @property
    def is_away(self) -> bool:
        return bool(self.next_look)

    def lasts(self) -> bool:
        """Whoever is told no looks for all others."""
        with self.lock:
            if time.monotonic() < self.next_look:
                return True
            if self.is_away:
                self.next_look = time.monotonic() + PAUSE
            return False

    def begin(self, error: Exception) -> None:
        if not self.is_away:
            logger.warning("The %s is away: %s", self.what, " ".join(str(error).split()))
        self.next_look = time.monotonic() + PAUSE

    def end(self) -> None:
        if self.is_away:
            logger.warning("The %s answers again.", self.what)
        self.next_look = 0.0


of_database, of_copy = Outage("database"), Outage("copy of the database")


class Reading:
    """One page that is asked for: at which version of the content, and where what it shows is read."""

    def __init__(self, version: Version, *, is_database_away: bool = False, may_use_copy: bool = True):
        self.version, self.is_database_away, self.may_use_copy = version, is_database_away, may_use_copy
        self.is_from_copy = False

    @contextmanager
    def under_way(self) -> Iterator[None]:
        before = at_hand.set(self)
        try:
            yield
        finally:
            at_hand.reset(before)

    def choose(self) -> None:
        """Read from the copy from here on, if it is exactly as far."""
        if settings.DATABASE_REPLICA_URL and self.may_use_copy:
            self.is_from_copy = self.is_database_away or version_of_copy() == self.version

    def still_holds(self) -> bool:
        """Whether nothing has changed where it was read; a copy may even be the first to have what is committed."""
        if not self.is_database_away and read_version() != self.version:
            return False
        return not self.is_from_copy or version_of_copy() == self.version

    def without_copy(self) -> "Reading":
        return Reading(self.version, may_use_copy=False)


at_hand: ContextVar[Reading | None] = ContextVar("reading_at_hand", default=None)


def look() -> Reading | None:
    """The version that holds now; nothing inside a transaction. Raises what says that no server can be asked for it."""
    if not settings.DATABASE_REPLICA_URL:
        version = read_version()
        return version and Reading(version)
    if of_database.lasts():
        return last_resort()
    try:
        version = read_version()
    except Error as error:
        if not is_outage(error) or answers_a_newcomer():
            raise
        of_database.begin(error)
        return last_resort()
    of_database.end()
    of_database.newest = version
    return version and Reading(version)


def answers_a_newcomer() -> bool:
    """Whether the database is there after all, and only all connections of this process are taken."""
    try:
        WatchedConnection.connect(**connector_params()).close()
    except psycopg.OperationalError:
        return False
    return True


def last_resort() -> Reading:
    """The copy, unless it is known to lack something: what has left the site must not come back."""
    version = version_of_copy()
    newest = of_database.newest
    if not version or not newest or not holds(version, newest) or is_held_up():
        raise OperationalError("The database is away, and no copy is known to be as far as it was.")
    return Reading(version, is_database_away=True)


def holds(version: Version, newest: Version) -> bool:
    """Whether a version is that one or comes after it. By its number alone it may be another: where a server took the
    place of one whose last change it had not got, both count on from the one before.
    """
    return version.token == newest.token or version.number > newest.number


def version_of_copy() -> Version | None:
    """Nothing while it cannot be asked, whatever is wrong with it."""
    if of_copy.lasts():
        return None
    try:
        version = read_version(COPY)
    except Error as error:
        of_copy.begin(error)
        return None
    of_copy.end()
    return version


def is_held_up() -> bool:
    """Whether somebody has told the copy to wait with what it receives."""
    with connections[COPY].cursor() as cursor:
        cursor.execute(HELD_UP)
        return cursor.fetchone() != (False,)


@cache
def is_in_copy(table: str) -> bool:
    """Whether the version tells of its changes; the types of pages change with a release alone."""
    return is_shown(table) or table == "django_content_type"


class Router:
    """Django's question where a query goes: to the copy while a page is read from it, and outside of transactions."""

    def db_for_read(self, model, **hints) -> str:
        reading = at_hand.get()
        is_from_copy = reading and reading.is_from_copy and not connection.in_atomic_block
        return COPY if is_from_copy and is_in_copy(model._meta.db_table) else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db == DEFAULT_DB_ALIAS
