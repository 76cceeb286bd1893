"""Who sits where today: one person is one record, however many groups they sit on."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership, PersonPage
from tests.factories.pages import french, translate
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db

DAY = datetime.date(2010, 6, 30)


def surnames(rows):
    return [row.person.surname for row in rows]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "serves"),
    [
        ("", "", True),
        ("2010-06-30", "", True),
        ("", "2010-06-30", True),
        ("2010-06-30", "2010-06-30", True),
        ("2010-07-01", "", False),
        ("", "2010-06-29", False),
        ("2010-06", "", True),
        ("", "2010-06", True),
        ("2010", "2010", True),
        ("2010-07", "", False),
        ("", "2010-05", False),
        ("2011", "", False),
        ("", "2009", False),
    ],
)
def test_the_first_and_the_last_day_count_and_of_a_month_or_year_every_day(starts_on, ends_on, serves):
    membership(group_page(), person_page(), starts_on=starts_on, ends_on=ends_on)

    assert Membership.objects.serving(on=DAY).exists() is serves


def test_current_is_today_in_montreal():
    membership(group_page(), person_page(), ends_on=timezone.localdate().isoformat())

    assert Membership.objects.current().count() == 1


def test_a_roster_is_in_printed_order():
    group = group_page()
    people = [
        person_page(given_names=given, surname=surname)
        for given, surname in [("Janice", "Stein"), ("Juan", "Méndez"), ("Alex", "Neve"), ("Ed", "Broadbent")]
    ]
    for person, order in zip(people, [None, None, 2, 1], strict=True):
        membership(group, person, order=order)

    assert surnames(group.first_members(60)) == ["Broadbent", "Neve", "Méndez", "Stein"]


def test_a_roster_leaves_out_former_members_and_unpublished_people():
    group = group_page()
    former, hidden, present = (person_page(given_names="A", surname=name) for name in ("Former", "Hidden", "Present"))
    membership(group, former, ends_on=(timezone.localdate() - datetime.timedelta(1)).isoformat())
    membership(group, hidden)
    membership(group, present)
    hidden.unpublish()

    assert surnames(group.first_members(60)) == ["Present"]


def test_one_person_on_two_groups_is_one_record():
    first, second, stein = group_page(), group_page(title="Consultation"), person_page()
    membership(first, stein)
    membership(second, stein, role_en="Chair", role_fr="Présidente")

    held = Membership.objects.held_by(stein)

    assert PersonPage.objects.count() == 1
    assert [(row.group.title, row.role) for row in held] == [("Steering Committee", ""), ("Consultation", "Chair")]


def test_a_french_roster_shows_the_same_people_on_their_french_pages():
    group, stein, neve = group_page(), person_page(), person_page(given_names="Alex", surname="Neve")
    membership(group, stein)
    membership(group, neve)
    translate(stein)

    roster = translate(group).first_members(60)

    assert [(row.person.surname, row.person.locale == french()) for row in roster] == [("Neve", False), ("Stein", True)]


def test_a_french_person_holds_what_the_english_one_holds():
    group, stein = group_page(), person_page()
    membership(group, stein)
    translate(group, {"Steering Committee": "Comité directeur"})

    held = Membership.objects.held_by(translate(stein))

    assert [row.group.title for row in held] == ["Comité directeur"]


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": "2010-06-30", "ends_on": "2010-06-29"},
        {"starts_on": "2010-07", "ends_on": "2010-06"},
        {"starts_on": "2010-06-30", "ends_on": "2009"},
        {"role_en": "Chair"},
        {"role_fr": "Présidente"},
    ],
)
def test_the_database_itself_refuses_rows_that_cannot_be_true(fields):
    group, stein = group_page(), person_page()

    with pytest.raises(IntegrityError), transaction.atomic():
        membership(group, stein, **fields)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"ends_on": "2010-06-30"}, {"starts_on": "2010-06-30"}),
        ({"starts_on": "2010-06-30"}, {}),
        ({"ends_on": "2010"}, {"starts_on": "2010-12"}),
        ({"starts_on": "2010-06", "ends_on": "2010-06"}, {"starts_on": "2010-06-30"}),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_one_person_twice_at_one_time(first, second):
    group, stein = group_page(), person_page()
    membership(group, stein, **first)

    with pytest.raises(IntegrityError):
        membership(group, stein, **second)

    assert Membership.objects.count() == 1
