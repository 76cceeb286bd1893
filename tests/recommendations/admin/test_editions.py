"""Editions are entered with their sellers in one form; what cannot be true is refused in a sentence."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from recommendations.models import Edition
from tests.editing import errors_of, rows, signed_in
from tests.factories.accounts import editor, user
from tests.factories.pages import translate
from tests.factories.people import organization
from tests.factories.recommendations import book_page, edition
from tests.recommendations.admin.edition_forms import EDITIONS, change, enter, seller
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def book():
    return book_page()


def test_an_edition_is_entered_with_its_sellers_in_order(staff):
    book, shop, press = book_page(), organization(slug="shop"), organization(slug="press")

    response = enter(
        staff,
        book,
        format="paperback",
        isbn="9780773538047",
        sellers=rows(seller(shop, country="US", ORDER="2"), seller(press, country="CA", language="fr", ORDER="1")),
    )

    assert errors_of(response) == []
    made = Edition.objects.get()
    assert (made.book, made.format, made.isbn, made.sort_order) == (book, "paperback", "978-0-7735-3804-7", 1)
    assert [(row.organization, row.country, row.language) for row in made.sellers.all()] == [
        (press, "CA", "fr"),
        (shop, "US", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("978-0-7735-3804-7", "978-0-7735-3804-7"),
        (" 978 0 7735 3804 7 ", "978-0-7735-3804-7"),
        ("0773538046", "978-0-7735-3804-7"),
        ("ISBN-13: 978-0-7735-3804-7", "978-0-7735-3804-7"),
        ("isbn 978\u20110\u20117735\u20113804\u20117", "978-0-7735-3804-7"),
        ("0-8044-2957-x", "978-0-8044-2957-3"),
        ("9791090636071", "979-10-90636-07-1"),
        ("", ""),
    ],
)
def test_an_isbn_is_kept_with_13_figures_and_hyphens_however_it_was_typed(staff, book, typed, kept):
    response = enter(staff, book, isbn=typed)

    assert errors_of(response) == []
    assert Edition.objects.get().isbn == kept


MISTYPED = "Enter a valid ISBN. The last digit does not match the others, so one may be mistyped."
NO_ISBN = "Enter a valid ISBN: 13 digits, or 10 for older books, as printed on the back of the book."


@pytest.mark.parametrize(
    ("isbn", "sentence"),
    [
        ("978-0-7735-3804-8", MISTYPED),
        ("0-7735-3804-7", MISTYPED),
        ("978-0-7735-3804", NO_ISBN),
        ("977-0-7735-3804-8", NO_ISBN),
        ("ISBN", NO_ISBN),
        ("978-0-7735-3804-7\u202e", NO_ISBN),
        ("٩٧٨٠٧٧٣٥٣٨٠٤٧", NO_ISBN),
        ("978-0-7735-3804-7\0", "Null characters are not allowed."),
        ("9" * 500, "Ensure this value has at most 200 characters (it has 500)."),
    ],
)
def test_what_is_no_isbn_is_refused_in_a_sentence(staff, book, isbn, sentence):
    response = enter(staff, book, isbn=isbn)

    assert errors_of(response) == [sentence]
    assert Edition.objects.count() == 0


def test_an_isbn_that_another_edition_has_is_refused_in_a_sentence(staff, book):
    edition(book, isbn="978-0-7735-3804-7")

    response = enter(staff, book, isbn="0-7735-3804-6")

    assert errors_of(response) == ["Another edition already has this ISBN. Each edition has its own."]
    assert Edition.objects.count() == 1


def test_two_editions_may_have_no_isbn(staff, book):
    edition(book, isbn="")

    response = enter(staff, book, isbn="")

    assert errors_of(response) == []
    assert Edition.objects.count() == 2


def test_the_french_page_of_a_book_is_refused_in_a_sentence(staff):
    french = translate(book_page())

    response = enter(staff, french)

    assert errors_of(response) == [f"Choose the English page of “{french.title}”. The French page will follow."]
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"year": "1799"},
        {"year": "20100"},
        {"year": "x"},
        {"pages": "0"},
        {"pages": "99999"},
        {"imprint": ""},
        {"imprint": "x" * 500},
        {"imprint": "A\0"},
        {"imprint": "A\u202e"},
        {"place_fr": "A\u202e"},
        {"place_en": "x" * 500},
        {"language": "xx"},
        {"format": "scroll"},
        {"book": ""},
    ],
)
def test_what_no_edition_has_is_refused_and_nothing_is_written(staff, book, fields):
    response = enter(staff, book, **fields)

    assert list(response.context["form"].errors) == list(fields)
    assert Edition.objects.count() == 0


PRICE = {"price": "32.95", "currency": "CAD", "priced_on": "2010-09"}


def test_a_price_is_entered_with_its_currency_and_date(staff, book):
    response = enter(staff, book, **PRICE)

    assert errors_of(response) == []
    assert list(Edition.objects.values_list("price", "currency", "priced_on")) == [(Decimal("32.95"), "CAD", "2010-09")]


@pytest.mark.parametrize("missing", PRICE)
def test_a_price_without_its_currency_or_date_is_refused_in_a_sentence(staff, book, missing):
    response = enter(staff, book, **PRICE | {missing: ""})

    assert errors_of(response) == ["Enter the price with its currency and date, or leave all three empty."]
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": "-1"},
        {"price": "1e99"},
        {"price": "NaN"},
        {"price": "x"},
        {"currency": "XXX"},
        {"priced_on": "2010-13"},
        {"priced_on": "September 2010"},
        {"priced_on": "2010\0"},
        {"priced_on": "9" * 500},
    ],
)
def test_what_is_no_price_is_refused_and_nothing_is_written(staff, book, wrong):
    response = enter(staff, book, **PRICE | wrong)

    assert next(iter(wrong)) in response.context["form"].errors
    assert Edition.objects.count() == 0


def test_every_change_of_an_edition_is_in_its_history(staff):
    stored = edition(book_page())

    change(staff, stored, imprint="Second Press")
    change(staff, stored, imprint="Third Press")

    kept = [revision.content["imprint"] for revision in stored.revisions.order_by("created_at")]
    assert kept == ["Second Press", "Third Press"]
    assert staff.get(f"{EDITIONS}/history/{stored.pk}/").status_code == 200


def test_a_book_with_editions_is_not_deleted_and_the_reason_is_said(staff):
    stored = edition(book_page())

    response = staff.post(f"/admin/pages/{stored.book_id}/delete/", {"next": ""}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Not deleted: this is still used in Mobilizing the Will to Intervene (English, 2010). Remove it there "
        "first, or unpublish the page instead."
    ]
    assert Edition.objects.count() == 1


def test_the_form_of_a_book_leads_to_its_editions(staff):
    stored = edition(book_page())

    page = BeautifulSoup(staff.get(f"/admin/pages/{stored.book_id}/edit/").content, "html.parser")

    links = page.select('a[href^="/admin/snippets/recommendations/edition/"]')
    places = {link["href"]: link.get_text(strip=True) for link in links if link.find_parent("form")}
    assert places == {
        f"{EDITIONS}/edit/{stored.pk}/": "English, 2010",
        f"{EDITIONS}/add/": "Add an edition",
    }


@pytest.mark.parametrize("address", [f"{EDITIONS}/", f"{EDITIONS}/add/", "/admin/book_sellers/"])
def test_editions_and_sellers_are_for_those_who_keep_the_records(address):
    assert signed_in(editor()).get(address).status_code == 200
    assert signed_in(user(groups=["Donations"])).get(address)["Location"].startswith("/admin/")
