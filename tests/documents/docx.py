"""Makes and changes DOCX: python-docx writes them, as Word's own template has it; parts are added by hand."""

import functools
import io
from xml.sax.saxutils import escape, quoteattr

import docx
from PIL import Image

from tests.documents.archives import Part, packed, parts_of

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCUMENT, DOCUMENT_RELS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
SETTINGS_RELS = "word/_rels/settings.xml.rels"
NO_RELATIONSHIPS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)


def picture(kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(content, kind)
    return content.getvalue()


@functools.cache
def letter() -> bytes:
    """A page with a heading, a table, a picture, and words at its head."""
    made, content = docx.Document(), io.BytesIO()
    made.add_heading("Camille Tremblay", 0)
    made.add_paragraph("I led a reading group: DDE, <script>, http://example.org and \\\\server are words here.")
    made.add_table(rows=2, cols=2).cell(0, 0).text = "2025"
    made.add_picture(io.BytesIO(picture()))
    made.sections[0].header.paragraphs[0].text = "CV"
    made.save(content)
    return content.getvalue()


def changed(*changes, base: bytes | None = None, **packing) -> bytes:
    """A letter with changes: functions from all its parts to those that become others."""
    parts = parts_of(base or letter())
    for change in changes:
        parts |= change(parts)
    return packed(parts, **packing)


def parts(**given: Part):
    """Adds parts, whose names say “__” for a slash and “_dot_” for a full stop."""
    return lambda _parts: {name.replace("__", "/").replace("_dot_", "."): content for name, content in given.items()}


def part(name: str, content: Part):
    return lambda _parts: {name: content}


def related(kind: str, target: str, *, mode: str = "External", rels: str = DOCUMENT_RELS, number: str = "rId900"):
    """Adds a relationship, of a kind of the standard or with its whole address."""
    address = kind if ":" in kind else OFFICE + kind
    where = f" TargetMode={quoteattr(mode)}" if mode else ""
    words = f'<Relationship Id="{number}" Type="{address}" Target={quoteattr(target)}{where}/></Relationships>'

    def change(parts):
        return {rels: parts.get(rels, NO_RELATIONSHIPS).replace(b"</Relationships>", words.encode())}

    return change


def typed(name: str, kind: str):
    """Says in [Content_Types].xml what a part, or with a leading full stop an ending, is."""
    what = f'Default Extension="{name[1:]}"' if name.startswith(".") else f'Override PartName="/{name}"'
    words = f'<{what} ContentType="{kind}"/></Types>'.encode()
    return lambda parts: {TYPES: parts[TYPES].replace(b"</Types>", words)}


def body(markup: str):
    """Adds markup to the text."""
    return lambda parts: {DOCUMENT: parts[DOCUMENT].replace(b"<w:sectPr", markup.encode() + b"<w:sectPr", 1)}


def said(old: str, new: str, name: str = DOCUMENT):
    """Puts other words into a part."""
    return lambda parts: {name: parts[name].replace(old.encode(), new.encode())}


def before(markup: str, name: str = DOCUMENT, encoding: str = "utf-8"):
    """Puts markup before the root of a part."""

    def change(parts):
        words = parts[name].decode().partition("?>")[2]
        return {name: f'<?xml version="1.0" encoding="{encoding}"?>{markup}{words}'.encode(encoding)}

    return change


def field(*pieces: str, element: str = "w:instrText") -> str:
    """A field of Word, its words cut into pieces as Word does."""
    runs = "".join(f"<w:r><{element}>{escape(piece)}</{element}></w:r>" for piece in pieces)
    return f"<w:p>{boundary('begin')}{runs}{boundary('separate')}<w:r><w:t>shown</w:t></w:r>{boundary('end')}</w:p>"


def boundary(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def embedded(name: str, content: bytes, kind: str = "oleObject"):
    """An object in the document, as Word keeps it."""
    return [
        part(f"word/embeddings/{name}", content),
        related(kind, f"embeddings/{name}", mode=""),
        typed(".bin", "a/b"),
    ]
