"""References as items of the Citation Style Language (CSL-JSON), which every reference and every download is made from.

https://docs.citationstyles.org/en/stable/specification.html
"""

import re
import unicodedata

from django.utils.translation import get_language

from migs_site.base.citable_works import Author, Work
from migs_site.base.plain_text import TURNING, slug_of

LINE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
NO_BREAK = "\u00a0\u202f"


def on_one_line(text: str) -> str:
    """Words without what would break a file or the words beside them apart: new lines, control characters, marks
    that turn text around, and characters of private use. No-break spaces stay."""
    public = "".join(letter for letter in TURNING.sub("", text) if unicodedata.category(letter) != "Co")
    line = LINE.sub(lambda space: space[0] if space[0] in NO_BREAK else " ", public).strip()
    return unicodedata.normalize("NFC", line)


def as_title(text: str) -> str:
    """A sentence as a title: without its full stop. “to the U.S.” keeps its own."""
    return re.sub(r"(?<![.…])(?<!\b[^\W\d_])\.$", "", on_one_line(text))


def csl_item(work: Work, page_id: int, contact, address: str) -> dict:
    """An item in the active language with all that is known of a work, and nothing that is empty.

    address: its permanent one.
    """
    container = "collection-title" if work.kind == "report" else "container-title"
    item = {
        "id": citation_key(work, contact.acronym, page_id),
        "type": work.kind,
        "title": as_title(work.title),
        "author": names(work) or [{"literal": on_one_line(contact.name)}],
        "issued": date(work.issued),
        "publisher": on_one_line(work.publisher or contact.name),
        container: on_one_line(work.container),
        "genre": on_one_line(work.label),
        "number": on_one_line(work.number),
        "ISBN": on_one_line(work.isbn),
        "URL": address if work.is_online else "",
        "language": (work.title_language if work.kind in {"book", "report"} else "") or get_language(),
    }
    return {name: value for name, value in item.items() if value}


def names(work: Work) -> list[dict]:
    return [name(author) for author in work.authors]


def name(author: Author) -> dict:
    """A person as CSL-JSON has them; “static-ordering” says that the family name comes first wherever it stands."""
    parts = {"family": on_one_line(author.family), "given": on_one_line(author.given)}
    order = {"static-ordering": True} if author.family_first else {}
    return {part: word for part, word in parts.items() if word} | order


def date(iso: str) -> dict:
    """“2009-09” as CSL writes it; nothing for a day that is not known."""
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else {}


def citation_key(work: Work, acronym: str, page_id: int) -> str:
    """What a bibliography calls a work: chalk2010-12. ASCII letters, digits and hyphens, never the same for two."""
    who = slug_of(work.authors[0].family if work.authors else acronym) or "work"
    return "-".join(filter(None, [f"{who}{work.issued[:4]}", str(page_id), work.anchor]))


def words_of(name: dict) -> list[str]:
    """The words of a name, first those that it is sorted by."""
    return [name[part] for part in ("literal", "family", "given") if part in name]


def in_order(name: dict) -> str:
    """A name in the order in which it is said."""
    parts = words_of(name)
    return " ".join(parts if name.get("static-ordering") else reversed(parts))


def day(item: dict) -> list[str]:
    """The parts of a work's date that are known, as figures: 2009, 09, 22."""
    return [f"{part:02}" for part in item["issued"]["date-parts"][0]] if "issued" in item else []
