"""Counts errors as they are logged, and stores what the worker mails to administrators (error_mails.py beside this).

Whoever met the error waits for nothing: a thread of its own stores what came together in some seconds. Where that
fails, and for an outage of the database, the log is all there is.
"""

import logging
import threading
import traceback
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from migs_site.base.outages import is_outage
from migs_site.monitoring.logs import request_of, without_secrets

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
DELAY = 5  # seconds
MOST_KINDS = 50  # in that time, of one process
STORE = """
    INSERT INTO migs_site_errorreport (kind, times, request_id, path, seen_at)
    VALUES (%s, %s, %s, %s, statement_timestamp())
"""


class Counted(NamedTuple):
    times: int = 0
    request: str = ""
    path: str = ""


class ErrorReports(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.counted: dict[str, Counted] = {}
        self.timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            error = record.exc_info[1] if record.exc_info else None
            if not is_outage(error):
                self.count(record, kind_of(record, error))
        except Exception:
            self.handleError(record)

    def count(self, record: logging.LogRecord, kind: str) -> None:
        if kind not in self.counted and len(self.counted) == MOST_KINDS:
            return
        times = self.counted.get(kind, Counted()).times + 1
        self.counted[kind] = Counted(times, request_of(record)[:64], path_of(record)[:200])
        if not self.timer:
            self.timer = threading.Timer(DELAY, self.flush)
            self.timer.daemon = True
            self.timer.start()

    def flush(self) -> None:
        """Store what was counted; Python's logging asks for it too when the process ends."""
        with self.lock:
            counted, self.counted, self.timer = self.counted, {}, None
        if counted:
            store(counted)


def store(counted: dict[str, Counted]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.executemany(STORE, [(kind, *each) for kind, each in counted.items()])
    except Exception as error:  # said below ERROR, which would be counted again
        logger.warning("Errors could not be stored to be mailed (%s).", type(error).__name__)
    finally:
        connection.close()


def kind_of(record: logging.LogRecord, error: BaseException | None) -> str:
    """The exception and the place in our code that it passed last; without one, who logged and where."""
    if error is None:
        return without_secrets(f"{record.name}: {record.msg}")[:300]
    name = type(error).__qualname__
    module = type(error).__module__
    return f"{name if module == 'builtins' else f'{module}.{name}'} at {place_of(error)}"[:300]


def place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if is_ours(Path(frame.filename))]
    for frame in (ours or frames)[-1:]:
        path = Path(frame.filename)
        shown = path.relative_to(ROOT) if ours else Path(*path.parts[-3:])
        return f"{shown}:{frame.lineno} in {frame.name}"
    return "an unknown place"


def is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and ".venv" not in path.parts


def path_of(record: logging.LogRecord) -> str:
    """Of a request, without what stands behind the “?”; of a job its task."""
    request, job = getattr(record, "request", None), getattr(record, "job", None)
    path = getattr(request, "path", None) or (job.get("task_name", "") if isinstance(job, dict) else "")
    return without_secrets(path)
