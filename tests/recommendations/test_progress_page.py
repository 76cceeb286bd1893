"""All recommendations in one table, for people and for programs: filters, picture, files."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def table():
    """Three recommendations in two sets, to two addressees; one is carried out. Canada’s second has no French."""
    canada = recommendation_set()
    minister = addressee(slug="minister", name_en="Minister", name_fr="Ministre", kind="office")
    second = recommendation(canada, number=2, statement="Write procedures.", addressee=minister)
    first = recommendation(canada, number=1, statement="Make prevention a priority.")
    states = recommendation_set(title="To the States", slug="states")
    third = recommendation(states, number=1, statement="=Act.", addressee=minister)
    progress_entry(first, date="2010-05", status="announced")
    progress_entry(first, date="2012", status="carried_out", sources=[progress_source(title_en="Debates")])
    page = progress_page()
    translate(first, {"Make prevention a priority.": "Faire de la prévention une priorité."})
    translate(third)
    translate(page)
    return page, second


def soup(client, address: str, **query) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(page: BeautifulSoup) -> list[list[str]]:
    """The cells of each row, without the words that stand for a heading on a phone."""
    for said_twice in page.select(".progress-table [aria-hidden]"):
        said_twice.decompose()
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("td, th")]
        for row in page.select(".progress-table tbody tr")
    ]


def numbers(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [
        (row.select_one(".status").get_text(), row.a.find(string=True, recursive=False))
        for row in page.select(".tally__numbers tbody tr")
    ]


def french_of(page):
    return page.get_translations().get().specific


def test_every_recommendation_is_a_row_set_by_set_and_by_number(client, table):
    page, _second = table

    assert rows(soup(client, page.url)) == [
        [
            "1",
            "Make prevention a priority.",
            "Parliament of Canada",
            "To Canada",
            "Carried out",
            "2012",
            "Debates, Privy Council Office",
        ],
        ["2", "Write procedures.", "Minister", "To Canada", "Not assessed yet", "", ""],
        ["1", "=Act.", "Minister", "To the States", "Not assessed yet", "", ""],
    ]


def test_the_french_table_has_the_same_rows_and_says_what_has_no_french(client, table):
    page, second = table

    shown = soup(client, french_of(page).url)

    statements = [row[1] for row in rows(shown)]
    assert statements == ["Faire de la prévention une priorité.", "Write procedures.", "[fr] =Act."]
    cells = shown.select("tbody .progress-table__do")
    assert [cell.get("lang") for cell in cells] == [None, "en", None]
    assert cells[1].a["href"] == second.url


@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ({"set": "states"}, ["=Act."]),
        ({"addressee": "minister"}, ["Write procedures.", "=Act."]),
        ({"status": "carried_out"}, ["Make prevention a priority."]),
        ({"set": "canada", "addressee": "minister", "status": "not_assessed"}, ["Write procedures."]),
        ({"set": "canada", "status": "reversed"}, []),
        ({"status": ""}, ["Make prevention a priority.", "Write procedures.", "=Act."]),
    ],
)
def test_the_table_can_be_narrowed_and_keeps_the_question(client, table, query, statements):
    page = soup(client, table[0].url, **query)

    assert [row[1] for row in rows(page)] == statements
    chosen = {select["name"]: select.select("option[selected]") for select in page.select(".filter-form select")}
    assert {name: option["value"] for name, options in chosen.items() for option in options if option["value"]} == {
        name: value for name, value in query.items() if value
    }
    files = [link["href"].partition("?")[2] for link in page.select(".data-downloads a")]
    used = "&".join(f"{name}={value}" for name, value in query.items() if value)
    assert files == [used, used, ""]


@pytest.mark.parametrize("wrong", ["nobody", "\0", "\u202e", "a" * 500, "<b>"])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("set", "Select a set from the list."),
        ("addressee", "Select an addressee from the list."),
        ("status", "Select a status from the list."),
    ],
)
def test_a_question_that_cannot_be_read_is_left_aside_with_a_sentence(client, table, name, sentence, wrong):
    page = soup(client, table[0].url, **{name: wrong})

    assert [" ".join(tag.get_text().split()) for tag in page.select(".field__error")] == [f"Error: {sentence}"]
    assert len(rows(page)) == 3
    answer = client.get(f"{table[0].url}json/", {name: wrong})
    assert (answer.status_code, answer.text) == (400, sentence)


def test_the_picture_has_the_numbers_of_the_table_beside_it(client, table):
    page = soup(client, table[0].url)

    assert numbers(page) == [("Not assessed yet", "2"), ("Carried out", "1")]
    picture = page.select_one("svg.tally__picture")
    assert (picture["aria-hidden"], picture.get_text(strip=True)) == ("true", "")
    assert [(part["data-status"], part["x"], part["width"]) for part in picture.select("svg")] == [
        ("not_assessed", "0", "666"),
        ("carried_out", "666", "334"),
    ]


def test_the_picture_follows_set_and_addressee_and_each_number_leads_to_its_rows(client, table):
    page = soup(client, table[0].url, set="canada", status="carried_out")

    assert numbers(page) == [("Not assessed yet", "1"), ("Carried out", "1")]
    links = [link["href"] for link in page.select(".tally__numbers a")]
    assert [[row[0] for row in rows(soup(client, link))] for link in links] == [["2"], ["1"]]


def test_what_is_not_on_the_site_is_in_no_row_and_no_number(client, table):
    page, second = table
    second.unpublish()

    assert len(rows(soup(client, page.url))) == 2
    assert numbers(soup(client, page.url))[0] == ("Not assessed yet", "1")


def test_the_csv_has_the_same_rows_in_the_language_of_the_page_and_runs_no_formula(client, table):
    page, _second = table
    english = client.get(f"{page.url}csv/", {"addressee": "minister"})
    french = client.get(f"{french_of(page).url}csv/")

    assert english["Content-Type"] == "text/csv; charset=utf-8"
    assert english["Content-Disposition"] == 'attachment; filename="recommendations.csv"'
    assert english.content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(english.content.decode("utf-8-sig"))))
    assert [(row["Number"], row["Statement"], row["Status code"]) for row in read] == [
        ("2", "Write procedures.", "not_assessed"),
        ("1", "'=Act.", "not_assessed"),
    ]
    first = next(csv.reader(io.StringIO(french.content.decode("utf-8-sig").splitlines()[1])))
    assert first[1] == "Faire de la prévention une priorité."


def test_the_json_has_the_same_rows(client, table):
    page, _second = table

    answer = client.get(f"{page.url}json/", {"status": "carried_out"})

    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {
        "language": "en",
        "rows": [
            {
                "number": 1,
                "statement": "Make prevention a priority.",
                **{"wording": "short_form", "wording_label": "Short form", "printed_on_page": ""},
                **{"language": "en", "set": "To Canada", "addressee": "Parliament of Canada"},
                "status": "carried_out",
                "status_label": "Carried out",
                "as_of": "2012",
                "source_title": "Debates",
                "source_publisher": "Privy Council Office",
                "source_address": "https://gazette.example.org/1",
                "source_archived_copy": "",
                "address": "http://testserver/en/recommendations/canada/1/",
            }
        ],
        "outcomes": [],
    }


def test_an_addressee_has_a_page_with_its_recommendations_alone(client, table):
    address = next(
        link["href"] for link in soup(client, table[0].url).select("#by-addressee + ul a") if link.text == "Minister"
    )
    page = soup(client, address)

    assert address == f"{table[0].url}addressees/minister/"
    assert page.h1.get_text() == "Minister"
    assert page.select_one(".page-head .l-margin").get_text() == "Department or office, Canada"
    assert [row[1] for row in rows(page)] == ["Write procedures.", "=Act."]
    assert page.select_one("link[rel=canonical]")["href"] == f"http://testserver{address}"


@pytest.mark.parametrize("address", ["addressees/nobody/", "addressees/nobody/changes/", "xml/", "addressees/"])
def test_an_address_below_the_page_that_means_nothing_is_not_found(client, table, address):
    assert client.get(table[0].url + address).status_code == 404


def test_the_way_to_the_other_language_leads_to_the_same_list(client, table):
    page, _second = table
    english = f"{page.url}addressees/minister/"
    french = soup(client, english).select_one("link[hreflang=fr]")["href"].removeprefix("http://testserver")

    shown = soup(client, french)

    assert shown.h1.get_text() == "Ministre"
    assert shown.select_one(".menu__language a")["href"] == english


def test_the_page_of_all_sets_leads_to_the_progress_page(client, table):
    assert soup(client, recommendation_index().url).select_one(".page-head a.button")["href"] == table[0].url


def test_a_long_table_is_paged(client):
    made = recommendation_set()
    for number in range(1, 53):
        recommendation(made, number=number)
    page = progress_page()

    assert [row[0] for row in rows(soup(client, page.url))] == [str(number) for number in range(1, 51)]
    assert [row[0] for row in rows(soup(client, page.url, page="2"))] == ["51", "52"]
    assert [row[0] for row in rows(soup(client, page.url, page="9" * 500))] == ["51", "52"]
    assert len(rows(soup(client, page.url, page="x"))) == 50


def test_without_recommendations_the_page_says_so(client):
    page = soup(client, progress_page().url)

    assert "There are no recommendations on this site yet." in page.main.get_text()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("below", "queries"),
    [("addressees/parliament/", 8), ("csv/", 6), ("json/", 6), ("changes/", 7)],
)
def test_longer_lists_ask_no_more(client, number, below, queries):
    made = recommendation_set()
    for at in range(1, number + 1):
        progress_entry(recommendation(made, number=at))
    page = progress_page()
    client.get(page.url)
    cache.clear()

    with CaptureQueriesContext(connection) as asked:
        assert client.get(page.url + below).status_code == 200

    assert len(asked) == queries


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "3 recommendations"),
        ({"status": "carried_out"}, "1 of 3 recommendations"),
        ({"status": "rejected"}, "0 of 3 recommendations"),
        ({"status": "nearly"}, "3 recommendations"),
    ],
)
def test_the_heading_says_how_many_of_all_are_shown(client, table, query, words):
    page = soup(client, table[0].url, **query)

    assert " ".join(page.find(id="rows").get_text().split()) == words
    assert page.select_one("form.filter-form")["action"] == "#by-status"
