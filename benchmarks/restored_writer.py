"""Somebody who goes on writing until the server is gone, so that what a restore has lost can be counted."""

import itertools
import threading
import time
from contextlib import suppress

import psycopg


class Writer:
    """Somebody who writes a row ten times a second until the server is gone, and knows when each was committed."""

    def __init__(self, url: str):
        self.url, self.committed = url, []
        self.thread = threading.Thread(target=self._write)
        self.thread.start()

    def _write(self) -> None:
        with suppress(psycopg.Error), psycopg.connect(self.url, autocommit=True) as connection:
            for number in itertools.count(1):
                connection.execute("INSERT INTO written VALUES (%s)", [number])
                self.committed.append(time.monotonic())
                time.sleep(0.1)

    def lost(self, there: int) -> str:
        """How many rows that were committed did not come back, and the seconds that they took."""
        missing = len(self.committed) - there
        began = self.committed[there - 1] if there else self.committed[0]
        return f"{missing} rows, {self.committed[-1] - began:.1f} s" if missing > 0 else "0 rows"
