"""Every fact of the printed brochure is on the English and on the French pages of the running site.

The facts are a copy of the brochure's own, never the site's content; facts_in_words.yaml says where each is to be
found and in which words. No browser is needed: what is read is the text of the page as the server sends it.
"""

import datetime
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

FACTS_FILE = Path(__file__).parent.parent / "migs_site" / "brochure" / "brochure_facts.yaml"
FACTS = yaml.safe_load(FACTS_FILE.read_text())
WORDS = yaml.safe_load(Path(__file__).with_name("facts_in_words.yaml").read_text())
LANGUAGES = ["en", "fr"]
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
ON_THEIR_OWN_LINE = "address, br, dd, div, dl, dt, footer, h1, h2, h3, h4, header, li, main, nav, ol, p, section, ul"
UNSEEN = "script, style, template, svg"


def leaves(node, path: str = "") -> Iterator[tuple[str, object]]:
    """Every single fact with its path, such as institute.purposes.0; numbers count from 0."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, node


def plain(text: str) -> str:
    """Text without what a reader does not see: one kind of space, one of apostrophe, one of quotation mark."""
    text = text.replace("’", "'").translate(str.maketrans("“”«»", '""""'))
    return " ".join(text.split())


def in_words(fact, language: str) -> str:
    if isinstance(fact, datetime.date):
        return f"{fact.day} {MONTHS[language].split()[fact.month - 1]} {fact.year}"
    return str(fact)


@dataclass
class Page:
    """A page as a reader has it, or the part of it that counts."""

    html: str
    part: str = "main"

    @cached_property
    def tag(self) -> Tag:
        soup = BeautifulSoup(self.html, "html.parser")
        for tag in soup.select(UNSEEN):
            tag.decompose()
        for tag in soup.select(ON_THEIR_OWN_LINE):
            tag.insert_before("\n")
            tag.insert_after("\n")
        return soup.find(self.part)

    @cached_property
    def text(self) -> str:
        return plain(self.tag.get_text())

    @cached_property
    def items(self) -> list[str]:
        """List items, and the rows of lists of terms."""
        return [plain(tag.get_text()) for tag in self.tag.select("li, dl > div")]

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Where each link leads, and its words."""
        return [(a["href"], plain(a.get_text())) for a in self.tag.find_all("a", href=True)]


@dataclass
class Entry:
    """Where a fact is to be found, and in which words."""

    fact: object
    page: str
    en: list[str] = field(default_factory=lambda: ["{fact}"])
    fr: list[str] = field(default_factory=lambda: ["{fact}"])
    context: dict[str, list[str]] = field(default_factory=dict)
    within: str = "page"
    href: str = ""
    is_exact: bool = False

    @classmethod
    def read(cls, fact, entry: str | dict):
        if isinstance(entry, str):
            return cls(fact, entry, is_exact=True)
        names = {"with": "context", "in": "within"}
        return cls(fact, **{names.get(key, key): value for key, value in entry.items()})

    def __post_init__(self):
        assert self.page in WORDS["pages"], f"No page “{self.page}” in facts_in_words.yaml."
        assert self.within in {"page", "item", "whole item"}, f"A fact cannot be in “{self.within}”."

    def missing(self, page: Page, language: str) -> list[str]:
        """What a reader of the page does not find."""
        phrases = [*getattr(self, language), *self.context.get(language, [])]
        patterns = [self.pattern(phrase, language) for phrase in phrases]
        missing = [pattern for pattern in patterns if not re.search(pattern, page.text)]
        seek = re.fullmatch if self.within == "whole item" else re.search
        if self.within != "page" and not any(all(seek(p, item) for p in patterns) for item in page.items):
            missing.append(f"one list item with {patterns}")
        href = self.href.replace("{fact}", str(self.fact))
        return [*missing, href] if href and href not in dict(page.links) else missing

    def pattern(self, phrase: str, language: str) -> str:
        """The phrase in whole words; where it is no name, its first letter may be small or capital."""
        phrase = plain(phrase.replace("{fact}", in_words(self.fact, language)))
        first = re.escape(phrase[0])
        start = first if self.is_exact else f"(?i:{first})"
        return rf"(?<!\w){start}{re.escape(phrase[1:])}(?!\w)"


PRINTED = dict(leaves(FACTS))
ENTRIES = {path: Entry.read(PRINTED.get(path), entry) for path, entry in (WORDS["facts"] | WORDS["comments"]).items()}


@pytest.fixture(scope="session")
def fetch(site):
    """What the server sends for an address; asked once."""

    @cache
    def fetch(address: str) -> str:
        with urllib.request.urlopen(site.url + address) as answer:
            return answer.read().decode()

    return fetch


@pytest.fixture(scope="session")
def read(fetch):
    """The page with a key from facts_in_words.yaml in a language."""

    @cache
    def read(key: str, language: str) -> Page:
        entry = WORDS["pages"][key]
        return Page(fetch(entry[language]), entry.get("part", "main"))

    return read


def test_every_fact_has_an_entry_and_every_entry_a_fact():
    assert sorted(WORDS["facts"]) == sorted(PRINTED)


def test_every_comment_is_one_of_the_facts():
    printed = plain(FACTS_FILE.read_text())

    assert [comment for comment in WORDS["comments"] if plain(comment) not in printed] == []


def test_english_phrases_are_the_words_of_the_facts():
    strange = [
        (path, phrase)
        for path, entry in ENTRIES.items()
        for phrase in entry.en
        if path in PRINTED and "{fact}" not in phrase
        if plain(phrase).casefold() not in plain(str(entry.fact)).casefold()
    ]

    assert strange == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ENTRIES)
def test_a_reader_finds_each_fact(read, path, language):
    entry = ENTRIES[path]

    assert entry.missing(read(entry.page, language), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "number", "count"), [("steering", 1, 20), ("consultation", 2, 13)])
def test_a_committee_stands_in_its_printed_order(read, key, number, count, language):
    names = [plain(tag.get_text()) for tag in read(key, language).tag.select(".directory__name")]

    assert names == FACTS["groups"][number]["members"]
    assert len(names) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_team_stands_in_its_printed_order(read, language):
    names = [plain(tag.get_text()) for tag in read("team", language).tag.select(".roles__name")]

    assert names == [member["person"] for member in FACTS["groups"][0]["members"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committees_are_31_people_two_of_them_on_both(read, language):
    steering, consultation = (
        {(tag["href"], plain(tag.get_text())) for tag in read(key, language).tag.select(".directory__name")}
        for key in ("steering", "consultation")
    )

    assert sorted(name for _href, name in steering & consultation) == ["Allan Thompson", "Thomas G. Weiss"]
    assert len({href for href, _name in steering | consultation}) == 31


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_names_its_authors_in_printed_order(read, language):
    page = read("book", language)

    assert [plain(tag.get_text()) for tag in page.tag.select(".book-head__by li")] == FACTS["book"]["authors"]


COUNTRIES = {"en": ["Canada", "United States"], "fr": ["Canada", "États-Unis"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_names_its_sellers_in_printed_order_under_their_countries(read, language):
    page = read("book", language)
    printed = [(seller["url"], plain(seller["name"])) for seller in FACTS["book"]["retailers"] if "url" in seller]

    press, american, canadian = printed
    assert [plain(tag.get_text()) for tag in page.tag.select(".sellers__country")] == COUNTRIES[language]
    assert [
        [(link["href"], plain(link.get_text())) for link in sellers.select("a")]
        for sellers in page.tag.select(".sellers__list")
    ] == [[press, canadian], [american]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_recommendation_to_the_united_states_is_invented(read, language):
    addresses = {key: WORDS["pages"][key][language] for key in ("canada", "united-states")}
    index = read("recommendations", language)

    numbered = {
        key: sorted({href for href, _words in index.links if re.fullmatch(rf"{address}\d+/", href)})
        for key, address in addresses.items()
    }
    assert {key: len(found) for key, found in numbered.items()} == {"canada": 10, "united-states": 0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_address_leads_to_the_donate_page(site, language):
    path = "/" + FACTS["donating"]["printed_address"].partition("/")[2]
    request = urllib.request.Request(site.url + path, headers={"Accept-Language": language})

    with urllib.request.urlopen(request) as answer:
        assert answer.url == site.url + WORDS["pages"]["donate"][language]


TYPOGRAPHY = {
    "en": {"a straight apostrophe": r"\w'\w"},
    "fr": {
        "a straight apostrophe": r"\w'\w",
        "no no-break space before “:”": r"[^\u00a0]:(?!\S)",
        "no no-break space inside « »": r"«[^\u00a0]|[^\u00a0]»",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_the_typography_of_its_language(site, fetch, language):
    addresses = re.findall(rf"<loc>https?://[^/<]+(/{language}/[^<]*)", fetch("/sitemap.xml"))
    assert len(addresses) > len(WORDS["pages"])

    mistakes = [
        (address, mistake, line.strip())
        for address in addresses
        for line in prose(fetch(address))
        for mistake, pattern in TYPOGRAPHY[language].items()
        if re.search(pattern, line)
    ]
    assert mistakes == []


def prose(html: str) -> list[str]:
    """The lines of a page, without words of the other language, and without the head of a recommendation: its colons
    follow interface words of locale/fr."""
    body = Page(html, "body").tag
    for part in body.select(".rec-head"):
        part.decompose()
    for part in body.select("[lang]"):
        part.replace_with("…")  # a name may stand between marks of the language around it
    return body.get_text().splitlines()
