"""What may be applied for: throughout the year, or in rounds, by the database's clock."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from internships.models import Round
from internships.models.openings import Kind, openings
from internships.states import Actor, State, move
from migs_site.base.dates import instant_in_words
from tests.clock import set_clock
from tests.content_versions import queries
from tests.factories import internships, pages
from tests.factories.internships import application, late_code, project, round_of
from tests.internships.forms import shown, words

pytestmark = pytest.mark.django_db

MONTREAL = ZoneInfo("America/Toronto")
WAYS = "Will to Intervene"


def kinds(**given) -> list[Kind]:
    with translation.override("en"):
        return [each.kind for each in openings(**given).projects]


def at(text: str, fold: int = 0) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=MONTREAL, fold=fold)


def test_a_project_without_a_round_is_open_throughout_the_year():
    project()

    with translation.override("en"):
        found = openings()

    assert [(each.kind, each.in_words) for each in found.projects] == [(Kind.ALWAYS, "Open throughout the year.")]
    assert (found.may_apply, found.has_rounds, found.holds_until) == (True, False, None)


@pytest.mark.parametrize(
    ("opens", "closes", "kind"),
    [(-7, 7, Kind.OPEN), (1, 7, Kind.LATER), (-7, -1, Kind.CLOSED)],
)
def test_a_project_in_a_round_is_open_in_the_round_alone(opens, closes, kind):
    round_of(project(), opens=opens, closes=closes)

    assert kinds() == [kind]


def test_the_page_of_the_internships_closes_everything():
    round_of(project())

    with translation.override("en"):
        found = openings(is_open=False)

    assert (found.may_apply, found.projects, queries(lambda: openings(is_open=False))) == (False, [], 0)


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2027-03-01T08:59:59.999999", Kind.LATER),
        ("2027-03-01T09:00", Kind.OPEN),
        ("2027-03-31T16:59:59.999999", Kind.OPEN),
        ("2027-03-31T17:00", Kind.CLOSED),
    ],
)
def test_the_instant_of_opening_counts_and_that_of_closing_does_not(moment, kind):
    round_of(project(), opens_at=at("2027-03-01T09:00"), closes_at=at("2027-03-31T17:00"))
    set_clock(at(moment))

    assert kinds() == [kind]


def test_an_hour_that_the_clock_skips_is_not_lost():
    """In the night of 14 March 2027 clocks go from 01:59 to 03:00: from 01:30 to 03:30 it is one hour."""
    made = round_of(project(), opens_at=at("2027-03-14T01:30"), closes_at=at("2027-03-14T03:30"))
    assert (made.closes_at.astimezone(datetime.UTC) - made.opens_at.astimezone(datetime.UTC)).seconds == 3600

    for moment, kind in (("06:29:59", Kind.LATER), ("06:30:00", Kind.OPEN), ("07:30:00", Kind.CLOSED)):
        set_clock(datetime.datetime.fromisoformat(f"2027-03-14T{moment}+00:00"))
        assert kinds() == [kind]


def test_an_hour_that_comes_twice_counts_twice():
    """In the night of 7 November 2027 it is 01:30 twice: a round until 02:00 is open both times."""
    round_of(project(), opens_at=at("2027-11-07T00:00"), closes_at=at("2027-11-07T02:00"))

    for fold in (0, 1):
        set_clock(at("2027-11-07T01:30", fold=fold).astimezone(datetime.UTC))
        assert kinds() == [Kind.OPEN]
    set_clock(at("2027-11-07T02:00").astimezone(datetime.UTC))
    assert kinds() == [Kind.CLOSED]


@pytest.mark.parametrize(
    ("language", "instant", "is_end", "said"),
    [
        ("en", "2027-03-31T17:00", True, "Wednesday 31 March 2027, 17:00 (Montreal time)"),
        ("fr", "2027-03-31T17:00", True, "mercredi 31 mars 2027, 17\xa0h\xa000 (heure de Montréal)"),
        ("en", "2027-04-01T00:00", True, "Wednesday 31 March 2027, 24:00 (Montreal time)"),
        ("fr", "2027-04-01T00:00", True, "mercredi 31 mars 2027, 24\xa0h\xa000 (heure de Montréal)"),
        ("en", "2027-04-01T00:00", False, "Thursday 1 April 2027, 00:00 (Montreal time)"),
        ("en", "2027-03-15T00:00", True, "Sunday 14 March 2027, 24:00 (Montreal time)"),  # a day of 23 hours
    ],
)
def test_instants_are_said_in_words_in_montreals_time_for_everybody(language, instant, is_end, said):
    with translation.override(language), timezone.override("Asia/Tokyo"):
        assert instant_in_words(at(instant), is_end=is_end) == said


def test_the_round_that_closes_first_takes_what_arrives_while_it_has_room():
    one = project()
    round_of(one, closes=20, name_en="Long")
    short = round_of(one, closes=10, name_en="Short", capacity=1)

    with translation.override("en"):
        first = openings().projects[0].round.name_en
        application(round=short)
        second = openings().projects[0].round.name_en

    assert (first, second) == ("Short", "Long")


def test_a_full_round_says_so_and_when_the_next_opens():
    one = project()
    full = round_of(one, opens_at=at("2027-03-01T00:00"), closes_at=at("2027-04-01T00:00"), capacity=1)
    round_of(one, opens_at=at("2027-09-01T09:00"), closes_at=at("2027-10-01T00:00"))
    application(round=full)
    set_clock(at("2027-03-15T12:00"))

    with translation.override("en"):
        [found] = openings().projects

    assert (found.kind, found.in_words) == (
        Kind.FULL,
        "This round has received all it can take. The next round opens on Wednesday 1 September 2027, 09:00 (Montreal "
        "time).",
    )


@pytest.mark.parametrize(("state", "kind"), [(State.WITHDRAWN, Kind.OPEN), (State.NOT_SELECTED, Kind.FULL)])
def test_what_was_withdrawn_makes_room_and_what_was_decided_does_not(state, kind):
    made = round_of(project(), capacity=1)
    application(round=made, state=state)

    assert kinds() == [kind]


def test_what_was_erased_makes_room_and_a_draft_takes_none():
    made = round_of(project(), capacity=1)
    sent = application(round=made)
    internships.draft(name="Draft", round=made)
    assert kinds() == [Kind.FULL]

    sent.delete()

    assert kinds() == [Kind.OPEN]


@pytest.mark.parametrize(("opens", "closes", "kind"), [(-7, -1, Kind.OPEN), (1, 7, Kind.LATER), (-7, 7, Kind.OPEN)])
def test_a_late_code_opens_its_round_once_that_has_opened(opens, closes, kind):
    made = round_of(project(), opens=opens, closes=closes)

    assert kinds(late_code=late_code(made)) == [kind]


def test_a_late_code_is_for_the_projects_of_its_round_and_is_not_needed_while_it_is_open():
    closed = round_of(project(), closes=-1)
    running = round_of(project("Media Monitoring", slug="media"))

    with translation.override("en"):
        late = openings(late_code=late_code(closed)).projects
        open_anyway = openings(late_code=late_code(running)).projects

    assert [(each.kind, each.by_code) for each in late] == [(Kind.OPEN, True), (Kind.OPEN, False)]
    assert [(each.kind, each.by_code) for each in open_anyway] == [(Kind.CLOSED, False), (Kind.OPEN, False)]


def test_time_left_is_said_in_words():
    round_of(project(), opens_at=at("2027-03-01T00:00"), closes_at=at("2027-04-01T00:00"))
    set_clock(at("2027-03-29T12:00"))

    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            if language == "fr":
                pages.translate(pages.ProjectPage.objects.get())
            said[language] = openings().reminders()

    assert said["en"] == [
        "Applications for “Will to Intervene” close on Wednesday 31 March 2027, 24:00 (Montreal time), in 2\xa0days, "
        "12\xa0hours."
    ]
    assert "2\xa0jours, 12\xa0heures" in said["fr"][0]


def test_the_titles_are_the_readers_and_the_numbers_those_of_the_english_pages():
    one = project()
    pages.translate(one, {WAYS: "Volonté d’intervenir"})
    round_of(one)

    with translation.override("fr"):
        [found] = openings().projects

    assert (found.project, found.title, found.kind) == (one.pk, "Volonté d’intervenir", Kind.OPEN)


@pytest.mark.parametrize("number", [1, 3])
def test_more_projects_and_rounds_ask_no_more(number):
    for place in range(number):
        one = project(f"Project {place}", slug=f"p{place}")
        for _round in range(number):
            round_of(one)

    with translation.override("en"):
        assert queries(openings) == 2


def test_it_holds_until_the_next_instant_and_not_at_all_while_places_are_counted():
    made = round_of(project(), opens_at=at("2027-03-01T00:00"), closes_at=at("2027-04-01T00:00"))
    round_of(
        project("Media Monitoring", slug="media"), opens_at=at("2027-03-20T00:00"), closes_at=at("2027-09-01T00:00")
    )
    set_clock(at("2027-03-19T23:59:30"))

    with translation.override("en"):
        found = openings()
        Round.objects.filter(pk=made.pk).update(capacity=5)
        counting = openings()

    assert found.holds_until - found.asked_at == pytest.approx(30)
    assert counting.holds_until == counting.asked_at


@pytest.mark.parametrize(
    "wrong",
    [{"opens": 0, "closes": 0}, {"opens": 2, "closes": 1}, {"capacity": 0}],
)
def test_the_database_holds_no_round_that_could_take_nothing(wrong):
    if wrong.get("closes") == 0:
        instant = timezone.now()
        wrong = {"opens_at": instant, "closes_at": instant}

    with pytest.raises(IntegrityError), transaction.atomic():
        round_of(project(), **wrong)


def test_the_page_says_of_each_project_until_when_it_is_open():
    page = internships.internship_page()
    round_of(project(), opens_at=at("2027-03-01T00:00"), closes_at=at("2027-03-31T17:00"))
    project("Media Monitoring", slug="media")
    set_clock(at("2027-03-15T12:00"))

    soup = shown(Client().get(page.url))

    assert [(words(row.dt), words(row.dd)) for row in soup.select("#when ~ .l-content .facts > div")] == [
        (WAYS, "SpringOpen until Wednesday 31 March 2027, 17:00 (Montreal time)."),
        ("Media Monitoring", "Open throughout the year."),
    ]
    assert len(soup.select("a.button[href='/en/apply/']")) == 2


def test_the_page_offers_no_form_when_everything_is_closed():
    page = internships.internship_page()
    round_of(project(), closes=-1)

    soup = shown(Client().get(page.url))

    assert soup.select("a.button") == []
    assert words(soup.select_one("#when ~ .l-content dd")).startswith("SpringClosed on ")


def test_without_rounds_the_page_is_as_it_was():
    page = internships.internship_page()
    project()

    assert shown(Client().get(page.url)).select("#when ~ .l-content .facts") == []


def test_an_application_that_is_taken_back_into_its_round_is_counted_again():
    made = round_of(project(), capacity=1)
    sent = application(round=made, state=State.NOT_SELECTED)
    move(application=sent, to=State.RECEIVED, actor=Actor.STAFF)

    assert kinds() == [Kind.FULL]
