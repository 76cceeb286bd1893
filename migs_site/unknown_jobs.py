"""Jobs that this release does not know: where machines are updated one after the other, those of the newer one.

Procrastinate gives such a job up, and what the newer release wanted is lost. Here it goes back to the queue, until a
worker takes it that knows it: after a second at first, then later each time, for most of a day. Only then it fails.
"""

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

UNTIL_KNOWN = RetryStrategy(wait=1, linear_wait=1, max_attempts=400)  # 80,000 seconds in all


class OfAnotherRelease(Exception):
    """This worker cannot do it; another may."""


@app.task(retry=UNTIL_KNOWN)
def leave_to_another(**_arguments) -> None:
    raise OfAnotherRelease("No task of this release has that name.")


class KnownTasks(dict[str, Task]):
    """Tasks by their names, in which a worker finds something for each name."""

    def get(self, name: str, default: Task | None = None) -> Task:
        return super().get(name, leave_to_another)


def keep_unknown_jobs(ready: App) -> None:
    """PROCRASTINATE_ON_APP_READY."""
    ready.tasks = KnownTasks(ready.tasks)
