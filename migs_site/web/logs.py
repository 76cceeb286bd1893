"""What the log says of requests, and what it leaves out."""

import logging
import re

# Whoever knows such an address may do what it allows: an application’s (random letters), a new password’s (as Django
# makes it). The names of pages have no capital letters. Programs that read mail add quotes and full stops to a link.
SECRET = re.compile(r"(/[^\w\s/-]{0,3})(?:(?=[\w-]*[A-Z])[\w-]{20,}|[a-z0-9]{6,}-[0-9a-f]{32})(?![\w-])")
EMAIL = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)*[\w-]+")
# PostgreSQL quotes the row that it refused.
ROW = re.compile(r"(DETAIL:\s+(?:Failing row contains|Key) \()[^\n]*")
LEFT_OUT = {SECRET: r"\1…", EMAIL: "…@…", ROW: r"\1…"}


class OneQuietLine(logging.Filter):
    """Turns an error with its traceback into one line of information; Django means well, but a visitor made it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(logging.INFO)


class Private(logging.Formatter):
    """Writes “…” for the part of an address that is a key, and for what is somebody’s own, in tracebacks as well."""

    def format(self, record: logging.LogRecord) -> str:
        written = super().format(record)
        for pattern, instead in LEFT_OUT.items():
            written = pattern.sub(instead, written)
        return written


def configuration(level: str) -> dict:
    """Django's LOGGING: lines on standard error, from this level on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "migs_site.web.logs.Private", "fmt": "{levelname} {name}: {message}", "style": "{"},
        },
        "filters": {
            "one_quiet_line": {"()": "migs_site.web.logs.OneQuietLine"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "quiet": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_quiet_line"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
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
