"""DOCX and ODT: both are ZIP archives with a certain main part (ECMA-376; ODF 1.3, part 2)."""

import struct
import zipfile
import zlib

from .archive import check_ends, check_entries
from .docx import check_docx
from .odt import check_odt
from .verdicts import Findings, Refused
from .xml_parts import NOT_XML

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    struct.error,
    *NOT_XML,
)


def inspect(file, size: int) -> dict:
    """The verdict on a file that begins with “PK”. Raises Refused."""
    try:
        check_ends(file, size)
        with zipfile.ZipFile(file) as archive:
            return kind_of(archive, size).verdict()
    except BROKEN as error:
        raise Refused("damaged") from error


def kind_of(archive: zipfile.ZipFile, size: int) -> Findings:
    check_entries(archive, size)
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        return check_docx(archive)
    if "mimetype" in names:
        return check_odt(archive)
    raise Refused("pages" if any(name.endswith(".iwa") for name in names) else "archive")
