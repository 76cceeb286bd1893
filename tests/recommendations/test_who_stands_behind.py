"""Who signed this, and what did this person sign: both lead to the roster of the day."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from recommendations.contributions import contributions
from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import contact_details, translate
from tests.factories.people import group_page, membership, person_page
from tests.factories.recommendations import (
    authorship,
    backing,
    book_page,
    edition,
    progress_entry,
    recommendation,
    recommendation_set,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2009, 9, 22)


def titles(person):
    books, sets = contributions(person)
    return [book.book_title for book in books], [each.title for each in sets]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "stands"),
    [
        ("", "", True),
        ("2009-09-22", "2009-09-22", True),
        ("2009", "2009", True),
        ("2009-09", "2009-09", True),
        ("2009-09-23", "", False),
        ("", "2009-09-21", False),
        ("2009-10", "", False),
        ("", "2009-08", False),
        ("", "2008", False),
    ],
)
def test_a_person_stands_behind_what_their_group_stood_behind_while_they_served(starts_on, ends_on, stands):
    group, stein = group_page(), person_page()
    membership(group, stein, starts_on=starts_on, ends_on=ends_on)
    backing(recommendation_set(launched_on=DAY), group)

    assert titles(stein) == ([], ["To Canada"] if stands else [])


def test_an_author_stands_behind_the_book_and_the_sets_that_it_is_the_source_of():
    stein, book = person_page(), book_page()
    authorship(book, stein)
    recommendation_set(source=book)
    recommendation_set(title="To others", slug="others")

    assert titles(stein) == (["Mobilizing the Will to Intervene"], ["To Canada"])
    shown = Client().get(stein.url).content.decode()
    assert [word in shown for word in ("Contributions", "Mobilizing the Will to Intervene", "To Canada")] == [True] * 3


def test_a_french_page_leads_to_french_pages_where_they_are():
    stein, book = person_page(), book_page()
    authorship(book, stein)
    recommendation_set(source=book)
    french = translate(book)

    books, sets = contributions(translate(stein))

    assert ([page.pk for page in books], [page.title for page in sets]) == ([french.pk], ["To Canada"])


def test_an_editor_names_the_groups_and_the_set_leads_to_their_rosters_of_the_day():
    canada, group = recommendation_set(launched_on=DAY), group_page(title="Research Steering Committee")

    response = edit(signed_in(editor()), canada, backings=rows({"group": group.pk, "ORDER": ""}))

    assert errors_of(response) == []
    for page in (canada, translate(canada)):
        assert f'href="{group.url}?on=2009-09-22"' in Client().get(page.url).content.decode()


def test_a_name_without_a_page_on_the_site_is_no_link(client):
    contact_details()
    gone, book = person_page(), book_page()
    edition(book)
    authorship(book, gone)
    first = recommendation(recommendation_set())
    progress_entry(first, assessed_by=gone)
    address = gone.url
    gone.unpublish()

    for page in (book, first):
        document = BeautifulSoup(client.get(page.url).content, "html.parser")

        assert "Janice Gross Stein" in document.main.get_text()
        assert [link["href"] for link in document.main.select("a") if address in link["href"]] == []
        assert [text for text in document.find("script", type="application/ld+json") if address in text] == []


def test_a_french_page_of_a_group_is_refused_because_nobody_serves_there():
    canada, french = recommendation_set(), translate(group_page())

    response = edit(signed_in(editor()), canada, backings=rows({"group": french.pk, "ORDER": "1"}))

    assert errors_of(response) == [f"Choose the English page of “{french.title}”. The French page will follow."]
    assert canada.backings.count() == 0
