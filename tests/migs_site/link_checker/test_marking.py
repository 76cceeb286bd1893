"""What readers see of a link that is known to be dead: it stays, and words say so."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from migs_site.link_checker.marking import mark_dead_links
from migs_site.link_checker.models import Problem
from tests.factories import pages
from tests.factories.link_checker import NOON, broken_link, outside_link
from tests.factories.people import organization
from tests.factories.recommendations import book_page, book_seller, edition

pytestmark = pytest.mark.django_db

NOTE = "(this link did not work when last checked, 3 May 2026)"


def sellers_on(page) -> list[str]:
    soup = BeautifulSoup(Client().get(page.url).content, "html.parser")
    return [" ".join(item.get_text().split()) for item in soup.select(".sellers li")]


def book_sold_at(*addresses: str):
    book = book_page()
    sold = edition(book)
    for n, address in enumerate(addresses):
        book_seller(sold, organization(slug=f"shop-{n}", name_en=f"Shop {n}"), address=address)
    return book


def test_a_dead_link_is_marked_in_words_and_stays_a_link():
    broken_link("https://gone.example.org/?a=1&b='2'")
    book = book_sold_at("https://gone.example.org/?a=1&b='2'", "https://works.example.org/")

    assert sellers_on(book) == [f"Shop 0 {NOTE}", "Shop 1"]
    link = BeautifulSoup(Client().get(book.url).content, "html.parser").select_one(".sellers a")
    assert link["href"] == "https://gone.example.org/?a=1&b='2'"


def test_a_dead_link_is_marked_in_the_readers_language():
    broken_link()
    book = pages.translate(book_sold_at("https://gone.example.org/"))

    [seller] = sellers_on(book)

    assert (seller.startswith("Shop 0 ("), "3 mai 2026" in seller) == (True, True)


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"problem": Problem.SILENT, "failures": 2, "failing_since": NOON},
        {"problem": Problem.CLOSED_TO_PROGRAMS},
        {"moved_to": "https://new.example.org/"},
    ],
)
def test_a_link_that_is_not_known_to_be_dead_is_not_marked(known):
    outside_link(**known)

    assert sellers_on(book_sold_at("https://gone.example.org/")) == ["Shop 0"]


def test_a_dead_link_is_marked_wherever_it_stands():
    broken_link()
    page = pages.standard_page(body=[("text", '<p>Read <a href="https://gone.example.org/">this</a>, then that.</p>')])

    text = BeautifulSoup(Client().get(page.url).content, "html.parser").select_one("main p:-soup-contains(Read)")

    assert " ".join(text.get_text().split()) == f"Read this {NOTE}, then that."


@pytest.mark.parametrize(("broken", "offered"), [([], True), (["https://copy.example.org/?a=1&b=2"], False)])
def test_a_dead_link_leads_to_a_copy_of_its_page_that_works(broken, offered):
    for address in ["https://gone.example.org/", *broken]:
        broken_link(address)
    link = '<a href="https://gone.example.org/" data-copy="https://copy.example.org/?a=1&amp;b=2">Q&amp;A</a>'
    copy = (
        ' <a href="https://copy.example.org/?a=1&amp;b=2">Archived copy'
        '<span class="visually-hidden"> (Q&amp;A)</span></a>'
    )

    marked = mark_dead_links(link)

    assert marked == f'{link} <span class="dead-link">{NOTE}</span>{copy if offered else ""}'


def test_a_link_that_works_offers_no_copy():
    outside_link()
    link = '<a href="https://gone.example.org/" data-copy="https://copy.example.org/">A</a>'

    assert mark_dead_links(link) == link


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ('<p><a href="/en/">Home</a> and <a id="https://gone.example.org/">no link</a></p>', 0),
        ('<a href="https://works.example.org/">One</a>', 1),
        ('<a href="https://works.example.org/" data-copy="https://copy.example.org/">One</a>', 1),
        ('<a href="https://a.example.org/">1</a><a class="x" href="https://b.example.org/">2</a>' * 20, 1),
    ],
)
def test_all_links_of_a_page_cost_one_query_and_no_links_none(page, queries):
    with CaptureQueriesContext(connection) as asked:
        marked = mark_dead_links(page)

    assert (marked, len(asked)) == (page, queries)
