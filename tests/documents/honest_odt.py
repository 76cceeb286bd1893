"""ODT as people and their programs make them: none may be refused. A pair has the warnings that it is to have."""

from tests.documents import archives
from tests.documents.archives import packed, parts_of, streamed
from tests.documents.hostile_odt import one
from tests.documents.odt import body, changed, drawn, inner, letter, listed, part
from tests.internships import samples

MATHML = (
    '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN" "math.dtd">'
    '<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:mi>x</math:mi></math:math>'
)
CHART = '<office:document-content xmlns:office="o"><office:body><office:chart/></office:body></office:document-content>'
SETTINGS = [f"Configurations2/{name}" for name in ("accelerator/current.xml", "toolbar/a.xml", "images/Bitmaps/a.xml")]
ADDRESSES = [
    *(
        "https://example.org",
        "mailto:a@example.org",
        "tel:+1514",
        "#top|outline",
        "../chapter2.odt",
        "file:///home/a/b.odt",
    ),
    *("www.example.org", "", "http://example.org/?q=macro:a", "ftp://example.org/a"),
]
LINKS = "".join(f'<text:p><text:a xlink:href="{address}">a</text:a></text:p>' for address in ADDRESSES)
BIBLIOGRAPHY = '<text:p><text:bibliography-mark text:url="https://example.org/a" text:identifier="a"/></text:p>'
SIGNATURES = (
    '<document-signatures xmlns="a"><Signature><Reference URI="content.xml"/></Signature></document-signatures>'
)
HONEST = {
    "a letter": letter,
    "the smallest": samples.odt,
    "not packed": lambda: packed(parts_of(letter()), 0),
    "its type last": lambda: packed(dict(reversed(parts_of(letter()).items()))),
    "its type packed": lambda: streamed(parts_of(letter())),
    "a new line after its type": lambda: changed(lambda parts: {"mimetype": parts["mimetype"] + b"\n"}),
    "settings that are empty": one(*[part(name, b"") for name in SETTINGS], part("Configurations2/statusbar/", b"")),
    "settings that are no XML": one(part(SETTINGS[0], "<a>")),
    "a formula": one(*inner("Object 1", "formula", MATHML), part("ObjectReplacements/Object 1", b"VCLMTF\1\0")),
    "a chart": one(*inner("Object 1", "chart", CHART, **{"styles.xml": "<a/>", "meta.xml": "<a/>"})),
    "a sheet, and a chart in it": one(
        *inner("Object 1", "spreadsheet", "<a/>"), *inner("Object 1/Object 2", "chart", "<a/>")
    ),
    "a formula of MathType": one(
        part("Object 1", archives.mathtype()), listed("Object 1", "application/vnd.sun.star.oleobject")
    ),
    "every kind of link": one(body(LINKS)),
    "a bibliography": one(body(BIBLIOGRAPHY)),
    "a template on a disk": one(body('<meta:template xlink:href="../../AppData/a.ott"/>', "meta.xml")),
    "a linked picture": (one(body(drawn("image", "../a.png"))), ["linked_file"]),
    "a linked picture on a disk": (one(body(drawn("image", "file:///C:/Users/a/b.png"))), ["linked_file"]),
    "a picture in the text itself": one(body(drawn("image", "data:image/png;base64,AA=="))),
    "a drawing": one(part("Pictures/a.svg", '<!DOCTYPE svg PUBLIC "a" "http://www.w3.org/TR/a.dtd"><svg/>')),
    "a picture that is a PDF": one(part("Pictures/a.pdf", b"%PDF-1.7\n%%EOF")),
    "signed": one(part("META-INF/documentsignatures.xml", SIGNATURES)),
    "a layout that was kept": one(part("layout-cache", b"\0\1\2")),
    "a picture beside the text": one(part("preview.png", b"\x89PNG\r\n\x1a\n"), part("empty", b"")),
    "fonts": one(part("Fonts/a.ttf", b"\0\1\0\0")),
    "metadata": one(
        part("manifest.rdf", '<rdf:RDF xmlns:rdf="a"><rdf:Description rdf:about="http://example.org"/></rdf:RDF>')
    ),
    "empty lists of scripts": one(
        body("<office:event-listeners/>"), body('<text:p><text:span text:style-name="script"/></text:p>')
    ),
    "a form": one(
        body('<form:form xmlns:form="f" xlink:href=""><form:button xlink:href="https://example.org"/></form:form>')
    ),
    "a byte behind": lambda: letter() + b"\0",
}
