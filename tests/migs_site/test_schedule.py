"""Pages that staff have scheduled appear and disappear by themselves."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from migs_site.models import StandardPage
from migs_site.shared.attention import matters
from migs_site.tasks import follow_schedule
from people.models import Membership
from tests.factories import pages
from tests.factories.accounts import editor
from tests.factories.people import group_page, membership, person_page
from tests.factories.recommendations import recommendation, recommendation_set

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


def test_staff_are_told_of_a_page_that_could_not_appear_when_its_time_came():
    page = recommendation(recommendation_set())
    page.statement = page.title = "Something else."
    page.go_live_at = at = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    page.save_revision(clean=False, approved_go_live_at=at)
    request = RequestFactory().get("/admin/")
    request.user = editor()

    follow_schedule(0)

    assert matters(request) == [
        (
            f"“{page.title}” was to appear on 1 March 2026, and could not: publish it to read why.",
            f"/admin/pages/{page.pk}/edit/",
        )
    ]


def test_staff_are_told_of_no_page_whose_time_has_only_just_come():
    schedule(pages.standard_page(title="Due", live=False), timezone.now() - datetime.timedelta(minutes=4))
    request = RequestFactory().get("/admin/")
    request.user = editor()

    assert matters(request) == []
