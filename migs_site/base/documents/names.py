"""Names of files: shown without what hides in them, and never other than what the file is."""

import re
import unicodedata

LONGEST_NAME = 120
# Endings that say what a file is. Any other (“cv.2026”, “J. Smith”) says nothing, and so nothing wrong.
DOCUMENTS = {"pdf", "docx", "odt"}
OTHER_TYPES = {
    *("7z", "apk", "app", "bat", "bin", "bmp", "bz2", "chm", "cmd", "com", "cpl", "csv", "dll", "dmg", "doc", "docm"),
    *("dot", "dotm", "dotx", "eml", "epub", "exe", "fodt", "gif", "gz", "heic", "hta", "htm", "html", "ics", "iso"),
    *("jar", "jpeg", "jpg", "js", "jse", "key", "lnk", "mht", "mhtml", "mov", "mp3", "mp4", "msg", "msi", "numbers"),
    *("odp", "ods", "ott", "pages", "php", "pif", "png", "pps", "ppt", "pptm", "pptx", "ps", "ps1", "py", "rar"),
    *("reg", "rtf", "scr", "sh", "svg", "tar", "tex", "tif", "tiff", "txt", "url", "vb", "vbe", "vbs", "wav", "webp"),
    *("wpd", "wps", "wsf", "wsh", "xhtml", "xls", "xlsb", "xlsm", "xlsx", "xml", "xps", "zip"),
}
# Before the true ending these are no accident. Not “com” and “js”: addresses and products end so.
PROGRAMS = {"cmd", "exe", "hta", "lnk", "msi", "pif", "ps1", "scr", "vbe", "vbs", "wsf"}
TURNING = re.compile("[\u202d\u202e\u2066-\u2069\0]")


def plain_name(name: str) -> str:
    """The last part of a file's name without characters that hide or turn others; long names lose their middle."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if character.isspace() else character for character in last if is_shown(character))
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    if len(shown) > LONGEST_NAME:
        shown = f"{shown[: LONGEST_NAME - 21]}…{shown[-20:]}"
    return shown or "?"


def is_shown(character: str) -> bool:
    """Neither a control nor a format character (bidirectional marks are among these), nor half a character."""
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def is_disguised(name: str, format: str) -> bool:
    """Does a name say that a file is something else than the format found in it, or hide what it says?"""
    if TURNING.search(name):
        return True
    parts = [part.strip() for part in unicodedata.normalize("NFKC", plain_name(name)).lower().split(".")]
    *before, last = [part for part in parts if part] or [""]
    last = last.rpartition(":")[2].strip()  # what follows a colon is a stream of its own on Windows
    says_other = last in OTHER_TYPES or (last in DOCUMENTS and last != format)
    return says_other or not PROGRAMS.isdisjoint(before[1:])
