"""What is counted of applications that are erased: sums of a year, each fact by itself."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from internships.erasure.services import erase
from internships.models import Application, ApplicationCount
from tests.factories import internships, pages

pytestmark = pytest.mark.django_db

MONTREAL = ZoneInfo("America/Toronto")


def received(number: int, at: str = "2026-03-10T12:00", **fields) -> Application:
    made = internships.application(name=f"Student {number}", **fields)
    return internships.timed(made, received_at=datetime.datetime.fromisoformat(at).replace(tzinfo=MONTREAL))


def counted() -> dict[tuple[int, str, str], int]:
    return {(each.year, each.fact, each.value): each.number for each in ApplicationCount.objects.all()}


def test_each_fact_is_counted_by_itself():
    project = pages.project_page()
    made = [received(number) for number in range(4)]
    last = received(4, state="withdrawn", level="doctoral", language="fr")
    last.projects.add(project)

    for application in [*made, last]:
        erase(application, why="staff")

    assert counted() == {
        (2026, "received", ""): 5,
        (2026, "month", "03"): 5,
        (2026, "state", "received"): 4,
        (2026, "state", "withdrawn"): 1,
        (2026, "level", "masters"): 4,
        (2026, "level", "doctoral"): 1,
        (2026, "language", "en"): 4,
        (2026, "language", "fr"): 1,
        (2026, "project", str(project.pk)): 1,
    }


def test_of_a_year_with_fewer_than_five_only_their_number():
    for number in range(4):
        erase(received(number), why="staff")

    assert counted() == {(2026, "received", ""): 4}


def test_those_that_were_erased_before_are_known_too():
    for number in range(5):
        erase(received(number), why="staff")

    assert counted()[2026, "received", ""] == 5
    assert counted()[2026, "month", "03"] == 1


def test_the_year_is_montreals():
    erase(received(1, at="2026-12-31T23:59:59"), why="staff")
    erase(received(2, at="2027-01-01T00:00"), why="staff")

    assert counted() == {(2026, "received", ""): 1, (2027, "received", ""): 1}


def test_drafts_are_not_counted():
    erase(internships.draft(), why="staff")

    assert counted() == {}
