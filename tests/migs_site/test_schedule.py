"""Pages that staff have scheduled appear and disappear by themselves."""

import datetime

import pytest
from django.utils import timezone

from migs_site.models import StandardPage
from migs_site.tasks import follow_schedule
from people.models import Membership
from tests.factories import pages
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def schedule(page, at):
    page.go_live_at = at
    page.save_revision(approved_go_live_at=at)


def test_a_page_appears_when_its_time_has_come():
    due, later = pages.standard_page(title="Due", live=False), pages.standard_page(title="Later", live=False)
    schedule(due, timezone.now() - HOUR)
    schedule(later, timezone.now() + HOUR)

    follow_schedule(0)
    follow_schedule(0)

    assert list(StandardPage.objects.live().values_list("title", flat=True)) == ["Due"]


def test_a_page_disappears_when_its_time_is_over():
    page = pages.standard_page(expire_at=timezone.now() + HOUR)
    StandardPage.objects.update(expire_at=timezone.now() - HOUR)

    follow_schedule(0)

    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_cannot_be_published_holds_up_no_other(caplog):
    group, stein = group_page(), person_page()
    membership(group, stein)
    group.memberships.add(Membership(person=stein))
    schedule(group, timezone.now() - 2 * HOUR)
    due = pages.standard_page(title="Due", live=False)
    schedule(due, timezone.now() - HOUR)

    follow_schedule(0)

    assert Membership.objects.count() == 1
    assert list(StandardPage.objects.live().values_list("title", flat=True)) == ["Due"]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "A scheduled page could not be published: Steering Committee"
    ]
