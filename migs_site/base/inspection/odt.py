"""An ODT (ODF 1.3, part 2) and the charts, formulas and tables inside it."""

import zipfile

from .archive import content, pieces
from .contents import PICTURES, is_formula, sort_of
from .odt_markup import Manifest, Markup
from .verdicts import Findings, Refused
from .xml_parts import NOT_XML, read_xml

TEXT = b"application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/", "java/", "python/")
MAIN = "content.xml"
AT_THE_ROOT = {"mimetype", "layout-cache"}
IS_XML = (".xml", ".rdf", ".svg")
PLAIN_FOLDERS = ("thumbnails/", "pictures/", "objectreplacements/", "meta-inf/", "fonts/")
# Most of it is empty files, which LibreOffice writes all the same.
SETTINGS = "configurations2/"


def check_odt(archive: zipfile.ZipFile) -> Findings:
    if content(archive, archive.getinfo("mimetype")).strip() != TEXT:
        raise Refused("other")
    findings, manifest = Findings("odt"), Manifest()
    if MANIFEST in archive.namelist():
        read_xml(pieces(archive, archive.getinfo(MANIFEST)), element=manifest.note, doctype=True)
    if manifest.is_encrypted:
        raise Refused("protected")
    if MAIN not in archive.namelist():
        raise Refused("damaged")
    for entry in archive.infolist():
        if not entry.is_dir():
            look_at(archive, entry, manifest, findings)
    return findings


def look_at(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, manifest: Manifest, findings: Findings) -> None:
    name = entry.filename.casefold()
    if name.startswith(MACRO_FOLDERS) or "/basic/" in name or "/scripts/" in name:
        findings.reasons.add("macros")
    folder, _slash, base = entry.filename.rpartition("/")
    if folder and base in (MAIN, "styles.xml") and not manifest.is_document(folder):
        findings.reasons.add("embedded_object")
    if name.endswith(IS_XML):
        look_at_xml(archive, entry, findings)
    else:
        look_at_content(archive, entry, findings)


def look_at_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, findings: Findings) -> None:
    if not entry.file_size and entry.filename != MAIN:
        return
    markup = Markup(findings)
    try:
        read_xml(pieces(archive, entry), element=markup.element, end=markup.end, doctype=entry.filename != MAIN)
    except NOT_XML:
        if not entry.filename.casefold().startswith(SETTINGS):
            raise


def look_at_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, findings: Findings) -> None:
    """A part that is no XML: a picture, a font, a preview; nothing that could be opened by itself."""
    inside, name = content(archive, entry), entry.filename.casefold()
    sort = sort_of(inside)
    if sort == "media":
        findings.reasons.add("media")
    elif sort == "page":
        findings.reasons.add("active")
    elif sort in ("program", "rtf", "zip") or (sort == "pdf" and not name.startswith(PLAIN_FOLDERS)):
        findings.reasons.add("holds_files")
    is_picture = not inside or inside.startswith(PICTURES)
    is_bare = not sort and "/" not in name and name not in AT_THE_ROOT and not is_picture
    if is_bare or (sort == "ole" and not is_formula(inside)):
        findings.reasons.add("embedded_object")
