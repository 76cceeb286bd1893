"""Rounds and late codes in the admin: coordinators make them, in Montreal's time, with errors at their fields."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.users.models import UserProfile

from internships.models import LateCode, Round
from migs_site.base.dates import instant_in_words
from tests.content_versions import queries
from tests.editing import signed_in
from tests.factories import accounts, pages
from tests.factories.internships import application, late_code, project, round_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return signed_in(accounts.user(groups=["Internship coordinators"]))


def form(*projects, **changes) -> dict:
    return {
        "name_en": "Summer 2027",
        "name_fr": "Été 2027",
        "projects": [one.pk for one in projects],
        "opens_at": "2027-03-01 09:00",
        "closes_at": "2027-04-01 00:00",
        "capacity": "",
    } | changes


def add(client, *projects, **changes):
    return client.post(reverse("rounds:add"), form(*projects, **changes))


def errors(response) -> dict[str, list[str]]:
    return {} if response.status_code == 302 else {**response.context["form"].errors}


def rows(response) -> list[list[str]]:
    soup = BeautifulSoup(response.content, "html.parser")
    lines = soup.select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line.select("td")][-5:] for line in lines]


@pytest.mark.parametrize("zone", ["America/Toronto", "Europe/London"])
def test_a_coordinator_opens_a_round_in_montreals_time(coordinator, zone):
    one = project()
    UserProfile.objects.update_or_create(user=accounts.User.objects.get(), defaults={"current_time_zone": zone})

    response = add(coordinator, one)

    assert errors(response) == {}
    made = Round.objects.get()
    assert (made.opens_at, made.closes_at) == (
        datetime.datetime(2027, 3, 1, 14, tzinfo=datetime.UTC),
        datetime.datetime(2027, 4, 1, 4, tzinfo=datetime.UTC),  # in the meantime clocks have gone forward
    )
    assert (list(made.projects.all()), made.capacity) == ([one], None)
    shown = BeautifulSoup(coordinator.get(reverse("rounds:edit", args=[made.pk])).content, "html.parser")
    assert shown.select_one("[name=opens_at]")["value"] == "2027-03-01 09:00"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"closes_at": "2027-03-01 09:00"}, {"closes_at": ["A round closes after it opens."]}),
        ({"closes_at": "2027-02-01 09:00"}, {"closes_at": ["A round closes after it opens."]}),
        ({"opens_at": "soon"}, {"opens_at": ["Enter a date and time as 2027-03-31 17:00."]}),
        ({"opens_at": "2027-02-30 09:00"}, {"opens_at": ["Enter a date and time as 2027-03-31 17:00."]}),
        ({"opens_at": ""}, {"opens_at": ["This field is required."]}),
        ({"projects": []}, {"projects": ["This field is required."]}),
        ({"name_fr": ""}, {"name_fr": ["This field is required."]}),
        ({"capacity": "0"}, {"capacity": ["Ensure this value is greater than or equal to 1."]}),
        ({"capacity": "-3"}, {"capacity": ["Ensure this value is greater than or equal to 0."]}),
        ({"capacity": "9" * 30}, {"capacity": ["Ensure this value is less than or equal to 2147483647."]}),
        ({"name_en": "a\nb"}, {"name_en": ["Enter this on one line."]}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(coordinator, changes, wrong):
    response = add(coordinator, project(), **changes)

    assert errors(response) == wrong
    assert Round.objects.count() == 0


@pytest.mark.parametrize(("field", "hour"), [("opens_at", "2027-03-14 02:30"), ("closes_at", "2027-11-07 01:30")])
def test_an_hour_that_is_skipped_or_comes_twice_is_refused_at_its_field(coordinator, field, hour):
    response = add(coordinator, project(), **{field: hour})

    assert list(errors(response)) == [field]


def test_only_projects_that_take_interns_are_offered_in_english(coordinator):
    one = project()
    pages.translate(one)
    pages.project_page(title="Another", slug="another")

    offered = coordinator.get(reverse("rounds:add")).context["form"].fields["projects"].queryset

    assert list(offered) == [one]


def test_a_project_that_no_longer_takes_interns_stays_in_its_round(coordinator):
    one = project()
    made = round_of(one)
    type(one).objects.filter(pk=one.pk).update(takes_interns=False)

    response = coordinator.post(reverse("rounds:edit", args=[made.pk]), form(one))

    assert errors(response) == {}
    assert list(made.projects.all()) == [one]


def test_the_list_says_when_and_how_many(coordinator):
    made = round_of(project(), capacity=5)
    application(round=made)
    application(name="Withdrawn", round=made, state="withdrawn")

    [row] = rows(coordinator.get(reverse("rounds:index")))

    assert row[-3:] == [
        instant_in_words(made.opens_at),
        instant_in_words(made.closes_at),
        "1 of 5",
    ]


@pytest.mark.parametrize("name", ["rounds", "late-codes"])
def test_longer_lists_ask_no_more(coordinator, name):
    one = project()
    address = reverse(f"{name}:index")
    late_code(round_of(one))
    coordinator.get(address)

    few = queries(lambda: coordinator.get(address))
    for _number in range(3):
        late_code(round_of(one))

    assert queries(lambda: coordinator.get(address)) == few


def test_a_round_that_has_received_something_is_not_deleted(coordinator):
    made = round_of(project())
    application(round=made)

    response = coordinator.post(reverse("rounds:delete", args=[made.pk]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "“Spring” was not deleted: 1 application was received with it."
    ]
    assert Round.objects.count() == 1


def test_another_is_deleted_with_its_codes(coordinator):
    made = round_of(project())
    late_code(made)

    coordinator.post(reverse("rounds:delete", args=[made.pk]))

    assert (Round.objects.count(), LateCode.objects.count()) == (0, 0)


def test_a_coordinator_gives_a_late_code_and_finds_its_address(coordinator):
    made = round_of(project(), closes=-1)

    response = coordinator.post(
        reverse("late-codes:add"), {"round": made.pk, "note": "Exam period", "expires_at": "2030-01-01 12:00"}
    )

    assert errors(response) == {}
    code = LateCode.objects.get()
    [row] = rows(coordinator.get(reverse("late-codes:index")))
    assert row[-5:] == [
        "Spring",
        "Exam period",
        "Tuesday 1 January 2030, 12:00 (Montreal time)",
        "",
        f"/en/apply/?code={code.code}",
    ]


def test_a_code_that_was_used_is_not_deleted(coordinator):
    code = late_code(round_of(project(), closes=-1))
    application(round=code.round, late_code=code)

    response = coordinator.post(reverse("late-codes:delete", args=[code.pk]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        f"“{code.code}” was not deleted: 1 application was received with it."
    ]


@pytest.mark.parametrize("name", ["rounds:index", "rounds:add", "late-codes:index", "late-codes:add"])
def test_nobody_else_sees_them(name):
    for member in (accounts.editor(), accounts.user(groups=["Donations"])):
        assert signed_in(member).get(reverse(name)).status_code == 302
