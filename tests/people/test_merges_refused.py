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
from tests.people.rosters import paste, rows
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def target():
    return person_page(given_names="John", surname="Smith")


@world
def source():
    return person_page(given_names="Jon", surname="Smith")


def state():
    live = list(Page.objects.order_by("pk").values_list("pk", "live"))
    return live, Redirect.objects.count(), PageLogEntry.objects.count()


def refused(client, source, target) -> list[str]:
    """What was said at last, after seeing to it that nothing was written and that the preview says the same."""
    before = state()
    said = merge(client, source, target)[-1:]
    assert state() == before
    assert client.get(address(source, target)).context["plan"].refusals[:1] == said
    return said


def test_into_itself(staff, target):
    assert refused(staff, target, target) == ["A record cannot be merged into itself. Choose another one."]


def test_a_french_page(staff, target, source):
    french_page = translate(source)

    sentence = "Jon Smith is a French page. Merge the English pages, and the French pages will follow."
    assert refused(staff, french_page, target) == [sentence]
    assert refused(staff, target, french_page) == [sentence]


def test_twice(staff, target, source):
    merge(staff, source, target)
    before = state()

    assert merge(staff, source, target)[-1:] == ["Jon Smith had already been merged into John Smith."]
    assert state() == before


def test_in_a_circle(staff, target, source):
    merge(staff, source, target)

    assert refused(staff, target, source) == ["Jon Smith has already been merged into John Smith. Choose that record."]


def test_into_a_record_with_a_draft(staff, target, source):
    target.position = "Professor"
    target.save_revision()

    assert refused(staff, source, target) == [
        "John Smith is the record to keep, but has unpublished changes. Publish or discard them first."
    ]


def test_into_a_record_that_is_not_on_the_site(staff, target, source):
    target.unpublish()

    assert refused(staff, source, target) == [
        "John Smith is the record to keep, but has unpublished changes. Publish or discard them first."
    ]


def test_a_field_that_is_not_empty_or_does_not_exist_is_not_filled(staff, target, source):
    merge(staff, source, target, "given_names", "path", "\x00")

    target.refresh_from_db()
    assert (target.given_names, target.live) == ("John", True)


@pytest.mark.parametrize("who", ["visitor", "outsider", "coordinator"])
def test_by_others(client, target, source, who):
    if who != "visitor":
        client = signed_in(user(groups=["Internship coordinators"] if who == "coordinator" else []))
    before = state()

    answers = [
        client.get(reverse("choose_merge_target", args=[source.pk])),
        client.get(address(source, target)),
        client.post(address(source, target)),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert state() == before


def test_a_record_that_does_not_exist(staff, target):
    assert staff.post(reverse("merge_person", args=[target.pk, 999_999])).status_code == 404


def found(response):
    return [person.title for person in response.context["results"]]


def test_those_of_nearly_the_same_name_are_offered_first(staff, target, source):
    person_page(given_names="Janice", surname="Stein")

    response = staff.get(reverse("choose_merge_target", args=[source.pk]))

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
def test_any_other_is_found_by_name_without_accents(staff, target, source, words, names):
    person_page(given_names="Juan E.", surname="Méndez")

    response = staff.get(reverse("choose_merge_target", args=[source.pk]), {"q": words})

    assert found(response) == names


def test_a_merged_record_is_not_offered_anywhere(staff, target, source):
    third = person_page(given_names="Jo", surname="Smith")
    merge(staff, source, target)

    chooser = staff.get(reverse("wagtailadmin_choose_page"), {"page_type": "people.personpage"})

    assert found(staff.get(reverse("choose_merge_target", args=[third.pk]))) == ["John Smith"]
    assert found(staff.get(reverse("choose_merge_target", args=[third.pk]), {"q": "smith"})) == ["John Smith"]
    assert "Jon Smith" not in chooser.content.decode()


def test_the_name_of_a_merged_record_is_a_name_of_the_target(staff, target, source):
    group = group_page()
    merge(staff, source, target)
    membership(group, target)

    assert rows(paste(staff, group, "Jon Smith")) == [
        ("Jon", "Smith", "John Smith is already a member: nothing to do", [])
    ]


def test_the_buttons_are_where_they_can_be_used(staff, target, source):
    group = group_page()
    merge(staff, source, target)
    pages = {
        "person": reverse("wagtailadmin_pages:edit", args=[target.pk]),
        "people": reverse("people:index"),
        "group": reverse("wagtailadmin_pages:edit", args=[group.pk]),
        "groups": reverse("people_groups:index"),
    }

    texts = {name: staff.get(address).content.decode() for name, address in pages.items()}

    merging, pasting = reverse("choose_merge_target", args=[target.pk]), reverse("paste_roster", args=[group.pk])
    assert {name: (merging in text, pasting in text) for name, text in texts.items()} == {
        "person": (True, False),
        "people": (True, False),
        "group": (False, True),
        "groups": (False, True),
    }
    assert reverse("choose_merge_target", args=[source.pk]) not in texts["people"]
    assert PersonPage.objects.filter(merged_into=target).count() == 1


@pytest.mark.parametrize(("number", "queries"), [(1, 27), (3, 27)])
def test_a_preview_asks_the_same_of_the_database_however_much_moves(staff, django_assert_num_queries, number, queries):
    target, source = person_page(given_names="John", surname="Smith"), person_page(given_names="Jon", surname="Smith")
    for at in range(number):
        membership(group_page(title=f"Group {at}"), source)
    staff.get(address(source, target))

    with django_assert_num_queries(queries):
        response = staff.get(address(source, target))

    assert len(response.context["plan"].moving) == number
