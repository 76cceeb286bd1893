"""Keeping the edition of the site as new as the site."""

import logging
from pathlib import Path

from django.conf import settings

from migs_site.static_edition.versions import is_current
from migs_site.static_edition.writing import NotWritten, current_facts, write_edition

logger = logging.getLogger(__name__)
FAILED = "failed.txt"  # beside the editions: why the last try made none


def bring_edition_up_to_date() -> bool:
    """Write a new edition where the site has changed since the last one; whether it did.

    Does nothing where none is wanted (STATIC_EDITION_DIR). A failure is logged and told on “What needs attention”; the
    next run tries again.
    """
    if not settings.STATIC_EDITION_DIR:
        return False
    root = Path(settings.STATIC_EDITION_DIR)
    if is_current(current_facts(root)):
        return False
    try:
        facts = write_edition(root, key=settings.STATIC_EDITION_KEY)
    except NotWritten as error:
        logger.error("There is no new static edition. %s", error)
        tell(root, str(error))
        return False
    (root / FAILED).unlink(missing_ok=True)
    logger.info("Static edition: %s files, of which %s are new.", facts["files"], facts["written"])
    return True


def tell(root: Path, sentence: str) -> None:
    try:
        (root / FAILED).write_text(sentence, encoding="utf-8")
    except OSError:
        logger.exception("Nothing can be written to %s.", root)


def failure() -> str:
    """Why the last try made no edition; empty where it did, or where none is wanted."""
    if not settings.STATIC_EDITION_DIR:
        return ""
    try:
        return (Path(settings.STATIC_EDITION_DIR) / FAILED).read_text(encoding="utf-8")
    except OSError:
        return ""
