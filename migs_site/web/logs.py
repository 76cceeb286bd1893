"""What the log says of requests, and what it leaves out."""

import logging
import re

# Whoever knows such an address may do what it allows: an application’s (random letters), a new password’s (as Django
# makes it). The names of pages have no capital letters.
SECRET = re.compile(r"(?<=/)(?:(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{20,}|[a-z0-9]{6,}-[0-9a-f]{32})(?=[/?\s]|$)")


class OneQuietLine(logging.Filter):
    """Turns an error with its traceback into one line of information; Django means well, but a visitor made it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(logging.INFO)


class WithoutSecretAddresses(logging.Filter):
    """Writes “…” for the part of an address that is a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        written = SECRET.sub("…", said)
        if written != said:
            record.msg, record.args = written, ()
        return True
