"""References as files for reference managers: BibTeX, RIS and CSL-JSON, all of them made from a CSL item."""

import itertools
import json
import re
from collections.abc import Callable
from typing import NamedTuple

import bibtexparser
import rispy
from bibtexparser.model import Entry, Field

from migs_site.metadata.citations.items import day, words_of

ENTRY_TYPES = {"book": "book", "chapter": "incollection", "report": "techreport", "webpage": "misc"}
RIS_TYPES = {"book": "BOOK", "chapter": "CHAP", "report": "RPRT", "webpage": "ELEC"}
LANGUAGES = {"en": "english", "fr": "french"}
# What TeX reads as a command, and what it makes of two hyphens or quotation marks in a row.
COMMANDS = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "\u00a0": "~",
    "^": r"\textasciicircum{}",
}
# BibTeX counts braces even behind a backslash. Where they do not match they become words, which fewer programs know.
STRAY_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
LIGATURE = re.compile(r"([-`'])(?=\1)")


def bibtex(item: dict) -> str:
    """An entry that BibTeX and biblatex read. Titles and institutes are in braces twice: to be kept as written."""
    kind = item["type"]
    fields = {
        "author": " and ".join(tex_name(name) for name in item["author"]),
        "title": kept(item["title"]),
        "booktitle": kept(item.get("container-title")),
        "series": kept(item.get("collection-title")),
        "institution" if kind == "report" else "publisher": kept(item["publisher"]),
        "type": tex(item.get("genre")),
        "number": tex(item.get("number")),
        "year": "".join(day(item)[:1]),
        "date": "-".join(day(item)),
        "isbn": tex(item.get("ISBN")),
        "url": item.get("URL"),  # our own address, which needs no commands and must have none
        "langid": LANGUAGES[item["language"]],
    }
    entry = Entry(ENTRY_TYPES[kind], item["id"], [Field(name, value) for name, value in fields.items() if value])
    return bibtexparser.write_string(bibtexparser.Library([entry]))


def tex(text: str | None) -> str:
    text = text or ""
    commands = COMMANDS if has_matching_braces(text) else COMMANDS | STRAY_BRACES
    return LIGATURE.sub(r"\1{}", text.translate(str.maketrans(commands)))


def has_matching_braces(text: str) -> bool:
    depths = list(itertools.accumulate((letter == "{") - (letter == "}") for letter in text))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def kept(text: str | None) -> str:
    return f"{{{tex(text)}}}" if text else ""


def tex_name(name: dict) -> str:
    """“Dallaire, Roméo”; in braces what programs would take for more than one name, or for an accent."""
    parts = words_of(name)
    is_plain = len(parts) == 2 and not any("," in part or "and" in part.lower().split() for part in parts)
    return ", ".join(part if is_plain and tex(part) == part else kept(part) for part in parts)


def ris(item: dict) -> str:
    """A record in the format of Research Information Systems, as Zotero, EndNote and library catalogues read it."""
    fields = {
        "authors": [", ".join(words_of(name)) for name in item["author"]],
        "title": item["title"],
        "secondary_title": item.get("container-title") or item.get("collection-title"),
        "type_of_work": item.get("genre"),
        "year": "".join(day(item)[:1]),
        "date": "/".join([*day(item), "", "", ""][:4]) if day(item) else "",
        "publisher": item["publisher"],
        "issn": item.get("ISBN") or item.get("number"),  # the tag SN: the number of a report, too
        "urls": [item["URL"]] if "URL" in item else [],
        "language": item["language"],
        "id": item["id"],
    }
    record = {"type_of_reference": RIS_TYPES[item["type"]]} | {name: value for name, value in fields.items() if value}
    return rispy.dumps([record])


def csl_json(item: dict) -> str:
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


class Format(NamedTuple):
    name: str
    meaning: str  # of the letters, in English; empty where the name is no abbreviation
    media_type: str
    write: Callable[[dict], str]


# By the ending of the address.
FORMATS = {
    "bib": Format("BibTeX", "", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "Research Information Systems", "application/x-research-info-systems", ris),
    "csl.json": Format("CSL-JSON", "Citation Style Language", "application/vnd.citationstyles.csl+json", csl_json),
}
