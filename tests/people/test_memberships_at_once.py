"""Two editors at once: the second is told so in a sentence, and what the first has stored stays."""

import pytest
from django.contrib.messages import get_messages
from django.db import transaction

from people.models import Membership
from tests.editing import edit, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.people import group_page, membership, person_page
from tests.waiting import begin_beside

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_add_the_same_membership_at_once_the_second_is_told():
    group, stein, staff, answers = group_page(), person_page(), signed_in(editor()), []
    row = {"person": stein.pk, "role_en": "", "role_fr": "", "affiliation_en": "", "affiliation_fr": ""}
    row |= {"starts_on": "2010", "ends_on": "", "order": ""}

    with transaction.atomic():
        membership(group, stein)
        beside = begin_beside(lambda: answers.append(edit(staff, group, memberships=rows(row))))
    beside.join()

    assert [str(message) for message in get_messages(answers[0].wsgi_request)] == [
        "Someone else made a change here at the same time. Check it, then save again."
    ]
    assert (answers[0].status_code, answers[0].url) == (302, f"/admin/pages/{group.pk}/edit/")
    assert list(Membership.objects.values_list("person", "starts_on")) == [(stein.pk, "")]
