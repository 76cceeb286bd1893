"""What the parts of an Office document refer to (ECMA-376, part 2, 9.3), in the document and outside it."""

import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from .targets import reason_against_link, where_to
from .verdicts import Findings

# By the last word of a relationship's type, the same in every edition of the standard.
RUNNING = {"control", "activexcontrolbinary", "afchunk", "ddelink"}
MACROS = {"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"}
MEDIA = {"video", "audio", "media", "model3d"}
OBJECTS = {"oleobject", "package"}
DATABASES = {"connections", "querytable"}
# Whatever the address: these bring in what somebody else may change.
NEVER_OUTSIDE = {"oleobject", "package", "subdocument", "mailmergesource", "mailmergeheadersource", "frame", "afchunk"}
ADD_INS = {"webextension", "taskpanes", "webextensiontaskpanes"}
OUTSIDE = ("web", "share", "program")


@dataclass
class Relationships:
    """Gathered from every part ending in .rels: the main part, and which parts are objects."""

    findings: Findings
    main: str = "word/document.xml"
    objects: set[str] = field(default_factory=set)
    of_charts: set[str] = field(default_factory=set)

    def of(self, rels_name: str) -> "Source":
        """To note the relationships of the part whose “_rels/….rels” this is."""
        folder = posixpath.dirname(posixpath.dirname(rels_name))
        return Source(self, folder, is_package=rels_name == "_rels/.rels", is_chart="/charts/" in rels_name)


@dataclass
class Source:
    relationships: Relationships
    folder: str
    is_package: bool
    is_chart: bool

    def note(self, element: str, given: dict[str, str]) -> None:
        if element != "Relationship":
            return
        kind = given.get("Type", "").strip().rstrip("/").rpartition("/")[2].lower()
        target, is_outside = given.get("Target", ""), given.get("TargetMode", "").strip().lower() == "external"
        self.note_kind(kind)
        if is_outside or where_to(target) in OUTSIDE:
            self.note_outside(kind, target)
        else:
            self.note_inside(kind, target)

    def note_kind(self, kind: str) -> None:
        findings = self.relationships.findings
        for kinds, reason in ((RUNNING, "active"), (MACROS, "macros"), (MEDIA, "media"), (DATABASES, "loads")):
            if kind in kinds:
                findings.reasons.add(reason)
        if kind in ADD_INS:
            findings.warnings.add("add_in")

    def note_inside(self, kind: str, target: str) -> None:
        target = unquote(target).replace("\\", "/")
        path = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/").casefold()
        if kind == "officedocument" and self.is_package:
            self.relationships.main = path
        if kind in OBJECTS:
            self.relationships.objects.add(path)
            if self.is_chart:
                self.relationships.of_charts.add(path)

    def note_outside(self, kind: str, target: str) -> None:
        findings, where = self.relationships.findings, where_to(target)
        if kind == "hyperlink":
            findings.reasons.update(reason_against_link(target))
        elif where in OUTSIDE or (kind in NEVER_OUTSIDE and not self.is_chart):
            findings.reasons.add("loads")
        elif kind != "attachedtemplate":  # Word notes where it took its styles from
            findings.warnings.add("linked_file")
