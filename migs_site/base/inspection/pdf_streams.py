"""What the streams of a PDF unpack to. Pictures are not unpacked: a white page of a scan is a thousand to one."""

import re
import zlib

from pikepdf import Object, PdfError

from .pdf_values import filters, name
from .verdicts import Findings, Refused

MEGABYTE = 1024 * 1024
LARGEST = 100 * MEGABYTE
LARGEST_TOTAL = 400 * MEGABYTE
LARGE = 20 * MEGABYTE
PIECE = 64 * 1024
MOST_FILTERS = 4
PACKING = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode"}
NOT_A_PAGE = {"/ObjStm", "/XRef", "/Metadata", "/EmbeddedFile", "/Type1C", "/CIDFontType0C", "/OpenType", "/XML"}
SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:Tj|TJ|'|\")")


class StreamSizes:
    """Adds up what a document's streams unpack to, and knows whether it has pictures, and any text."""

    def __init__(self, findings: Findings):
        self.findings = findings
        self.total = 0
        self.has_picture = self.has_text = False

    def measure(self, stream: Object) -> None:
        packing = filters(stream)
        if len(packing) > MOST_FILTERS or sum(each in PACKING for each in packing) > 1:
            raise Refused("too_complex")
        if name(stream, "/Subtype") == "/Image":
            self.has_picture = True
            return
        may_show_text = "/Length1" not in stream and not {name(stream, "/Type"), name(stream, "/Subtype")} & NOT_A_PAGE
        self.count(self.flate(stream, may_show_text) if packing == ["/FlateDecode"] else self.other(stream))

    def conclude(self) -> None:
        if self.has_picture and not self.has_text:
            self.findings.warnings.add("image_only")

    def count(self, size: int) -> None:
        self.total += size
        if size > LARGEST or self.total > LARGEST_TOTAL:
            raise Refused("too_complex")
        if size > LARGE:
            self.findings.warnings.add("large_stream")

    def flate(self, stream: Object, may_show_text: bool) -> int:
        """Unpacked piece by piece, and no further than the limit. A broken stream ends where it breaks."""
        raw, unpacker, size, last = raw_bytes(stream), zlib.decompressobj(), 0, b""
        for start in range(0, len(raw), PIECE):
            rest = raw[start : start + PIECE]
            while rest and size <= LARGEST:
                try:
                    piece = unpacker.decompress(rest, MEGABYTE)
                except zlib.error:
                    return size
                rest, size = unpacker.unconsumed_tail, size + len(piece)
                if may_show_text and not self.has_text:
                    self.has_text = bool(SHOWS_TEXT.search(last + piece))
                    last = piece[-16:]
        return size

    def other(self, stream: Object) -> int:
        """Packed in another way, at once: the limit of the process's memory is what bounds it."""
        try:
            content = stream.read_bytes()
        except (PdfError, NotImplementedError, RuntimeError):  # no reader unpacks it either: it counts as it lies there
            return len(raw_bytes(stream))
        self.has_text = self.has_text or bool(SHOWS_TEXT.search(content))
        return len(content)


def raw_bytes(stream: Object) -> bytes:
    """As it lies in the file, only decrypted; nothing where even that fails, as a reader would show nothing."""
    try:
        return stream.read_raw_bytes()
    except (PdfError, RuntimeError):
        return b""
