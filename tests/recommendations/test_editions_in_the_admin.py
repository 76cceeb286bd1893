"""Editions are entered with their sellers in one form; what cannot be true is refused in a sentence."""

import pytest
from wagtail.test.utils.form_data import nested_form_data

from recommendations.models import BookSeller, Edition
from tests.editing import errors_of, rows, signed_in
from tests.factories.accounts import editor, user
from tests.factories.pages import translate
from tests.factories.people import organization
from tests.factories.recommendations import book_page, book_seller, edition

pytestmark = pytest.mark.django_db

EDITIONS = "/admin/snippets/recommendations/edition"
TWICE = "This seller is already in the list for this country."


@pytest.fixture
def staff():
    return signed_in(editor())


def form(book, /, **fields) -> dict:
    blank = {"format": "", "place_en": "", "place_fr": "", "pages": "", "sellers": rows()}
    given = {"book": book.pk, "language": "en", "imprint": "Test Press", "year": 2010, "isbn": ""}
    return nested_form_data(blank | given | fields)


def enter(staff, book, /, **fields):
    return staff.post(f"{EDITIONS}/add/", form(book, **fields))


def change(staff, stored, **fields):
    return staff.post(f"{EDITIONS}/edit/{stored.pk}/", form(stored.book, **fields))


def seller(organization, /, **fields) -> dict:
    return {
        "organization": organization.pk,
        "address": "https://x.example.org/",
        "country": "",
        "language": "",
    } | fields


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
        ("0-8044-2957-x", "978-0-8044-2957-3"),
        ("9791090636071", "979-10-90636-07-1"),
        ("", ""),
    ],
)
def test_an_isbn_is_kept_with_13_figures_and_hyphens_however_it_was_typed(staff, typed, kept):
    response = enter(staff, book_page(), isbn=typed)

    assert errors_of(response) == []
    assert Edition.objects.get().isbn == kept


MISTYPED = "The last figure of this ISBN does not match the others: look for a mistyped figure."
NO_ISBN = "An ISBN has 13 figures, or 10 in older books: copy it from the back of the book."


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
        ("9" * 500, "Ensure this value has at most 40 characters (it has 500)."),
    ],
)
def test_what_is_no_isbn_is_refused_in_a_sentence(staff, isbn, sentence):
    response = enter(staff, book_page(), isbn=isbn)

    assert errors_of(response) == [sentence]
    assert Edition.objects.count() == 0


def test_an_isbn_that_another_edition_has_is_refused_in_a_sentence(staff):
    book = book_page()
    edition(book, isbn="978-0-7735-3804-7")

    response = enter(staff, book, isbn="0-7735-3804-6")

    assert errors_of(response) == ["Another edition has this ISBN: each edition has one of its own."]
    assert Edition.objects.count() == 1


def test_two_editions_may_have_no_isbn(staff):
    book = book_page()
    edition(book, isbn="")

    response = enter(staff, book, isbn="")

    assert errors_of(response) == []
    assert Edition.objects.count() == 2


def test_the_french_page_of_a_book_is_refused_in_a_sentence(staff):
    response = enter(staff, translate(book_page()))

    assert errors_of(response) == ["Choose the English page of this book; the French page follows."]
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
        {"place_en": "x" * 500},
        {"language": "xx"},
        {"format": "scroll"},
        {"book": ""},
    ],
)
def test_what_no_edition_has_is_refused_and_nothing_is_written(staff, fields):
    response = enter(staff, book_page(), **fields)

    assert list(response.context["form"].errors) == list(fields)
    assert Edition.objects.count() == 0


def test_a_seller_twice_for_one_country_is_refused_in_a_sentence(staff):
    stored, shop = edition(book_page()), organization()

    response = change(staff, stored, sellers=rows(seller(shop, country="CA"), seller(shop, country="CA")))

    assert errors_of(response) == [TWICE]
    assert BookSeller.objects.count() == 0


def test_a_row_that_repeats_a_stored_seller_is_refused_in_a_sentence(staff):
    stored, shop = edition(book_page()), organization()
    old = book_seller(stored, shop)

    response = change(staff, stored, sellers=rows(seller(shop, id=old.pk), seller(shop)))

    assert errors_of(response) == [TWICE]
    assert BookSeller.objects.count() == 1


def test_a_seller_may_stand_once_for_each_country_and_in_each_edition(staff):
    book, shop = book_page(), organization()
    book_seller(edition(book, isbn=""), shop, country="CA")
    stored = edition(book)

    response = change(staff, stored, sellers=rows(seller(shop, country="CA"), seller(shop, country="US")))

    assert errors_of(response) == []
    assert [row.country for row in stored.sellers.all()] == ["CA", "US"]


def test_two_sellers_can_change_places(staff):
    stored, shop, press = edition(book_page()), organization(slug="shop"), organization(slug="press")
    first, second = book_seller(stored, shop, sort_order=0), book_seller(stored, press, sort_order=1)

    response = change(staff, stored, sellers=rows(seller(press, id=first.pk), seller(shop, id=second.pk)))

    assert errors_of(response) == []
    assert list(BookSeller.objects.order_by("pk").values_list("organization", flat=True)) == [press.pk, shop.pk]


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "x"},
        {"address": "javascript:alert(1)"},
        {"address": "https://example.org/\0"},
        {"address": f"https://example.org/{'x' * 500}"},
        {"country": "XX"},
        {"language": "xx"},
        {"organization": ""},
    ],
)
def test_what_no_seller_has_is_refused_and_nothing_is_written(staff, fields):
    stored = edition(book_page())

    response = change(staff, stored, sellers=rows(seller(organization(), **fields)))

    assert [list(errors) for errors in response.context["form"].formsets["sellers"].errors] == [list(fields)]
    assert BookSeller.objects.count() == 0


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
        "Not deleted: this is still named in Mobilizing the Will to Intervene (English, 2010). "
        "Remove it there first, or unpublish the page instead."
    ]
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("address", [f"{EDITIONS}/", f"{EDITIONS}/add/", "/admin/book_sellers/"])
def test_editions_and_sellers_are_for_those_who_keep_the_records(address):
    assert signed_in(editor()).get(address).status_code == 200
    assert signed_in(user(groups=["Donations"])).get(address)["Location"].startswith("/admin/")
