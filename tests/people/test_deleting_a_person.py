"""A person whom a list still names is not deleted, and staff are told where the name stands."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from people.models import Membership, PersonPage
from tests.editing import signed_in
from tests.factories import accounts, people

pytestmark = pytest.mark.django_db


def test_a_member_is_not_deleted_and_the_reason_is_said():
    group, person = people.group_page(title="Steering Committee"), people.person_page()
    people.membership(group, person)

    response = signed_in(accounts.editor()).post(reverse("wagtailadmin_pages:delete", args=[person.pk]))

    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Not deleted: this is still used in Janice Gross Stein, Steering Committee. Remove it there first, or "
        "unpublish the page instead."
    ]
    assert response.url == reverse("wagtailadmin_pages:edit", args=[person.pk])
    assert Membership.objects.count() == 1


def test_a_person_whom_nothing_names_is_deleted():
    person = people.person_page()

    signed_in(accounts.editor()).post(reverse("wagtailadmin_pages:delete", args=[person.pk]))

    assert PersonPage.objects.count() == 0
