"""Emails that were saved as files, read in a process of its own like every other file that arrives."""

import json
import logging

from migs_site.base.inspection.verdicts import MAIL_REASONS, Refused

from .process import TooMuch, pieces, readable, started, turn

logger = logging.getLogger(__name__)

LARGEST_MAIL = 30 * 1024 * 1024  # what mail servers carry at most
LONGEST_ANSWER = 1024 * 1024
LONGEST_WORDS = 1000
LANGUAGES = ("en", "fr")


def unpack(file, contents) -> dict:
    """``name`` and ``email`` of the sender, ``language``, and ``attachments``, each with its ``name`` and ``size``.

    The bytes of those whose size is known are written to ``contents`` one after another. Raises Refused, with one of
    MAIL_REASONS, and Busy; OSError without room for the contents.
    """
    with readable(file) as source, turn(), started(source, "mail") as child:
        try:
            for piece in pieces(child, LARGEST_MAIL + LONGEST_ANSWER):
                contents.write(piece)
        except TooMuch:
            logger.warning("The reading of an email took too long or found too much.")
            raise Refused("too_complex") from None
    end = contents.tell()
    contents.seek(max(0, end - LONGEST_ANSWER))
    answer = contents.read().removesuffix(b"\n").rpartition(b"\n")[2]
    return checked(answer, end - len(answer) - 2)


def checked(answer: bytes, size: int) -> dict:
    """Believed in its shape alone. size: of all the contents. An email that cannot be understood was too much."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and said.get("reason") in MAIL_REASONS:
        raise Refused(said["reason"])
    if not is_shaped(said) or size != sum(each["size"] or 0 for each in said["attachments"]):
        raise Refused("too_complex")
    return {name: said[name] for name in ("name", "email", "language", "attachments")}


def is_shaped(said) -> bool:
    if not isinstance(said, dict) or said.get("language") not in LANGUAGES:
        return False
    attachments = said.get("attachments")
    are_words = is_word(said.get("name")) and is_word(said.get("email"))
    return are_words and isinstance(attachments, list) and all(map(is_attachment, attachments))


def is_attachment(said) -> bool:
    if not isinstance(said, dict) or not is_word(said.get("name")):
        return False
    size = said.get("size")
    return size is None or (type(size) is int and 0 <= size <= LARGEST_MAIL)


def is_word(said) -> bool:
    return isinstance(said, str) and len(said) <= LONGEST_WORDS
