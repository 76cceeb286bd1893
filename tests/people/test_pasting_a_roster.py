"""A printed list of names becomes people and memberships: each person once, whatever list they stand on."""

import pytest
from bs4 import BeautifulSoup

from people.models import Membership, PersonPage
from tests.factories.pages import english, translate
from tests.factories.people import group_page, membership, person_page
from tests.people.rosters import (
    CONSULTATION,
    EVERYBODY,
    STEERING,
    confirm,
    led_to,
    paste,
    problems,
    rows,
    said,
    stored,
)

pytestmark = pytest.mark.django_db


def english_people():
    return PersonPage.objects.filter(locale=english())


@pytest.mark.parametrize("reading", ["down", "across"])
def test_two_printed_lists_are_31_people_and_33_memberships_pasted_twice_too(staff, reading):
    steering, consultation = group_page(title="Steering"), group_page(title="Consultation")

    answers = [
        said(confirm(staff, paste(staff, group, text, reading=reading)))
        for group, text in [(steering, STEERING), (consultation, CONSULTATION)] * 2
    ]

    nothing = "Nothing to do: everyone on the list is already a member."
    assert answers == [
        ["20 members were added. 20 new people were created. 20 of them have no French pages yet: translate them."],
        ["13 members were added. 11 new people were created. 11 of them have no French pages yet: translate them."],
        [nothing],
        [nothing],
    ]
    assert list(english_people().order_by("sort_key").values_list("surname", flat=True)) == EVERYBODY
    assert Membership.objects.count() == 33
    assert [steering.memberships.count(), consultation.memberships.count()] == [20, 13]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Frank Chalk\nKyle Matthews", ""),  # names need no translator: the worker makes their French pages
        ("Frank Chalk\nDr. Yuki Tanaka-Ross", " 1 of them has no French page yet: translate it."),
        ("Dr. Frank Chalk\nDr. Yuki Tanaka-Ross", " 2 of them have no French pages yet: translate them."),
    ],
)
def test_staff_are_told_how_many_new_people_wait_for_a_translator(staff, text, sentence):
    group = group_page()
    translate(group)

    assert said(confirm(staff, paste(staff, group, text))) == [
        f"2 members were added. 2 new people were created.{sentence}"
    ]


def test_the_message_leads_to_the_list_of_those_who_wait(staff):
    group = group_page()
    translate(group)

    nobody = confirm(staff, paste(staff, group, "Frank Chalk"))
    waiting = confirm(staff, paste(staff, group, "Dr. Yuki Tanaka-Ross"))
    [address] = led_to(waiting)
    listed = [page.title for page in staff.get(address).context["object_list"]]

    assert led_to(nobody) == []
    assert listed == ["Frank Chalk", "Yuki Tanaka-Ross"]  # the worker has not made the French page of the first yet


def test_nothing_is_written_before_the_confirmation(staff):
    group = group_page()
    before, session = stored(), dict(staff.session)

    paste(staff, group, STEERING)

    assert stored() == before
    assert dict(staff.session) == session


def test_each_name_is_shown_with_what_will_happen(staff):
    steering, consultation = group_page(title="Steering"), group_page(title="Consultation")
    membership(steering, person_page(given_names="Allan", surname="Thompson"))
    membership(consultation, person_page(given_names="Thomas G.", surname="Weiss"))
    person_page(given_names="Juan E.", surname="Méndez")
    person_page(given_names="Ed", surname="Broadbent")

    response = paste(
        staff,
        consultation,
        "Allan Thompson\nWeiss, Thomas G.\nJuan Mendez\nED BROADBENT\nDon Hubert\nPaul Koring\nDon Hubert\nPaul Kering",
    )

    assert rows(response) == [
        ("Allan", "Thompson", "Existing person: Allan Thompson, Steering", []),
        ("Thomas G.", "Weiss", "Thomas G. Weiss is already a member: nothing to do", []),
        ("Juan", "Mendez", "Choose …", ["Similar to Juan E. Méndez. Is this the same person?"]),
        ("ED", "BROADBENT", "Existing person: Ed Broadbent, in no group", []),
        ("Don", "Hubert", "A new person", []),
        ("Paul", "Koring", "A new person", []),
        ("Don", "Hubert", "Leave out", ["The same name as on line 5."]),
        ("Paul", "Kering", "Choose …", ["Similar to the name on line 6. Is this the same person?"]),
    ]


def summary(response) -> list[str]:
    """What stands above the names: how many, and the lines to look at, each with the heading that it leads to."""
    soup = BeautifulSoup(response.content, "html.parser")
    counts = soup.select_one("[data-roster-summary]")
    links = soup.select("[data-roster-marked] a")
    leads = [soup.find(id=link["href"][1:]).get_text(" ", strip=True) for link in links]
    assert [link.get_text(" ", strip=True) for link in links] == leads
    return [" ".join(counts.get_text(" ").split()), *leads]


def test_the_lines_to_look_at_are_named_above_all_others(staff):
    person_page(given_names="Juan E.", surname="Méndez")
    text = "Committee members:\nEd Broadbent\nJuan Mendez\nDon Hubert, Foreign Affairs, Ottawa"

    response = paste(staff, group_page(), text)

    assert summary(response) == [
        "4 names were read. 2 new people will be created.",
        "Line 1: Committee members",
        "Line 3: Juan Mendez",
        "Line 4: Don Hubert, Foreign Affairs, Ottawa",
    ]
    assert [row[1:] for row in rows(response)] == [
        ("members", "Leave out", ["This looks like a heading, not a name."]),
        ("Broadbent", "A new person", []),
        ("Mendez", "Choose …", ["Similar to Juan E. Méndez. Is this the same person?"]),
        (
            "Hubert",
            "A new person",
            [
                "“Foreign Affairs, Ottawa” is not saved. You can add a workplace to the member’s row in the group "
                "afterwards. Put a second name on its own line."
            ],
        ),
    ]


def test_a_line_of_several_names_waits_for_a_decision(staff):
    response = paste(staff, group_page(), "Ann Lee; Bo Li")

    sentence = "This looks like more than one name. Leave it out, and paste each name on its own line."
    assert [row[2:] for row in rows(response)] == [("Choose …", [sentence])]


def test_a_line_with_an_error_is_named_above_all_others(staff):
    group = group_page()

    response = confirm(staff, paste(staff, group, "Ed Broadbent\nPlato"), **{"names-1-surname": ""})

    assert summary(response)[1:] == ["Line 2: Plato"]


@pytest.mark.parametrize(
    "known",
    [
        ("Juan E.", "Mendez"),
        ("Juan", "Méndez"),
        ("J. E.", "Méndez"),
        ("Méndez", "Juan E."),
        ("Juan E.", "Mendes"),
    ],
)
def test_a_near_name_waits_for_a_decision(staff, known):
    given_names, surname = known
    group, person = group_page(), person_page(given_names=given_names, surname=surname)
    response = paste(staff, group, "Juan E. Méndez")
    before = stored()

    undecided = confirm(staff, response)

    assert problems(undecided) == ["Choose an existing person or a new one."]
    assert stored() == before
    confirm(staff, response, **{"names-0-decision": str(person.pk)})
    assert [row.person_id for row in group.memberships.all()] == [person.pk]
    assert english_people().count() == 1


def test_jon_and_john_can_be_two_people(staff):
    group = group_page()
    person_page(given_names="John", surname="Smith")

    confirm(staff, paste(staff, group, "Jon Smith"), **{"names-0-decision": "new"})

    assert list(group.memberships.values_list("person__given_names", flat=True)) == ["Jon"]
    assert english_people().count() == 2


def test_names_are_corrected_before_they_are_imported(staff):
    group = group_page()

    confirm(
        staff,
        paste(staff, group, "General Romeo Dallaire (Ret.)\nNobody Atall"),
        **{"names-0-given_names": "Roméo", "names-1-decision": "skip", "names-1-surname": "x" * 500},
    )

    assert list(english_people().values_list("honorific", "given_names", "surname", "post_nominals", "sort_name")) == [
        ("General", "Roméo", "Dallaire", "(Ret.)", "Dallaire, Roméo")
    ]


def test_a_corrected_name_is_compared_once_more(staff):
    group = group_page()
    person_page(given_names="Allan", surname="Thompson")
    response = paste(staff, group, "Allan Baril")

    again = confirm(staff, response, **{"names-0-surname": "Thompson"})

    assert problems(again) == ["Choose again: Allan Thompson was not in the list when you chose."]
    assert Membership.objects.count() == 0


def test_everybody_gets_the_role_and_the_first_day(staff):
    group, person = group_page(), person_page()
    terms = {"role_en": "Adviser", "role_fr": "Conseillère", "starts_on": "2009-09"}

    confirm(staff, paste(staff, group, "Alex Neve\nJanice Gross Stein", **terms))

    values = Membership.objects.order_by("person__sort_key").values_list(
        "person__surname", "role_en", "role_fr", "starts_on"
    )
    assert list(values) == [
        ("Neve", "Adviser", "Conseillère", "2009-09"),
        ("Stein", "Adviser", "Conseillère", "2009-09"),
    ]
    assert Membership.objects.get(person=person).group_id == group.pk


def test_who_served_before_needs_a_day_on_which_they_begin_again(staff):
    group, person = group_page(), person_page()
    membership(group, person, starts_on="2005", ends_on="2009")
    response = paste(staff, group, "Janice Gross Stein")

    refused = confirm(staff, response)

    assert problems(refused) == [
        "They have served here before. Enter above the day from which they serve again, or leave them out."
    ]
    confirm(staff, response, starts_on="2012")
    assert list(group.memberships.values_list("starts_on", flat=True)) == ["2005", "2012"]


def test_a_name_in_east_asian_letters_has_its_family_name_first(staff):
    confirm(staff, paste(staff, group_page(), "王 明"))

    assert list(english_people().values_list("surname", "given_names", "title", "slug")) == [
        ("王", "明", "王明", "wangming")
    ]
