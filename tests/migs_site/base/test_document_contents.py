"""What is taken for a PDF, DOCX or ODT, and what is said about everything else."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError

from migs_site.base.documents import MAX_SIZE, plain_name, recognize
from tests.internships import samples

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DAMAGED = "“f” is damaged or incomplete. Open it, save it again, and attach the new file."
LOCKED = "“f” is password-protected. Save a copy without a password and attach that copy."
MACROS = "“f” contains macros. Save it as PDF, or as DOCX or ODT without macros, and attach the new file."
OTHER = "“f” is not a PDF, DOCX or ODT document. Save it as PDF and attach the new file."
TOO_COMPLEX = "“f” is too complex to be checked. Save it again, or print it as PDF, and attach the new file."
TWO_TYPES = "“f” is two types of file in one. Print it as PDF and attach the new file."
ENTITIES = "“f” contains definitions (DTD) that no word processor writes. Save it as PDF and attach the new file."
ODD = "“f” is not packed as word processors do it. Open it, save it again, and attach the new file."
ARCHIVE = "“f” is a ZIP archive. Attach the document itself, as PDF, DOCX or ODT."
PICTURE = "“f” is an image. Put it in a PDF and attach that."
WEB = "“f” is a web page. Print it as PDF and attach the new file."
BOMB_XML = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;&c;&c;</a>'
)


def verdict(content: bytes, name: str = "f") -> str:
    try:
        return recognize(io.BytesIO(content), name=name, size=len(content)).format
    except ValidationError as refused:
        return refused.messages[0]


def locked(content: bytes) -> bytes:
    """The flag that says “this entry has a password”, in the directory of the archive."""
    place = content.index(b"PK\1\2") + 8
    return content[:place] + b"\1" + content[place + 1 :]


def claiming(content: bytes, size: int) -> bytes:
    """The first part of an archive says that it unpacks to this size."""
    place = content.index(b"PK\1\2") + 24
    return content[:place] + size.to_bytes(4, "little") + content[place + 4 :]


def flipped(content: bytes, words: bytes) -> bytes:
    """One bit of an unpacked part is wrong; its checksum is not."""
    place = content.index(words)
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def with_directory_of(entries: int) -> bytes:
    """An archive whose directory lists very many entries, none of them there."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * entries
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(directory), 4, 0)
    return b"PK\3\4" + directory + end


def twice_named() -> bytes:
    """An archive with two parts of one name, of which different programs read different ones."""
    return samples.archive(PARTS | {"word/documenu.xml": "<other/>"}).replace(b"documenu", b"document")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(samples.pdf(), "pdf", id="PDF with a table"),
        pytest.param(samples.pdf_with_stream(), "pdf", id="PDF with a stream"),
        pytest.param(samples.pdf_twice_saved(), "pdf", id="PDF with an update"),
        pytest.param(samples.pdf_by_pillow(), "pdf", id="PDF by Pillow"),
        pytest.param(samples.pdf_encrypted(), "pdf", id="PDF that opens without a password"),
        pytest.param(samples.pdf("<body>"), "pdf", id="PDF that speaks of tags"),
        pytest.param(b"\xef\xbb\xbf\n " + samples.pdf(), "pdf", id="PDF behind white space"),
        pytest.param(samples.pdf().replace(b"startxref\n", b"startxref\n1"), "pdf", id="PDF with a wrong offset"),
        pytest.param(samples.archive(dict(reversed(samples.odt_parts().items()))), "odt", id="ODT whose type is last"),
        pytest.param(samples.pdf() + b"\r\n\0\0\0", "pdf", id="PDF padded at the end"),
        pytest.param(samples.docx(), "docx", id="DOCX"),
        pytest.param(samples.archive(samples.docx_parts(main="word/document2.xml")), "docx", id="DOCX of Word online"),
        pytest.param(samples.archive(samples.docx_parts(), zipfile.ZIP_STORED), "docx", id="DOCX not packed"),
        pytest.param(samples.odt(), "odt", id="ODT"),
        pytest.param(samples.odt(**{"Configurations2/": b""}), "odt", id="ODT with empty folders"),
    ],
)
def test_an_honest_document_is_taken_for_what_it_is(content, expected):
    names = [
        f"f.{expected}",
        f"F.{expected.upper()} ",
        f"jane@example.com.{expected}",
        f"f.docx.{expected}",
        "f",
        "v.2",
    ]

    assert [verdict(content, name) for name in names] == [expected] * len(names)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "f.docx",
            "f.pdf.exe",
            "f.exe.pdf",
            "f.pdf .exe",
            "f\u202efdp.exe",
            "\u202ef.pdf",
            "f.pdf:f.exe",
            "f.\uff45xe",
        ),
        *("f.html", "f.exe\0.pdf", "f.e\u200bxe", "f.exe.", "f.doc", "f.zip", "f.JPG"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name):
    assert "does not say what kind of file this is" in verdict(samples.pdf(), name)


PARTS = samples.docx_parts()
HOSTILE = {
    "empty": (b"", "“f” is empty. Attach the document itself."),
    "only a PDF header": (b"%PDF-1.7\n", DAMAGED),
    "truncated PDF": (samples.pdf()[:-30], DAMAGED),
    "half a PDF": (samples.pdf()[:300], DAMAGED),
    "PDF with HTML before it": (b"<html><script>alert(1)</script>" + samples.pdf(), TWO_TYPES),
    "PDF with HTML at its head": (samples.pdf().replace(b"%\xe2\xe3\xcf\xd3", b"<svg>"), TWO_TYPES),
    "PDF with an archive behind it": (samples.pdf() + samples.archive({"a": "b"}), TWO_TYPES),
    "PDF without a catalogue": (samples.pdf().replace(b"/Root 1 0 R", b""), DAMAGED),
    "PDF with a password": (samples.pdf_encrypted(user="secret"), LOCKED),
    "truncated DOCX": (samples.docx()[:-40], DAMAGED),
    "DOCX with a wrong bit": (flipped(samples.archive(PARTS, zipfile.ZIP_STORED), b"My writing"), DAMAGED),
    "DOCX with words after its end": (samples.docx() + b"<script>", TWO_TYPES),
    "DOCX with a script before it": (b"PK#!/bin/sh\n" + samples.docx(), DAMAGED),
    "DOCX without its document": (samples.archive({"[Content_Types].xml": PARTS["[Content_Types].xml"]}), DAMAGED),
    "DOCX with broken XML": (samples.archive(PARTS | {"word/document.xml": "<a><b></a>"}), DAMAGED),
    "DOCX with entities": (samples.archive(PARTS | {"word/document.xml": BOMB_XML}), ENTITIES),
    "DOCX with two documents": (twice_named, ODD),
    "DOCX entry with a password": (locked(samples.docx()), LOCKED),
    "DOCX with macros": (samples.archive(PARTS | {"word/vbaProject.bin": b"x"}), MACROS),
    "DOCM": (
        samples.archive(
            PARTS
            | {
                "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
                    samples.WORD_TYPE, "application/vnd.ms-word.document.macroEnabled.main+xml"
                )
            }
        ),
        MACROS,
    ),
    "XLSX": (
        samples.archive(
            {
                "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
                    "wordprocessingml.document", "spreadsheetml.sheet"
                )
            }
        ),
        OTHER,
    ),
    "a bomb of 60 MB": (lambda: samples.archive(PARTS | {"word/document.xml": b" " * 60_000_000}), TOO_COMPLEX),
    "a part that says it has 500 MB": (claiming(samples.docx(), 500_000_000), TOO_COMPLEX),
    "11,000 entries": (lambda: with_directory_of(11_000), TOO_COMPLEX),
    "200,000 entries": (lambda: with_directory_of(200_000), TOO_COMPLEX),
    "truncated ODT": (samples.odt()[:-40], DAMAGED),
    "ODT with a password": (samples.odt(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), LOCKED),
    "ODT with macros": (samples.odt(**{"Basic/Standard/Module1.xml": "<m/>"}), MACROS),
    "ODS": (samples.odt(mimetype="application/vnd.oasis.opendocument.spreadsheet"), OTHER),
    "an archive": (samples.archive({"cv.pdf": samples.pdf()}), ARCHIVE),
    "an archive in an archive": (samples.archive({"a.zip": samples.archive({"b.zip": b"PK"})}), ARCHIVE),
    "an empty archive": (samples.archive({}), ARCHIVE),
    "Pages": (
        samples.archive({"Index/Document.iwa": b"x"}),
        "“f” is a Pages document. Export it as PDF and attach the new file.",
    ),
    "Word with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "old Word": (
        OLE + "WordDocument".encode("utf-16-le"),
        "“f” is in the old Word format. Save it as PDF or DOCX and attach the new file.",
    ),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), OTHER),
    "RTF": (b"{\\rtf1 hello}", "“f” is an RTF document. Save it as PDF or DOCX and attach the new file."),
    "HTML": (b"\xef\xbb\xbf \n<!DOCTYPE html><html></html>", WEB),
    "SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', WEB),
    "JPEG": (b"\xff\xd8\xff\xe0" + b"\0" * 100, PICTURE),
    "HEIC": (b"\0\0\0\x18ftypheic" + b"\0" * 100, PICTURE),
    "a program": (b"MZ" + b"\0" * 2000, OTHER),
    "zeros": (b"\0" * 5000, OTHER),
    "plain text": ("Je m’appelle Camille.".encode(), OTHER),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_anything_else_is_refused_with_one_sentence_that_says_what_to_do(case):
    content, expected = HOSTILE[case]
    content = content() if callable(content) else content

    assert verdict(content) == expected


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not():
    assert len(grown_pdf(MAX_SIZE)) == MAX_SIZE
    assert verdict(grown_pdf(MAX_SIZE)) == "pdf"
    assert verdict(grown_pdf(MAX_SIZE + 1)) == (
        "“f” is 10.0\u00a0MB. The limit is 10.0\u00a0MB. Make the file smaller, for example by removing images."
    )


def grown_pdf(size: int) -> bytes:
    """A PDF of a certain size; the filling stands before its table, whose place is mended."""
    body, end = samples.pdf().split(b"xref\n0 5", 1)
    rest = b"xref\n0 5" + end
    head, _old = rest.split(b"startxref\n")
    ending = b"startxref\n%08d\n%%%%EOF\n"
    place = size - len(head) - len(ending % 0)
    return body + b"%" * (place - len(body)) + head + ending % place


def test_no_file_costs_more_than_a_few_megabytes():
    bombs = [HOSTILE["a bomb of 60 MB"][0](), with_directory_of(200_000), samples.odt(**{"content.xml": b" " * 10**8})]
    tracemalloc.start()

    assert [verdict(bomb) for bomb in bombs] == [TOO_COMPLEX] * 3

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_the_file_is_left_at_its_start():
    file = io.BytesIO(samples.docx())

    recognize(file, name="f", size=len(samples.docx()))

    assert file.tell() == 0


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("cv.pdf", "cv.pdf"),
        ("C:\\Users\\moi\\cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("a\0b\r\nc\x1b[31m.pdf", "ab c[31m.pdf"),
        ("  ", "?"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("x" * 300 + ".pdf", "x" * 99 + "…" + "x" * 16 + ".pdf"),
    ],
)
def test_names_are_shown_without_what_hides_in_them(sent, shown):
    assert plain_name(sent) == shown
