"""What the log says of requests that nobody at the institute can mend."""

import logging


class OneQuietLine(logging.Filter):
    """Turns an error with its traceback into one line of information; Django means well, but a visitor made it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(logging.INFO)
