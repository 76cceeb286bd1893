"""How much the worker has to do, how long that has waited, and whether one is there; by the database's clock."""

from typing import NamedTuple

from django.db import connection

HEARTBEAT = 30  # seconds; Procrastinate's worker writes one every ten, and one whose last is older is not at work
# A job is due at its time or, without one, from when it was queued. Looking at other sites' links is left to the night
# and to the end of the queue (a priority below 0): that it waits is meant.
QUEUE = """
    SELECT count(*) FILTER (WHERE status = 'todo' AND due <= now()),
        extract(epoch FROM now() - min(due) FILTER (WHERE status = 'todo' AND due <= now()))::float,
        count(*) FILTER (WHERE status = 'doing'),
        count(*) FILTER (WHERE status = 'failed' AND failed_at > now() - interval '7 days'),
        (SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers)
    FROM (
        SELECT status,
            CASE WHEN status = 'todo' THEN coalesce(scheduled_at, (
                SELECT min(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred')) END AS due,
            CASE WHEN status = 'failed' THEN (
                SELECT max(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'failed') END AS failed_at
        FROM procrastinate_jobs AS job WHERE priority >= 0 AND status IN ('todo', 'doing', 'failed')
    ) AS jobs
"""


class Queue(NamedTuple):
    """waiting: jobs that are due. oldest: for how many seconds the first of them has been. failed: in seven days.

    heartbeat: seconds since a worker last wrote one; None where none runs.
    """

    waiting: int
    oldest: float
    running: int
    failed: int
    heartbeat: float | None


def job_queue() -> Queue:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(QUEUE)
        waiting, oldest, *rest = cursor.fetchone()
    return Queue(waiting, max(0, oldest or 0), *rest)
