"""Where an address in a document leads: to the web, to another machine's share, to a program, or to a local file."""

import re
from urllib.parse import unquote

PROGRAMS = {
    *("javascript", "vbscript", "livescript", "mocha", "data", "shell", "search", "search-ms", "mhtml", "jar", "its"),
    *("mk", "res", "hcp", "view-source", "macro", "script", "vnd.sun.star.script", "slot", ".uno", "service"),
}
SHARES = {"smb", "cifs", "nfs", "afp", "dav", "davs", "webdav", "webdavs", "sftp", "ldap", "ldaps", "tftp", "gopher"}
WEB = {"http", "https", "ftp", "ftps", "ws", "wss"}
SCHEME = re.compile(r"([a-z.][a-z0-9+.\-]*):", re.IGNORECASE)
DRIVE = re.compile(r"/*[a-z][:|]", re.IGNORECASE)
DEVICE = re.compile(r"//[.?]/(?!unc/|globalroot)", re.IGNORECASE)
# On this machine itself; names of the web end so too.
PROGRAM_FILE = re.compile(
    r"(?:file:|/*[a-z][:|]).*\.(?:exe|com|scr|pif|bat|cmd|cpl|msi|msc|lnk|url|hta|jar|js|jse|vbs?|vbe|wsf|wsh|ps1|reg|sh|command|app)$",
    re.IGNORECASE,
)
# Word for Mac writes file:////Users/… for a file on its own disk, with as many slashes as a share of Windows has.
LOCAL_ROOTS = {"users", "volumes", "library", "applications", "private", "home", "var", "tmp", "localhost"}
THIS_MACHINE = {"localhost", "127.0.0.1"}


def where_to(address: str) -> str:
    """“program”, “share”, “web”, “link” (another scheme), “local”, or “inside” (a place in the document itself)."""
    # As browsers and Windows read it: without characters that hide in it, either slash, percent signs undone.
    address = "".join(character for character in address if character > " " and character != "\x7f")
    kinds = [kind_of(spelling.replace("\\", "/")) for spelling in (address, unquote(address))]
    return next((kind for kind in ("program", "share", "web", "link") if kind in kinds), kinds[0])


def reason_against_link(address: str) -> set[str]:
    """Why a reader may not be led there: a script, another program, a share; empty where they may."""
    where = where_to(address)
    if where == "program" and "script" in address.lower().split(":")[0]:
        return {"programs"}
    return {"reaches_out"} if where in ("program", "share") else set()


def kind_of(address: str) -> str:
    if PROGRAM_FILE.match(address):
        return "program"
    if address.startswith("//"):
        return "local" if DRIVE.match(address) or DEVICE.match(address) else "share"
    scheme = SCHEME.match(address)
    if not scheme or DRIVE.match(address):
        return "local" if address and not address.startswith("#") else "inside"
    name, rest = scheme[1].lower(), address[scheme.end() :]
    if name == "file":
        return kind_of_file(rest)
    if name in PROGRAMS or name.startswith("ms-"):
        return "program"
    if name in SHARES:
        return "share"
    return "web" if name in WEB or rest.startswith("//") else "link"


def kind_of_file(rest: str) -> str:
    """Of what follows “file:”. Two slashes are before a machine's name, three before a path, more before either."""
    slashes, first = len(rest) - len(rest.lstrip("/")), rest.lstrip("/").split("/")[0].lower()
    if slashes in (0, 1, 3) or DRIVE.match(rest) or DEVICE.match(rest):
        return "local"
    return "local" if first in (THIS_MACHINE if slashes == 2 else LOCAL_ROOTS) or not first else "share"
