"""A day of death says all that follows from it: the words with the name, the end of what they held, and of the card."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from people.models import GroupPage, Membership, PersonPage
from people.models.memberships import GroupSize
from tests.editing import edit, errors_of, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import translate
from tests.factories.people import group_page, membership, people_index, person_page

pytestmark = pytest.mark.django_db

DIED = "2024-01-11"


def roster(group, query: str = ""):
    response = Client().get(f"{group.url}{query}")
    return [[row.person.surname for row in response.context[name]] for name in ("memberships", "former")]


def ends(person) -> list[str]:
    return list(
        Membership.objects.filter(person=person).order_by("group__path", "pk").values_list("ends_on", flat=True)
    )


def publish(person, **fields):
    """As an import does it: without the form."""
    person = PersonPage.objects.get(pk=person.pk)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save_revision().publish()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"died_on": DIED}, "In memoriam"),
        ({"died_on": "2024"}, "In memoriam"),
        ({"standing": "in_memoriam"}, "In memoriam"),
        ({"standing": "in_memoriam", "died_on": DIED}, "In memoriam"),
        ({"standing": "emeritus", "died_on": DIED}, "Emeritus, in memoriam"),
        ({"standing": "former", "died_on": DIED}, "Formerly of the institute, in memoriam"),
        ({"standing": "emeritus"}, "Emeritus"),
        ({}, None),
    ],
)
def test_a_day_of_death_is_in_memoriam_whatever_the_standing_says_in_every_list(fields, words):
    group, stein = group_page(), person_page(**fields)
    membership(group, stein)

    for page in (stein, group, people_index()):
        mark = BeautifulSoup(Client().get(page.url).content, "html.parser").main.select_one(".person-standing")
        assert (mark and mark.get_text()) == words


@pytest.mark.parametrize(
    ("died_on", "on", "serves"),
    [
        (DIED, "2024-01-11", True),
        (DIED, "2024-01-12", False),
        (DIED, "2024-01", True),
        (DIED, "2024-02", False),
        ("2024-01", "2024-01-31", True),
        ("2024-01", "2024-02-01", False),
        ("2024", "2024-12-31", True),
        ("2024", "2025", False),
        ("", "2025", True),
    ],
)
def test_nobody_serves_after_the_day_of_their_death(died_on, on, serves):
    group, stein = group_page(), person_page(died_on=died_on, ends_memberships=False)
    membership(group, stein)

    assert roster(group, f"?on={on}") == [["Stein"] if serves else [], []]


@pytest.mark.parametrize("fields", [{"died_on": DIED}, {"standing": "in_memoriam"}])
def test_the_dead_stand_among_former_members_and_are_not_counted_as_serving(fields):
    group = group_page(is_own_staff=True)
    stein, neve = person_page(ends_memberships=False, **fields), person_page(surname="Neve")
    for person in (stein, neve):
        membership(group, person, starts_on="2008")

    assert roster(group) == [["Neve"], ["Stein"]]
    assert GroupPage.objects.sizes() == {group.pk: GroupSize(1, "")}
    listed = Client().get(f"{people_index().url}?who=former").context["entries"]
    assert [(entry.person.surname, entry.role) for entry in listed] == [("Stein", "Formerly Steering Committee")]


def test_their_time_ends_with_their_life_wherever_it_is_shown():
    group, stein = group_page(), person_page(died_on=DIED, ends_memberships=False)
    membership(group, stein, starts_on="2008", ends_on="")

    for page in (group, stein):
        assert "2008 – 11 January 2024" in Client().get(page.url).content.decode()


def tick(client, person) -> str | None:
    """What the form of a person asks about memberships."""
    document = BeautifulSoup(client.get(f"/admin/pages/{person.pk}/edit/").content, "html.parser")
    label = document.select_one('label[for="id_ends_memberships"]')
    return label and " ".join(label.get_text().split())


def test_the_form_asks_what_becomes_of_memberships_and_of_nobody_without_any():
    client, first, second = signed_in(editor()), group_page(title="First"), group_page(title="Second")
    stein, left, nobody = (person_page(surname=name) for name in ("Stein", "Neve", "Yarosky"))
    membership(first, stein)
    membership(second, stein)
    membership(first, left, ends_on="2012")

    assert tick(client, stein) == "If they have died, end their 2 memberships on that day (First, Second)"
    assert tick(client, left) is None
    assert tick(client, nobody) is None


@pytest.mark.parametrize("ticked", [True, False])
def test_publishing_a_death_ends_the_memberships_if_that_is_ticked_also_in_the_next_edit_of_the_group(ticked):
    client, group, stein = signed_in(editor()), group_page(), person_page()
    membership(group, stein)
    membership(group_page(title="Old"), stein, ends_on="2012")
    group.save_revision()

    response = edit(client, stein, died_on=DIED, ends_memberships="on" if ticked else "false")

    assert errors_of(response) == []
    assert ends(stein) == [DIED if ticked else "", "2012"]
    latest = GroupPage.objects.get(pk=group.pk).get_latest_revision_as_object()
    assert [row.ends_on for row in latest.memberships.all()] == [DIED if ticked else ""]


def test_a_death_that_comes_by_import_ends_them_and_a_corrected_one_moves_them():
    group, stein = group_page(), person_page()
    membership(group, stein)
    membership(group_page(title="Long"), stein, ends_on="2030")
    membership(group_page(title="Old"), stein, ends_on="2012")

    for day, expected in [
        (DIED, [DIED, DIED, "2012"]),
        (DIED, [DIED, DIED, "2012"]),
        ("2023-12", ["2023-12", "2023-12", "2012"]),
        ("2024-02-02", ["2024-02-02", "2024-02-02", "2012"]),
        ("", ["", "", "2012"]),
    ]:
        publish(stein, died_on=day)
        assert ends(stein) == expected


def test_a_draft_of_a_group_keeps_its_changes_and_learns_of_the_death():
    group, stein = group_page(), person_page()
    membership(group, stein)
    draft = GroupPage.objects.get(pk=group.pk)
    draft.title = "New name"
    draft.save_revision()

    publish(stein, died_on=DIED)

    group = GroupPage.objects.get(pk=group.pk)
    latest = group.get_latest_revision_as_object()
    assert (group.title, group.has_unpublished_changes, ends(stein)) == ("Steering Committee", True, [DIED])
    assert (latest.title, [row.ends_on for row in latest.memberships.all()]) == ("New name", [DIED])


def test_a_draft_of_a_death_and_a_membership_that_begins_after_it_change_nothing():
    group, stein = group_page(), person_page()
    membership(group, stein, starts_on="2025")
    person = PersonPage.objects.get(pk=stein.pk)
    person.died_on = DIED
    revision = person.save_revision()
    assert ends(stein) == [""]

    revision.publish()

    assert ends(stein) == [""]
    assert roster(group) == [[], ["Stein"]]


def test_the_french_page_of_a_person_ends_nothing_twice():
    group, stein = group_page(), person_page(died_on=DIED, ends_memberships=False)
    membership(group, stein)

    translate(stein)

    assert ends(stein) == [""]


def test_a_day_of_death_to_come_is_refused():
    response = edit(signed_in(editor()), person_page(), died_on=str(timezone.localdate() + datetime.timedelta(1)))

    assert errors_of(response) == ["The date must be today or in the past."]


def test_staff_who_have_left_and_still_serve_need_attention():
    client, team, stein = signed_in(editor()), group_page(is_own_staff=True), person_page(standing="former")
    row = membership(team, stein)
    membership(group_page(title="Committee"), person_page(surname="Neve", standing="former"))
    sentence = "1 person is marked as formerly of the institute but still serves in one of its staff groups."

    assert sentence in client.get("/admin/").content.decode()
    listed = client.get("/admin/people/?membership=current&standing=former").context["object_list"]
    assert stein.pk in [person.pk for person in listed]

    Membership.objects.filter(pk=row.pk).update(ends_on="2012")
    assert sentence not in client.get("/admin/").content.decode()
