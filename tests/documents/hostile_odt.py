"""ODT that are more than documents, by the reason for which each is refused."""

import functools

from tests.documents import archives
from tests.documents.archives import ole, packed, parts_of, with_flag
from tests.documents.hostile_docx import DTD, XXE
from tests.documents.odt import CONTENT, DOCUMENT, MANIFEST, body, changed, drawn, inner, letter, listed, part
from tests.internships import samples


def one(*changes):
    return functools.partial(changed, *changes)


EVENT = (
    '<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:mouseover" '
    'xlink:href="vnd.sun.star.script:../../../program/pydoc.py$tempfilepager?language=Python"/></office:event-listeners>'
)
MACROS = {
    "in Basic": one(part("Basic/Standard/Module1.xml", "<script:module/>")),
    "in small letters": one(part("basic/Standard/Module1.xml", "<a/>")),
    "in Python": one(part("Scripts/python/evil.py", "import os")),
    "in JavaScript": one(part("Scripts/javascript/a/evil.js", "a")),
    "a dialogue": one(part("Dialogs/Standard/Dialog1.xml", "<a/>")),
    "in an object": one(*inner("Object 1", "text", "<a/>"), part("Object 1/Basic/Standard/a.xml", "<a/>")),
    "called by an event": one(body(f'<text:p><text:a xlink:href="a">{EVENT}</text:a></text:p>')),
    "called by a link": one(body('<text:p><text:a xlink:href="macro:///Standard.Module1.a()">a</text:a></text:p>')),
    "called by a link to a script": one(
        body('<text:p><text:a xlink:href="vnd.sun.star.script:a.py$b?language=Python">a</text:a></text:p>')
    ),
    "called by a field": one(body('<text:p><text:execute-macro text:name="a"/></text:p>')),
    "written in the text": one(body('<text:p><text:script script:language="JavaScript">a</text:script></text:p>')),
    "in the styles": one(body(EVENT, "styles.xml")),
}
RUNNING = {
    "a frame": one(body(drawn("floating-frame", "a.html"))),
    "an applet": one(body('<text:p><draw:applet draw:code="a.class"/></text:p>')),
    "a plugin": one(body(drawn("plugin", "a.swf"))),
    "DDE": one(body('<office:dde-source office:dde-application="soffice" office:dde-topic="a" office:dde-item="b"/>')),
    "a field of DDE": one(body('<text:p><text:dde-connection text:connection-name="a"/></text:p>')),
    "in an object": one(
        *inner("Object 1", "text", f"<a xmlns:text='t'>{drawn('applet', 'a')}</a>".replace("draw:", ""))
    ),
}
LOADING = {
    "a picture of the web": one(body(drawn("image", "https://evil.test/a.png"))),
    "a picture, in capitals": one(body(drawn("image", "HTTPS://EVIL.TEST/a.png"))),
    "a picture with percent signs": one(body(drawn("image", "%68ttp://evil.test/a.png"))),
    "a picture on a share": one(body(drawn("image", r"\\evil.test\a.png"))),
    "a picture on a share, by slashes": one(body(drawn("image", "//evil.test/share/a.png"))),
    "a picture on a share, as a file": one(body(drawn("image", "file://evil.test/share/a.png"))),
    "a picture on a share, of another kind": one(body(drawn("image", "smb://evil.test/share/a.png"))),
    "a frame of the web": one(body(drawn("floating-frame", "https://evil.test/"))),
    "all addresses": one(body('<text:p xml:base="http://evil.test/"/>')),
    "a background": one(
        body('<style:background-image xmlns:style="a" xlink:href="http://evil.test/a"/>', "styles.xml")
    ),
    "an object of the web": one(body(drawn("object", "http://evil.test/a.odt"))),
    "an object of another kind of the web": one(body(drawn("object-ole", "http://evil.test/a"))),
    "a part of another document": one(
        body('<text:section text:name="a"><text:section-source xlink:href="http://evil.test/a.odt"/></text:section>')
    ),
    "a template": one(body('<meta:template xlink:href="http://evil.test/a.ott"/>', "meta.xml")),
    "a page to go on to": one(body('<meta:auto-reload xlink:href="http://evil.test/"/>', "meta.xml")),
    "a picture in an object": one(
        *inner("Object 1", "drawing", '<a xmlns:xlink="x"><image xlink:href="http://evil.test/a.png"/></a>')
    ),
    "a picture in a drawing": one(
        part("Pictures/a.svg", '<svg xmlns:xlink="x"><image xlink:href="http://evil.test/"/></svg>')
    ),
    "a font": one(body('<svg:font-face-uri xmlns:svg="a" xlink:href="https://evil.test/a.ttf"/>', "styles.xml")),
}
REACHING = {
    "a link to a share": one(body(r'<text:p><text:a xlink:href="\\evil.test\share">a</text:a></text:p>')),
    "a drawing that leads to a program": one(body('<text:p><draw:a xlink:href="ms-msdt:/id a"/></text:p>')),
    "a form of another kind": one(body('<xforms:submission xmlns:xforms="f" xforms:action="http://evil.test/"/>')),
    "a form": one(body('<form:form xmlns:form="a" xlink:href="http://evil.test/"/>')),
}
OBJECTS = {
    "a bare object": one(part("Object 1", b"anything"), listed("Object 1", "application/octet-stream")),
    "an OLE object": one(part("Object 1", ole({"\x01Ole10Native": b"a"}, archives.PACKAGE))),
    "an OLE object as a picture": one(part("Pictures/a.png", ole({"Workbook": b"a"}, archives.SHEET))),
    "an OLE object in the text": one(
        body("<draw:object-ole><office:binary-data>0M8R4KGxGuE=</office:binary-data></draw:object-ole>")
    ),
    "an object that nobody lists": one(part("Object 1/content.xml", "<a/>")),
    "an object of another type": one(part("Object 1/content.xml", "<a/>"), listed("Object 1/", "application/x-evil")),
}
FILES = {
    "a program as a preview": one(part("ObjectReplacements/Object 1", b"MZ\x90\0")),
    "a program as a picture": one(part("Pictures/a.png", b"\x7fELF")),
    "an archive": lambda: changed(part("Object 1", packed({"a.exe": b"MZ"}))),
    "an archive as a picture": lambda: changed(part("Pictures/a.png", packed({"a.exe": b"MZ"}))),
    "an earlier version": lambda: changed(part("Versions/Version1", letter())),
    "RTF": one(part("Object 1", rb"{\rtf1")),
}


def before(markup: str, name: str = CONTENT):
    def change(parts):
        words = parts[name].decode().partition("?>")[2]
        return {name: f'<?xml version="1.0"?>{markup}{words}'}

    return change


def sealed(parts):
    words = b'manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="a"/></manifest:file-entry>'
    return {
        MANIFEST: parts[MANIFEST].replace(
            b"</manifest:manifest>", b"<manifest:file-entry " + words + b"</manifest:manifest>"
        )
    }


HOSTILE = {
    "macros": MACROS,
    "active": RUNNING,
    "loads": LOADING,
    "programs": {
        "a link to a program": one(body('<text:p><text:a xlink:href="javascript:alert(1)">a</text:a></text:p>')),
    },
    "reaches_out": REACHING,
    "embedded_object": OBJECTS,
    "holds_files": FILES,
    "media": {"film": one(part("Media/a.mp4", b"\0\0\0\x18ftypmp42")), "sound": one(part("Media/a.mp3", b"ID3\3"))},
    "protected": {"all": one(sealed), "one part": lambda: with_flag(letter())},
    "entities": {
        "a bomb": one(before(DTD)),
        "a file of the server": one(before(XXE)),
        "in the styles": one(before(XXE, "styles.xml")),
        "in an object": one(*inner("Object 1", "formula", f"{XXE}<math>&b;</math>")),
        "definitions of the web": one(before('<!DOCTYPE a SYSTEM "http://evil.test/a.dtd">', "meta.xml")),
        "definitions in the text": one(before('<!DOCTYPE a PUBLIC "a" "a.dtd">')),
        "in the manifest": one(before(XXE, MANIFEST)),
    },
    "odd_archive": {
        "a name that leaves the archive": one(part("../../evil.txt", "a")),
        "a name that leaves it inside": one(part("Pictures/../../evil.txt", "a")),
        "two parts of one name": one(part("Content.xml", "<a/>")),
    },
    "too_complex": {
        "60 MB of white space": one(part("settings.xml", b"<a>" + b" " * 60_000_000 + b"</a>")),
        "2,100 parts": lambda: changed(lambda _parts: {f"Pictures/{number}": b"a" for number in range(2_100)}),
    },
    "damaged": {
        "cut off": lambda: letter()[:-40],
        "without its text": lambda: packed(
            {name: part for name, part in parts_of(letter()).items() if name != CONTENT}
        ),
        "text that is no XML": one(part(CONTENT, "<a><b></a>")),
        "no text": one(part(CONTENT, b"")),
    },
    "two_types": {"a web page behind": lambda: letter() + b"<script>alert(1)</script>"},
    "other": {
        "a sheet": lambda: samples.odt(mimetype=f"{DOCUMENT}spreadsheet"),
        "a template": lambda: samples.odt(mimetype=f"{DOCUMENT}text-template"),
    },
}
