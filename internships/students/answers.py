"""What somebody has typed into the form, right or wrong: read from a request, kept as JSON, merged with what is there.

A form says what it was shown (``seen``: a digest of each answer). So of two windows in which one draft is open each
changes what was changed in it, and where both have changed an answer the later one wins, and the earlier is shown.
"""

import hashlib
import json
from collections.abc import Mapping

from django.http import QueryDict

from migs_site.base.plain_text import UNREADABLE

LINES = ("name", "email", "institution", "programme", "level", "availability", "message", "consent", "late_code")
LISTS = ("projects",)
MOST_CHARACTERS = 100_000  # of all answers together; a whole form that is right has 7,000 at most
MOST_IN_A_LIST = 100

Answer = str | list[str]
Answers = dict[str, Answer]


class TooMuch(Exception):
    """More text than is kept of a form, however wrong its answers."""


def read(sent: QueryDict) -> Answers:
    """The answers that came with a form, those that are empty too. Raises TooMuch."""
    read: Answers = {name: storable(sent.get(name, "")) for name in LINES}
    read |= {name: [storable(value) for value in sent.getlist(name)] for name in LISTS}
    length = sum(sum(map(len, [value] if isinstance(value, str) else value)) for value in read.values())
    if length > MOST_CHARACTERS or any(len(read[name]) > MOST_IN_A_LIST for name in LISTS):
        raise TooMuch
    return read


def storable(text: str) -> str:
    """With line breaks of one letter. JSON in PostgreSQL knows no NUL: what stands for it the form refuses as well."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", UNREADABLE)


def empty(name: str) -> Answer:
    return [] if name in LISTS else ""


def digest(answer: Answer) -> str:
    """A short one: it need only tell what one person has typed from what the same person typed before."""
    return hashlib.sha256(json.dumps(answer).encode()).hexdigest()[:10]


def seen(answers: Mapping[str, Answer]) -> str:
    """What a form that is shown says of itself when it is sent."""
    return " ".join(f"{name}:{digest(answers.get(name, empty(name)))}" for name in (*LINES, *LISTS))


def merge(stored: Answers, sent: Answers, was_seen: str) -> tuple[Answers, Answers]:
    """What is to be stored, and of it what was there and is now replaced by another window's answer.

    Without ``was_seen``, as in a form of a program, every answer counts as changed that is not empty.
    """
    digests = dict(part.partition(":")[::2] for part in was_seen.split()[: len(LINES + LISTS)])
    kept, replaced = {}, {}
    for name in (*LINES, *LISTS):
        before, now = stored.get(name, empty(name)), sent[name]
        shown = digests.get(name, digest(empty(name)))
        is_changed = digest(now) != shown
        kept[name] = now if is_changed else before
        if is_changed and before not in (now, empty(name)) and digest(before) != shown:
            replaced[name] = before
    return kept, replaced
