"""The form of an edition, as an editor sends it."""

from wagtail.test.utils.form_data import nested_form_data

from tests.editing import rows

EDITIONS = "/admin/snippets/recommendations/edition"


def form(book, /, **fields) -> dict:
    empty = dict.fromkeys(["format", "place_en", "place_fr", "pages", "price", "currency", "priced_on"], "")
    given = {"book": book.pk, "language": "en", "imprint": "Test Press", "year": 2010, "isbn": ""}
    return nested_form_data(empty | {"sellers": rows()} | given | fields)


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
