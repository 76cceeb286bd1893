"""Sellers are entered in the form of their edition, once for each country."""

import pytest

from recommendations.models import BookSeller
from tests.editing import errors_of, rows
from tests.factories.people import organization
from tests.factories.recommendations import book_page, book_seller, edition
from tests.recommendations.admin.edition_forms import change, seller

pytestmark = pytest.mark.django_db

TWICE = "This seller is already in the list for this country."


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
        {"address": "https://example.org/\u202egro"},
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
