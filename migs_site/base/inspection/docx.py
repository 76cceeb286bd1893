"""A DOCX, or an Office document inside one (ECMA-376; ISO/IEC 29500, also its strict names)."""

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from itertools import chain

from .archive import check_ends, check_entries, pieces
from .contents import is_formula, sort_of
from .docx_markup import Markup
from .docx_relationships import Relationships
from .verdicts import Findings, Refused
from .xml_parts import NOT_XML, read_xml

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = OFFICE + "wordprocessingml.document.main+xml"
EMBEDDABLE = (WORD, OFFICE + "spreadsheetml.sheet.main+xml", OFFICE + "presentationml.presentation.main+xml")
MACROS = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "intlmacrosheet")
MEDIA = ("video/", "audio/", "model/")
IS_READ = (".rels", ".vml", ".svg")
IS_XML = (".xml", *IS_READ)
# Kept for other programs: not always XML, whatever it is called, and nothing in it runs.
FREE_FOLDERS, FREE_TYPES = ("customxml/", "docprops/"), ("", "application/xml", "text/xml")


@dataclass
class Types:
    """[Content_Types].xml: what each part, or each ending, is said to be."""

    parts: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)

    def note(self, _element: str, given: dict[str, str]) -> None:
        kind = given.get("ContentType", "").lower()
        if "PartName" in given:
            self.parts[given["PartName"].lstrip("/").casefold()] = kind
        elif "Extension" in given:
            self.endings[given["Extension"].lower()] = kind

    def of(self, name: str) -> str:
        return self.parts.get(name.casefold()) or self.endings.get(name.rpartition(".")[2].lower(), "")

    def all(self) -> set[str]:
        return {*self.parts.values(), *self.endings.values()}


def check_docx(archive: zipfile.ZipFile) -> Findings:
    findings = Findings("docx")
    package = Package(archive, findings)
    if not package.is_one_of((WORD,)) and not findings.reasons & {"macros"}:
        raise Refused("other")
    package.check()
    return findings


class Package:
    """The parts of an Office document. One inside another may hold no third."""

    def __init__(self, archive: zipfile.ZipFile, findings: Findings, *, is_inner: bool = False):
        self.archive, self.findings, self.is_inner = archive, findings, is_inner
        self.types, self.relationships = Types(), Relationships(findings)
        self.entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        read_xml(pieces(archive, archive.getinfo("[Content_Types].xml")), element=self.types.note)
        kinds = self.types.all()
        if any(word in kind for kind in kinds for word in MACROS):
            findings.reasons.add("macros")
        if any("activex" in kind for kind in kinds):
            findings.reasons.add("active")

    def is_one_of(self, main_types: tuple[str, ...]) -> bool:
        return not self.types.all().isdisjoint(main_types)

    def check(self) -> None:
        for entry in sorted(self.entries, key=lambda each: not each.filename.casefold().endswith(".rels")):
            self.look_at(entry)
        names = {entry.filename.casefold(): entry.file_size for entry in self.entries}
        if not names.get(self.relationships.main):
            raise Refused("damaged")

    def look_at(self, entry: zipfile.ZipInfo) -> None:
        name, kind = entry.filename.casefold(), self.types.of(entry.filename)
        if posixpath.basename(name).startswith(("vbaproject", "vbadata")):
            self.findings.reasons.add("macros")
        if "/activex/" in f"/{name}":
            self.findings.reasons.add("active")
        if kind.startswith(MEDIA):
            self.findings.reasons.add("media")
        if name.endswith(IS_XML) or kind.endswith(("+xml", "/xml")):
            self.look_at_xml(entry, name, kind)
        else:
            self.look_at_content(entry, name, kind)

    def look_at_xml(self, entry: zipfile.ZipInfo, name: str, kind: str) -> None:
        """An empty part says nothing; any other has to be XML, or Word might read in it what we could not."""
        if not entry.file_size:
            return
        parts, is_free = pieces(self.archive, entry), kind in FREE_TYPES and name.startswith(FREE_FOLDERS)
        try:
            if is_free and not name.endswith(IS_READ):
                read_xml(parts, element=lambda name, given: None)
            elif name.endswith(".rels"):
                read_xml(parts, element=self.relationships.of(name).note)
            else:
                markup, doctype = Markup(self.findings), name.endswith(".svg")
                read_xml(parts, element=markup.element, end=markup.end, text=markup.text, doctype=doctype)
                markup.conclude()
        except NOT_XML:
            if not is_free and not name.endswith(".vml"):  # Excel writes HTML in some
                raise

    def look_at_content(self, entry: zipfile.ZipInfo, name: str, kind: str) -> None:
        parts = pieces(self.archive, entry)
        start = next(parts, b"")
        sort = sort_of(start)
        is_object = "/embeddings/" in f"/{name}" or name in self.relationships.objects
        if sort == "ole" or (sort == "zip" and not self.is_inner) or is_object:
            self.look_at_object(b"".join(chain([start], parts)), sort, name)
            return
        for _piece in parts:  # to its end, where its checksum stands
            pass
        if sort == "program" and not ("obfuscatedfont" in kind or name.endswith(".odttf")):
            self.findings.reasons.add("holds_files")
        if sort in ("zip", "rtf") or (sort == "pdf" and "/media/" not in f"/{name}"):
            self.findings.reasons.add("holds_files")
        if sort == "page":
            self.findings.reasons.add("active")
        if sort == "media":
            self.findings.reasons.add("media")

    def look_at_object(self, inside: bytes, sort: str, name: str) -> None:
        if sort == "ole" and is_formula(inside):
            return
        if sort != "zip" or self.is_inner:
            is_file = sort in ("program", "pdf", "rtf", "page")
            self.findings.reasons.add("holds_files" if is_file else "embedded_object")
            return
        self.look_at_document(inside)
        if name not in self.relationships.of_charts:
            self.findings.warnings.add("embedded_office")

    def look_at_document(self, inside: bytes) -> None:
        """Numbers behind a chart, or another Office document; any other archive is a file of its own."""
        file = io.BytesIO(inside)
        check_ends(file, len(inside))
        with zipfile.ZipFile(file) as archive:
            check_entries(archive, len(inside))
            if "[Content_Types].xml" not in archive.namelist():
                self.findings.reasons.add("holds_files")
                return
            package = Package(archive, self.findings, is_inner=True)
            if not package.is_one_of(EMBEDDABLE):
                self.findings.reasons.add("embedded_object")
            package.check()
