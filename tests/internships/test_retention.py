"""Until when an application is kept: by its state, in Montreal's days, as staff have set it."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from internships.models import CLOSED, Application, InternshipSettings
from internships.retention import kept_until, past_retention, with_kept_until
from internships.states import State
from tests.content_versions import queries
from tests.editing import signed_in
from tests.factories import accounts
from tests.factories.internships import WAYS, application, draft, internship_settings, notice, timed

pytestmark = pytest.mark.django_db

MONTREAL = ZoneInfo("America/Toronto")
PLACE = ["internships", "internshipsettings"]
NUMBERS = {f"months_{state}": number for state, number in zip(CLOSED, ["24", "3", "6", "1"], strict=True)}


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=MONTREAL)


def setting_address() -> str:
    return reverse("wagtailsettings:edit", args=[*PLACE, internship_settings().pk])


def coordinator():
    return signed_in(accounts.user(groups=["Internship coordinators"]))


@pytest.mark.parametrize(("state", "months"), [(state, int(NUMBERS[f"months_{state}"])) for state in CLOSED])
def test_what_is_closed_is_kept_for_the_months_of_its_state(state, months):
    internship_settings(**NUMBERS)
    made = timed(application(state=state), closed_at=at("2026-01-15T09:00"))

    assert kept_until(made) == datetime.date(2026 + months // 12, 1 + months % 12, 15)


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_REVIEW, State.INTERVIEW, State.OFFER])
def test_what_nobody_decides_is_kept_for_two_years_from_its_arrival(state):
    made = timed(application(state=state), received_at=at("2026-03-01T12:00"))

    assert kept_until(made) == datetime.date(2028, 3, 1)


def test_a_draft_is_kept_for_a_fortnight_from_its_last_save():
    made = timed(draft(), saved_at=at("2026-02-20T12:00"))

    assert kept_until(made) == datetime.date(2026, 3, 6)


def test_before_staff_have_set_anything_it_is_half_a_year():
    made = timed(application(state=State.WITHDRAWN), closed_at=at("2026-01-15T09:00"))

    assert (InternshipSettings.objects.count(), kept_until(made)) == (0, datetime.date(2026, 7, 15))


@pytest.mark.parametrize(
    ("closed_at", "months", "last_day"),
    [
        ("2026-08-31T12:00", 6, "2027-02-28"),  # a month without that day ends it
        ("2027-08-31T12:00", 6, "2028-02-29"),  # a leap year
        ("2026-01-31T12:00", 1, "2026-02-28"),
        ("2026-06-30T23:59:59", 6, "2026-12-30"),  # in Montreal still June, in Greenwich July
        ("2026-07-01T00:00", 6, "2027-01-01"),
        ("2026-03-08T03:30", 6, "2026-09-08"),  # the night in which the clock jumps
        ("2026-11-01T01:30", 6, "2027-05-01"),  # and that in which it goes back
    ],
)
def test_days_are_those_of_montreal_and_months_those_of_the_calendar(closed_at, months, last_day):
    internship_settings(months_not_selected=months)
    made = timed(application(state=State.NOT_SELECTED), closed_at=at(closed_at))

    with timezone.override("Asia/Tokyo"):  # as somebody's own setting in the admin
        assert str(kept_until(made)) == last_day


def test_what_was_taken_back_into_review_is_kept_as_undecided():
    made = timed(application(state=State.IN_REVIEW), received_at=at("2026-03-01T12:00"), closed_at=None)

    assert kept_until(made) == datetime.date(2028, 3, 1)


def test_the_last_day_still_counts_and_the_clock_is_the_databases():
    today = timezone.localdate()
    noon = at(f"{today}T12:00")
    made = [timed(draft(name=f"{days}"), saved_at=noon - datetime.timedelta(days=days)) for days in (13, 14, 15, 16)]

    assert {one.name for one in past_retention()} == {"15", "16"}
    assert kept_until(made[1]) == today


@pytest.mark.parametrize(("agreed", "set_to", "months"), [(6, 24, 6), (6, 1, 1), (12, 12, 12)])
def test_nothing_is_kept_for_longer_than_was_agreed_to(agreed, set_to, months):
    made = application(notice=notice(not_selected=agreed), state=State.NOT_SELECTED)
    made = timed(made, closed_at=at("2026-01-15T09:00"))

    internship_settings(months_not_selected=set_to)

    assert kept_until(made) == datetime.date(2026 + months // 12, 1 + months % 12, 15)


def test_many_cost_no_more_than_one():
    for state in WAYS:
        application(name=state, state=state) if state != State.DRAFT else draft(name=state)

    assert queries(lambda: list(with_kept_until(Application.objects.all()))) == 2


def test_a_coordinator_changes_the_numbers_and_finds_them_in_the_menu_of_internships():
    response = coordinator().post(setting_address(), {"reply_days": "21"} | NUMBERS)

    assert response.status_code == 302
    setting = InternshipSettings.objects.get()
    assert (setting.reply_days, list(setting.months.values())) == (21, [24, 3, 6, 1])


def places(client) -> int:
    """How many entries of the menus lead to them."""
    return client.get(reverse("wagtailadmin_home")).text.count(reverse("wagtailsettings:edit", args=PLACE))


def test_they_stand_in_one_menu():
    assert places(signed_in(accounts.superuser())) == 1
    assert places(coordinator()) == 1
    assert places(signed_in(accounts.editor())) == 0


@pytest.mark.parametrize("months", ["", "0", "25", "-1", "1.5", "six"])
def test_what_is_no_number_of_months_is_refused_at_its_field(months):
    response = coordinator().post(setting_address(), {"reply_days": ""} | NUMBERS | {"months_declined": months})

    assert list(response.context["form"].errors) == ["months_declined"]
    assert InternshipSettings.objects.get().months_declined == 6


@pytest.mark.parametrize("days", ["0", "181", "-1", "soon"])
def test_what_is_no_number_of_days_is_refused_at_its_field(days):
    response = coordinator().post(setting_address(), {"reply_days": days} | NUMBERS)

    assert list(response.context["form"].errors) == ["reply_days"]


def test_others_cannot_change_them():
    signed_in(accounts.editor()).post(setting_address(), {"reply_days": "1"} | NUMBERS)

    assert InternshipSettings.objects.get().reply_days is None


@pytest.mark.parametrize("wrong", [{"months_accepted": 25}, {"months_withdrawn": 0}, {"reply_days": 0}])
def test_the_database_holds_no_number_out_of_range(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        internship_settings(**wrong)
