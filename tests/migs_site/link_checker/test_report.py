"""The report on links to other sites: which do not work, where they stand, since when."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from migs_site.link_checker.models import Problem
from tests.editing import signed_in
from tests.factories.accounts import editor, user
from tests.factories.link_checker import NOON, broken_link, outside_link
from tests.factories.people import organization, person_page
from tests.factories.recommendations import book_page, book_seller, edition

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/outside-links/"


def table(response) -> list[list[str]]:
    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]


def addresses(query: str = "") -> list[str]:
    return [row[0] for row in table(signed_in(editor(f"e{query}@example.org")).get(REPORT + query))]


def test_the_report_says_where_a_broken_link_stands_what_is_wrong_and_since_when():
    trust = organization(website="https://gone.example.org/")
    sold = edition(book_page())
    book_seller(sold, trust, address="https://gone.example.org/")
    person = person_page(links=[("link", {"text": "Page", "address": "https://gone.example.org/"})])
    broken_link("https://gone.example.org/")

    response = signed_in(editor()).get(REPORT)

    [[address, places, state, problem, since, _looked]] = table(response)
    assert address == "https://gone.example.org/"
    assert places == "Aegis Trust (organization) Aegis Trust (seller) Janice Gross Stein (person)"
    assert (state, problem, since) == ("Broken", "The site reports that this page does not exist.", "3 May 2026")
    links = BeautifulSoup(response.content, "html.parser").select("table.listing tbody td:nth-child(2) a")
    assert [link["href"] for link in links] == [
        f"/admin/snippets/people/organization/edit/{trust.pk}/",
        f"/admin/snippets/recommendations/edition/edit/{sold.pk}/",
        f"/admin/pages/{person.pk}/edit/",
    ]


def test_a_link_that_was_mended_today_stands_nowhere_any_more():
    broken_link()

    [[_address, places, *_others]] = table(signed_in(editor()).get(REPORT))

    assert places == "No longer used: it will leave this report tonight."


def one_of_each() -> None:
    outside_link("https://works.example.org/")
    outside_link("https://moved.example.org/", moved_to="https://new.example.org/")
    outside_link("https://closed.example.org/", problem=Problem.CLOSED_TO_PROGRAMS)
    outside_link("https://weak.example.org/", problem=Problem.SILENT, failures=1, failing_since=NOON)
    broken_link("https://gone.example.org/")


def test_broken_links_come_first_and_those_that_work_not_at_all():
    one_of_each()

    assert addresses() == [
        "https://gone.example.org/",
        "https://weak.example.org/",
        "https://closed.example.org/",
        "https://moved.example.org/",
    ]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?state=broken", "gone"),
        ("?state=failing", "weak"),
        ("?state=unknown", "closed"),
        ("?state=moved", "moved"),
        ("?q=weak", "weak"),
    ],
)
def test_staff_filter_by_state_and_search_by_address(query, name):
    one_of_each()

    assert addresses(query) == [f"https://{name}.example.org/"]


@pytest.mark.parametrize("query", ["?state=nonsense", "?p=99", "?ordering=address;--"])
def test_a_query_that_makes_no_sense_is_answered_all_the_same(query):
    one_of_each()

    assert signed_in(editor()).get(REPORT + query).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_longer_report_asks_no_more(number):
    for n in range(number):
        address = f"https://gone.example.org/{n}"
        organization(slug=f"body-{n}", website=address)
        person_page(surname=f"Stein {n}", links=[("link", {"text": "Page", "address": address})])
        broken_link(address)
    staff = signed_in(editor())
    staff.get(REPORT)
    ContentType.objects.clear_cache()

    with CaptureQueriesContext(connection) as asked:
        assert len(table(staff.get(REPORT))) == number

    assert len(asked) == 18


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_holds_what_the_report_shows_and_no_formula(kind):
    organization(name_en='=HYPERLINK("https://evil.example.org")', website="https://gone.example.org/")
    broken_link("https://gone.example.org/")

    [heads, row] = exported(signed_in(editor()).get(f"{REPORT}?export={kind}"), kind)

    harmless = "'" if kind == "csv" else ""
    assert heads == ["Address", "Found on", "State", "Problem", "Since", "Last checked"]
    assert row == [
        "https://gone.example.org/",
        f'{harmless}=HYPERLINK("https://evil.example.org") (organization)',
        "Broken",
        "The site reports that this page does not exist.",
        "2026-05-03",
        "2026-05-03",
    ]


def exported(response, kind: str) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())
    assert {cell.data_type for row in rows for cell in row} == {"s"}
    return [[cell.value for cell in row] for row in rows]


def test_only_those_who_can_mend_links_read_the_report():
    broken_link()

    assert Client().get(REPORT)["Location"].startswith("/admin/login/")
    treasurer = signed_in(user(groups=["Donations"]))
    assert (treasurer.get(REPORT)["Location"], "outside-links" in treasurer.get("/admin/").text) == ("/admin/", False)
    assert REPORT in signed_in(editor()).get("/admin/").text
