"""For which days a list of members is an answer: outside them the page says so, and names nobody."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from recommendations.contributions import contributions
from tests.factories.pages import contact_details, project_page, translate
from tests.factories.people import group_page, membership, people_index, person_page
from tests.factories.recommendations import backing, recommendation_set

pytestmark = pytest.mark.django_db

BROCHURE = {
    "confirmed_on": "2010",
    "source_en": "as printed in the brochure",
    "source_fr": "selon la liste de la brochure",
}


def roster_on(group, on: str):
    """What is said at the head of a list, and who is in it."""
    response = Client().get(f"{group.url}?on={on}")
    assert response.status_code == 200
    notice = BeautifulSoup(response.content, "html.parser").select_one("main .notice")
    return notice.get_text(" ", strip=True), [row.person.surname for row in response.context["memberships"]]


def is_answered(group, on: str) -> bool:
    words, names = roster_on(group, on)
    assert words.startswith(("These are the members", "These are all")) is bool(names)
    return bool(names)


@pytest.mark.parametrize(
    ("confirmed_on", "on", "answered"),
    [
        ("2010", "2010", True),
        ("2010", "2010-12", True),
        ("2010", "2010-12-31", True),
        ("2010", "2011-01-01", False),
        ("2010", "2011-01", False),
        ("2010", "2011", False),
        ("2010-06", "2010-06-30", True),
        ("2010-06", "2010-07-01", False),
        ("2010-06", "2010", True),
        ("2010-06-30", "2010-06-30", True),
        ("2010-06-30", "2010-07-01", False),
        ("2010-06-30", "2010-06", True),
        ("2010-06-30", "2010-07", False),
        ("", "2011", True),
    ],
)
def test_a_list_is_an_answer_until_the_last_day_of_what_it_was_confirmed_for(confirmed_on, on, answered):
    group = group_page(confirmed_on=confirmed_on)
    membership(group, person_page())

    assert is_answered(group, on) is answered


@pytest.mark.parametrize(
    ("existed_from", "on", "answered"),
    [
        ("2008", "2008", True),
        ("2008", "2008-01-01", True),
        ("2008", "2007-12-31", False),
        ("2008", "2007", False),
        ("2008-02", "2008-02-01", True),
        ("2008-02", "2008-01-31", False),
        ("2008-02", "2008-01", False),
        ("2008-02", "2008", True),
        ("2008-02-05", "2008-02-05", True),
        ("2008-02-05", "2008-02-04", False),
        ("2008-02-05", "2008-02", True),
        ("2008-02-05", "2008-01", False),
    ],
)
def test_a_group_has_members_from_the_first_day_on_which_it_existed(existed_from, on, answered):
    group, other = group_page(existed_from=existed_from), group_page(title="Other", project=began(existed_from))
    for each in (group, other):
        membership(each, person_page(slug=f"p{each.pk}"))

    assert is_answered(group, on) is answered
    if len(existed_from) == 10:
        assert is_answered(other, on) is answered


def began(day: str):
    return project_page(started_on=day if len(day) == 10 else None)


def test_a_group_s_own_beginning_wins_over_its_project_s():
    group = group_page(existed_from="2007", project=began("2008-02-05"))
    membership(group, person_page())

    assert [is_answered(group, on) for on in ("2006-12-31", "2007-01-01")] == [False, True]


@pytest.mark.parametrize(
    ("fields", "on", "english", "french"),
    [
        (
            {"confirmed_on": "2010"},
            "2011-01-01",
            "This list was last confirmed in 2010. Later members are not known.",
            "Cette liste a été confirmée pour la dernière fois en 2010. La composition ultérieure n’est pas connue.",
        ),
        (
            {"confirmed_on": "2010-06-30"},
            "2011",
            "This list was last confirmed on 30 June 2010. Later members are not known.",
            "Cette liste a été confirmée pour la dernière fois le 30 juin 2010. "
            "La composition ultérieure n’est pas connue.",
        ),
        (
            {"existed_from": "2008-02"},
            "1999-01-01",
            "This group did not exist then: it dates from February 2008.",
            "Ce groupe n’existait pas alors : il date de février 2008.",
        ),
        (
            {"existed_from": "2008-02-01"},
            "1999",
            "This group did not exist then: it dates from 1 February 2008.",
            "Ce groupe n’existait pas alors : il date du 1er février 2008.",
        ),
        (
            {"started_on": datetime.date(2008, 2, 5)},
            "1999-01-01",
            "This group had no members then: its project, Will to Intervene, began on 5 February 2008.",
            "Ce groupe n’avait alors aucun membre : son projet, Will to Intervene, a commencé le 5 février 2008.",
        ),
        (
            {},
            "2190-01",
            "The members are not known yet: January 2190 is in the future.",
            "Les membres ne sont pas encore connus : janvier 2190 est une date à venir.",
        ),
    ],
)
def test_a_day_outside_is_answered_in_a_sentence_that_leads_to_what_is_known(fields, on, english, french):
    started = {"project": project_page(started_on=fields.pop("started_on"))} if "started_on" in fields else {}
    if started:
        translate(started["project"], {"Will to Intervene": "Will to Intervene"})
    group = group_page(**fields, **started)
    membership(group, person_page())

    assert roster_on(group, on) == (f"{english} See the latest list of members", [])
    words, names = roster_on(translate(group), on)
    assert (words.replace("\xa0", " "), names) == (f"{french} Voir la liste la plus récente", [])


def test_tomorrow_is_still_to_come_and_today_is_not():
    group, today = group_page(), timezone.localdate()
    membership(group, person_page())

    days = (today, today + datetime.timedelta(1), today.year, today.year + 1)

    assert [is_answered(group, str(day)) for day in days] == [True, False, True, False]


def test_of_a_month_or_a_year_everybody_is_named_who_served_on_a_day_of_it():
    group = group_page()
    dates = {
        "A": ("2009-09-30", ""),
        "B": ("", "2009-09-01"),
        "C": ("2009-10", ""),
        "D": ("", "2009-08"),
        "E": ("", ""),
    }
    for name, (first, last) in dates.items():
        membership(group, person_page(given_names="X", surname=name), starts_on=first, ends_on=last)

    assert roster_on(group, "2009-09") == (
        "These are all the members who served in September 2009. See the latest list of members The start date of "
        "some members is not known; they are shown for every date until they left.",
        ["A", "B", "E"],
    )
    assert roster_on(group, "2009")[1] == ["A", "B", "C", "D", "E"]
    assert roster_on(group, "2008")[1] == ["B", "D", "E"]


@pytest.mark.parametrize(
    ("fields", "english", "french"),
    [
        (BROCHURE, "As printed in the brochure, 2010", "Selon la liste de la brochure, 2010"),
        ({"confirmed_on": "2026-11-01"}, "Confirmed on 1 November 2026", "Confirmée le 1er novembre 2026"),
        ({"confirmed_on": "2010-09"}, "Confirmed in September 2010", "Confirmée en septembre 2010"),
    ],
)
def test_the_count_stands_with_as_of_when_it_is_known(fields, english, french):
    group = group_page(**fields)
    membership(group, person_page())

    for page, words in ((group, english), (translate(group), french)):
        document = BeautifulSoup(Client().get(page.url).content, "html.parser")
        assert document.select_one("#members + .type-note").get_text(strip=True) == words


def test_wherever_a_member_or_a_count_is_shown_so_is_as_of_when():
    contact_details()
    group, stein = group_page(**BROCHURE), person_page()
    membership(group, stein)

    everybody = BeautifulSoup(Client().get(people_index().url).content, "html.parser")
    person = BeautifulSoup(Client().get(stein.url).content, "html.parser")

    assert everybody.select_one("#groups ~ .l-content .roles__role").get_text(strip=True) == "1 member, as of 2010"
    assert person.select_one(".held-roles .type-note").get_text(strip=True) == "As of 2010"
    assert '"description":"As printed in the brochure, 2010"' in str(person.find(type="application/ld+json"))


def test_the_roster_by_date_is_folded_until_a_day_is_asked_for():
    group = group_page(confirmed_on="2010")

    def is_open(query: str) -> bool:
        document = BeautifulSoup(Client().get(f"{group.url}{query}").content, "html.parser")
        return document.select_one("details#then").has_attr("open")

    assert [is_open(query) for query in ("", "?on=2009", "?on=2011", "?on=x")] == [False, True, True, True]


@pytest.mark.parametrize(
    ("fields", "stands"),
    [
        ({"confirmed_on": "2009"}, True),
        ({"confirmed_on": "2009-09"}, True),
        ({"confirmed_on": "2009-09-22"}, True),
        ({"confirmed_on": "2009-09-21"}, False),
        ({"confirmed_on": "2009-08"}, False),
        ({"confirmed_on": "2008"}, False),
        ({"existed_from": "2009"}, True),
        ({"existed_from": "2009-09-22"}, True),
        ({"existed_from": "2009-09-23"}, False),
        ({"existed_from": "2010"}, False),
        ({"started_on": datetime.date(2009, 9, 22)}, True),
        ({"started_on": datetime.date(2009, 9, 23)}, False),
        ({"existed_from": "2009", "started_on": datetime.date(2009, 9, 23)}, True),
    ],
)
def test_who_stood_behind_a_set_is_said_only_where_the_list_is_known_for_its_day(fields, stands):
    started = {"project": project_page(started_on=fields["started_on"])} if "started_on" in fields else {}
    known = {name: value for name, value in fields.items() if name != "started_on"}
    group, stein, canada = group_page(**known, **started), person_page(), recommendation_set(launched_on="2009-09-22")
    membership(group, stein)
    backing(canada, group)

    shown = BeautifulSoup(Client().get(canada.url).content, "html.parser")
    name, note = shown.select_one("#behind ~ .l-content li a"), shown.select_one("#behind ~ .l-content .roles__role")

    assert [page.title for page in contributions(stein)[1]] == (["To Canada"] if stands else [])
    assert name["href"] == group.url + ("?on=2009-09-22" if stands else "")
    assert note.get_text(strip=True) == "Members on 22 September 2009" + ("" if stands else ": not known")
