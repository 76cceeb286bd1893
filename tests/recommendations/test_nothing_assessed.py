"""The record of progress before anything is assessed: what was made when, how it is assessed, what was reported."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from tests.factories.pages import translate
from tests.factories.recommendations import (
    addressee,
    progress_entry,
    progress_page,
    progress_source,
    recommendation,
    recommendation_set,
)
from tests.worlds import world

pytestmark = pytest.mark.django_db

METHOD = "Assessments are the institute’s own."


@world
def record():
    """Two recommendations to Canada, none assessed; of the States only an outcome, which a print reports."""
    canada = recommendation_set(launched_on="2009-09-22")
    first = recommendation(canada, number=1)
    recommendation(canada, number=2, statement="Act.", addressee=addressee(slug="minister", name_en="Minister"))
    government = addressee(slug="states", name_en="Government", name_fr="Gouvernement", kind="government")
    states = recommendation_set(title="To the States", slug="united-states", addressee=government)
    printed = progress_source(address="", read_on=None, published_on="2010-09-13")
    progress_entry(states, status="", judgement_en="A director was named.", sources=[printed])
    page = progress_page(method=METHOD)
    translate(page)
    return page, first


def soup(client, address: str, **query) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def said(tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def facts(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    return [
        (said(row.dt), [said(line) for line in row.select("dd > ul > li, dd > p")])
        for row in page.select(".progress-facts > div")
    ]


def outcomes(page: BeautifulSoup) -> list[str]:
    return [said(words) for words in page.select("#outcomes .progress-entries__words")]


def test_the_page_says_what_was_made_when_how_it_is_assessed_and_how_much_is(client, record):
    assert facts(soup(client, record[0].url)) == [
        ("To Canada", ["2 recommendations, made public on 22 September 2009", "Assessed: 0 of 2"]),
        ("To the States", ["The text of these recommendations is not on this site yet.", "1 outcome reported"]),
        ("How they are assessed", [METHOD]),
    ]


def test_without_an_assessment_there_is_no_picture_and_no_empty_column(client, record):
    page, first = record

    empty = soup(client, page.url)
    progress_entry(first)
    begun = soup(client, page.url)

    headings = [said(heading) for heading in empty.select(".progress-table thead th")]
    assert (headings, empty.select(".tally")) == (["Number", "Recommendation", "Addressee", "Status"], [])
    headings = [said(heading) for heading in begun.select(".progress-table thead th")]
    assert headings == ["Number", "Recommendation", "Addressee", "Status", "As of", "Source"]
    assert len(begun.select(".tally")) == 1
    assert facts(begun)[0][1][1] == "Assessed: 1 of 2"


def test_the_set_has_a_column_only_where_there_are_two(client, record):
    page, _first = record
    recommendation(recommendation_set(title="To all", slug="all"))

    both, one = soup(client, page.url), soup(client, page.url, set="all")

    assert "Set" in [said(heading) for heading in both.select(".progress-table thead th")]
    assert "Set" not in [said(heading) for heading in one.select(".progress-table thead th")]


def test_on_a_phone_each_cell_says_what_it_is(client, record):
    row = soup(client, record[0].url).select_one(".progress-table tbody tr")

    assert [said(label) for label in row.select(".progress-table__label")] == ["Addressee:"]


@pytest.mark.parametrize(
    ("query", "found", "rows"),
    [
        ({}, ["A director was named."], 2),
        ({"set": "united-states"}, ["A director was named."], 0),
        ({"addressee": "states"}, ["A director was named."], 0),
        ({"set": "united-states", "addressee": "states"}, ["A director was named."], 0),
        ({"set": "canada"}, [], 2),
        ({"addressee": "minister"}, [], 1),
        ({"status": "not_assessed"}, [], 2),
    ],
)
def test_an_outcome_of_a_whole_set_is_found_by_the_set_and_by_its_addressee(client, record, query, found, rows):
    page, _first = record

    shown = soup(client, page.url, **query)
    answer = client.get(f"{page.url}json/", query).json()
    table = list(csv.DictReader(io.StringIO(client.get(f"{page.url}csv/", query).content.decode("utf-8-sig"))))

    assert (outcomes(shown), len(shown.select(".progress-table tbody tr"))) == (found, rows)
    assert "No recommendations match." not in shown.main.get_text()
    assert ([each["outcome"] for each in answer["outcomes"]], len(answer["rows"])) == (found, rows)
    assert [each["Outcome reported for the whole set"] for each in table] == [""] * rows + found


def test_an_outcome_has_its_date_its_set_and_its_source_without_a_link(client, record):
    entry = soup(client, record[0].url, set="united-states").select_one("#outcomes .progress-entries__entry")

    assert entry.time["datetime"] == "2010-09-13"
    assert said(entry.select_one(".progress-entries__what > .type-label")) == "To the States"
    source = entry.select_one(".progress-sources li")
    assert said(source) == "Order in Council, Privy Council Office, 13 September 2010"
    assert source.a is None


def test_the_addressee_of_a_set_has_a_page_with_its_outcomes_and_a_feed(client, record):
    page, _first = record

    shown = soup(client, f"{page.url}addressees/states/")

    assert (said(shown.h1), outcomes(shown)) == ("Government", ["A director was named."])
    assert facts(shown)[0] == facts(soup(client, page.url))[1]
    assert "A director was named." in client.get(f"{page.url}addressees/states/changes/").text


@pytest.mark.parametrize(
    ("query", "title", "status"),
    [
        ({}, "Progress", []),
        ({"status": "rejected"}, "Progress: Rejected (0 of 2 recommendations)", ["0 of 2 recommendations"]),
        ({"set": "united-states"}, "Progress: To the States (1 outcome reported)", ["1 outcome reported"]),
        ({"addressee": "minister"}, "Progress: Minister (1 of 2 recommendations)", ["1 of 2 recommendations"]),
        ({"addressee": "nobody"}, "Progress", []),
    ],
)
def test_title_and_status_say_what_was_chosen_and_how_much_was_found(client, record, query, title, status):
    page = soup(client, record[0].url, **query)

    assert said(page.title) == title
    assert [said(tag) for tag in page.select("[role=status]")] == status


def test_what_matches_nothing_says_so_and_leads_back_to_all(client, record):
    page, _first = record

    shown = soup(client, page.url, status="rejected").select_one("#rows").parent

    assert said(shown.p) == "No recommendations match. Clear the filters"
    assert shown.p.a["href"] == f"{page.url}#by-status"


def test_the_page_of_a_set_says_the_same_and_leads_to_its_progress(client, record):
    page, first = record

    for address, table in ((first.get_parent().url, page.url), (translate(first).get_parent().url, "/fr/")):
        lines = soup(client, address).select(".set-facts > li")
        assert len(lines) == 3
        link = lines[2].a["href"]
        assert link.startswith(table)
        assert len(soup(client, link).select(".progress-table tbody tr")) == 2


def test_in_french_it_is_said_as_french_says_it(client, record):
    page = record[0].get_translations().get().specific

    shown = soup(client, page.url)

    assert said(shown.select_one(".progress-table .status")) == "Pas encore évaluée"
    assert facts(shown)[0][1] == ["2 recommandations, rendues publiques le 22 septembre 2009", "Évaluées : 0 sur 2"]
    assert said(shown.select_one("#outcomes-heading")) == "1 résultat signalé"
