"""Documents made here, each as small as the standards allow: PDF 1.4 and 1.5, DOCX, ODT."""

import io
import zipfile
import zlib

import pikepdf
from PIL import Image

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT_TYPE = "application/vnd.oasis.opendocument.text"


def pdf(words: str = "My CV", trailer: bytes = b"") -> bytes:
    """One page with a line of text, and a cross-reference table whose every offset is right."""
    text = f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size 5 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(body))
    return body + table + end


def pdf_with_stream() -> bytes:
    """As newer programs write it: the cross-reference is a compressed stream."""
    body, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
        ],
        start=1,
    ):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    offsets.append(len(body))
    rows = b"\0\0\0\0" + b"".join(b"\1" + offset.to_bytes(2) + b"\0" for offset in offsets)
    packed = zlib.compress(rows)
    head = b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(packed)
    return body + head + b"\nstream\n%s\nendstream\nendobj\n" % packed + b"startxref\n%d\n%%%%EOF\n" % offsets[-1]


def pdf_twice_saved() -> bytes:
    """With an update after its first end, as when a form is filled in."""
    first = pdf()
    previous = int(first.split(b"startxref\n")[1].split(b"\n")[0])
    added = b"5 0 obj\n<< /Producer (x) >>\nendobj\n"
    table = b"xref\n5 1\n%010d 00000 n \n" % len(first)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % previous
    return first + added + table + trailer + b"startxref\n%d\n%%%%EOF" % (len(first) + len(added))


def pdf_encrypted(user: str = "", owner: str = "owner") -> bytes:
    """Encrypted against changes; without a password of the user it opens for everybody."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(content, encryption=pikepdf.Encryption(user=user, owner=owner))
    return content.getvalue()


def pdf_by_pillow() -> bytes:
    """From a program that knows nothing of ours."""
    content = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(content, "PDF")
    return content.getvalue()


def archive(parts: dict[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packed) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


def docx_parts(words: str = "My writing sample", main: str = "word/document.xml") -> dict[str, bytes | str]:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return {
        "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{WORD_TYPE}"/></Types>',
        "_rels/.rels": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="{main}"/></Relationships>',
        main: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{w}"><w:body><w:p><w:r>'
        f"<w:t>{words}</w:t></w:r></w:p></w:body></w:document>",
    }


def docx(words: str = "My writing sample") -> bytes:
    return archive(docx_parts(words))


def odt_parts(words: str = "My cover letter", kind: str = TEXT_TYPE) -> dict[str, bytes | str]:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": kind,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}" '
        f'xmlns:text="{text}" office:version="1.3"><office:body><office:text><text:p>{words}</text:p>'
        "</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{manifest}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    }


def odt(words: str = "My cover letter", **parts: bytes | str) -> bytes:
    """``mimetype`` first and unpacked, as the standard asks; the rest packed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in (odt_parts(words) | parts).items():
            made.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return content.getvalue()
