"""What a file is, told by its structure: its name and the type a browser claims for it count for nothing.

What this does not do: look for harm inside a whole PDF, DOCX or ODT. Files are therefore only ever handed out as
attachments, to staff.
"""

import re
import unicodedata

from .office import check_office
from .pdf import check_pdf
from .refusals import MAX_SIZE, Refused, sentence

__all__ = ["MAX_SIZE", "plain_name", "recognize"]

OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
OLD_WORD = "WordDocument".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<script", b"<body", b"mime-version:")
LONGEST_NAME = 120


def recognize(file, *, name: str, size: int) -> str:
    """“pdf”, “docx” or “odt”. Raises ValidationError with one sentence for the visitor; leaves the file at its start.

    ``size`` is what was sent; a file over MAX_SIZE (which itself is allowed) may be cut short, and is not read.
    """
    try:
        return structure(file, size)
    except Refused as refused:
        raise sentence(refused.code, name=plain_name(name), size=size) from refused
    finally:
        file.seek(0)


def structure(file, size: int) -> str:
    if size == 0:
        raise Refused("empty")
    if size > MAX_SIZE:
        raise Refused("too_large")
    file.seek(0)
    start = file.read(1024)
    if b"%PDF-" in start and not start.startswith((b"PK", OLE_HEADER)):
        check_pdf(file, size)
        return "pdf"
    if start.startswith(b"PK"):
        return check_office(file, size)
    raise Refused(other_kind(file, start))


def other_kind(file, start: bytes) -> str:
    """Which of the usual wrong files this is."""
    if start.startswith(OLE_HEADER):
        return ole_kind(file)
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(PICTURES) or start[4:8] == b"ftyp" or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "picture"
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGES):
        return "web_page"
    return "other"


def ole_kind(file) -> str:
    """The old container holds .doc files, and new Office files that have a password."""
    file.seek(0)
    content = file.read(MAX_SIZE)
    if LOCKED_OFFICE in content:
        return "protected"
    return "old_word" if OLD_WORD in content else "other"


def plain_name(name: str) -> str:
    """The last part of a file's name without characters that hide or turn others; long names lose their middle."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if character.isspace() else character for character in last if is_shown(character))
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    if len(shown) > LONGEST_NAME:
        shown = f"{shown[: LONGEST_NAME - 21]}…{shown[-20:]}"
    return shown or "?"


def is_shown(character: str) -> bool:
    """Neither a control nor a format character (bidirectional marks are among these), nor half a character."""
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
