"""Work that waits, beside other work of the worker."""

from collections.abc import Awaitable, Callable
from functools import wraps

from asgiref.sync import sync_to_async
from django.db import connections


def in_thread(function: Callable) -> Callable[..., Awaitable]:
    """Something that waits, for tasks that run beside others; a connection to the database lasts no longer than it."""

    @wraps(function)
    def work(*arguments):
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    return sync_to_async(work, thread_sensitive=False)
