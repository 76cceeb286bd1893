"""The one way to ask about a file."""

from dataclasses import dataclass, field

from migs_site.base.inspection.verdicts import Refused

from .names import is_disguised, plain_name
from .process import Busy, inspect
from .refusals import MAX_SIZE, sentence

OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
OLD_WORD = "WordDocument".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
WEB_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<script", b"<body", b"mime-version:")
MOST_PAGES = 50


@dataclass(frozen=True)
class Recognized:
    """A file that may be accepted. Its pages are known of a PDF alone; ``warnings`` are codes of ``WARNINGS``."""

    format: str
    pages: int | None = None
    warnings: list[str] = field(default_factory=list)


def recognize(
    file, *, name: str, size: int, most_pages: int | None = MOST_PAGES, largest: int | None = MAX_SIZE
) -> Recognized:
    """“pdf”, “docx” or “odt”. Raises ValidationError with one sentence for the visitor; leaves the file at its start.

    ``size`` is what was sent; a file over ``largest`` (which itself is allowed) may be cut short, and is not read.
    None sets no limit.
    """
    found = None
    try:
        found = Recognized(**structure(file, size, largest))
        refuse_as_a_whole(found, name, most_pages)
        return found
    except Refused as refused:
        facts = {"pages": found and found.pages, "most_pages": most_pages}
        raise sentence(refused.reason, name=plain_name(name), size=size, **facts) from refused
    except Busy as busy:
        raise sentence("busy", name=plain_name(name), size=size) from busy
    finally:
        file.seek(0)


def refuse_as_a_whole(found: Recognized, name: str, most_pages: int | None) -> None:
    if is_disguised(name, found.format):
        raise Refused("misnamed")
    if most_pages and found.pages and found.pages > most_pages:
        raise Refused("too_long")


def structure(file, size: int, largest: int | None) -> dict:
    if size == 0:
        raise Refused("empty")
    if largest and size > largest:
        raise Refused("too_large")
    file.seek(0)
    start = file.read(1024)
    if start.startswith(b"PK"):
        return inspect(file, "office")
    if b"%PDF-" in start and not start.startswith(OLE_HEADER):
        return inspect(file, "pdf")
    raise Refused(other_kind(file, start))


def other_kind(file, start: bytes) -> str:
    """Which of the usual wrong files this is."""
    if start.startswith(OLE_HEADER):
        return ole_kind(file)
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(PICTURES) or start[4:8] == b"ftyp" or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "picture"
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(WEB_PAGES):
        return "web_page"
    return "other"


def ole_kind(file) -> str:
    """The old container holds .doc files, and new Office files that have a password."""
    file.seek(0)
    content = file.read(MAX_SIZE)
    if LOCKED_OFFICE in content:
        return "protected"
    return "old_word" if OLD_WORD in content else "other"
