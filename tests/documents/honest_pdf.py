"""PDFs as people and their programs make them: none may be refused. A pair has the warnings that it is to have."""

import base64
import io
import zlib

import typst
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Permissions, Stream, String
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from tests.documents import pdf
from tests.documents.hostile_pdf import GOTO, page, put, remote, root
from tests.documents.pdf import annotated, attached, changed, flat, letter, linked, opening, to
from tests.internships import samples

ADDRESSES = [
    *("https://example.org/cv", "http://example.org", "mailto:jane@example.org", "tel:+15145550100", "www.example.org"),
    *("file:///Users/jane/cv.html", "file:///C:/Users/jane/cv.html", "file://localhost/cv.html", "callto:+15145550100"),
    *("ftp://example.org/a.pdf", "skype:jane?call", "example.org/a b", "#page=2", "", "doi:10.1000/182", "C:\\cv.pdf"),
    *(
        "geo:45.5,-73.6",
        "https://example.org/?q=javascript:alert",
        "HTTP://EXAMPLE.ORG/%2F%2Fa",
        "urn:isbn:9780773538030",
    ),
]


def drawn(draw, **options) -> bytes:
    content = io.BytesIO()
    page = canvas.Canvas(content, pagesize=A4, invariant=1, **options)
    draw(page)
    page.save()
    return content.getvalue()


def with_everything(page: canvas.Canvas) -> None:
    """A page with an outline, a link, a form and a picture."""
    page.bookmarkPage("top")
    page.addOutlineEntry("CV", "top")
    page.linkURL("tel:+15145550100", (72, 700, 200, 712))
    page.acroForm.textfield(name="name", x=72, y=600, width=100, height=20)
    page.acroForm.checkbox(name="agree", x=72, y=560)
    page.drawInlineImage(Image.new("RGB", (50, 50), "red"), 72, 400)
    page.drawString(72, 720, "CV")


def with_all_links(made: Pdf) -> None:
    box = Array([0, 0, 9, 9])
    made.pages[0].Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=to(address)) for address in ADDRESSES]
    )


def scan(mode: str = "L", pages: int = 1, size=(1240, 1754)) -> bytes:
    content = io.BytesIO()
    sheets = [Image.new(mode, size, "white") for _each in range(pages)]
    sheets[0].save(content, "PDF", save_all=True, append_images=sheets[1:])
    return content.getvalue()


def scan_with_text(page: canvas.Canvas) -> None:
    page.drawInlineImage(Image.new("L", (600, 800), "white"), 0, 0)
    words = page.beginText(72, 720)
    words.setTextRenderMode(3)
    words.textLine("read by a scanner")
    page.drawText(words)


def signed(made: Pdf) -> None:
    """As a signing program leaves it: a field, the place of the signature, and what it covers."""
    value = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/adbe.pkcs7.detached"),
        Contents=String(b"\x30" * 500),
    )
    value.ByteRange = Array([0, 100, 1100, 2000])
    field = Dictionary(FT=Name.Sig, T=String("Signature1"), V=made.make_indirect(value))
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]), SigFlags=3)
    made.Root.Perms = Dictionary(DocMDP=value)


def layers(made: Pdf) -> None:
    group = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))
    made.Root.OpenAction = Dictionary(S=Name.SetOCGState, State=Array([Name.ON, group]))


def note(made: Pdf) -> None:
    """A comment, with the markup that Acrobat writes beside its words."""
    markup = (
        '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"><p><script>/JavaScript</script></p></body>'
    )
    comment = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), RC=String(markup))
    comment.Contents = String("<script>alert(1)</script> /JS /Launch app.alert(1)")
    made.pages[0].Annots = Array([made.make_indirect(comment)])


def words_of_ours(made: Pdf) -> None:
    """Names that mean something elsewhere: of a font, of a kind of paragraph, of a place."""
    made.pages[0].Resources.Font.JS = made.pages[0].Resources.Font.F1
    made.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("/JavaScript"), Array([0, Name.Fit])])))
    made.docinfo.Title = String("<html><body onload=alert(1)> /OpenAction << /S /JavaScript /JS (a) >>")


def called_a_file(made: Pdf) -> None:
    """doPDF: a stream that calls itself a file, named by nobody."""
    made.Root.Kept = made.make_indirect(Stream(made, b"anything", Type=Name.EmbeddedFile))


def related_to_latex(made: Pdf) -> None:
    files = {
        "mathml-1.xml": (
            b'<?xml version="1.0"?>\n<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>',
            "xml",
        ),
        "style.html": (b"<style>\nmtable { border: 0 }\n</style>", "html"),
        "tag-1.tex": (rb"$\frac{a}{b}$", "x-tex"),
        "style.css": (b"math { color: black }", "css"),
    }
    kinds = {"xml": "/application/mathml+xml", "html": "/text/html", "x-tex": "/application/x-tex", "css": "/text/css"}
    names = []
    for name, (content, kind) in files.items():
        stream = Stream(made, content, Type=Name.EmbeddedFile, Subtype=Name(kinds[kind]))
        file = Dictionary(Type=Name.Filespec, AFRelationship=Name.Supplement, UF=String(name))
        file.EF = Dictionary(F=stream, UF=stream)
        names += [String(name), made.make_indirect(file)]
    made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))


def wrong_lengths() -> bytes:
    """As Quartz and careless programs write: lengths and a table that are not quite right, which readers mend."""
    return pdf.page_with(b"BT (a) Tj ET").replace(b"/Length 12", b"/Length 99")


def wrong_table() -> bytes:
    return letter().replace(b"0000000", b"0000001")


def without_table() -> bytes:
    content = letter()
    trailer = b"trailer << /Root %d 0 R >>\nstartxref\n0\n%%%%EOF" % pdf.catalogue_number(content)
    return content[: content.rindex(b"xref\n0")] + trailer


def packed_in(name: str, content: bytes) -> bytes:
    return pdf.page_with(content, b"/Filter " + name.encode())


def large_picture(made: Pdf) -> None:
    """A white page of a scanner: 1,000 to one."""
    pixels = zlib.compress(b"\xff" * 60_000_000, 9)
    picture = Stream(made, pixels, Type=Name.XObject, Subtype=Name.Image, Width=6000, Height=10_000, BitsPerComponent=8)
    picture.ColorSpace, picture.Filter = Name.DeviceGray, Name.FlateDecode
    made.pages[0].Resources.XObject = Dictionary(Im0=made.make_indirect(picture))


def large_plot(made: Pdf) -> None:
    """Drawn point by point: 25 MB of lines."""
    points = Stream(made, zlib.compress(b"0.5 0.25 m 0.75 0.5 l S\n" * 1_100_000, 1))
    points.Filter = Name.FlateDecode
    made.pages[0].Contents = Array([made.pages[0].Contents, made.make_indirect(points)])


def typeset(words: str, **options) -> bytes:
    return typst.compile(words.encode(), format="pdf", **options)


TAGGED = """#set document(title: "CV", author: "Camille"); #set text(lang: "en")
= Camille Tremblay
#link("tel:+15145550100")[Call me] #link("mailto:a@example.org")[Write]
#math.equation(alt: "x squared", block: true, $ x^2 $)
#table(columns: 2, [Year], [Work], [2025], [Research])"""


def escaped_names() -> bytes:
    """Names in Latin-1, as old programs wrote those of fonts."""
    return flat(lambda made: put(made.Root, {"Note": Name.Here})).replace(b"/Note /Here", b"/Not#e9 /H#e9r#ff")


def shared_forms(made: Pdf) -> None:
    form = Stream(made, b"BT /F1 9 Tf (a) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    made.pages[0].Resources.XObject = Dictionary(Fm0=form)


NOBODY = Encryption(owner="owner", user="", R=6)
PRINT_ONLY = Permissions(modify_annotation=False, modify_form=False, modify_other=False, extract=False)
HONEST = {
    "a letter": letter,
    "fifty pages": lambda: letter(50),
    "outline, link, form, picture": lambda: drawn(with_everything),
    "every kind of link": lambda: changed(with_all_links),
    "Typst": lambda: typeset("= CV\nCamille"),
    "Typst, tagged": lambda: typeset(TAGGED, pdf_standards="ua-1"),
    "Typst, PDF/A": lambda: typeset(TAGGED, pdf_standards="a-2b"),
    "Pillow": (samples.pdf_by_pillow, ["image_only"]),
    "a scan": (scan, ["image_only"]),
    "a scan in black and white, many pages": (lambda: scan("1", 12), ["image_only"]),
    "a scan that was read": lambda: drawn(scan_with_text),
    "an old program's": samples.pdf,
    "a table in a stream": samples.pdf_with_stream,
    "an update": samples.pdf_twice_saved,
    "linearized": lambda: changed(linearize=True),
    "object streams": lambda: changed(object_stream_mode=ObjectStreamMode.generate),
    "neither packed nor in streams": flat,
    "encrypted, AES-256": lambda: changed(encryption=NOBODY),
    "encrypted, AES-128, print only": lambda: changed(encryption=Encryption(owner="o", user="", R=4, allow=PRINT_ONLY)),
    "encrypted, RC4 128": lambda: changed(encryption=Encryption(owner="o", user="", R=3, aes=False, metadata=False)),
    "encrypted, RC4 40": lambda: changed(encryption=Encryption(owner="o", user="", R=2, aes=False, metadata=False)),
    "encrypted and linearized": lambda: changed(encryption=NOBODY, linearize=True),
    "PDF 2.0": lambda: changed(force_version="2.0"),
    "signed": lambda: changed(signed),
    "signed, with an update": lambda: pdf.updated(changed(signed), 90, b"<< /Type /DSS >>"),
    "layers": lambda: changed(layers),
    "a comment with markup": lambda: changed(note),
    "our words as names and title": lambda: changed(words_of_ours),
    "words on the page": lambda: letter(1, "/JavaScript /Launch /EmbeddedFile <script> %PDF-1.7 %%EOF PK"),
    "opens at a page": lambda: opening(Dictionary(**GOTO)),
    "opens at a place": lambda: root(OpenAction=Array([0, Name.XYZ, None, None, 0])),
    "opens for printing": lambda: opening(Dictionary(S=Name.Named, N=Name.Print)),
    "a page that turns by itself": lambda: page(AA=Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))),
    "an empty list of actions": lambda: root(AA=Dictionary()),
    "a link by the mouse": lambda: annotated(
        Dictionary(Subtype=Name.Square, AA=Dictionary(U=to("https://example.org")))
    ),
    "a link, then the next page": lambda: linked(Dictionary(**GOTO, Next=to("https://example.org"))),
    "hides and resets": lambda: linked(Dictionary(S=Name.Hide, T=String("a"), Next=Dictionary(S=Name.ResetForm))),
    "a chapter beside it": (lambda: linked(remote(F=String("chapter2.pdf"))), ["linked_file"]),
    "a chapter above it": (lambda: linked(remote(F=Dictionary(F=String("../a/b.pdf")))), ["linked_file"]),
    "tagged LaTeX": lambda: changed(related_to_latex),
    "one formula": lambda: changed(
        attached(b"<mml:math><mml:mi>x</mml:mi></mml:math>", "a", "/application/mathml+xml")
    ),
    "TeX of a formula": lambda: changed(attached(rb"$\mathbf{ABC}$", "unnumbered-equation-1.tex", "/text/x-tex")),
    "TeX without a mark": lambda: changed(attached(b"x+y", "mathml-2.tex", "/application/x-tex")),
    "a stream called a file": lambda: changed(called_a_file),
    "white space before": lambda: b"\n\r\n \t\0" + letter(),
    "a mark of UTF-8 before": lambda: b"\xef\xbb\xbf" + letter(),
    "zeros behind": lambda: letter() + b"\0" * 4000,
    "a byte behind": (lambda: letter() + b"\n.", ["bytes_after_end"]),
    "a printer's words behind": (lambda: letter() + b"\n@PJL EOJ\r\n\x1b%-12345X", ["bytes_after_end"]),
    "a wrong place of the table": lambda: letter().replace(b"startxref\n", b"startxref\n9"),
    "a wrong table": wrong_table,
    "no table": without_table,
    "a wrong length": wrong_lengths,
    "a stream that breaks off": lambda: pdf.page_with(
        zlib.compress(b"BT (a) Tj ET" * 100)[:40], b"/Filter /FlateDecode"
    ),
    "packed in text": lambda: packed_in(
        "[/ASCII85Decode /FlateDecode]", base64.a85encode(zlib.compress(b"BT (a) Tj ET")) + b"~>"
    ),
    "packed by length of runs": lambda: packed_in("/RunLengthDecode", b"\x02a b\x80"),
    "an unknown way of packing": lambda: packed_in("/Unheard", b"abc"),
    "names in Latin-1": escaped_names,
    "a large white picture": lambda: changed(large_picture),
    "a large plot": (lambda: changed(large_plot), ["large_stream"]),
    "a shared form": lambda: changed(shared_forms),
    "data of a page's editor": lambda: page(PieceInfo=Dictionary(Illustrator=Dictionary(Private=Dictionary(AA=1)))),
    "a kind of paragraph": lambda: root(StructTreeRoot=Dictionary(K=Dictionary(S=Name.P, Type=Name.StructElem))),
    "labels of pages": lambda: root(PageLabels=Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))),
}
