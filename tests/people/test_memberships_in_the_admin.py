"""Members are entered in the form of their group."""

import pytest

from people.models import GroupPage, Membership
from tests.editing import edit, errors_of, rows
from tests.factories.pages import translate
from tests.factories.people import group_page, membership, person_page
from tests.worlds import world

pytestmark = pytest.mark.django_db

TWICE = "This person is already listed in the same role for the same period."


@world
def group():
    return group_page()


@world
def stein():
    return person_page()


@world
def neve():
    return person_page(given_names="Alex", surname="Neve")


def row(person, **fields):
    blank = {"role_en": "", "role_fr": "", "starts_on": "", "ends_on": "", "order": "", "ORDER": ""}
    return {"person": person.pk} | blank | fields


def stored():
    return list(Membership.objects.order_by("person__sort_key", "role_en").values_list("person__surname", "role_en"))


def test_an_editor_adds_two_members(staff, group, stein, neve):
    response = edit(staff, group, memberships=rows(row(stein), row(neve, role_en="Chair", role_fr="Président")))

    assert errors_of(response) == []
    assert stored() == [("Neve", "Chair"), ("Stein", "")]


def test_one_person_twice_in_one_form_is_refused_in_a_sentence(staff, group, stein):
    response = edit(staff, group, memberships=rows(row(stein), row(stein)))

    assert errors_of(response) == [TWICE]
    assert stored() == []


def test_a_row_that_repeats_a_stored_one_is_refused_in_a_sentence(staff, group, stein):
    old = membership(group, stein, starts_on="2020-01-01")

    response = edit(
        staff, group, memberships=rows(row(stein, id=old.pk, starts_on="2020-01-01"), row(stein, ends_on="2020-01-01"))
    )

    assert errors_of(response) == [TWICE]
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"ends_on": "2020-12-31"}, {"starts_on": "2021-01-01"}),
        ({"role_en": "Chair", "role_fr": "Présidente"}, {"role_en": "Member", "role_fr": "Membre"}),
    ],
)
def test_one_person_can_return_later_or_hold_two_roles(staff, group, stein, first, second):
    response = edit(staff, group, memberships=rows(row(stein, **first), row(stein, **second)))

    assert errors_of(response) == []
    assert Membership.objects.count() == 2


def test_two_stored_rows_can_change_places(staff, group, stein, neve):
    first, second = membership(group, stein), membership(group, neve)

    response = edit(staff, group, memberships=rows(row(neve, id=first.pk), row(stein, id=second.pk)))

    assert errors_of(response) == []
    assert list(Membership.objects.order_by("pk").values_list("person__surname", flat=True)) == ["Neve", "Stein"]


def test_a_removed_member_can_be_entered_again_in_the_same_form(staff, group, stein):
    old = membership(group, stein)

    response = edit(staff, group, memberships=rows(row(stein, id=old.pk, DELETE="on"), row(stein)))

    assert errors_of(response) == []
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"starts_on": "2021-02-01", "ends_on": "2021-01-31"},
            "The last day must be the same as or after the first.",
        ),
        ({"role_en": "Chair"}, "Fill in both languages, or leave both empty."),
        ({"role_fr": "Présidente"}, "Fill in both languages, or leave both empty."),
    ],
)
def test_a_row_that_cannot_be_true_is_refused_in_a_sentence(staff, group, stein, fields, sentence):
    response = edit(staff, group, memberships=rows(row(stein, **fields)))

    assert errors_of(response) == [sentence]
    assert stored() == []


def test_the_french_page_of_a_person_is_refused_in_a_sentence(staff):
    group, stein = group_page(), translate(person_page())

    response = edit(staff, group, memberships=rows(row(stein)))

    assert errors_of(response) == ["Choose the English page of “Janice Gross Stein”. The French page will follow."]


def test_an_old_draft_can_be_published_over_newer_rows(staff, group, stein):
    group.memberships.add(Membership(person=stein))
    draft = group.save_revision()
    group = GroupPage.objects.get(pk=group.pk)
    membership(group, stein)

    draft.publish()

    assert stored() == [("Stein", "")]


def test_a_person_who_sits_somewhere_cannot_be_deleted(staff, group, stein):
    membership(group, stein)

    response = staff.post(f"/admin/pages/{stein.pk}/delete/", {"next": ""})

    assert response.status_code in (200, 302)
    assert stored() == [("Stein", "")]


HIDDEN = "This contains characters that cannot be displayed. Type it in instead of pasting it."
NO_DATE = "Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_on": "22/09/2009"}, NO_DATE),
        ({"starts_on": "2009-13"}, NO_DATE),
        ({"starts_on": "2009-02-30"}, NO_DATE),
        ({"ends_on": "0209"}, "Enter a valid year. One of the digits may be mistyped."),
        (
            {"ends_on": "2009-09", "starts_on": "2009-10-01"},
            "The last day must be the same as or after the first.",
        ),
        ({"role_en": "Chair\u202e", "role_fr": "Présidente"}, HIDDEN),
        ({"affiliation_en": "McGill\x00"}, "Null characters are not allowed."),
        (
            {"affiliation_en": "M" * 500},
            "Ensure this value has at most 200 characters (it has 500).",
        ),
    ],
)
def test_what_cannot_be_stored_is_refused_in_one_sentence(staff, group, stein, fields, sentence):
    response = edit(staff, group, memberships=rows(row(stein, **fields)))

    assert errors_of(response) == [sentence]
    assert stored() == []


def test_figures_of_full_width_are_figures(staff, group, stein):
    edit(staff, group, memberships=rows(row(stein, starts_on="２００９")))

    assert list(Membership.objects.values_list("starts_on", flat=True)) == ["2009"]


def test_a_membership_may_be_known_to_the_month_or_the_year_alone(staff, group, stein):
    response = edit(staff, group, memberships=rows(row(stein, starts_on="2009", ends_on="2009-09")))

    assert errors_of(response) == []
    assert list(Membership.objects.values_list("starts_on", "ends_on")) == [("2009", "2009-09")]
