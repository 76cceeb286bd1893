"""From a recommendation to what else is asked of its addressee, and to the copy of a source that is gone."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.link_checker import broken_link
from tests.factories.pages import translate
from tests.factories.recommendations import (
    addressee,
    progress_entry,
    progress_page,
    progress_source,
    recommendation,
    recommendation_index,
    recommendation_set,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """The progress page, and the second of two recommendations, to two addressees; the first has French."""
    canada = recommendation_set()
    minister = addressee(slug="minister", name_en="Minister", name_fr="Ministre", kind="office")
    first = recommendation(canada, number=1, statement="Make prevention a priority.")
    second = recommendation(canada, number=2, statement="Write procedures.", addressee=minister)
    page = progress_page()
    translate(first)
    translate(page)
    return page, second


def soup(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def french_of(page):
    return page.get_translations().get().specific


def test_lists_and_recommendations_lead_to_all_that_is_asked_of_an_addressee(client, table):
    page, second = table
    parliament, minister = (f"{page.url}addressees/{slug}/" for slug in ("parliament", "minister"))

    shown = [soup(client, at) for at in (recommendation_index().url, second.get_parent().url, second.url)]

    assert [link["href"] for link in shown[0].select(".recommendation-list__to b a")] == [parliament, minister]
    assert [link["href"] for link in shown[1].select(".recommendation-list__to b a")] == [parliament, minister]
    assert shown[2].select_one(".rec-head__facts a")["href"] == minister


def test_french_leads_to_the_french_list_of_an_addressee(client, table):
    page, second = table
    french = french_of(second.get_parent())

    [link] = soup(client, french.url).select(".recommendation-list__to b a")

    assert link["href"] == f"{french_of(page).url}destinataires/parliament/"


def test_without_a_progress_page_the_addressee_is_no_link(client, table):
    page, second = table
    page.unpublish()

    shown = [soup(client, at) for at in (recommendation_index().url, second.get_parent().url, second.url)]

    assert [len(each.select(".recommendation-list__to b a")) for each in shown] == [0, 0, 0]
    assert shown[2].select_one(".rec-head__facts dd").decode() == "<dd>Minister</dd>"


def test_the_table_leads_to_the_copy_of_a_source_that_is_gone(client, table):
    page, second = table
    source = progress_source(address="https://gone.example.org/", archive_address="https://copy.example.org/1")
    progress_entry(second, sources=[source])
    whole = soup(client, page.url).select("tbody tr:-soup-contains('procedures') td:last-child a")
    broken_link()

    gone = soup(client, page.url).select("tbody tr:-soup-contains('procedures') td:last-child a")

    assert [link["href"] for link in whole] == ["https://gone.example.org/"]
    assert [link["href"] for link in gone] == ["https://gone.example.org/", "https://copy.example.org/1"]
