"""Publishing pages that were ticked in a list: one that cannot be public keeps all of them, and says why."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.factories.pages import standard_page, translate
from tests.factories.people import person_page
from tests.factories.recommendations import recommendation, recommendation_set

pytestmark = pytest.mark.django_db


def publish(staff, *pages, below: bool = False) -> list[str]:
    """What staff are told who tick these pages, and then “Publish”."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = "&".join(f"id={page.pk}" for page in pages)
    sent = {"next": "/admin/"} | ({"include_descendants": "on"} if below else {})
    response = staff.post(f"{address}?{query}", sent)
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def changed_statement():
    page = recommendation(recommendation_set(), title="1. Prevent")
    page.statement = "Something else."
    page.save_revision(clean=False)  # as a draft is saved
    return page


def merged_record():
    return person_page(surname="Smith", live=False, merged_into=person_page(surname="Smyth"))


def misspelt_figure():
    return standard_page(title="Wrong", introduction="[[gone: carried out]]", live=False)


def test_pages_without_a_fault_are_published(staff):
    one, other = standard_page(title="One", live=False), standard_page(title="Other", live=False)

    assert publish(staff, one, other) == ["2 pages have been published"]
    assert Page.objects.filter(pk__in=[one.pk, other.pk], live=True).count() == 2


REFUSED = {
    changed_statement: (
        "“1. Make prevention a national priority.”: This has been published and may be cited. To change it, give "
        "the reason in both languages under “Correction”."
    ),
    merged_record: "“Smith”: Not published: this record was merged into Smyth, which replaces it on the site.",
    misspelt_figure: (
        "“Wrong”: “[[gone: carried out]]” is not a valid code. Use [[set: status]], where the set is one of all and "
        "the status is one of not assessed, not started, announced, under way, partly, carried out, rejected, "
        "reversed."
    ),
}


@pytest.mark.parametrize("make", REFUSED)
def test_a_page_that_cannot_be_public_keeps_the_others_and_says_why(staff, make):
    wrong, right = make(), standard_page(title="Right", live=False)

    assert publish(staff, right, wrong) == [REFUSED[make]]
    right.refresh_from_db()
    assert right.live is False


def test_wrong_words_stop_staff_and_nothing_that_runs_by_itself(staff):
    page = misspelt_figure()
    assert publish(staff, page) == [REFUSED[misspelt_figure]]

    page.save_revision().publish()

    page.refresh_from_db()
    assert (page.publication_errors(), page.live) == ({}, True)


def test_drafts_below_are_looked_at_where_they_are_to_be_published_too(staff):
    above = standard_page(title="Above", live=False)
    standard_page(above, title="Below", introduction="[[gone: carried out]]", live=False)

    assert publish(staff, above, below=True) == [REFUSED[misspelt_figure].replace("Wrong", "Below")]
    assert publish(staff, above)[-1] == "1 page has been published"


def scheduled(page):
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision()
    return page


def test_published_is_said_of_pages_that_are_public(staff):
    now, later = standard_page(title="Now", live=False), scheduled(standard_page(title="Later", live=False))
    other = scheduled(standard_page(title="Other", live=False))
    changed_later = scheduled(standard_page(title="Public"))

    assert publish(staff, now, later) == [
        "1 page has been published. 1 page is not live yet. It will be published on its scheduled date."
    ]
    assert publish(staff, other, changed_later)[-1] == (
        "2 pages are not live yet. They will be published on their scheduled dates."
    )
    assert sorted(Page.objects.live().filter(depth=3).values_list("title", flat=True)) == ["Now", "Public"]


def test_published_is_said_of_a_translation_that_is_public(staff, django_capture_on_commit_callbacks):
    page = standard_page(title="Workshop", live=False)
    page.go_live_at = datetime.datetime(2126, 3, 1, 15, tzinfo=datetime.UTC)
    page.save_revision().publish()
    page.refresh_from_db()
    french = translate(page, live=False)

    with django_capture_on_commit_callbacks(execute=True):
        response = staff.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"}, follow=True)

    french.refresh_from_db()
    assert [str(message) for message in response.context["messages"]] == [
        "“[fr] Workshop” is not live yet. It is scheduled for 1 March 2126, 10:00."
    ]
    assert (french.live, french.approved_schedule) == (False, True)
