"""What goes on beside a fault: each work in a thread of its own, until it is over."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beside(over: threading.Event, *work: Callable[[], object]) -> Iterator[None]:
    """Begin each work, which looks at `over` by itself; at the end set that, and wait for all of them."""
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
