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
