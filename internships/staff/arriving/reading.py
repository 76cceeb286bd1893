"""What stands in an email that staff have saved as a file, which anybody may have written, and written badly.

The standard library reads it. What makes that slow or deep is looked for beforehand, in the bytes: it follows each
level of nesting for each line, and takes long headers apart by rules that are older than malice.
"""

import email
import email.policy
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TypeVar

from django.utils.translation import gettext as _

from migs_site.base.plain_text import readable

Answer = TypeVar("Answer")

MOST_BYTES = 30 * 1024 * 1024  # what mail servers carry at most; read, it takes five times as much memory
MOST_LEVELS = 60  # everything that can open a level: each needs a word of these
MOST_PARTS = 500  # lines that can begin one
LONGEST_HEADER, ALL_HEADERS = 2_000, 20_000  # of those that are taken apart, in bytes
OPENS_A_LEVEL = re.compile(rb"boundary|message/", re.IGNORECASE)
BEGINS_A_PART = re.compile(rb"^--", re.MULTILINE)
HEADERS = re.compile(
    rb"^(?:from|content-(?:type|disposition|transfer-encoding))[ \t]*:.*(?:\r?\n[ \t].*)*", re.IGNORECASE | re.MULTILINE
)
FRENCH = {"je", "le", "la", "les", "vous", "et", "bonjour", "stage", "candidature", "madame", "monsieur"}
ENGLISH = {"i", "the", "you", "and", "dear", "hello", "internship", "application", "my", "to"}


class Unreadable(Exception):
    """Says in a sentence why an email was not read."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True)
class ArrivedMail:
    """name, email: of the sender, as far as they are given. language: a guess from the words."""

    sha256: str
    name: str
    email: str
    language: str
    attachments: list[Attachment]


def read_mail(raw: bytes) -> ArrivedMail:
    """Raises Unreadable."""
    refuse_beforehand(raw)
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except Exception as error:  # its errors are of many kinds, and none of them is documented
        raise Unreadable(_("This is not an email that can be read.")) from error
    if not any(name.lower() in {"from", "subject", "date"} for name in message):
        raise Unreadable(_("This is not an email. Save the message as an .eml file, and choose that."))
    name, address = sender(message)
    words = " ".join(text_of(part) for part in parts if is_text(part))
    return ArrivedMail(
        sha256=hashlib.sha256(raw).hexdigest(),
        name=name,
        email=address,
        language=language_of(words),
        attachments=[attachment(part) for part in parts if is_attached(part)],
    )


def refuse_beforehand(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 30 MB."))
    if len(OPENS_A_LEVEL.findall(raw)) > MOST_LEVELS or len(BEGINS_A_PART.findall(raw)) > MOST_PARTS:
        raise Unreadable(_("This email has too many parts to be read."))
    lengths = [len(found[0]) for found in HEADERS.finditer(raw)]
    if max(lengths, default=0) > LONGEST_HEADER or sum(lengths) > ALL_HEADERS:
        raise Unreadable(_("This email has headers that are too long to be read."))


def sender(message: EmailMessage) -> tuple[str, str]:
    addresses = safely(lambda: message["From"].addresses, ())
    first = addresses[0] if addresses else None
    return (readable(first.display_name)[:150], readable(first.addr_spec)[:254]) if first else ("", "")


def safely(read: Callable[[], Answer], otherwise: Answer) -> Answer:
    """What a header says, where the library can make anything of it."""
    try:
        return read()
    except Exception:  # as above
        return otherwise


def name_of(part: EmailMessage) -> str:
    return safely(part.get_filename, None) or ""


def kind_of(part: EmailMessage) -> str:
    return safely(part.get_content_type, "application/octet-stream")


def is_attached(part: EmailMessage) -> bool:
    """Not what belongs to the words: the words themselves, and pictures that stand in them."""
    if kind_of(part).startswith("image/") and (
        part["Content-ID"] or safely(part.get_content_disposition, "") == "inline"
    ):
        return False
    return bool(name_of(part)) or not kind_of(part).startswith("text/")


def is_text(part: EmailMessage) -> bool:
    return kind_of(part) == "text/plain" and not is_attached(part)


def attachment(part: EmailMessage) -> Attachment:
    return Attachment(name_of(part), safely(lambda: part.get_payload(decode=True), None) or b"")


def text_of(part: EmailMessage) -> str:
    """In whatever characters it claims to be: only frequent words are looked for in it."""
    content = safely(lambda: part.get_payload(decode=True), None) or b""
    return content[:20_000].decode(errors="replace")


def language_of(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text.lower())[:2_000]
    french, english = (sum(word in known for word in words) for known in (FRENCH, ENGLISH))
    return "fr" if french > english else "en"
