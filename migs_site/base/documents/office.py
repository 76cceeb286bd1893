"""Is it a DOCX or an ODT? Both are ZIP archives (APPNOTE 6.3.10) with a certain main part (ECMA-376; ODF 1.3, part 2).

The directory of the archive is measured before anything reads it, and a part is unpacked piece by piece up to a limit,
so neither a million entries nor a bomb costs more than a moment.
"""

import struct
import zipfile
import zlib
from xml.parsers import expat

from .refusals import Refused

END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
LARGEST_DIRECTORY = 512 * 1024
MOST_ENTRIES = 4_000
LARGEST_PART = 48 * 1024 * 1024
LARGEST_TOTAL = 400 * 1024 * 1024
SMALL_PART = 512 * 1024
PIECE = 64 * 1024
IS_ENCRYPTED = 0x1

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT = b"application/vnd.oasis.opendocument.text"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError, struct.error)


def check_office(file, size: int) -> str:
    """“docx” or “odt”; raise Refused for any other archive, and for one that is damaged, locked or too deep."""
    check_directory(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            names = check_entries(archive, size)
            if "[Content_Types].xml" in names:
                return check_docx(archive, names)
            if "mimetype" in names:
                return check_odt(archive, names)
    except (*BROKEN, expat.ExpatError) as error:
        raise Refused("damaged") from error
    raise Refused("pages" if any(name.endswith(".iwa") for name in names) else "archive")


def check_directory(file, size: int) -> None:
    """The end record must be the last thing in the file, and the directory just before it and of a sane size."""
    file.seek(max(0, size - END_OF_DIRECTORY.size))
    ending = file.read(END_OF_DIRECTORY.size)
    if len(ending) < END_OF_DIRECTORY.size:
        raise Refused("damaged")
    signature, *numbers, length, offset, comment = END_OF_DIRECTORY.unpack(ending)
    is_whole = signature == b"PK\5\6" and not comment and offset + length + END_OF_DIRECTORY.size == size
    if not is_whole or length > LARGEST_DIRECTORY or max(numbers) > MOST_ENTRIES:
        raise Refused("damaged")


def check_entries(archive: zipfile.ZipFile, size: int) -> set[str]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise Refused("protected")
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    has_odd_packing = any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries)
    if len(names) != len(entries) or packed > size or unpacked > LARGEST_TOTAL or has_odd_packing:
        raise Refused("damaged")
    return names


def check_docx(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = content_types(read_small(archive, "[Content_Types].xml"))
    has_macros = any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in types.values())
    if has_macros or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if WORD not in types.values():
        raise Refused("other")
    main = next(part for part, kind in types.items() if kind == WORD).lstrip("/")
    check_part(archive, main if main in names else "word/document.xml")
    return "docx"


def check_odt(archive: zipfile.ZipFile, names: set[str]) -> str:
    first = min(archive.infolist(), key=lambda entry: entry.header_offset)
    kind = read_small(archive, "mimetype").strip()
    if kind != TEXT:
        raise Refused("other")
    if first.filename != "mimetype" or first.header_offset or first.compress_type != zipfile.ZIP_STORED:
        raise Refused("damaged")
    if "META-INF/manifest.xml" in names and b"encryption-data" in read_small(archive, "META-INF/manifest.xml"):
        raise Refused("protected")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise Refused("macros")
    check_part(archive, "content.xml")
    return "odt"


def content_types(xml: bytes) -> dict[str, str]:
    """What each part (or file extension) is said to be."""
    types = {}

    def start(name, attributes):
        where = attributes.get("PartName") or attributes.get("Extension")
        if where:
            types[where] = attributes.get("ContentType", "")

    parser = strict_parser()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return types


def check_part(archive: zipfile.ZipFile, name: str) -> None:
    """Unpack a part of at most 48 MB, which proves its checksum, and see that it is well-formed XML."""
    parser, unpacked = strict_parser(), 0
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            unpacked += len(piece)
            if unpacked > LARGEST_PART:
                raise Refused("damaged")
            parser.Parse(piece)
    parser.Parse(b"", True)


def read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(SMALL_PART + 1)
    if len(content) > SMALL_PART:
        raise Refused("damaged")
    return content


def strict_parser():
    """A parser that refuses document types, which is where XML keeps its bombs and its reading of other files."""

    def refuse(*_arguments):
        raise Refused("damaged")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser
