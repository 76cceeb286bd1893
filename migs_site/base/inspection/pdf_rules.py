"""What one dictionary of a PDF may not be (ISO 32000-1: actions 12.6, annotations 12.5.6, files 7.11, forms 12.7)."""

import re

from pikepdf import Dictionary, Object, PdfError, Stream, String

from .pdf_values import name, text
from .targets import reason_against_link, where_to
from .verdicts import Findings

REACHING = {"/Launch", "/GoToE", "/SubmitForm", "/ImportData"}
MEDIA_ACTIONS = {"/Rendition", "/Movie", "/Sound", "/GoTo3DView", "/RichMediaExecute"}
MEDIA = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Rendition", "/MediaClip", "/RichMediaContent"}
FILE_NAMES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
TEX = {"/application/x-tex", "/text/x-tex", "/application/x-latex", "/text/x-latex"}
LARGEST_SNIPPET, SHORT = 100_000, 1_000
SCRIPT = re.compile(rb"<script|javascript:|\son[a-z]+\s*=|<iframe|<object|<embed", re.IGNORECASE)
MARKUP = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:[a-z]+:)?(?:math|style)\b", re.DOTALL)
FORMULA = re.compile(rb"\s*[$\\]")
COMMANDS = re.compile(rb"\\(?:write|input|include|documentclass|openout|openin|directlua|immediate|catcode|csname)")


def look_at(each: Object, findings: Findings) -> None:
    """Note in ``findings`` what is wrong with a dictionary, or with that of a stream."""
    action, kinds = name(each, "/S"), {name(each, "/Type"), name(each, "/Subtype")}
    reasons = findings.reasons
    if action == "/JavaScript" or isinstance(each.get("/JS"), (String, Stream)):
        reasons.add("programs")
    if action in REACHING:
        reasons.add("reaches_out")
    if action in MEDIA_ACTIONS or kinds & MEDIA:
        reasons.add("media")
    if "/XFA" in each:
        reasons.add("xfa")
    if "/FileAttachment" in kinds or holds_file(each):
        reasons.add("holds_files")
    if isinstance(each, Stream) and loads(each):
        reasons.add("reaches_out")
    look_at_address(each, findings)
    if action in ("/GoToR", "/Thread"):
        look_at_other_document(each.get("/F"), findings)


def loads(stream: Object) -> bool:
    """Is its content elsewhere (7.3.8.2), or the page of another file (reference XObjects, 8.10.4)?"""
    return isinstance(stream.get("/F"), (String, Dictionary)) or isinstance(stream.get("/Ref"), Dictionary)


def look_at_address(each: Object, findings: Findings) -> None:
    """Links, and the address that all others of the document start from. Words are not looked at, whatever they say."""
    address = each.get("/URI")
    if isinstance(address, Dictionary):
        address = address.get("/Base")
    if isinstance(address, String):
        findings.reasons.update(reason_against_link(text(address)))


def look_at_other_document(specification, findings: Findings) -> None:
    for address in file_names(specification):
        if where_to(address) in ("program", "share", "web") or is_url(specification):
            findings.reasons.add("reaches_out")
        else:
            findings.warnings.add("linked_file")


def file_names(specification) -> list[str]:
    if isinstance(specification, String):
        return [text(specification)]
    if isinstance(specification, Dictionary):
        values = [specification.get(key) for key in FILE_NAMES]
        return [text(value) for value in values if isinstance(value, String)]
    return []


def is_url(specification) -> bool:
    return isinstance(specification, Dictionary) and name(specification, "/FS") == "/URL"


def holds_file(each: Object) -> bool:
    """Embedded files, but for the formulas and style sheets that tagged LaTeX attaches for readers of formulas.

    A stream that merely calls itself a file, and that no file specification names, can be opened by nobody.
    """
    embedded = each.get("/EF")
    if not isinstance(embedded, Dictionary):
        return False
    related = each.get("/RF")
    return isinstance(related, Dictionary) or not all(is_formula(value) for _key, value in embedded.items())


def is_formula(stream) -> bool:
    """MathML, a style sheet or some TeX of a formula: short text that starts nothing."""
    if not isinstance(stream, Stream):
        return stream is None
    try:
        content = stream.read_bytes()
        content.decode()
    except (PdfError, UnicodeDecodeError, NotImplementedError):  # what cannot be read is no formula: refused
        return False
    if len(content) > LARGEST_SNIPPET or b"\0" in content or SCRIPT.search(content):
        return False
    if MARKUP.match(content):
        return True
    kind = name(stream, "/Subtype").lower()
    if kind == "/text/css":
        return b"<" not in content and b"url(" not in content
    is_short = bool(FORMULA.match(content)) or len(content) < SHORT
    return kind in TEX and is_short and not COMMANDS.search(content)
