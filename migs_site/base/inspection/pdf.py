"""A PDF (ISO 32000-1): both ends of the file, then every dictionary in it, then what its streams unpack to."""

import mmap
import re
import zipfile
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from .pdf_actions import starts_alone
from .pdf_rules import look_at
from .pdf_streams import StreamSizes
from .verdicts import Findings, Refused

WHITE = b"\t\n\x0c\r \0"
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
HEADER = re.compile(rb"%PDF-[0-9]")
FIRST_OBJECT = re.compile(rb"[0-9]\s+obj\b")
MARKUP = re.compile(rb"<(?:!doctype|html|head|script|svg|iframe|body|\?xml|\?php)", re.IGNORECASE)
OTHER_FILES = (b"MZ", b"\x7fELF", b"#!", b"PK\3\4", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG")
NOT_PDF_EITHER = (IndexError, KeyError, OverflowError, RuntimeError, TypeError, ValueError, pikepdf.PdfError)
MOST_OBJECTS = 100_000


def inspect(file, size: int) -> dict:
    """The verdict on a file that has “%PDF-” in its first 1,024 bytes. Raises Refused."""
    findings = Findings("pdf")
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        look_at_start(content)
        look_at_end(content, findings)
    if zipfile.is_zipfile(file):
        raise Refused("two_types")
    file.seek(0)
    with open_pdf(file) as pdf:
        findings.pages = count_pages(pdf)
        look_inside(pdf, findings)
    return findings.verdict()


def look_at_start(content) -> None:
    """Nothing but white space may stand before the header; and no page of the web between it and the first object."""
    start = content[:1024]
    lead = start.strip(WHITE)
    for mark in MARKS:
        lead = lead.removeprefix(mark)
    if not HEADER.match(lead.lstrip(WHITE)):
        raise Refused("two_types" if start.startswith(OTHER_FILES) or MARKUP.match(lead) else "damaged")
    first = FIRST_OBJECT.search(start)
    if MARKUP.search(start, 0, first.start() if first else len(start)):
        raise Refused("two_types")


def look_at_end(content, findings: Findings) -> None:
    """Scanners and old programs leave bytes after the end; a file of another kind there is no accident."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Refused("damaged")
    rest = content[end + 5 :].strip(WHITE + b"\x1a")
    if rest.startswith(OTHER_FILES) or MARKUP.search(rest):
        raise Refused("two_types")
    if rest:
        findings.warnings.add("bytes_after_end")


def open_pdf(file) -> pikepdf.Pdf:
    """With recovery, and with the empty password: what opens for everybody is not protected."""
    try:
        return pikepdf.open(file, suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise Refused("protected") from locked
    except pikepdf.PdfError as broken:
        raise Refused("protected" if "encrypt" in str(broken).lower() else "damaged") from broken


def count_pages(pdf: pikepdf.Pdf) -> int:
    try:
        pages = len(pdf.pages)
    except NOT_PDF_EITHER as broken:
        raise Refused("damaged") from broken
    if not pages:
        raise Refused("no_pages")
    return pages


def look_inside(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """Every object that the file names, whether or not anything leads to it."""
    sizes = StreamSizes(findings)
    objects = pdf.objects
    if len(objects) > MOST_OBJECTS:
        raise Refused("too_complex")
    for top in objects:
        for each in dictionaries(top):
            look_at(each, findings)
            if starts_alone(each):
                findings.reasons.add("reaches_out")
        if isinstance(top, Stream):
            sizes.measure(top)
    sizes.conclude()


def dictionaries(top: Object) -> Iterator[Object]:
    """An object's dictionaries, however deep; what it refers to is an object of its own."""
    waiting = [top]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (Dictionary, Stream)):
            yield each
            inner = [value for _key, value in each.items()]
        elif isinstance(each, Array):
            inner = list(each)
        else:
            continue
        waiting += [value for value in inner if isinstance(value, Object) and not value.is_indirect]
