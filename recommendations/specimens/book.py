"""The book and its editions: sold, out of print, in several editions, with hardly a word and with far too many."""

from decimal import Decimal

from migs_site.base.samples import sample_page
from migs_site.styleguide.registry import states
from migs_site.styleguide.samples import cover_picture
from migs_site.styleguide.words import FIVE_WORDS, LONG_WORD, prose, say, title, words
from people.specimens.samples import person
from recommendations.models import Edition
from recommendations.specimens.samples import book, edition, sellers


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


PRICED = {"price": Decimal("32.95"), "currency": "CAD", "priced_on": "2001-09"}


def facts(**fields) -> dict:
    return {"edition": edition(**fields), "place": 1, "level": 2}


def found_in(number: int, length: int = 2) -> dict:
    found = [(f"{title(length)} {at}", "https://example.org/") for at in range(1, number + 1)]
    return {"libraries": found, "place": 1, "level": 2}


def printed(shops: int = 2, many: bool = False, **fields) -> dict:
    made = edition(sellers(shops), **fields)
    made.libraries = found_in(1)["libraries"]
    return {"edition": made, "place": 1, "many": many, "ask": sample_page("Contact")}


def one_book(authors: int = 1, shops: int = 1, **fields) -> dict:
    people = [person(*FIVE_WORDS) for _ in range(authors)]
    editions = [edition(sellers(shops, 6), isbn="978-0-306-40615-7", pages=400)]
    return {"page": book(editions, **fields), "authors": people, "editions": editions}


def book_in_three_editions() -> dict:
    hardcover = edition(sellers(6, 2, "CA", "US", ""), format=Edition.Format.HARDCOVER, isbn="978-0-306-40615-7")
    french = edition(sellers(2, 9, "FR"), language="fr", format=Edition.Format.PAPERBACK, year=2003, pages=412)
    ebook = edition(format=Edition.Format.EBOOK, imprint=title(9), year=2004, is_out_of_print=True)
    ebook.libraries = [(title(3), "https://example.org/")]
    editions = [hardcover, french, ebook]
    page = book(editions, buying_note=words(12), summary=summary(20))
    return {"page": page, "authors": [person()], "editions": editions, "ask": sample_page("Contact")}


def book_out_of_print() -> dict:
    gone = edition(isbn="978-0-306-40615-7", pages=400, is_out_of_print=True)
    gone.libraries = [(title(3), "https://example.org/")]
    return {"page": book([gone]), "authors": [person()], "editions": [gone], "ask": sample_page("Contact")}


def summary(length: int) -> list[tuple]:
    paragraphs = [("paragraph", prose(1, length)) for _ in range(12)]
    opening = ("heading", {"text": title(max(1, length // 8)), "anchor": "part"})
    message = (
        "key_message",
        {"claim": words(max(3, length // 4)), "explanation": prose(1, length), "anchor": "message"},
    )
    return [opening, *paragraphs[:6], message, *paragraphs[6:]]


def long_text(length: int) -> dict:
    return {"blocks": book(summary=summary(length)).digest, "prefix": "p"}


SPECIMENS = [
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
        one_line_each=facts,
        everything=lambda: facts(**EVERYTHING),
        long=lambda: facts(imprint=title(14), place_en=title(9), place_fr=title(9), language="cu"),
        without_isbn_10=lambda: facts(isbn="979-10-90636-07-1"),
        priced_in_a_month=lambda: facts(**PRICED),
        priced_on_a_day=lambda: facts(price=Decimal("1250"), currency="EUR", priced_on="2001-09-01"),
    ),
    *states(
        "components/edition.html",
        "content",
        alone=printed,
        among_others=lambda: printed(many=True, **EVERYTHING),
        no_seller=lambda: printed(0),
        out_of_print=lambda: printed(is_out_of_print=True, **EVERYTHING | PRICED),
    ),
    *states(
        "components/out_of_print.html",
        "text",
        libraries=lambda: found_in(2),
        libraries_and_contact=lambda: found_in(2) | {"ask": sample_page("Contact")},
        long=lambda: found_in(2, 14) | {"ask": sample_page("Contact"), "note": words(40)},
        contact_alone=lambda: found_in(0) | {"ask": sample_page("Contact")},
        empty=lambda: found_in(0),
    ),
    *states(
        "components/anchor_link.html",
        "text",
        default=lambda: {"anchor": "part", "words": title(6)},
        long=lambda: {"anchor": "part", "words": words(40)},
    ),
    *states(
        "components/part_title.html",
        "band",
        default=lambda: {"anchor": "part", "words": title(3)},
        former_anchor=lambda: {"anchor": "part", "words": title(14), "former": "former"},
    ),
    *states(
        "components/longform.html",
        "band",
        numbered=lambda: long_text(20) | {"numbers": True},
        plain=lambda: long_text(20),
        long=lambda: long_text(120) | {"numbers": True},
        empty=lambda: {"blocks": [], "prefix": "p"},
    ),
    *states(
        "components/book_parts.html",
        "text",
        default=lambda: {"book": book(summary=summary(20))},
        all_parts=lambda: {"book": book(summary=summary(20), executive_summary=summary(20)[:3])},
        long=lambda: {"book": book(summary=summary(120))},
        empty=lambda: {"book": book()},
    ),
    *states(
        "recommendations/book_page.html",
        "document",
        many_words=lambda: one_book(
            5,
            5,
            book_title=title(14),
            subtitle=title(18),
            introduction=prose(3, 90),
            summary=summary(120),
            buying_note=words(30),
        ),
        few_words=lambda: one_book(book_title="S", subtitle="", introduction=prose(1, 3), summary=summary(3)),
        cover_picture=lambda: one_book(cover=cover_picture()),
        three_editions=book_in_three_editions,
        out_of_print=book_out_of_print,
        empty=lambda: one_book(0, 0, subtitle="", introduction="") | {"editions": []},
    ),
]
