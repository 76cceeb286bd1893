"""Makes and changes PDFs: ReportLab writes them, pikepdf changes them, a few lines write what neither would."""

import functools
import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from reportlab.pdfgen import canvas

TEXT = "I led a reading group on the Will to Intervene."


@functools.cache
def letter(pages: int = 1, text: str = TEXT) -> bytes:
    content = io.BytesIO()
    page = canvas.Canvas(content, invariant=1)
    for number in range(1, pages + 1):
        page.drawString(72, 720, f"{number}. {text}")
        page.showPage()
    page.save()
    return content.getvalue()


def changed(change: Callable[[Pdf], object] | None = None, base: bytes | None = None, **saving) -> bytes:
    """A letter with a change, saved by qpdf."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(base or letter())) as pdf:
        if change:
            change(pdf)
        pdf.save(content, deterministic_id="encryption" not in saving, **saving)
    return content.getvalue()


def opening(action: Dictionary, **saving) -> bytes:
    """With an action when it is opened."""
    return changed(lambda pdf: setattr(pdf.Root, "OpenAction", action), **saving)


def linked(action: Dictionary, **saving) -> bytes:
    """With an action behind a link on the page; the annotation is direct, as some programs write it."""
    return annotated(Dictionary(Subtype=Name.Link, A=action), **saving)


def annotated(annotation: Dictionary, **saving) -> bytes:
    annotation.Type, annotation.Rect = Name.Annot, Array([0, 0, 100, 100])
    return changed(lambda pdf: setattr(pdf.pages[0], "Annots", Array([annotation])), **saving)


def to(address: str) -> Dictionary:
    return Dictionary(S=Name.URI, URI=String(address))


def script(words: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(words))


def attached(content: bytes, name: str, kind: str = "/application/octet-stream") -> Callable[[Pdf], None]:
    """A file specification among the names, and beside the page as an associated file."""

    def change(pdf: Pdf) -> None:
        stream = Stream(pdf, content, Type=Name.EmbeddedFile, Subtype=Name(kind))
        file = pdf.make_indirect(
            Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=stream, UF=stream))
        )
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(name), file])))
        pdf.pages[0].AF = Array([file])

    return change


def raw(*objects: bytes, header: bytes = b"%PDF-1.7\n") -> bytes:
    """Objects one after another, byte for byte, with a table; the first is the catalogue."""
    body, offsets = header, []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )


PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"


def page_with(content: bytes, dictionary: bytes = b"", catalogue: bytes = b"") -> bytes:
    """One page whose content is a stream with these bytes and these words in its dictionary."""
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), dictionary, content)
    return raw(b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue, PAGES, PAGE, stream)


def white(megabytes: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """White space, packed by zlib a thousand to one; it is never whole in our memory."""
    packer, piece = zlib.compressobj(9), b" " * 1024 * 1024
    packed = [packer.compress(each) for each in (before, *[piece] * megabytes, after)]
    return b"".join([*packed, packer.flush()])


def object_stream_bomb(megabytes: int) -> bytes:
    """An object stream that holds a program behind very much white space. (ISO 32000-1, 7.5.7 and 7.5.8)"""
    inside = white(megabytes, before=b"5 0  ", after=b"<</S/JavaScript/JS(app.alert)>>")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>",
        PAGES,
        PAGE.replace(b"/Contents 4 0 R", b""),
        b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(inside), inside),
    ]
    body, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = [(0, 0, 0), *((1, offset, 0) for offset in offsets), (2, 4, 0), (1, len(body), 0)]
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(1) for kind, place, last in rows)
    end = b"<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream" % (len(table), table)
    return body + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (end, len(body))


def updated(first: bytes, number: int, content: bytes) -> bytes:
    """An incremental update (7.5.6) that writes one object anew, or adds it."""
    with pikepdf.open(io.BytesIO(first)) as pdf:
        size, root = max(int(pdf.trailer.Size), number + 1), pdf.Root.objgen[0]
    previous = int(first.rsplit(b"startxref", 1)[1].split()[0])
    added = b"\n%d 0 obj\n%s\nendobj\n" % (number, content)
    place = len(first) + len(added)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(first) + 1)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, previous, place)
    return first + added + table + trailer


def catalogue_number(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return pdf.Root.objgen[0]


def flat(change: Callable[[Pdf], object] | None = None, **saving) -> bytes:
    """Saved without object streams or packed streams, so that its bytes can be changed by hand."""
    saving = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False} | saving
    return changed(change, **saving)
