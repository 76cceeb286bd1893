"""What an OpenDocument's XML refers to, loads and runs (ODF 1.3, part 3)."""

from .targets import reason_against_link, where_to
from .verdicts import Findings

RUNNING = {
    "floating-frame",
    "applet",
    "plugin",
    "dde-source",
    "dde-connection",
    "dde-connection-decl",
}
MACROS = {"event-listener", "script", "execute-macro", "macro-name"}
# A reader follows these when they click; every other address is loaded.
LINKS = {"a", "area-rectangle", "area-circle", "area-polygon", "button", "image-button"}
SCRIPTS = ("vnd.sun.star.script:", "macro:", "vnd.sun.star.expand:")
SENT_TO, LOADED = {"action", "resource"}, {"src", "base"}
OUTSIDE = ("web", "share", "program")
DOCUMENT = "application/vnd.oasis.opendocument."


class Manifest:
    """META-INF/manifest.xml: whether there is a password, and which folders are documents of their own."""

    def __init__(self):
        self.is_encrypted = False
        self.kinds: dict[str, str] = {}

    def note(self, element: str, given: dict[str, str]) -> None:
        if element in ("encryption-data", "encrypted-key", "keyinfo"):
            self.is_encrypted = True
        if "full-path" in given:
            self.kinds[given["full-path"].removeprefix("./").rstrip("/")] = given.get("media-type", "")

    def is_document(self, folder: str) -> bool:
        return self.kinds.get(folder, "").startswith(DOCUMENT)


class Markup:
    """Reads one part, element by element."""

    def __init__(self, findings: Findings):
        self.findings = findings
        self.parents: list[str] = []

    def element(self, name: str, given: dict[str, str]) -> None:
        reasons = self.findings.reasons
        if name in RUNNING:
            reasons.add("active")
        if name in MACROS:
            reasons.add("macros")
        if name == "binary-data" and self.parents[-1:] == ["object-ole"]:
            reasons.add("embedded_object")
        if name == "submission" and any(where_to(given[key]) in OUTSIDE for key in SENT_TO & given.keys()):
            reasons.add("reaches_out")
        if any(where_to(given[key]) in OUTSIDE for key in LOADED & given.keys()):
            reasons.add("loads")
        if "href" in given:
            self.look_at_address(name, given["href"])
        self.parents.append(name)

    def end(self, _name: str) -> None:
        self.parents.pop()

    def look_at_address(self, name: str, address: str) -> None:
        where, reasons = where_to(address), self.findings.reasons
        if address.strip().lower().startswith(SCRIPTS):
            reasons.add("macros")
        elif name in LINKS:
            reasons.update(reason_against_link(address))
        elif where in OUTSIDE and not address.lstrip().lower().startswith("data:image/"):
            reasons.add("reaches_out" if name == "form" else "loads")
        elif where == "local" and is_outside(address) and name != "template":
            self.findings.warnings.add("linked_file")


def is_outside(address: str) -> bool:
    """“../picture.png” and “file:///…” lie beside the document, not in it."""
    return address.lower().startswith(("file:", "/", "../", "..\\")) or address[1:2] == ":"
