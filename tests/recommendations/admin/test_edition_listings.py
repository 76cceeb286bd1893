"""Staff find editions, sellers and library catalogues in lists that can be searched, narrowed and taken away."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.models import LibraryCatalogue
from tests.editing import errors_of
from tests.factories.people import organization
from tests.factories.recommendations import book_page, book_seller, edition, library_catalogue
from tests.migs_site.sample_pages import book_in

pytestmark = pytest.mark.django_db

EDITIONS = "/admin/snippets/recommendations/edition/"
SELLERS = "/admin/book_sellers/"
CATALOGUES = "/admin/snippets/recommendations/librarycatalogue/"


def listed(client, address: str, **query) -> list[list[str]]:
    """The rows of a listing, the words of each cell but the boxes to tick."""
    rows = BeautifulSoup(client.get(address, query).content, "html.parser").select("table.listing tbody tr")
    cells = [row.select("td") for row in rows]
    return [[" ".join(cell.get_text(" ").split()) for cell in row] for row in cells]


def isbns(client, **query) -> list[str]:
    return [number for row in listed(client, EDITIONS, **query) for number in row if number.startswith("978-")]


def sellers_of(client, **query) -> list[str]:
    return [row[0].split(" ")[0] for row in listed(client, SELLERS, **query)]


def exported(client, address: str) -> list[list[str]]:
    response = client.get(address, {"export": "csv"})
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


@pytest.mark.parametrize("typed", ["9780773538047", "978-0-7735-3804-7", "0-7735-3804-6", "press", "will TO"])
def test_an_edition_is_found_by_isbn_however_typed_by_imprint_and_by_title(staff, typed):
    edition(book_page())
    edition(book_page(slug="other", book_title="Other"), imprint="Other", isbn="978-0-306-40615-7")

    assert isbns(staff, q=typed) == ["978-0-7735-3804-7"]


def test_an_edition_leads_to_its_form(staff):
    stored = edition(book_page())

    link = BeautifulSoup(staff.get(EDITIONS).content, "html.parser").select_one("table.listing tbody a")

    assert link["href"] == f"{EDITIONS}edit/{stored.pk}/"
    assert link.get_text(strip=True) == "Mobilizing the Will to Intervene (English, 2010)"


@pytest.mark.parametrize("query", [{"language": "fr"}, {"format": "ebook"}, {"is_out_of_print": "true"}])
def test_editions_are_narrowed_by_language_format_and_print(staff, query):
    book = book_page()
    edition(book, language="fr", format="ebook", is_out_of_print=True)
    edition(book, isbn="978-0-306-40615-7")

    assert isbns(staff, **query) == ["978-0-7735-3804-7"]


def test_editions_are_exported(staff):
    edition(book_page(), price="32.95", currency="CAD", priced_on="2010-09")

    names, row = exported(staff, EDITIONS)

    assert dict(zip(names, row, strict=True))["Book"] == "Mobilizing the Will to Intervene"
    assert row[-5:] == ["978-0-7735-3804-7", "32.95", "CAD", "2010-09", "False"]


@pytest.mark.parametrize("address", [EDITIONS, SELLERS, CATALOGUES])
def test_an_export_holds_no_formula(staff, address):
    formula = '=HYPERLINK("https://evil.example.org")'
    stored = edition(book_page(book_title=formula), imprint=formula)
    book_seller(stored, organization(name_en=formula))
    library_catalogue(name_en=formula)

    cells = [cell for row in exported(staff, address) for cell in row]

    assert {cell[:2] for cell in cells if "HYPERLINK" in cell} == {"'="}


def test_a_seller_is_found_and_leads_to_its_edition(staff):
    stored = edition(book_page())
    book_seller(stored, organization(slug="shop", name_en="Shop"), country="CA", language="fr")
    book_seller(stored, organization(slug="press", name_en="Press"), address="https://press.example.org/")

    assert sellers_of(staff, q="shop") == ["Shop"]
    assert sellers_of(staff, q="press.example") == ["Press"]
    assert sellers_of(staff, country="CA") == sellers_of(staff, language="fr") == ["Shop"]
    assert sellers_of(staff) == ["Press", "Shop"]
    assert f'href="{EDITIONS}edit/{stored.pk}/"' in staff.get(SELLERS).content.decode()


def test_sellers_are_exported(staff):
    book_seller(edition(book_page()), organization(name_en="Shop"), country="CA")

    assert exported(staff, SELLERS) == [
        ["Seller", "Edition", "ISBN", "Country", "Language of the shop", "Address of the book at this seller"],
        [
            "Shop",
            "Mobilizing the Will to Intervene (English, 2010)",
            "978-0-7735-3804-7",
            "CA",
            "",
            "https://books.example.org/",
        ],
    ]


@pytest.mark.parametrize("address", [f"{SELLERS}new/", f"{SELLERS}edit/1/", f"{SELLERS}delete/1/"])
def test_sellers_have_no_forms_of_their_own(staff, address):
    book_seller(edition(book_page()), organization(), pk=1)

    assert staff.get(address).status_code == 404


QUERIES = {EDITIONS: 14, SELLERS: 15, CATALOGUES: 13}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_a_longer_list_asks_no_more(staff, address, number):
    book_in(number)
    for at in range(number):
        library_catalogue(slug=f"catalogue-{at}")
    staff.get(address)
    cache.clear()
    ContentType.objects.clear_cache()

    with CaptureQueriesContext(connection) as asked:
        rows = listed(staff, address)

    assert len(rows) == (number * number if address == SELLERS else number)
    assert len(asked) == QUERIES[address]


def enter(staff, **fields):
    given = {"name_en": "WorldCat", "name_fr": "", "slug": "worldcat", "address": "https://x.example.org/?q={isbn}"}
    return staff.post(f"{CATALOGUES}add/", given | fields)


def test_a_catalogue_is_entered(staff):
    response = enter(staff)

    assert errors_of(response) == []
    assert [catalogue.name for catalogue in LibraryCatalogue.objects.all()] == ["WorldCat"]


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example.org/",
        "https://x.example.org/?q={number}",
        "https://x.example.org/?q={isbn",
        "https://x.org/{}",
    ],
)
def test_an_address_without_a_place_for_the_isbn_or_title_is_refused_in_a_sentence(staff, address):
    response = enter(staff, address=address)

    assert errors_of(response) == [
        "Put {isbn} or {title} in the address where the catalogue expects them, with nothing else in braces."
    ]
    assert LibraryCatalogue.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "javascript:alert('{isbn}')"},
        {"address": "https://{isbn}.example.org/"},
        {"address": f"https://example.org/{{isbn}}{'x' * 500}"},
        {"address": "https://example.org/{isbn}\0"},
        {"address": "https://example.org/{isbn}\u202e"},
        {"name_en": "x" * 500},
        {"name_en": "A\0"},
        {"name_en": "A\u202e"},
        {"name_en": ""},
        {"slug": "a b"},
    ],
)
def test_what_no_catalogue_has_is_refused_and_nothing_is_written(staff, fields):
    response = enter(staff, **fields)

    assert list(response.context["form"].errors) == list(fields)
    assert LibraryCatalogue.objects.count() == 0
