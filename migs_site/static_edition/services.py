"""Keeping the edition of the site as new as the site."""

import datetime
import logging
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from migs_site.media_storage.names import SIGNERS, store_as
from migs_site.static_edition import comparing
from migs_site.static_edition.signing import our_signers
from migs_site.static_edition.versions import is_current
from migs_site.static_edition.writing import NotWritten, current_facts, write_edition

logger = logging.getLogger(__name__)
REST = 4  # times as long as an edition took there is none, whatever changes
NAMED = 10  # in the log; edition.json names all
FAILED = "failed.txt"  # beside the editions: why the last try made none


def bring_edition_up_to_date() -> bool:
    """Write a new edition where the site has changed since the last one; whether it did.

    Does nothing where none is wanted (STATIC_EDITION_DIR). A failure is logged and told on “What needs attention”; the
    next run tries again.
    """
    if not settings.STATIC_EDITION_DIR:
        return False
    root = Path(settings.STATIC_EDITION_DIR)
    last = current_facts(root)
    if is_current(last) or is_resting(last):
        return False
    try:
        facts = write_edition(root, key=settings.STATIC_EDITION_KEY)
    except NotWritten as error:
        logger.error("There is no new static edition. %s", error)
        tell(root, str(error))
        return False
    (root / FAILED).unlink(missing_ok=True)
    publish_signers()
    changed = facts["changed"]
    logger.info("Static edition of %s files; %s addresses changed: %s", facts["files"], len(changed), changed[:NAMED])
    return True


def is_resting(last: dict) -> bool:
    """Whether the last edition took so long that a worker who is alone has other things to do first: mail."""
    if not last:
        return False
    made = datetime.datetime.fromisoformat(last["made_at"])
    return 0 <= (timezone.now() - made).total_seconds() < last["seconds"] * REST  # less, when a clock went back


def publish_signers() -> None:
    """Put the public half of our key where every process finds it that serves visitors, which reads no keys."""
    ours = our_signers()
    if ours and ours != published_signers():
        default_storage.delete(SIGNERS)
        store_as(default_storage, SIGNERS, ContentFile(ours.encode()))


def published_signers() -> str:
    try:
        with default_storage.open(SIGNERS) as file:
            return file.read().decode()
    except FileNotFoundError:
        return ""


def tell(root: Path, sentence: str) -> None:
    try:
        (root / FAILED).write_text(sentence, encoding="utf-8")
    except OSError:
        logger.exception("Nothing can be written to %s.", root)


def minutes_since_comparison() -> int | None:
    """None where the site is compared with no edition on this machine, or never was."""
    state = Path(settings.STATIC_EDITION_DIR or "/nowhere") / comparing.STATE
    try:
        return int(time.time() - state.stat().st_mtime) // 60
    except OSError:
        return None


def failure() -> str:
    """Why the last try made no edition; empty where it did, or where none is wanted."""
    if not settings.STATIC_EDITION_DIR:
        return ""
    try:
        return (Path(settings.STATIC_EDITION_DIR) / FAILED).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
