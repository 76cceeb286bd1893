"""Pages that staff have scheduled appear and disappear by themselves."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from migs_site.editorial.publishing import pages_that_did_not_appear
from migs_site.editorial.services import bring_translations_up_to_date
from migs_site.models import StandardPage
from migs_site.tasks import follow_schedule
from people.models import Membership
from tests.factories import pages
from tests.factories.accounts import editor
from tests.factories.people import group_page, membership, person_page
from tests.factories.recommendations import recommendation, recommendation_set

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


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


@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 1), (None, 2), (2, None)])
@pytest.mark.parametrize("fields", [{}, {"introduction": "Words without French."}])
def test_a_french_page_expires_on_the_day_that_its_english_page_was_given_last(before, after, fields):
    page = pages.standard_page(expire_at=before and timezone.now() + before * DAY)
    french = pages.translate(page)
    page.expire_at = after and timezone.now() + after * DAY
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()

    bring_translations_up_to_date(page=page)

    french.refresh_from_db()
    assert (french.expire_at, french.live) == (page.expire_at, True)


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


@pytest.mark.parametrize("time", ["expire_at", "go_live_at"])
def test_whatever_goes_wrong_with_one_page_holds_up_no_other(time, caplog):
    """A page that is broken in a way nobody has thought of: here a receiver of its type fails."""
    broken, other = pages.project_page(title="Broken"), pages.standard_page(title="Other")
    end_and_begin(time, broken, other)

    def fail(instance, **kwargs):
        raise RuntimeError("something of its own")

    page_signal = page_unpublished if time == "expire_at" else page_published
    page_signal.connect(fail, sender=type(broken))
    try:
        follow_schedule(0)
        left = names_of_live()
    finally:
        page_signal.disconnect(fail, sender=type(broken))
    follow_schedule(1)

    assert (left, names_of_live()) == ((["Broken"], []) if time == "expire_at" else (["Other"], ["Broken", "Other"]))
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "A page whose time is over could not be unpublished: Broken"
        if time == "expire_at"
        else "A scheduled page could not be published: Broken"
    ]


def end_and_begin(time: str, *scheduled):
    """Let the time of pages be over, or begin, one after the other."""
    for hours, page in zip((2, 1), scheduled, strict=True):
        at = timezone.now() - hours * HOUR
        if time == "expire_at":
            type(page).objects.filter(pk=page.pk).update(expire_at=at)
        else:
            page.unpublish()
            schedule(page, at)


def names_of_live() -> list[str]:
    return sorted(Page.objects.live().filter(depth=3, locale=pages.english()).values_list("title", flat=True))


@pytest.mark.parametrize("live", [True, False])
def test_a_cancelled_day_is_forgotten_so_that_publishing_publishes(staff, live):
    page = pages.standard_page(live=live)
    at = timezone.now() + HOUR
    page.go_live_at = at
    page.save_revision().publish()
    StandardPage.objects.get(pk=page.pk).save_revision() if live else None
    scheduled = page.revisions.exclude(approved_go_live_at=None).get()

    staff.post(f"/admin/pages/{page.pk}/revisions/{scheduled.pk}/unschedule/")
    before = StandardPage.objects.get(pk=page.pk)
    edited = staff.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    before.get_latest_revision().publish()
    page.refresh_from_db()

    assert (edited["go_live_at"].value(), before.go_live_at, page.live) == (None, None, True)
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_a_day_that_staff_chose_since_outlives_an_older_one_that_is_cancelled(staff):
    page = pages.standard_page(live=False)
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    page.go_live_at = later = timezone.now() + 2 * HOUR
    page.save_revision()
    scheduled = page.revisions.exclude(approved_go_live_at=None).get()

    staff.post(f"/admin/pages/{page.pk}/revisions/{scheduled.pk}/unschedule/")

    assert page.get_latest_revision().as_object().go_live_at == later


def test_staff_are_told_of_a_page_that_could_not_appear_when_its_time_came():
    page = recommendation(recommendation_set())
    page.statement = page.title = "Something else."
    page.go_live_at = at = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    page.save_revision(clean=False, approved_go_live_at=at)
    request = RequestFactory().get("/admin/")
    request.user = editor()

    follow_schedule(0)

    assert pages_that_did_not_appear(request) == [
        (
            f"“{page.title}” was scheduled for 1 March 2026 but could not be published. Publish it to see why.",
            f"/admin/pages/{page.pk}/edit/",
        )
    ]


def test_staff_are_told_of_no_page_whose_time_has_only_just_come():
    schedule(pages.standard_page(title="Due", live=False), timezone.now() - datetime.timedelta(minutes=4))
    request = RequestFactory().get("/admin/")
    request.user = editor()

    assert pages_that_did_not_appear(request) == []
