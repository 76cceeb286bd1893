"""The time of the database, by which this process decides, whatever the clock of its machine says.

Machines may disagree, and a clock may be set while a process runs. Django, Wagtail and all of the site ask
django.utils.timezone.now: from the first connection to the database on it answers with the database's time, as it was
last read when a connection was opened, carried on by a clock that nobody sets.
"""

import datetime
import time
from typing import NamedTuple

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.signals import connection_created
from django.utils import timezone
from procrastinate import utils as procrastinate_utils

FRESH = 60  # seconds after which it is read again
NEVER_SET = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Reading(NamedTuple):
    """told: by the database. at: by the clock that nobody sets. ahead: how far that of this machine was then."""

    told: datetime.datetime
    at: float
    ahead: datetime.timedelta


class DatabaseClock:
    reading: Reading | None = None

    def now(self) -> datetime.datetime:
        if not self.reading:
            return of_this_machine()
        return self.reading.told + datetime.timedelta(seconds=never_set() - self.reading.at)

    def read(self, connection, **signal) -> None:
        """Ask the database, unless that has just been done; no query of Django's, which tests count.

        One that hung before it answered, or was slow to, makes this clock late by that for a minute, and never early.
        """
        if connection.alias != DEFAULT_DB_ALIAS:  # a replica's is not asked
            return
        if self.reading and never_set() - self.reading.at < FRESH:
            return
        [told] = connection.connection.execute("SELECT pg_catalog.clock_timestamp()").fetchone()
        told = told.astimezone(datetime.UTC)
        self.reading = Reading(told, never_set(), of_this_machine() - told)

    @property
    def difference(self) -> datetime.timedelta:
        """By how much this machine's clock and the database's differed when they were last compared."""
        return abs(self.reading.ahead) if self.reading else datetime.timedelta()


clock = DatabaseClock()


def of_this_machine() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def never_set() -> float:
    return time.clock_gettime(NEVER_SET)


def now() -> datetime.datetime:
    return clock.now()


now.__module__ = timezone.now.__module__  # by which migrations name it


def follow() -> None:
    """From now on, in this process; before anything of Django is read that holds on to its own."""
    timezone.now = now
    procrastinate_utils.utcnow = now  # of jobs that are to run later
    # Django takes the local time, by which a link would end early in spring and late in autumn.
    PasswordResetTokenGenerator._now = lambda self: clock.now().replace(tzinfo=None)
    connection_created.connect(clock.read)
