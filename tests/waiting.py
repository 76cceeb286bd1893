"""Two who write at once: one in the test’s own transaction, one beside it; and sessions that a test has put to sleep.

Only the test’s own database counts: other processes of a run have theirs in the same server.
"""

import time
from collections.abc import Callable
from threading import Thread

import psycopg
from django.db import connection

from tests.databases import address_of

HERE = "FROM pg_stat_activity WHERE datname = current_database()"
WAITING = f"SELECT count(*) {HERE} AND wait_event_type = 'Lock'"
ASLEEP = f"{HERE} AND wait_event = 'PgSleep'"


def begin_beside(write: Callable[[], None]) -> Thread:
    """Begin to write on a connection of its own; returns once that waits for a lock, or is over."""

    def write_and_leave():
        try:
            write()
        finally:
            connection.close()

    thread = Thread(target=write_and_leave)
    thread.start()
    deadline = time.monotonic() + 20
    with psycopg.connect(address_of(connection.settings_dict["NAME"]), autocommit=True) as watcher:
        while thread.is_alive() and watcher.execute(WAITING).fetchone() == (0,):
            assert time.monotonic() < deadline, "It neither waits nor ends."
            time.sleep(0.05)
    return thread


def end_sleepers() -> None:
    """End the sessions that sleep, as PostgreSQL does once it notices that their process was killed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) {ASLEEP}")


def wait_for_sleepers(number: int) -> None:
    """Return once so many sessions sleep; fails after half a minute."""
    wait_until(lambda: sleepers() == number)


def sleepers() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {ASLEEP}")
        return cursor.fetchone()[0]


def wait_until(happened: Callable[[], object], seconds: int = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.05)
