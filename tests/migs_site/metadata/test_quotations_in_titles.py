"""Quotation marks inside a title that a style quotes are the inner marks of its language."""

import json

import pytest

from migs_site.metadata.citations.styles import MANUALS, citations

ITEM = {
    "id": "it",
    "author": [{"family": "O’Neill", "given": "Robin"}],
    "publisher": "The “Free” Press",
    "issued": {"date-parts": [[2009]]},
}
QUOTED = {
    "en": [("Chicago", "webpage"), ("MLA", "webpage"), ("Chicago", "chapter"), ("MLA", "chapter")],
    "fr": [("Chicago", "webpage"), ("Chicago", "chapter"), ("Chicago", "report"), ("MLA", "chapter")],
}


def cited(title: str, language: str, manual: str, kind: str) -> str:
    item = ITEM | {"type": kind, "title": title, "container-title": "A “Book”", "language": language}
    texts = dict(citations(item, language))
    return str(texts[manual]).replace("&#x27;", "'").replace("&quot;", '"')


ENGLISH = [
    ("“Never Again” and After", "“‘Never Again’ and After.”"),
    ("After “Never Again”", "“After ‘Never Again.’”"),
    ("Who Said “Never Again”?", "“Who Said ‘Never Again’?”"),
    ("After “Never Again?”", "“After ‘Never Again?’”"),
    ("‘Never Again’ and After", "“‘Never Again’ and After.”"),
    ("‘The Survivors’ Voices’ and After", "“‘The Survivors’ Voices’ and After.”"),
    ("‘Two Solitudes’ and After", "“‘Two Solitudes’ and After.”"),
    ("‘Never Again’ and the Survivors’ Voices", "“‘Never Again’ and the Survivors’ Voices.”"),
    ('"Never Again" and After', "“‘Never Again’ and After.”"),
    ("'Never Again' and After", "“‘Never Again’ and After.”"),
    ("“The ‘Never’ in ‘Never Again’” and After", "“‘The “Never” in “Never Again”’ and After.”"),
    ("“One” and “Two”", "“‘One’ and ‘Two.’”"),
    ("“Don’t Look Away” and Canada’s Role", "“‘Don’t Look Away’ and Canada’s Role.”"),
    ("Canada’s Role", "“Canada’s Role.”"),
    ("The Survivors’ Voices of the ’90s", "“The Survivors’ Voices of the ’90s.”"),
    ("«\u00a0Plus Jamais\u00a0» and After", "“‘Plus Jamais’ and After.”"),
    ("“Never Again and After", "““Never Again and After.”"),
    ("Never Again” and After", "“Never Again” and After.”"),
    ("“Never ‘Again” and After", "“‘Never ‘Again’ and After.”"),
    ("5' 6\" Tall", "“5' 6\" Tall.”"),
]
FRENCH = [
    ("«\u00a0Plus jamais\u00a0» et après", "«\u00a0“Plus jamais” et après\u00a0»"),
    ("Après «\u00a0plus jamais\u00a0»", "«\u00a0Après “plus jamais”\u00a0»"),
    ("«\u202fPlus jamais\u202f» et après", "«\u00a0“Plus jamais” et après\u00a0»"),
    ("“Plus jamais” et après", "«\u00a0“Plus jamais” et après\u00a0»"),
    ("«\u00a0Le mot “jamais” ici\u00a0» et après", "«\u00a0“Le mot ‘jamais’ ici” et après\u00a0»"),
    ("L’aujourd’hui d’un «\u00a0jamais\u00a0»", "«\u00a0L’aujourd’hui d’un “jamais”\u00a0»"),
    ("«\u00a0Plus jamais et après", "«\u00a0«\u00a0Plus jamais et après\u00a0»"),
]
CASES = [("en", *case) for case in ENGLISH] + [("fr", *case) for case in FRENCH]


@pytest.mark.parametrize(("language", "title", "shown"), CASES)
def test_a_quotation_in_a_quoted_title_takes_the_inner_marks(language, title, shown):
    texts = {place: cited(title, language, *place) for place in QUOTED[language]}

    ends = {place: shown in text for place, text in texts.items()}
    assert ends == dict.fromkeys(QUOTED[language], True), texts


@pytest.mark.parametrize("language", ["en", "fr"])
def test_other_marks_stay_as_they_were_typed(language):
    typed = "“NEVER ‘AGAIN’” and «\u00a0JAMAIS\u00a0»"  # which no manual sets in other letters
    books = citations(ITEM | {"type": "book", "title": typed, "language": language}, language)

    assert [f"<i>{typed}</i>" in text for _manual, text in books] == [True] * len(MANUALS)
    for manual, text in citations(
        ITEM | {"type": "chapter", "title": "A", "container-title": "A “Book”", "language": language}, language
    ):
        assert ("A “Book”" in text, "The “Free” Press" in text, "’Neill" in text) == (True, True, True), manual


def test_a_title_of_marks_alone_and_a_very_long_one_are_set():
    for title in ("“”", "”“", "‘’", "«»", "'" * 50, '"' * 51, "“" * 3000, "“a” " * 5000):
        item = ITEM | {"type": "chapter", "title": title, "container-title": "A", "language": "en"}
        assert len(citations(item, "en")) == 3, json.dumps(title[:50])
