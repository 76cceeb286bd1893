"""What the log says of requests, and what it leaves out.

A line is text on a laptop and JSON on a server (LOG_FORMAT): web process, gunicorn and worker alike.
"""

import datetime
import json
import logging
import re
from contextvars import ContextVar

# Whoever knows such an address may do what it allows: an application’s (random letters), that of packed files (an age
# key, in small letters), a new password’s (as Django makes it). The names of pages have no capital letters. Programs
# that read mail add quotes and full stops to a link.
SECRET = re.compile(
    r"([/\\][^\w/-]{0,3})(?:(?=[\w-]*[A-Z])[\w-]{20,}|[ac-hj-np-z02-9]{58}|[a-z0-9]{6,}-[0-9a-f]{32})(?![\w-])"
)
# A run of letters is read from its beginning, and from within only so far: a long one takes no longer than it must.
EMAIL = re.compile(r"(?:(?<![\w.+%-])[\w.+%-]+|[\w.+%-]{1,64})@(?:[\w-]+\.)*[\w-]+")
# PostgreSQL quotes the row that it refused.
ROW = re.compile(r"(DETAIL:\s+(?:Failing row contains|Key) \()[^\n]*")
CLIENT = re.compile(r"(\bfrom ip=)\S+")  # of whom gunicorn could not understand
LEFT_OUT = {SECRET: r"\1…", EMAIL: "…@…", ROW: r"\1…", CLIENT: r"\1…"}

request_id: ContextVar[str] = ContextVar("request_id", default="")  # of the request that this thread answers


class OneQuietLine(logging.Filter):
    """Turns an error with its traceback into one line of information; Django means well, but a visitor made it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(logging.INFO)


class Private(logging.Formatter):
    """Writes “…” for the part of an address that is a key, and for what is somebody’s own, in tracebacks as well."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class Json(Private):
    """One line for each record, its traceback in it. No local variables, and none of what libraries add to a record."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_of(record),
            "job": job_of(record),
            "message": without_secrets(record.getMessage()),
            "traceback": without_secrets(self.formatException(record.exc_info)) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)


def without_secrets(text: str) -> str:
    for pattern, instead in LEFT_OUT.items():
        text = pattern.sub(instead, text)
    return text


def request_of(record: logging.LogRecord) -> str:
    """Which request a line is about. gunicorn writes of one when it is over, with the headers of the answer."""
    if isinstance(record.args, dict) and record.name == "gunicorn.access":
        named = record.args["{x-request-id}o"]
        return "" if named == "-" else named
    return request_id.get()


def job_of(record: logging.LogRecord) -> int | None:
    """The number of the job that Procrastinate writes about."""
    job = getattr(record, "job", None)
    return job.get("id") if isinstance(job, dict) else None


NO_HANDLER = {"class": "logging.NullHandler"}
AS_TEXT = {"fmt": "{levelname} {name}: {message}", "style": "{"}
FORMATS = {
    "text": AS_TEXT | {"()": "migs_site.monitoring.logs.Private"},
    "json": {"()": "migs_site.monitoring.logs.Json"},
}


def configuration(level: str, form: str, *, mails_errors: bool) -> dict:
    """Django's LOGGING: lines on standard error, from this level on; errors are counted, too, to be mailed."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": FORMATS[form]},
        "filters": {
            "one_quiet_line": {"()": "migs_site.monitoring.logs.OneQuietLine"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "reports": {"class": "migs_site.monitoring.error_reports.ErrorReports"} if mails_errors else NO_HANDLER,
            "quiet": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_quiet_line"]},
        },
        "root": {"handlers": ["stderr", "reports"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            # A wrong host name or a form of ten thousand fields is a visitor's doing, not an error of ours.
            **{
                f"django.security.{name}": {"handlers": ["quiet"], "propagate": False}
                for name in ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
            },
            "procrastinate": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
        },
    }
