"""Makes and changes ODT: odfpy writes them; parts are added by hand."""

import functools
import io

from odf.draw import Frame, Image
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import A, H, P

from tests.documents.archives import Part, packed, parts_of
from tests.documents.docx import picture

MANIFEST, CONTENT = "META-INF/manifest.xml", "content.xml"
DOCUMENT = "application/vnd.oasis.opendocument."


@functools.cache
def letter() -> bytes:
    made, content = OpenDocumentText(), io.BytesIO()
    made.text.addElement(H(outlinelevel=1, text="Camille Tremblay"))
    words = P(text="I led a reading group: <script>, http://example.org and macro: are words here. ")
    words.addElement(A(href="https://example.org/cv", text="My page"))
    frame = Frame(width="2cm", height="2cm")
    frame.addElement(Image(href=made.addPictureFromString(picture(), "image/png")))
    words.addElement(frame)
    table, row, cell = Table(), TableRow(), TableCell()
    cell.addElement(P(text="2025"))
    row.addElement(cell)
    table.addElement(row)
    for element in (words, table):
        made.text.addElement(element)
    made.save(content)
    return content.getvalue()


def changed(*changes, **packing) -> bytes:
    parts = parts_of(letter())
    for change in changes:
        parts |= change(parts)
    return packed(parts, **packing)


def part(name: str, content: Part):
    return lambda _parts: {name: content}


def listed(name: str, kind: str = ""):
    """Says in the manifest what a part or a folder is."""
    words = (
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/></manifest:manifest>'.encode()
    )
    return lambda parts: {MANIFEST: parts[MANIFEST].replace(b"</manifest:manifest>", words)}


def body(markup: str, name: str = CONTENT):
    """Adds markup to the text, or at the end of another part."""

    def change(parts):
        end = b"</office:text>" if name == CONTENT else b"</office:"
        head, _end, tail = parts[name].rpartition(end)
        return {name: head + markup.encode() + end + tail}

    return change


def drawn(element: str, address: str) -> str:
    return f'<text:p><draw:frame><draw:{element} xlink:href="{address}"/></draw:frame></text:p>'


def inner(folder: str, kind: str, content: str, **more: Part):
    """A document in the document, in a folder of its own."""
    files = {f"{folder}/{CONTENT}": content} | {f"{folder}/{name}": each for name, each in more.items()}
    return [lambda _parts: files, listed(f"{folder}/", DOCUMENT + kind), listed(f"{folder}/{CONTENT}", "text/xml")]
