"""What a screen reader goes by: languages, headings, landmarks, titles and the words of links."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from bs4 import BeautifulSoup, NavigableString, Tag

from tests.browser.places import BARE

# Small words that stand in nearly every sentence of one language and in none of the other.
MARKERS = {
    "en": {"the", "and", "of", "to", "for", "with", "is", "are", "this", "your", "from", "by", "in", "that"},
    "fr": {"le", "la", "les", "des", "du", "et", "une", "aux", "dans", "est", "sur", "vous", "en", "à", "ce"},
}
# Proper names keep the language they were given in, and staff keep a list of those to be marked with it.
# Attributes and titles cannot mark a name within their words. An address has no language, and “et al.” is Latin.
NAMES = re.compile(r"https?://\S+|et al\.")
NO_MARKS = re.compile("(Mobilizing the )?Will to Intervene")
AGAIN = ("held files", "not be stored")  # the form with mistakes, for other reasons
SPOKEN = ("alt", "aria-label", "title", "placeholder")
LANDMARKS = {"header": "banner", "nav": "navigation", "main": "main", "footer": "contentinfo"}


def language_of(node) -> str:
    return next(parent["lang"] for parent in node.parents if isinstance(parent, Tag) and parent.get("lang"))[:2]


def sentences(document: BeautifulSoup):
    """Everything that is read aloud, with the language it is marked as."""
    for text in document.html.find_all(string=True):
        if type(text) is NavigableString and text.parent.name not in ("script", "style"):
            yield language_of(text), NO_MARKS.sub("", text) if text.parent.name == "title" else str(text)
    for tag in document.find_all(True):
        for attribute in SPOKEN:
            if tag.get(attribute):
                yield (tag.get("lang") or language_of(tag))[:2], NO_MARKS.sub("", tag[attribute])


def is_in_another(language: str, sentence: str) -> bool:
    words = re.findall(r"[\w’']+", NAMES.sub("", sentence).lower())
    counts = {code: sum(word in markers for word in words) for code, markers in MARKERS.items()}
    other = "fr" if language == "en" else "en"
    return counts[other] > counts[language]


def label_of(tag: Tag, document: BeautifulSoup) -> str:
    """The name that attributes give."""
    labels = [document.find(id=label).get_text(" ") for label in tag.get("aria-labelledby", "").split()]
    return tag.get("aria-label") or " ".join(" ".join(labels).split())


def name_of(link: Tag, document: BeautifulSoup) -> str:
    """What a link is called: by its attributes, otherwise by the words and pictures in it."""
    hidden = {id(text) for part in link.select("[aria-hidden=true]") for text in part.find_all(string=True)}
    words = [text for text in link.find_all(string=True) if id(text) not in hidden]
    pictures = [image.get("alt", "") for image in link.find_all("img")]
    return label_of(link, document) or " ".join(" ".join(words + pictures).split())


def landmarks(document: BeautifulSoup) -> list[str]:
    """Each with its name; what belongs to a part of the page is none."""
    return [
        f"{LANDMARKS[tag.name]} {label_of(tag, document)}".strip()
        for tag in document.find_all(list(LANDMARKS))
        if tag.name in ("nav", "main") or not tag.find_parent(["main", "article", "section", "nav", "aside"])
    ]


def test_every_word_is_marked_as_the_language_it_is_in(documents):
    wrong = {
        name: [(language, text.strip()) for language, text in sentences(document) if is_in_another(language, text)]
        for name, document in documents.items()
    }

    assert {name: texts for name, texts in wrong.items() if texts} == {}


def test_every_page_says_its_language_and_names_none_but_the_two(documents):
    said = {name: document.html["lang"] for name, document in documents.items()}
    codes = Counter(tag["lang"] for document in documents.values() for tag in document.body.select("[lang]"))

    assert said == {name: "fr-CA" if name.strip("/").startswith("fr") else "en-CA" for name in documents}
    assert sorted(codes) == ["en", "fr"]


def test_the_title_of_the_book_is_marked_as_its_own_language_on_french_pages(pages):
    title = pages["/fr/livre/"].h1.get_text()
    marked = {
        address: {language_of(text) for text in pages[address].main.find_all(string=re.compile(f"^{title}"))}
        for address in ("/fr/", "/fr/livre/")
    }

    assert marked == {"/fr/": {"en"}, "/fr/livre/": {"en"}}


def test_the_switcher_and_the_name_at_the_foot_are_marked_as_the_other_language(pages):
    wrong = []
    for address, page in pages.items():
        other = "en" if address.startswith("/fr/") else "fr"
        marked = [page.select_one(".menu__language [lang], .menu__language[lang]"), page.select_one("footer p[lang]")]
        if [tag and tag["lang"] for tag in marked] != [other, other]:
            wrong.append(address)

    assert wrong == []


def test_headings_begin_with_the_only_one_of_the_first_level_and_leave_no_gap(documents):
    wrong = {}
    for name, document in documents.items():
        levels = [int(tag.name[1]) for tag in document.find_all(re.compile(r"^h[1-6]$"))]
        gaps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        if gaps or levels[:1] != [1] or levels.count(1) != 1:
            wrong[name] = levels

    assert wrong == {}


def test_every_page_has_its_landmarks_each_once_and_the_menus_have_names(documents):
    wrong = {}
    for name, document in documents.items():
        found = landmarks(document)
        kinds = sorted({landmark.split()[0] for landmark in found})
        expected = ["banner", "main"] if name[3:] in BARE else ["banner", "contentinfo", "main", "navigation"]
        if kinds != expected or len(set(found)) != len(found) or "navigation" in found:
            wrong[name] = found

    assert wrong == {}


def test_no_two_pages_of_a_language_have_the_same_title(documents):
    bearers = defaultdict(list)
    for name, document in documents.items():
        if not name.endswith(AGAIN):
            bearers[document.html["lang"], document.title.get_text()].append(name)

    assert {title: names for title, names in bearers.items() if len(names) > 1} == {}


def test_links_of_a_page_that_sound_the_same_lead_to_the_same_place(documents):
    wrong = {}
    for name, document in documents.items():
        targets = defaultdict(set)
        for a in document.select("a[href]"):
            targets[name_of(a, document)].add(a["href"])
        unclear = {words: sorted(to) for words, to in targets.items() if len(to) > 1 or not words}
        if unclear:
            wrong[name] = unclear

    assert wrong == {}
