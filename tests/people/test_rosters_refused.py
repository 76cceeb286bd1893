"""A pasted list that cannot be right is refused in a sentence that says where; then nothing is written."""

import pytest
from django.urls import reverse

from people.models import Membership, PersonPage
from people.rosters.forms import NamesFormSet
from people.rosters.importing import MOST_NEW
from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import user
from tests.factories.pages import english, translate
from tests.factories.people import group_page, membership, people_index, person_page
from tests.people.rosters import address, confirm, paste, problems, said, stored
from tests.worlds import world

pytestmark = pytest.mark.django_db

HIDDEN = "This contains characters that cannot be displayed. Type it in instead of pasting it."


@world
def group():
    return group_page()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste at least one name."),
        ("\n \n\t\n", "Paste at least one name."),
        ("Alex Neve\nJanice\x00 Stein", f"Line 2: {HIDDEN}"),
        ("Alex Neve\n\nJanice \u202eStein", f"Line 3: {HIDDEN}"),
        ("Alex Neve\tJanice \x07Stein", f"Line 1: {HIDDEN}"),
        ("Alex Neve\n???", "Line 2: Use letters or digits."),
        (
            "Alex Neve\n" + "Stein " * 100,
            "Line 2: this is too long for a name. Put each name on its own line, or separate names with a tab.",
        ),
        (
            "Alex Neve\n" * 5000,
            "This list has 5000 names; the limit is 500 at a time. Paste it in parts.",
        ),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_a_sentence(staff, group, text, sentence):
    before = stored()

    response = paste(staff, group, text)

    assert problems(response) == [sentence]
    assert stored() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"names-0-surname": "Stein\u202e"}, HIDDEN),
        ({"names-0-surname": "Stein\x00"}, HIDDEN),
        ({"names-0-given_names": "J" * 500}, "Ensure this value has at most 120 characters (it has 500)."),
        ({"names-0-surname": ""}, "Enter the surname, or leave this name out."),
        ({"names-0-decision": ""}, "Choose an existing person or a new one."),
        ({"names-0-decision": "9999999"}, "Choose again: the name has changed."),
        ({"names-0-decision": "everything"}, "Select one of these options."),
        ({"role_en": "Chair"}, "Fill in both languages, or leave both empty."),
        (
            {"starts_on": "September"},
            "Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known.",
        ),
    ],
)
def test_what_cannot_be_stored_is_refused_in_a_sentence(staff, group, changes, sentence):
    response = paste(staff, group, "Janice Gross Stein")
    before = stored()

    refused = confirm(staff, response, **changes)

    assert problems(refused) == [sentence]
    assert stored() == before


def test_one_wrong_name_keeps_all_the_others_out(staff, group):
    response = paste(staff, group, "Alex Neve\nJanice Gross Stein\nEd Broadbent")
    before = stored()

    confirm(staff, response, **{"names-2-surname": ""})

    assert stored() == before


def test_a_form_that_did_not_arrive_whole_is_refused_in_a_sentence(staff):
    response = staff.post(address(group_page()), {"names-TOTAL_FORMS": "x", "import": "yes"})

    assert response.context["names"].non_form_errors() == ["The form arrived incomplete. Paste the list again."]
    assert isinstance(response.context["names"], NamesFormSet)


def test_more_new_people_than_a_request_can_make_are_refused_in_a_sentence(staff, group):
    letters = [chr(ord("a") + number) for number in range(26)]
    names = [f"Ann {first * 9}{second * 9}" for first in letters for second in letters]
    response = paste(staff, group, "\n".join(names[: MOST_NEW + 1]))
    before = stored()

    refused = confirm(staff, response)

    assert said(refused) == [
        "No more than 100 new people can be created at a time. Leave some out, then paste the list again."
    ]
    assert stored() == before


def test_a_group_with_a_draft_is_refused_and_its_draft_stays_one(staff, group):
    response = paste(staff, group, "Janice Gross Stein")
    group.introduction = "<p>Not for visitors yet.</p>"
    group.save_revision()
    before = stored()

    refused = confirm(staff, response)

    assert said(refused) == ["This group has unpublished changes. Publish or discard them, then paste the list again."]
    assert stored() == before
    group.refresh_from_db()
    assert (group.introduction, group.has_unpublished_changes) == ("", True)


def test_a_person_who_was_added_meanwhile_is_shown_first(staff, group):
    response = paste(staff, group, "Janice Gross Stein")
    person = person_page(given_names="Janice", surname="Stein")

    again = confirm(staff, response)

    assert problems(again) == ["Choose again: Janice Stein was not in the list when you chose."]
    assert Membership.objects.count() == 0
    confirm(staff, again, **{"names-0-decision": str(person.pk)})
    assert [row.person_id for row in group.memberships.all()] == [person.pk]


def test_confirming_the_same_form_again_makes_nothing_twice(staff, group):
    person_page(given_names="Jon", surname="Smith")
    response = paste(staff, group, "Janice Gross Stein\nJohn Smith")
    decided = {"names-1-decision": "new"}
    confirm(staff, response, **decided)
    before = stored()

    again = confirm(staff, response, **decided)

    assert said(again)[-1] == "Nothing to do: everyone on the list is already a member."
    assert stored() == before


def test_a_later_edit_of_the_group_keeps_those_who_were_imported(staff):
    group, neve = group_page(), person_page(given_names="Alex", surname="Neve")
    confirm(staff, paste(staff, group, "Janice Gross Stein\nAlex Neve"))
    form = {"role_en": "", "role_fr": "", "affiliation_en": "", "affiliation_fr": "", "starts_on": "", "ends_on": ""}
    kept = [
        {"id": row.pk, "person": row.person_id, "order": "", "ORDER": ""} | form
        for row in group.memberships.order_by("pk")
    ]

    response = edit(staff, group, title="Renamed", memberships=rows(*kept))

    assert errors_of(response) == []
    assert set(Membership.objects.values_list("person__surname", flat=True)) == {"Stein", "Neve"}
    assert neve.memberships.count() == 1


def outsider():
    return user("outsider@example.org")


def nobody_but_an_editor(staff, group):
    return staff.get(address(group)), staff.post(address(group), {"text": "Alex Neve", "reading": "down"})


@pytest.mark.parametrize("who", ["visitor", "outsider", "coordinator"])
def test_others_are_sent_away(group, client, who):
    if who != "visitor":
        client = signed_in(user(groups=["Internship coordinators"] if who == "coordinator" else []))
    before = stored()

    seen, sent = nobody_but_an_editor(client, group)

    assert (seen.status_code, sent.status_code) == (302, 302)
    assert stored() == before


def test_a_list_goes_to_the_english_page_of_a_group(staff):
    french_group = translate(group_page())

    response = staff.get(address(french_group))

    assert response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize(("names", "queries"), [("Alex Neve", 20), ("Alex Neve\nEd Broadbent\nBill Graham", 20)])
def test_reading_a_list_asks_the_same_of_the_database_however_long(staff, django_assert_num_queries, names, queries):
    group, other = group_page(), group_page(title="Other")
    for name in names.split("\n"):
        given, surname = name.split()
        membership(other, person_page(given_names=given, surname=surname))
    staff.get(address(group))

    with django_assert_num_queries(queries):
        response = paste(staff, group, names)

    assert len(response.context["names"].forms) == len(names.split("\n"))
    assert people_index().locale == english()
    assert PersonPage.objects.count() == len(names.split("\n"))


def test_one_name_many_times_is_one_person_and_remarked_once_a_line(staff, group):
    response = paste(staff, group, "Alex Neve\n" * 30)

    assert [len(form.suggestion.notes) for form in response.context["names"].forms] == [0, *[1] * 29]
    confirm(staff, response)
    assert list(group.memberships.values_list("person__title", flat=True)) == ["Alex Neve"]
