"""However many recommendations there are, a page shows some of them and leads to the others."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.recommendations import dependency, recommendation, recommendation_index, recommendation_set
from tests.worlds import world

pytestmark = pytest.mark.django_db


def soup(client, address: str, **query) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, query).content, "html.parser")


def numbers(page: BeautifulSoup) -> list[int]:
    return [int(tag.get_text()) for tag in page.select(".recommendation-list__no")]


@world
def long_set():
    made = recommendation_set()
    for number in range(1, 53):
        recommendation(made, number=number)
    return made


def test_the_page_of_all_sets_shows_the_first_of_each_and_leads_to_the_others(client, long_set):
    recommendation(recommendation_set(title="To others", slug="others"), number=1)

    page = soup(client, recommendation_index().url)

    assert numbers(page) == [*range(1, 21), 1]
    more = [link for link in page.select(".l-part > p.l-content a") if link.get_text().startswith("All")]
    assert [(link["href"], link.get_text()) for link in more] == [(long_set.url, "All 52 of “To Canada”")]


def test_a_long_set_is_paged(client, long_set):
    assert numbers(soup(client, long_set.url)) == list(range(1, 51))
    assert numbers(soup(client, long_set.url, page="2")) == [51, 52]


def test_a_recommendation_leads_to_its_thirty_neighbours_on_each_side(client, long_set):
    page = soup(client, f"{long_set.url}40/")

    shown = [link["href"].removeprefix(long_set.url).strip("/") for link in page.select(".thumb-index a")]
    assert shown == [*map(str, range(10, 53)), ""]
    assert [link["href"] for link in page.select(".previous-and-next a")] == [
        f"{long_set.url}39/",
        f"{long_set.url}41/",
    ]


def test_what_a_recommendation_rests_on_is_shown_wherever_that_stands(client, long_set):
    fiftieth = long_set.get_children().get(slug="50").specific
    elsewhere = recommendation(recommendation_set(title="To others", slug="others"), number=3)
    dependency(fiftieth, long_set.get_children().get(slug="1").specific)
    dependency(fiftieth, elsewhere)

    page = soup(client, fiftieth.url)

    assert [link["href"] for link in page.select(".dependencies a")] == [f"{long_set.url}1/", elsewhere.url]


def test_many_sets_are_paged(client):
    for at in range(12):
        recommendation_set(title=f"Set {at}", slug=f"set-{at}")

    index = recommendation_index()

    assert len(soup(client, index.url).select("section.l-part")) == 10
    assert len(soup(client, index.url, page="2").select("section.l-part")) == 2
