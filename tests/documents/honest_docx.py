"""DOCX as people and their programs make them: none may be refused. A pair has the warnings that it is to have."""

import io
import zipfile

import docx

from tests.documents import archives
from tests.documents.archives import packed, parts_of, streamed
from tests.documents.docx import (
    DOCUMENT,
    MAIN_TYPE,
    NO_RELATIONSHIPS,
    SETTINGS_RELS,
    TYPES,
    body,
    changed,
    embedded,
    field,
    letter,
    part,
    picture,
    related,
    said,
    typed,
)
from tests.documents.hostile_docx import TEMPLATE, one, sheet
from tests.internships import samples

OMML = (
    '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:num><m:r><m:t>1</m:t></m:r>'
    "</m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
)
CHART = (
    '<?xml version="1.0"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:chart/>'
    '<c:externalData r:id="rId900"/></c:chartSpace>'
)
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_RELS = "word/charts/_rels/chart1.xml.rels"
DRAWING = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><foreignObject><a '
    'href="https://www.diagrams.net/doc">a</a></foreignObject><image xlink:href="data:image/png;base64,AA=="/></svg>'
)
FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
ADDRESSES = [
    *(
        "https://example.org",
        "mailto:a@example.org",
        "tel:+1514",
        "chapter2.docx",
        "",
        "file:///C:/Users/a/b.docx",
        "#top",
    ),
    *("www.example.org", "callto:a", "ftp://example.org", r"C:\Users\a\b.docx", "http://example.org/?q=javascript:a"),
]


def chart(*more):
    """A chart, with its numbers."""
    return [
        part("word/charts/chart1.xml", CHART),
        typed("word/charts/chart1.xml", CHART_TYPE),
        related("chart", "charts/chart1.xml", mode="", number="rId901"),
        *more,
    ]


def with_numbers() -> bytes:
    return changed(
        *chart(
            part("word/embeddings/Microsoft_Excel_Worksheet.xlsx", sheet()),
            typed(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            related("package", "../embeddings/Microsoft_Excel_Worksheet.xlsx", mode="", rels=CHART_RELS),
        )
    )


def with_every_link() -> bytes:
    return changed(*[related("hyperlink", address, number=f"rId8{at}") for at, address in enumerate(ADDRESSES)])


def of_many_pages() -> bytes:
    made, content = docx.Document(), io.BytesIO()
    for number in range(400):
        made.add_heading(f"{number}", 1)
        made.add_paragraph("Words. " * 200)
    made.save(content)
    return content.getvalue()


def with_default_type() -> bytes:
    """The type of the text is that of every .xml, and not its own."""
    words = f'PartName="/{DOCUMENT}" ContentType="{MAIN_TYPE}"'
    others = said('Extension="xml" ContentType="application/xml"', f'Extension="xml" ContentType="{MAIN_TYPE}"', TYPES)
    return changed(others, said(f"<Override {words}/>", "", TYPES), said(f"<Override {words} />", "", TYPES))


GLOSSARY = '<?xml version="1.0"?><w:glossaryDocument xmlns:w="a"/>'
DRAFT = (
    field("PAGE") + field("TOC", r' \o "1-3" \h') + field('HYPERLINK "https://example.org" \\o "javascript: the parts"')
)
HONEST = {
    "a letter": letter,
    "the smallest": samples.docx,
    "many pages": of_many_pages,
    "not packed": lambda: packed(parts_of(letter()), zipfile.ZIP_STORED),
    "streamed, with lengths of 64 bits": lambda: streamed(parts_of(letter())),
    "folders of their own": lambda: changed(part("word/", b""), part("docProps/", b"")),
    "parts in another order": lambda: packed(dict(reversed(parts_of(letter()).items()))),
    "every kind of link": with_every_link,
    "fields": one(body(DRAFT)),
    "a place to click": one(body(field("MACROBUTTON  NoMacro [Click here and type]"))),
    "a picture of a Mac's clipboard": one(body(field(r'INCLUDEPICTURE "/var/folders/a/b.png" \* MERGEFORMATINET'))),
    "words about fields": one(body("<w:p><w:r><w:t>DDEAUTO cmd INCLUDEPICTURE http://example.org</w:t></w:r></w:p>")),
    "references of Zotero": one(body(field(' ADDIN ZOTERO_ITEM CSL_CITATION {"uris":["http://zotero.org/a"]} '))),
    "a field in a field": one(body(field("IF ", "1 = 1 ") + field(" STYLEREF ", '"a"'))),
    "a template on a disk": one(TEMPLATE(r"file:///C:\Users\a\AppData\Roaming\Microsoft\Templates\CV.dotx")),
    "a template by its drive": one(TEMPLATE(r"C:\Program Files\Microsoft Office\Templates\1033\CV.dotx")),
    "a template on a Mac": one(TEMPLATE("Macintosh HD:Users:a:Library:CV.dotx")),
    "a template on a disk of another name": one(TEMPLATE("Stringer:Users:a:CV.dotx")),
    "a template on a Mac, four slashes": one(TEMPLATE("file:////Users/a/Library/CV.dotx")),
    "a template on a Mac, three slashes": one(TEMPLATE("file:///Users/a/CV.dotx")),
    "a template beside it": one(TEMPLATE("CV.dotx")),
    "a linked picture on a disk": (one(related("image", "file:///C:/Users/a/b.png")), ["linked_file"]),
    "a linked picture beside it": (one(related("image", "b.png")), ["linked_file"]),
    "a linked picture on a Mac": (one(related("image", "file:////Users/a/b.png")), ["linked_file"]),
    "a formula": one(body(OMML)),
    "a formula of Equation Editor": one(*embedded("oleObject1.bin", archives.equation())),
    "a formula of MathType": one(*embedded("oleObject1.bin", archives.mathtype())),
    "a chart with its numbers": with_numbers,
    "a chart of a table elsewhere": (
        one(*chart(related("oleObject", "file:///C:/Users/a/b.xlsx", rels=CHART_RELS))),
        ["linked_file"],
    ),
    "a sheet of Excel": (lambda: changed(*embedded("a.xlsx", sheet(), "package")), ["embedded_office"]),
    "a document in it": (lambda: changed(*embedded("a.docx", letter(), "package")), ["embedded_office"]),
    "kept XML": one(part("customXml/item1.xml", "<b:Sources xmlns:b='a'/>"), part("customXml/itemProps1.xml", "<a/>")),
    "kept XML that is none": one(part("customXml/item1.xml", "<control>not & closed")),
    "kept XML with our words": one(
        part("customXml/item1.xml", "<control><script src='http://example.org'/></control>")
    ),
    "an empty part": one(part("docProps/custom.xml", b"")),
    "a preview": one(part("docProps/thumbnail.jpeg", picture("JPEG")), typed(".jpeg", "image/jpeg")),
    "a preview of Windows": one(part("docProps/thumbnail.emf", b"\1\0\0\0" + b"\0" * 99), typed(".emf", "image/x-emf")),
    "fonts": one(part("word/fonts/font1.odttf", b"MZ" + bytes(range(256))), typed(".odttf", FONT)),
    "a glossary": one(part("word/glossary/document.xml", GLOSSARY), part("word/glossary/settings.xml", "<a/>")),
    "settings of a printer": one(
        part("word/printerSettings1.bin", "MZ Printer".encode("utf-16-le")), typed(".bin", "a/b")
    ),
    "a drawing": one(part("word/media/image9.svg", DRAWING), typed(".svg", "image/svg+xml")),
    "a picture of a Mac": one(part("word/media/image9.pdf", b"%PDF-1.3\n%%EOF"), typed(".pdf", "application/pdf")),
    "pictures": one(
        part("word/media/a.gif", picture("GIF")),
        part("word/media/a.tiff", picture("TIFF")),
        part("word/media/a.bmp", picture("BMP")),
        part("word/media/a.heic", b"\0\0\0\x18ftypheic"),
        part("word/media/a.webp", picture("WEBP")),
    ),
    "an add-in": (
        one(
            part("word/webextensions/taskpanes.xml", "<a/>"),
            related(
                "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
                *("word/webextensions/taskpanes.xml",),
                mode="",
                rels="_rels/.rels",
            ),
        ),
        ["add_in"],
    ),
    "an add-in's kind of part": one(typed(".mp4", "video/mp4"), typed(".bin", "application/octet-stream")),
    "letters to many, left over": one(
        part("word/more.xml", '<w:settings xmlns:w="a"><w:mailMerge><w:mainDocumentType/></w:mailMerge></w:settings>')
    ),
    "the type of all": with_default_type,
    "another name of the text": lambda: samples.archive(samples.docx_parts(main="word/document2.xml")),
    "a byte behind": lambda: letter() + b"\n",
    "zeros behind": lambda: letter() + b"\0" * 500,
    "comments, notes and people": one(
        part("word/comments.xml", f'<w:comments xmlns:w="a">{field("PAGE")}</w:comments>'),
        part("word/people.xml", "<a/>"),
        part("word/footnotes.xml", "<a/>"),
        part("word/_rels/footnotes.xml.rels", NO_RELATIONSHIPS),
        related("hyperlink", "https://example.org", rels="word/_rels/comments.xml.rels"),
    ),
    "settings without a template": one(part(SETTINGS_RELS, NO_RELATIONSHIPS)),
}
