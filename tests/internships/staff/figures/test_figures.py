"""How many applications came, as bars with their table; and those that were erased since, as sums."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from internships.models import ApplicationCount
from internships.staff.figures.chart import LABEL, WIDTH, chart_of
from internships.staff.figures.tables import Table, tables
from internships.states import State
from tests.editing import signed_in
from tests.factories import accounts, internships, pages
from tests.internships.forms import words

pytestmark = pytest.mark.django_db


def coordinator():
    return accounts.user("coordinator@example.org", groups=["Internship coordinators"])


def came(month: int, day: int = 15, year: int = 2026, **fields):
    at = datetime.datetime(year, month, day, 12, tzinfo=ZoneInfo("America/Montreal"))
    return internships.timed(internships.application(**fields), received_at=at)


def shown(user, **query) -> BeautifulSoup:
    return BeautifulSoup(signed_in(user).get(reverse("decisions:figures"), query).content, "html.parser")


def counted(page: BeautifulSoup) -> dict[str, dict[str, list[str]]]:
    """Of each table the rows without their zeros, as “column number”."""
    found = {}
    for section in page.select("section.figures"):
        columns = [words(each) for each in section.select("thead th")]
        rows = {}
        for row in section.select("tbody tr"):
            numbers = zip(columns, map(words, row.select("td")), strict=True)
            rows[words(row.select_one("th"))] = [f"{column} {number}" for column, number in numbers if number != "0"]
        found[words(section.select_one("h2"))] = rows
    return found


def test_applications_are_counted_by_month_project_and_state_with_what_was_erased():
    first, second = (
        pages.project_page(title="Will to Intervene"),
        pages.project_page(title="Media Monitoring", slug="mm"),
    )
    came(3, name="Adam").projects.add(first, second)
    came(3, name="Eve", state=State.OFFER).projects.add(first)
    came(11, name="Zoé", state=State.OFFER)
    came(11, name="Earlier", year=2025)
    for fact, value, number in [
        ("received", "", 9),
        ("month", "03", 5),
        ("state", "accepted", 5),
        ("project", str(second.pk), 4),
        ("project", "999999", 1),
    ]:
        ApplicationCount.objects.create(year=2026, fact=fact, value=value, number=number)

    page = shown(coordinator())

    assert counted(page) == {
        "By month": {
            "March": ["Received 1", "Offer made 1", "Erased since 5", "All 7"],
            "November": ["Offer made 1", "All 1"],
        },
        "By project": {
            "A deleted project": ["Erased since 1", "All 1"],
            "Media Monitoring": ["Received 1", "Erased since 4", "All 5"],
            "Will to Intervene": ["Received 1", "Offer made 1", "All 2"],
        },
        "By state": {
            "Received": ["Not erased 1", "All 1"],
            "Offer made": ["Not erased 2", "All 2"],
            "Offer accepted": ["Erased since 5", "All 5"],
        },
    }
    assert "4 more applications were erased, of which only the year is known." in words(page.select_one("main"))
    assert [words(link) for link in page.select("nav[aria-label=Years] a")] == ["2026", "2025"]


def test_a_month_begins_in_montreal():
    at = datetime.datetime(2026, 4, 1, 3, 59, tzinfo=datetime.UTC)
    internships.timed(internships.application(), received_at=at)

    assert list(counted(shown(coordinator()))["By month"]) == ["March"]


@pytest.mark.parametrize("year", ["2025", "1999", "x", "-1"])
def test_a_year_is_chosen_and_one_that_is_not_there_is_the_last(year):
    came(3, year=2025)
    came(4, year=2026, name="Zoé")

    assert list(counted(shown(coordinator(), year=year))["By month"]) == ["March" if year == "2025" else "April"]


def test_each_drawing_has_a_name_a_description_and_no_style():
    came(3)

    page = shown(coordinator())

    for drawing in page.select("svg.figures__chart"):
        named = [page.find(id=each) for each in drawing["aria-labelledby"].split()]
        assert (drawing["role"], [each.name for each in named]) == ("img", ["title", "desc"])
        assert drawing.select("[style], style, script") == []
        assert "," not in "".join(part["x"] + part["width"] for part in drawing.select("rect"))


def test_in_french_the_numbers_of_a_drawing_have_points():
    came(3)
    came(3, name="Eve", state=State.OFFER)
    came(3, name="Zoé", state=State.OFFER)
    user = coordinator()
    profile = accounts.User.wagtail_userprofile.related.related_model.get_for_user(user)
    profile.preferred_language = "fr"
    profile.save()

    rects = shown(user).select("svg.figures__chart rect")

    assert rects
    assert [part for part in rects if "," in part["x"] + part["width"] + part["fill-opacity"]] == []


def test_bars_are_as_long_as_their_numbers():
    chart = chart_of(Table("a", "A", ["x", "y"], [("one", [1, 3]), ("two", [2, 0])]))

    drawn = [[(part.label, part.x, part.width) for part in bar.parts] for bar in chart.bars]
    assert drawn == [
        [("x", LABEL, WIDTH / 4), ("y", LABEL + WIDTH / 4, WIDTH * 3 / 4)],
        [("x", LABEL, WIDTH / 2)],
    ]


def test_nothing_is_drawn_of_nothing():
    page = shown(coordinator())

    assert page.select("svg.figures__chart") == []
    assert "No applications have been received yet." in words(page.select_one("main"))


def test_what_is_hidden_is_not_counted():
    user = coordinator()
    internships.recusal(came(3), user)

    assert counted(shown(user)) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_figures_ask_the_same_of_one_and_of_three(number, django_assert_num_queries):
    project = pages.project_page()
    for each in range(number):
        came(each + 1, name=f"Name {each}").projects.add(project)
    user = coordinator()

    with django_assert_num_queries(5):
        tables(user, 2026)
