"""What Word, drawings and SVG inside a DOCX can ask for beside the relationships: fields, frames, addresses."""

import re

from .targets import reason_against_link, where_to
from .verdicts import Findings

RUNNING = {"altChunk", "control", "ddeLink", "iframe", "embed"}
RUNNING_FIELDS = {"DDE", "DDEAUTO", "PRINT"}
LOADING_FIELDS = {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "RD", "DATABASE"}
WORDS = re.compile(r'"([^"]*)"|(\S+)')
WITH_WORDS = {"\\l", "\\o", "\\t", "\\m", "\\n", "\\s"}  # switches of HYPERLINK that a word of its own belongs to
ADDRESSES = {"src", "href"}
FIELD_WORDS = {"instrText", "delInstrText"}
MOST_PIECES = 10_000
LOADING_ELEMENTS = {"image", "use", "imagedata", "fill", "feImage", "stylesheet"}


class Markup:
    """Reads one part. Fields are put together first: Word cuts their words into pieces as it likes."""

    def __init__(self, findings: Findings):
        self.findings = findings
        self.fields: list[list[str] | None] = [[]]  # None: past its words, in what it shows
        self.is_code = self.is_base = False

    def element(self, name: str, given: dict[str, str]) -> None:
        reasons = self.findings.reasons
        if name in RUNNING:
            reasons.add("active")
        elif name == "script":
            reasons.add("programs")
        elif name == "webVideoPr":
            reasons.add("media")
        elif name in ("connectString", "oleLink"):
            reasons.add("loads")
        elif name == "fldSimple":
            self.look_at_field(given.get("instr", ""))
        elif name == "fldChar":
            self.boundary(given.get("fldCharType", ""))
        self.is_code, self.is_base = name in FIELD_WORDS, name == "HyperlinkBase"
        self.look_at_addresses(name, given)

    def end(self, _name: str) -> None:
        self.is_code = self.is_base = False

    def text(self, words: str) -> None:
        """A field's words; or what all addresses begin with that do not say where they begin."""
        code = self.fields[-1]
        if self.is_base and where_to(words) in ("share", "program"):
            self.findings.reasons.add("reaches_out")
        if self.is_code and code is not None and len(code) < MOST_PIECES:
            code.append(words)

    def boundary(self, kind: str) -> None:
        """A field begins, goes over from its words to what it shows, or ends."""
        code = self.fields[-1]
        if kind == "begin":
            if len(self.fields) > 1 and code is not None and not "".join(code).strip():
                self.findings.reasons.add("active")  # what the field does is itself worked out by a field
            self.fields.append([])
        elif code is not None and kind in ("separate", "end"):
            self.look_at_field("".join(code))
            self.fields[-1] = None
        if kind == "end" and len(self.fields) > 1:
            self.fields.pop()

    def conclude(self) -> None:
        for code in self.fields:
            self.look_at_field("".join(code or []))

    def look_at_field(self, code: str) -> None:
        words = [quoted or plain for quoted, plain in WORDS.findall(code.replace("“", '"').replace("”", '"'))]
        kind = words[0].upper() if words else ""
        if kind in RUNNING_FIELDS:
            self.findings.reasons.add("active")
        elif kind in LOADING_FIELDS and any(where_to(word) in ("web", "share", "program") for word in words[1:]):
            self.findings.reasons.add("loads")
        elif kind == "HYPERLINK":
            before = ["", *words[1:]]
            addresses = [word for word, last in zip(words[1:], before, strict=False) if last.lower() not in WITH_WORDS]
            self.findings.reasons.update(*(reason_against_link(address) for address in addresses))

    def look_at_addresses(self, name: str, given: dict[str, str]) -> None:
        """Addresses that stand in the markup itself: src of VML, href of links and of SVG."""
        for key in ADDRESSES & given.keys():
            address = given[key]
            where, is_link = where_to(address), key == "href" and name not in LOADING_ELEMENTS
            if where == "program" and address.lstrip().lower().startswith("data:image/"):
                continue
            if is_link:
                self.findings.reasons.update(reason_against_link(address))
            elif where in ("web", "share", "program"):
                self.findings.reasons.add("loads")
