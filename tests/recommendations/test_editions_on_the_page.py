"""The public page of a book: where to find each edition, and what it is, in the reader's language."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from recommendations.models import Edition
from tests.factories.pages import contact_page, home_page, translate
from tests.factories.people import organization
from tests.factories.recommendations import book_page, book_seller, edition, library_catalogue

pytestmark = pytest.mark.django_db


def both(page) -> list[BeautifulSoup]:
    """The English and the French page as visitors get them."""
    return [read(page.url), read(translate(page).url)]


def read(address: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get(address).content, "html.parser").main


def texts(part, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in part.select(selector)]


def facts(part) -> dict[str, str]:
    return dict(zip(texts(part, ".facts dt"), texts(part, ".facts dd"), strict=True))


def sell(stored, *countries: str) -> None:
    """One seller for each country, in this order, each named for its place in it."""
    for order, country in enumerate(countries):
        shop = organization(slug=f"shop-{order}", name_en=f"Shop {order}")
        book_seller(stored, shop, country=country, sort_order=order)


def lists(part) -> list[list[str]]:
    return [texts(group, "a") for group in part.select(".sellers__list")]


def test_sellers_stand_under_their_countries_in_the_order_of_staff():
    book = book_page()
    sell(edition(book), "US", "CA", "", "US")

    english, french = both(book)

    assert texts(english, ".sellers__country") == ["United States", "Canada", "All countries"]
    assert texts(french, ".sellers__country") == ["États-Unis", "Canada", "Tous les pays"]
    assert lists(english) == lists(french) == [["Shop 0", "Shop 3"], ["Shop 1"], ["Shop 2"]]


def test_sellers_for_every_country_need_no_word_about_it_where_there_are_no_others():
    book = book_page()
    sell(edition(book), "", "")

    english, _french = both(book)

    assert texts(english, ".sellers__country") == []
    assert lists(english) == [["Shop 0", "Shop 1"]]


def test_a_shop_in_another_language_than_the_readers_says_so():
    book = book_page()
    book_seller(edition(book), organization(), language="fr")

    english, french = both(book)

    assert texts(english, ".sellers__language") == ["in French"]
    assert texts(french, ".sellers__language") == []
    assert english.select_one(".sellers__list a")["hreflang"] == "fr"


def test_where_a_visitor_comes_from_changes_nothing():
    book = book_page()
    sell(edition(book), "CA", "US")

    pages = [
        Client().get(book.url, headers={"Accept-Language": language, "CF-IPCountry": country})
        for language, country in [("en-CA", "CA"), ("en-US", "US"), ("fr-FR", "FR")]
    ]

    assert len({page.content for page in pages}) == 1


def test_the_facts_of_an_edition_are_listed_in_both_languages():
    book = book_page()
    fields = {"place_en": "Montreal", "place_fr": "Montréal", "pages": 191, "format": Edition.Format.PAPERBACK}
    edition(book, price="1232.95", currency="CAD", priced_on="2010-09", **fields)

    english, french = both(book)

    assert facts(english) == {
        "Publisher": "Test University Press, Montreal",
        "Year": "2010",
        "Pages": "191",
        "ISBN": "978-0-7735-3804-7 ISBN-10 0-7735-3804-6",
        "Language": "English",
        "Format": "Paperback",
        "Price": "1,232.95 CAD (September 2010)",
    }
    assert list(facts(french).values()) == [
        "Test University Press, Montréal",
        "2010",
        "191",
        "978-0-7735-3804-7 ISBN-10 0-7735-3804-6",
        "Anglais",
        "Livre broché",
        "1 232,95 CAD (septembre 2010)",
    ]


def test_what_is_not_known_of_an_edition_has_no_line():
    book = book_page()
    edition(book, isbn="979-10-90636-07-1")

    english, _french = both(book)

    assert facts(english) == {
        "Publisher": "Test University Press",
        "Year": "2010",
        "ISBN": "979-10-90636-07-1",
        "Language": "English",
    }


def test_one_edition_has_no_heading_and_several_have_one_each_in_the_order_of_staff():
    book = book_page(buying_note="Ask your bookshop.")
    edition(book, sort_order=2, format=Edition.Format.PAPERBACK)
    alone, _french = both(book)
    edition(book, sort_order=1, isbn="", language="fr", year=2012)

    several = read(book.url)

    assert texts(alone, ".edition__name") == []
    assert texts(several, ".edition__name") == ["French, 2012", "Paperback, English, 2010"]
    assert texts(alone, ".sellers__note") == ["No seller is listed yet.", "Ask your bookshop."]
    assert texts(several, ".book-head__buy > .sellers__note") == ["Ask your bookshop."]


def test_an_edition_out_of_print_leads_to_libraries_and_to_the_institute_and_to_no_seller():
    book, contact = book_page(book_title="Will & Power"), contact_page()
    stored = edition(book, is_out_of_print=True)
    sell(stored, "CA")
    library_catalogue(name_en="By number", name_fr="Par numéro", address="https://a.example.org/?q={isbn}")
    library_catalogue(slug="b", name_en="By title", address="https://b.example.org/?t={title}")

    english, french = both(book)

    links = [(link["href"], link.get_text()) for link in english.select(".sellers__list a")]
    assert links == [
        ("https://a.example.org/?q=9780773538047", "Search By number"),
        ("https://b.example.org/?t=Will%20%26%20Power", "Search By title"),
        (contact.url, "Ask the institute about a copy"),
    ]
    assert texts(english, ".edition h2") == ["Out of print", "The edition"]
    assert texts(french, ".sellers__list a")[0] == "Chercher dans Par numéro"


def test_a_catalogue_that_asks_for_an_isbn_is_left_out_where_there_is_none():
    book = book_page()
    edition(book, isbn="", is_out_of_print=True)
    library_catalogue(address="https://a.example.org/?q={isbn}&t={title}")

    english, _french = both(book)

    assert lists(english) == []
    assert texts(english, ".sellers__note") == ["This edition is no longer sold new."]


def test_without_a_seller_the_page_says_so_and_whom_to_ask():
    book, contact = book_page(), contact_page()
    edition(book)

    english, french = both(book)

    assert english.select_one(".sellers__note a")["href"] == contact.url
    assert french.select(".sellers__note a") == []  # the contact page has no French


def test_a_book_without_an_edition_is_shown_and_so_is_its_teaser():
    book, home = book_page(subtitle=""), home_page()
    home.book_page = book
    home.save_revision().publish()

    english, french = both(book)

    assert [part.select(".edition") for part in (english, french)] == [[], []]
    assert texts(read(home.url), ".book-teaser .prose > p")[0] == "Mobilizing the Will to Intervene ."


def test_a_teaser_names_the_first_edition():
    book, home = book_page(subtitle=""), home_page()
    edition(book, sort_order=1, isbn="", year=2012)
    edition(book, sort_order=0, language="fr")
    home.book_page = book
    home.save_revision().publish()

    teaser = read(home.url).select_one(".book-teaser")

    assert texts(teaser, ".prose > p")[0] == "Mobilizing the Will to Intervene . Test University Press, 2010."
    assert teaser.cite["lang"] == "fr"
