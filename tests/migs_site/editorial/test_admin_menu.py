"""The menu of the admin: five groups of ours, each with what its users may see, and nothing twice."""

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.admin.menu import SubmenuMenuItem, admin_menu, help_menu, settings_menu

from tests.factories.accounts import superuser, user

pytestmark = pytest.mark.django_db

PEOPLE = ("People", ["People", "Committees and groups", "Organizations"])
RECOMMENDATIONS = ("Recommendations", ["Recommendations", "Progress", "Addressees"])
BOOK = ("The book", ["Editions", "Sellers", "Libraries"])
INTERNSHIPS = (
    "Internships",
    ["Applications", "Rounds", "Late codes", "Review criteria", "Letters", "Replies and retention"],
)
DONATIONS = ("Donations", ["Targets"])
OURS = {"people-menu", "recommendations-menu", "book-menu", "internships-menu", "donations-menu"}


@pytest.fixture(autouse=True)
def addresses():
    """A menu has what the addresses of the admin register when the first of them is asked for."""
    reverse("wagtailadmin_home")


def items(member, menu=admin_menu) -> list:
    request = RequestFactory().get("/admin/")
    request.user = member
    return sorted(menu.menu_items_for_request(request), key=lambda item: item.order)


def groups(member) -> list[tuple[str, list[str]]]:
    request = RequestFactory().get("/admin/")
    request.user = member
    return [
        (str(item.label), [str(entry.label) for entry in item.menu.menu_items_for_request(request)])
        for item in items(member)
        if item.name in OURS
    ]


@pytest.mark.parametrize(
    ("member_of", "found"),
    [
        (["Editors"], [PEOPLE, RECOMMENDATIONS, BOOK]),
        (["Moderators"], [PEOPLE, RECOMMENDATIONS, BOOK]),
        (["Donations"], [DONATIONS]),
        (["Internship coordinators"], [INTERNSHIPS]),
        (["Internship reviewers"], [("Internships", ["Applications"])]),
        (["Internship coordinators", "Donations"], [INTERNSHIPS, DONATIONS]),
        ([], []),
    ],
)
def test_everybody_finds_what_they_may_see_and_no_empty_group(member_of, found):
    assert groups(user(groups=member_of)) == found


def test_an_administrator_sees_applications_only_as_a_member_of_a_group():
    settings_alone = ("Internships", ["Rounds", "Late codes", "Replies and retention"])

    assert groups(superuser()) == [PEOPLE, RECOMMENDATIONS, BOOK, settings_alone, DONATIONS]


def test_an_administrator_who_is_a_coordinator_sees_eleven_entries():
    member = superuser()
    member.groups.add(Group.objects.get(name="Internship coordinators"))

    assert groups(member) == [PEOPLE, RECOMMENDATIONS, BOOK, INTERNSHIPS, DONATIONS]
    assert [str(item.label) for item in items(member)] == [
        *("Pages", "People", "Recommendations", "The book", "Internships", "Donations"),
        *("Images", "Documents", "Reports", "Settings", "Help"),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_entries_have_the_same_name(language):
    member = superuser()
    member.groups.set(Group.objects.all())

    with translation.override(language):
        labels = [str(item.label) for item in items(member) if not isinstance(item, SubmenuMenuItem)]
        labels += [entry for _label, entries in groups(member) for entry in entries]
        labels += [str(item.label) for item in items(member, settings_menu)]

    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_who_may_do_what_is_told_apart_from_committees():
    with translation.override("en"):
        assert "User groups" in [str(item.label) for item in items(superuser(), settings_menu)]


def test_help_leads_to_our_guide_first():
    with translation.override("en"):
        assert next(str(item.label) for item in items(superuser(), help_menu)) == "How to edit this site"
