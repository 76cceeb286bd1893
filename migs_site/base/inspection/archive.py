"""A ZIP archive (APPNOTE 6.3.10) that hides nothing between its parts and cannot be unpacked without end."""

import re
import stat
import zipfile
from collections.abc import Iterator

from .verdicts import Refused

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 2_000
LARGEST_PART = 100 * MEGABYTE
LARGEST_TOTAL = 200 * MEGABYTE
# An honest picture was seen to shrink to a 130th.
LARGE_PART, HIGHEST_RATIO = 10 * MEGABYTE, 200
PIECE = 256 * 1024
IS_ENCRYPTED = 0x1
END = b"PK\5\6"
LENGTH_OF_END = 22
LONGEST_COMMENT = 255
LONGEST_REST = 4
ODD_NAME = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|^[A-Za-z]:|\\|//|[\x00-\x1f\x7f]")


def check_ends(file, size: int) -> None:
    """Nothing may stand before the first part, and next to nothing after the last: another file could lie there."""
    file.seek(0)
    if file.read(4) not in (b"PK\3\4", END):
        raise Refused("damaged")
    file.seek(max(0, size - 65_536 - LENGTH_OF_END))
    rest = file.read()
    place = rest.rfind(END)
    if place < 0 or len(rest) < place + LENGTH_OF_END:
        raise Refused("damaged")
    length = int.from_bytes(rest[place + 20 : place + 22], "little")
    comment, rest = rest[place + 22 : place + 22 + length], rest[place + 22 + length :]
    is_plain = length <= LONGEST_COMMENT and (not comment or comment.decode("latin-1").isprintable())
    if len(comment) < length:
        raise Refused("damaged")
    if not is_plain or len(rest.strip(b" \t\r\n\0")) > LONGEST_REST:
        raise Refused("two_types")


def check_entries(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("too_complex")
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise Refused("protected")
    names = {entry.filename.casefold() for entry in entries}
    if len(names) != len(entries) or any(is_odd(entry) for entry in entries):
        raise Refused("odd_archive")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused("damaged")
    # What is packed twice over, or into itself, is more than the file.
    packed, unpacked = sum(each.compress_size for each in entries), sum(each.file_size for each in entries)
    if packed > size or unpacked > LARGEST_TOTAL:
        raise Refused("too_complex")
    if any(is_bomb(entry) for entry in entries):
        raise Refused("too_complex")
    if min((entry.header_offset for entry in entries), default=0):
        raise Refused("damaged")


def is_odd(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out of the archive or is read differently elsewhere; or a symbolic link."""
    # zipfile cuts names at a NUL and puts slashes for a system's own; what stood in the file is in orig_filename.
    names = (entry.orig_filename, entry.filename)
    return any(ODD_NAME.search(name) for name in names) or stat.S_ISLNK(entry.external_attr >> 16)


def is_bomb(entry: zipfile.ZipInfo) -> bool:
    is_high = entry.file_size > LARGE_PART and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size)
    return entry.file_size > LARGEST_PART or is_high


def pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part unpacked piece by piece; at its end zipfile has compared its length and its checksum."""
    unpacked = 0
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            unpacked += len(piece)
            if unpacked > LARGEST_PART:
                raise Refused("too_complex")
            yield piece


def content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    return b"".join(pieces(archive, entry))
