"""Staff say as of when a list of members is known, and are told of lists that nobody has confirmed for long."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from people.models import GroupPage
from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import project_page, translate
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db

PRINTED = {"confirmed_on": "2010", "source_en": "as printed in the brochure", "source_fr": "selon la brochure"}
NO_DATE = "Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known."


def test_staff_confirm_a_list_in_the_form_and_both_pages_say_so():
    group, stein = group_page(**PRINTED), person_page()
    row, french = membership(group, stein), translate(group)
    today = timezone.localdate()
    blank = dict.fromkeys(
        ["role_en", "role_fr", "affiliation_en", "affiliation_fr", "starts_on", "ends_on", "order"], ""
    )

    response = edit(
        signed_in(editor()),
        group,
        confirmed_on=str(today),
        source_en="",
        source_fr="",
        memberships=rows(blank | {"id": row.pk, "person": stein.pk, "ORDER": ""}),
    )

    assert errors_of(response) == []
    answers = [Client().get(f"{page.url}?on={today}").context["memberships"] for page in (group, french)]
    assert [[row.person.surname for row in shown] for shown in answers] == [["Stein"], ["Stein"]]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"confirmed_on": "2190"}, ["The date must be today or in the past."]),
        ({"source_en": "as printed", "source_fr": ""}, ["Fill in both languages, or leave both empty."]),
        ({"existed_from": "05/02/2008"}, [NO_DATE]),
    ],
)
def test_what_cannot_be_true_of_a_list_is_refused(fields, errors):
    group = group_page()

    response = edit(signed_in(editor()), group, memberships=rows(), **fields)

    assert errors_of(response) == errors
    assert GroupPage.objects.get(pk=group.pk).confirmed_on == ""


def test_the_french_page_of_a_project_is_refused():
    group, french = group_page(), translate(project_page())

    response = edit(signed_in(editor()), group, memberships=rows(), project=french.pk)

    assert errors_of(response) == [f"Choose the English page of “{french.title}”. The French page will follow."]


def test_a_list_that_nobody_has_confirmed_for_two_years_needs_attention():
    today = timezone.localdate()
    client = signed_in(editor())
    fresh = group_page(title="Fresh", confirmed_on=str(today.replace(year=today.year - 2)))
    sentence = "1 group has a list of members that has not been confirmed in the last two years."
    assert sentence not in client.get("/admin/").content.decode()

    old = group_page(title="Old", confirmed_on=str(today.replace(year=today.year - 2) - datetime.timedelta(1)))

    page = client.get("/admin/").content.decode()
    assert sentence in page
    listed = client.get("/admin/people_groups/?confirmed=due")
    assert [each.pk for each in listed.context["object_list"]] == [old.pk]
    assert fresh.live
