"""Wagtail knows what refers to what, also from the rows of a page, and reads the page for it once a save."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

from people.models import Membership
from tests.factories.people import group_page, person_page

pytestmark = pytest.mark.django_db


def referring_to(person) -> list[str]:
    rows = ReferenceIndex.get_references_to(Page.objects.get(pk=person.pk)).order_by("model_path")
    return [row.object_id for row in rows]


def test_saving_a_page_indexes_its_new_rows_and_forgets_those_that_went():
    group, stein, neve = group_page(), person_page(), person_page(surname="Neve")
    group.memberships.add(Membership(person=stein))
    group.save()
    before = referring_to(stein), referring_to(neve)

    group.memberships.set([Membership(person=neve)])
    group.save()

    assert before == ([str(group.pk)], [])
    assert (referring_to(stein), referring_to(neve)) == ([], [str(group.pk)])


@pytest.mark.parametrize("members", [1, 3])
def test_a_page_is_read_once_for_the_index_however_many_rows_it_has(members):
    group = group_page()
    for number in range(members):
        group.memberships.add(Membership(person=person_page(surname=f"S{number}")))

    with CaptureQueriesContext(connection) as asked:
        group.save()

    assert sum(each["sql"].startswith('SELECT "wagtailcore_referenceindex"') for each in asked) == 1


def test_who_turned_the_index_off_finds_it_off_afterwards():
    group = group_page()

    with disable_reference_index_auto_update():
        group.save()
        group.save()
        is_off = reference_index_auto_update_disabled.value

    assert is_off
