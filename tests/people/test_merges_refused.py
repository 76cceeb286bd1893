"""A merge that makes no sense is refused in one sentence, and nothing is written."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry

from people.models import PersonPage
from tests.editing import signed_in
from tests.factories.accounts import user
from tests.factories.pages import translate
from tests.factories.people import group_page, membership, person_page
from tests.people.merging import address, merge
from tests.people.test_pasting_a_roster import paste, rows
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def kept():
    return person_page(given_names="John", surname="Smith")


@world
def other():
    return person_page(given_names="Jon", surname="Smith")


def state():
    live = list(Page.objects.order_by("pk").values_list("pk", "live"))
    return live, Redirect.objects.count(), PageLogEntry.objects.count()


def refused(client, other, kept) -> list[str]:
    """What was said at last, after seeing to it that nothing was written and that the preview says the same."""
    before = state()
    said = merge(client, other, kept)[-1:]
    assert state() == before
    assert client.get(address(other, kept)).context["plan"].refusals[:1] == said
    return said


def test_into_itself(staff, kept):
    assert refused(staff, kept, kept) == ["This is the same record twice: choose another one."]


def test_a_french_page(staff, kept, other):
    french_page = translate(other)

    sentence = "Jon Smith is a French page: merge the English pages, and the French ones follow."
    assert refused(staff, french_page, kept) == [sentence]
    assert refused(staff, kept, french_page) == [sentence]


def test_twice(staff, kept, other):
    merge(staff, other, kept)
    before = state()

    assert merge(staff, other, kept)[-1:] == ["Jon Smith had already been merged into John Smith."]
    assert state() == before


def test_in_a_circle(staff, kept, other):
    merge(staff, other, kept)

    assert refused(staff, kept, other) == ["Jon Smith was merged into John Smith already: choose that record."]


def test_into_a_record_with_a_draft(staff, kept, other):
    kept.position = "Professor"
    kept.save_revision()

    assert refused(staff, other, kept) == [
        "John Smith is kept, but has something that is not published: publish or discard it first."
    ]


def test_into_a_record_that_is_not_on_the_site(staff, kept, other):
    kept.unpublish()

    assert refused(staff, other, kept) == [
        "John Smith is kept, but has something that is not published: publish or discard it first."
    ]


def test_a_field_that_is_not_empty_or_does_not_exist_is_not_filled(staff, kept, other):
    merge(staff, other, kept, "given_names", "path", "\x00")

    kept.refresh_from_db()
    assert (kept.given_names, kept.live) == ("John", True)


@pytest.mark.parametrize("who", ["visitor", "outsider", "coordinator"])
def test_by_others(client, kept, other, who):
    if who != "visitor":
        client = signed_in(user(groups=["Internship coordinators"] if who == "coordinator" else []))
    before = state()

    answers = [
        client.get(reverse("choose_kept", args=[other.pk])),
        client.get(address(other, kept)),
        client.post(address(other, kept)),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert state() == before


def test_a_record_that_does_not_exist(staff, kept):
    assert staff.post(reverse("merge_person", args=[kept.pk, 999_999])).status_code == 404


def found(response):
    return [person.title for person in response.context["found"]]


def test_those_of_nearly_the_same_name_are_offered_first(staff, kept, other):
    person_page(given_names="Janice", surname="Stein")

    response = staff.get(reverse("choose_kept", args=[other.pk]))

    assert found(response) == ["John Smith"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("mendez", ["Juan E. Méndez"]),
        ("Méndez juan", ["Juan E. Méndez"]),
        ("Jon", []),
        ("nobody", []),
        ("\u202e", ["Juan E. Méndez", "John Smith"]),
    ],
)
def test_any_other_is_found_by_name_without_accents(staff, kept, other, words, names):
    person_page(given_names="Juan E.", surname="Méndez")

    response = staff.get(reverse("choose_kept", args=[other.pk]), {"q": words})

    assert found(response) == names


def test_a_merged_record_is_not_offered_anywhere(staff, kept, other):
    third = person_page(given_names="Jo", surname="Smith")
    merge(staff, other, kept)

    chooser = staff.get(reverse("wagtailadmin_choose_page"), {"page_type": "people.personpage"})

    assert found(staff.get(reverse("choose_kept", args=[third.pk]))) == ["John Smith"]
    assert found(staff.get(reverse("choose_kept", args=[third.pk]), {"q": "smith"})) == ["John Smith"]
    assert "Jon Smith" not in chooser.content.decode()


def test_the_name_of_a_merged_record_is_a_name_of_the_one_kept(staff, kept, other):
    group = group_page()
    merge(staff, other, kept)
    membership(group, kept)

    assert rows(paste(staff, group, "Jon Smith")) == [
        ("Jon", "Smith", "John Smith is a member already: nothing to do", [])
    ]


def test_the_buttons_are_where_they_can_be_used(staff, kept, other):
    group = group_page()
    merge(staff, other, kept)
    pages = {
        "person": reverse("wagtailadmin_pages:edit", args=[kept.pk]),
        "people": reverse("people:index"),
        "group": reverse("wagtailadmin_pages:edit", args=[group.pk]),
        "groups": reverse("people_groups:index"),
    }

    texts = {name: staff.get(address).content.decode() for name, address in pages.items()}

    merging, pasting = reverse("choose_kept", args=[kept.pk]), reverse("paste_roster", args=[group.pk])
    assert {name: (merging in text, pasting in text) for name, text in texts.items()} == {
        "person": (True, False),
        "people": (True, False),
        "group": (False, True),
        "groups": (False, True),
    }
    assert reverse("choose_kept", args=[other.pk]) not in texts["people"]
    assert PersonPage.objects.filter(merged_into=kept).count() == 1


@pytest.mark.parametrize(("number", "queries"), [(1, 26), (3, 26)])
def test_a_preview_asks_the_same_of_the_database_however_much_moves(staff, django_assert_num_queries, number, queries):
    kept, other = person_page(given_names="John", surname="Smith"), person_page(given_names="Jon", surname="Smith")
    for at in range(number):
        membership(group_page(title=f"Group {at}"), other)
    staff.get(address(other, kept))

    with django_assert_num_queries(queries):
        response = staff.get(address(other, kept))

    assert len(response.context["plan"].moving) == number
