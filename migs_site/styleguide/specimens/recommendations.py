"""Recommendations and the book."""

import functools

from migs_site.styleguide.records import (
    DAY,
    FIVE_WORDS,
    addressee,
    book,
    cover_picture,
    docket,
    edition,
    person,
    recommendation,
    sellers,
    set_of_recommendations,
)
from migs_site.styleguide.specimens.specimen import states
from migs_site.styleguide.words import LONG_WORD, say, title, words
from recommendations.models import Edition, RecommendationPage

Status = RecommendationPage.Status


def entry(number: int = 1, length: int = 14, **fields) -> dict:
    return {"entry": recommendation(number, length, **fields)}


def entangled() -> dict:
    """An entry that needs two others, and that two others need."""
    made = entry()
    made["entry"].needs = [recommendation(number) for number in (2, 3)]
    made["entry"].needed_by = [recommendation(number) for number in (4, 5)]
    return made


def one_long_word() -> dict:
    made = entry()
    made["entry"].statement = LONG_WORD
    return made


def depends(*lengths: int, note: str = "") -> dict:
    """Recommendations of so many words each, that another rests on."""
    entries = [recommendation(number, length) for number, length in enumerate(lengths, start=9)]
    return {"title": say("Depends on", "Repose sur"), "anchor": "depends", "entries": entries, "note": note}


def long_addressee():
    made = addressee()
    made.name_en = made.name_fr = title(14)
    return made


def shops(number: int, length: int = 2, *countries: str, language: str = "") -> dict:
    """Sellers of an edition under their countries."""
    sold_by = sellers(number, length, *countries)
    for seller in sold_by:
        seller.language = language
    return {"groups": edition(sold_by).sellers_by_country, "place": 1, "level": 2}


EVERYTHING = {
    "format": Edition.Format.PAPERBACK,
    "place_en": "Sampletown",
    "place_fr": "Exempleville",
    "pages": 400,
    "isbn": "978-0-306-40615-7",
}


def facts(**fields) -> dict:
    return {"edition": edition(**fields), "place": 1, "level": 2}


def printed(shops: int = 2, many: bool = False, **fields) -> dict:
    return {"edition": edition(sellers(shops), **fields), "place": 1, "many": many}


def launch(**fields) -> dict:
    return {"set": set_of_recommendations(**fields)}


SPECIMENS = [
    *states(
        "components/docket.html",
        "band",
        one=lambda: {"groups": docket(1)},
        thirteen=lambda: {"groups": docket(13)},
        with_status=lambda: {"groups": docket(4), "status": True},
        empty=lambda: {"groups": []},
    ),
    *states(
        "components/docket_entry.html",
        "docket",
        default=entry,
        same_addressee=lambda: entry() | {"again": True},
        with_status=lambda: entry() | {"status": True},
        needs_and_is_needed=entangled,
        eighty_words=lambda: entry(13, 80) | {"status": True},
        three_words=lambda: entry(2, 3),
        long_addressee=lambda: entry(to=long_addressee()),
        one_long_word=one_long_word,
    ),
    *states(
        "components/depends.html",
        "main",
        one=lambda: depends(12),
        many=lambda: depends(12, 6, 30),
        with_note=lambda: depends(12, note=words(40)),
        eighty_words=lambda: depends(80),
        three_words=lambda: depends(3),
    ),
    *states(
        "components/made_public.html",
        "margin",
        day_and_place=lambda: launch(launched_on=DAY, launched_at=say("Sample Hall", "Salle d’exemple")),
        day_alone=lambda: launch(launched_on=DAY),
        long_place=lambda: launch(launched_on=DAY, launched_at=f"{title(14)} {LONG_WORD}"),
        empty=launch,
    ),
    *states(
        "components/status.html",
        "text",
        **{status.value: functools.partial(dict, status=status.value, label=status.label) for status in Status},
    ),
    *states(
        "components/cover.html",
        "margin",
        typeset=lambda: {"book": book()},
        typeset_with_authors=lambda: {"book": book(), "authors": [person(), person("Alex", "Example")]},
        picture=lambda: {"book": book(cover=cover_picture())},
        other_language=lambda: {
            "book": book([edition(language=say("fr", "en"))], book_title=say("Le livre d’exemple", "The Sample Book"))
        },
        long=lambda: {
            "book": book(book_title=title(14), subtitle=title(18)),
            "authors": [person(*FIVE_WORDS) for _ in range(4)],
        },
        one_long_word=lambda: {"book": book(book_title=LONG_WORD, subtitle=LONG_WORD)},
        one_letter=lambda: {"book": book(book_title="S", subtitle="")},
    ),
    *states(
        "components/book_teaser.html",
        "band",
        default=lambda: {"book": book(), "message": None},
        with_message=lambda: {"book": book(), "message": {"claim": words(12)}},
        long=lambda: {"book": book(book_title=title(14), subtitle=title(18)), "message": {"claim": words(40)}},
        one_long_word=lambda: {"book": book(book_title=LONG_WORD, subtitle=""), "message": {"claim": LONG_WORD}},
    ),
    *states(
        "components/sellers.html",
        "text",
        one=lambda: shops(1),
        many=lambda: shops(6),
        by_country=lambda: shops(6, 2, "CA", "US", ""),
        one_country=lambda: shops(2, 2, "CA"),
        in_other_languages=lambda: shops(2, 2, "FR", language="es"),
        with_note=lambda: shops(2) | {"note": words(12)},
        long_names=lambda: shops(3, 14, "GB", "GS") | {"note": words(40)},
        empty=lambda: shops(0),
    ),
    *states(
        "components/edition_facts.html",
        "text",
        one_line_each=lambda: facts(),
        everything=lambda: facts(**EVERYTHING),
        long=lambda: facts(imprint=title(14), place_en=title(9), place_fr=title(9), language="cu"),
        without_isbn_10=lambda: facts(isbn="979-10-90636-07-1"),
    ),
    *states(
        "components/edition.html",
        "matter",
        alone=lambda: printed(),
        among_others=lambda: printed(many=True, **EVERYTHING),
        no_seller=lambda: printed(0),
    ),
]
