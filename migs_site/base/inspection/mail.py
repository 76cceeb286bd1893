"""What stands in an email that somebody saved as a file, which anybody may have written, and written badly.

The standard library reads it, in five times the memory. What makes that slow or deep is looked for beforehand, in the
bytes: it follows each level of nesting for each line, and takes long headers apart by rules that are older than malice.
The first attachments are written to standard output, one after another; what is known of them follows in the answer.
"""

import email
import email.policy
import re
import sys
from collections.abc import Callable
from email.message import EmailMessage
from typing import BinaryIO, TypeVar

from .verdicts import Refused

Answer = TypeVar("Answer")

MOST_WRITTEN = 10  # attachments
MOST_LEVELS = 60  # everything that can open a level: each needs a word of these
MOST_PARTS = 500  # lines that can begin one
LONGEST_HEADER, ALL_HEADERS = 2_000, 20_000  # of those that are taken apart, in bytes
LONGEST_NAME = 255
OPENS_A_LEVEL = re.compile(rb"boundary|message/", re.IGNORECASE)
BEGINS_A_PART = re.compile(rb"^--", re.MULTILINE)
HEADERS = re.compile(
    rb"^(?:from|content-(?:type|disposition|transfer-encoding))[ \t]*:.*(?:\r?\n[ \t].*)*", re.IGNORECASE | re.MULTILINE
)
FRENCH = {"je", "le", "la", "les", "vous", "et", "bonjour", "stage", "candidature", "madame", "monsieur"}
ENGLISH = {"i", "the", "you", "and", "dear", "hello", "internship", "application", "my", "to"}


def inspect(file: BinaryIO, size: int) -> dict:
    """``name`` and ``email`` of the sender, as far as they are given, ``language``, guessed from the words, and
    ``attachments``, each with its ``name`` and its ``size``, which is none where it was not written."""
    raw = file.read()
    refuse_beforehand(raw)
    message, parts = read(raw)
    del raw
    if not any(name.lower() in {"from", "subject", "date"} for name in message):
        raise Refused("not_a_mail")
    name, address = sender(message)
    words = " ".join(text_of(part) for part in parts if is_text(part))
    attached = [part for part in parts if is_attached(part)]
    written = [{"name": name_of(part), "size": write(part)} for part in attached[:MOST_WRITTEN]]
    left = [{"name": name_of(part), "size": None} for part in attached[MOST_WRITTEN:]]
    sys.stdout.buffer.write(b"\n")
    return {"name": name, "email": address, "language": language_of(words), "attachments": written + left}


def refuse_beforehand(raw: bytes) -> None:
    if has_more(OPENS_A_LEVEL, raw, MOST_LEVELS) or has_more(BEGINS_A_PART, raw, MOST_PARTS):
        raise Refused("too_many_parts")
    total = 0
    for found in HEADERS.finditer(raw):
        length = found.end() - found.start()
        total += length
        if length > LONGEST_HEADER or total > ALL_HEADERS:
            raise Refused("long_headers")


def has_more(pattern: re.Pattern[bytes], raw: bytes, most: int) -> bool:
    return any(number >= most for number, _found in enumerate(pattern.finditer(raw)))


def read(raw: bytes) -> tuple[EmailMessage, list[EmailMessage]]:
    """The message, and those of its parts that hold no others."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        return message, [part for part in message.walk() if not part.is_multipart()]
    except MemoryError:
        raise
    except Exception as error:  # its errors are of many kinds, and none of them is documented
        raise Refused("unreadable") from error


def sender(message: EmailMessage) -> tuple[str, str]:
    addresses = safely(lambda: message["From"].addresses, ())
    first = addresses[0] if addresses else None
    return (first.display_name[:LONGEST_NAME], first.addr_spec[:LONGEST_NAME]) if first else ("", "")


def safely(read: Callable[[], Answer], otherwise: Answer) -> Answer:
    """What a header says, where the library can make anything of it."""
    try:
        return read()
    except MemoryError:
        raise
    except Exception:  # as above
        return otherwise


def name_of(part: EmailMessage) -> str:
    return safely(lambda: part.get_filename() or "", "")[:LONGEST_NAME]


def kind_of(part: EmailMessage) -> str:
    return safely(part.get_content_type, "application/octet-stream")


def is_attached(part: EmailMessage) -> bool:
    """Not what belongs to the words: the words themselves, and pictures that stand in them."""
    if kind_of(part).startswith("image/") and (
        part["Content-ID"] or safely(part.get_content_disposition, None) == "inline"
    ):
        return False
    return bool(name_of(part)) or not kind_of(part).startswith("text/")


def is_text(part: EmailMessage) -> bool:
    return kind_of(part) == "text/plain" and not is_attached(part)


def content_of(part: EmailMessage) -> bytes:
    content = safely(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) else b""


def write(part: EmailMessage) -> int:
    """How many bytes were written."""
    return sys.stdout.buffer.write(content_of(part))


def text_of(part: EmailMessage) -> str:
    """In whatever characters it claims to be: only frequent words are looked for in it."""
    return content_of(part)[:20_000].decode(errors="replace")


def language_of(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text.lower())[:2_000]
    french, english = (sum(word in known for word in words) for known in (FRENCH, ENGLISH))
    return "fr" if french > english else "en"
