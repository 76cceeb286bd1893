"""Two who write at once: one in the test’s own transaction, one beside it."""

import time
from collections.abc import Callable
from threading import Thread

import psycopg
from django.db import connection

from tests.databases import address_of

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


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
