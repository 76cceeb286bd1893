"""How long anybody waits for the object store: seconds, never more, and never all threads of a process at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from migs_site.media_storage.failures import StoreAway

AT_ONCE = 6  # of the 22 threads of a process: pages go on while the store hangs
TURN = 0.5  # seconds to wait for one of these places
PAUSE = 5  # seconds for which nobody asks again after the store has not answered
SLOWEST = 500_000  # bytes a second; whatever comes more slowly is given up
LEAST = 8  # seconds that even the smallest file may take


class Patience:
    """Shared by all threads of a process."""

    def __init__(self):
        self.places = threading.BoundedSemaphore(AT_ONCE)
        self.away_until = 0.0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises StoreAway at once while the store is known to be away, and soon where all places are taken."""
        if time.monotonic() < self.away_until:
            raise StoreAway("The object store did not answer a moment ago.")
        if not self.places.acquire(timeout=TURN):
            raise StoreAway("Too much is asked of the object store at once.")
        try:
            yield
        finally:
            self.places.release()

    def give_up(self) -> None:
        self.away_until = time.monotonic() + PAUSE


def deadline(size: int) -> float:
    """Until when a file of so many bytes must be there, by time.monotonic()."""
    return time.monotonic() + LEAST + size / SLOWEST
