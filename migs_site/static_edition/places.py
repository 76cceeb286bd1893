"""Where an address lies among the files of an edition, so that any static host finds it by its name.

A question with one parameter has a folder of its own: the second page of a list, /en/people/?page=2, is
/en/people/page=2/, which can be the address of no page. What asks for more at once is left to the whole list.
"""

import mimetypes
import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from migs_site.static_edition.hosting import LISTS
from migs_site.static_edition.listing import FACTS, SIGNATURE, SUMS

# What an edition says of itself: an old address of that name, which editors may write down, must not take its place.
ABOUT_ITSELF = {SUMS, SIGNATURE, FACTS, *LISTS}
LONGEST_NAME = 255  # bytes; what file systems take
PLAIN = re.compile(r"[\w.-]{1,60}", re.ASCII)
ENDINGS = {"application/atom+xml": ".xml", "text/csv": ".csv", "application/json": ".json"}


def stored_address(address: str) -> str | None:
    """The address, without a question, at which an edition has the answer to another; None where it has none."""
    parts = urlsplit(address)
    if not parts.query:
        return parts.path
    question = parse_qsl(parts.query, keep_blank_values=True)
    if len(question) != 1 or not parts.path.endswith("/") or not all(map(PLAIN.fullmatch, question[0])):
        return None
    return f"{parts.path}{'='.join(question[0])}/"


def file_at(address: str) -> str:
    """The file that static hosts show at an address, if it is a page: index.html in a folder, or a file with an ending.

    Empty where no file can lie there.
    """
    path = unquote(address).strip("/")
    is_file = not address.endswith("/") and path.lower().endswith((".html", ".htm"))
    file = path if is_file else f"{path}/index.html".lstrip("/")
    return file if can_be_stored(file) else ""


def file_beside(address: str, media_type: str, name: str) -> str:
    """The file of an answer that is no page: at its own address, or inside the folder that its address names."""
    path = unquote(address).lstrip("/")
    if address.endswith("/"):
        ending = ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or ""
        path += name or re.split("[/=]", path.rstrip("/"))[-1] + ending
    return path if can_be_stored(path) else ""


def can_be_stored(file: str) -> bool:
    parts = file.split("/")
    return parts[0] not in ABOUT_ITSELF and not any(
        part in ("", ".", "..")
        or len(part.encode(errors="replace")) > LONGEST_NAME
        or not part.isprintable()
        or "\\" in part
        for part in parts
    )


def address_of(file: str) -> str:
    """How a link names a file that is no page."""
    return "/" + quote(file, safe="/=")
