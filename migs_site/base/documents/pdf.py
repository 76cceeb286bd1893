"""Is it a PDF? Read as ISO 32000-1, 7.5 (file structure) has it: from both ends, and never the whole file.

Stricter than most readers: a header at the very first byte and nothing but white space after the last line, because
files that are a PDF and something else at once hide the something else there.
"""

import re

from .refusals import Refused

WINDOW = 2048
LONGEST_TABLE = 4 * 1024 * 1024
HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
ENDING = re.compile(rb"startxref[\r\n\t ]+([0-9]{1,10})[\r\n\t ]+%%EOF[\r\n\t \0]*\Z")
TABLE = re.compile(rb"[\r\n\t \0]*xref[\r\n\t ]+[0-9]+[\t ]+[0-9]+")
STREAM = re.compile(rb"[\r\n\t \0]*[0-9]+[\r\n\t ]+[0-9]+[\r\n\t ]+obj[\r\n\t ]*<<")
MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|iframe|body)", re.IGNORECASE)


def check_pdf(file, size: int) -> None:
    """Raise Refused unless the file is a whole PDF that opens without a password."""
    start = read_at(file, 0, 1024)
    if not HEADER.match(start) or MARKUP.search(start):
        raise Refused("damaged")
    dictionary = last_dictionary(file, cross_reference_offset(file, size), size)
    if b"/Root" not in dictionary:
        raise Refused("damaged")
    if b"/Encrypt" in dictionary:
        raise Refused("protected")


def cross_reference_offset(file, size: int) -> int:
    endings = read_at(file, max(0, size - WINDOW), WINDOW)
    found = ENDING.search(endings)
    if not found or not 0 < int(found[1]) < size:
        raise Refused("damaged")
    return int(found[1])


def last_dictionary(file, offset: int, size: int) -> bytes:
    """The words of the trailer: after the table, or at the head of the cross-reference stream."""
    start = read_at(file, offset, WINDOW)
    if TABLE.match(start):
        table = read_at(file, offset, min(size - offset, LONGEST_TABLE))
        return table[table.find(b"trailer") :] if b"trailer" in table else b""
    if STREAM.match(start) and b"stream" in start:
        dictionary = start[: start.index(b"stream")]
        return dictionary if re.search(rb"/Type\s*/XRef\b", dictionary) else b""
    return b""


def read_at(file, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
