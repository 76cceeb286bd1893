"""What staff are told to look at: drafts of entries, and addressees from before there were kinds."""

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import timezone

from migs_site.editorial.attention import AttentionItem, attention_items
from recommendations.models import Addressee, ProgressEntry
from tests.editing import signed_in
from tests.factories.accounts import editor, user
from tests.factories.recommendations import addressee, progress_entry, recommendation, recommendation_set

pytestmark = pytest.mark.django_db

DRAFTS = "/admin/snippets/recommendations/progressentry/?live=false"
ADDRESSEES = "/admin/snippets/recommendations/addressee/?ordering=kind"


def asked_by(person) -> list[AttentionItem]:
    request = RequestFactory().get("/admin/")
    request.user = person
    return [item for item in attention_items(request) if "/snippets/recommendations/" in item.address]


def a_set():
    return recommendation_set(launched_on=str(timezone.localdate()))


def test_drafts_of_progress_are_named_but_not_what_was_taken_down():
    page = a_set()
    progress_entry(page, live=False, sources=[], date="")
    progress_entry(page, live=False)
    progress_entry(page)
    ProgressEntry.objects.get(pk=progress_entry(page).pk).unpublish()

    found = asked_by(editor())

    assert found == [AttentionItem("2 progress entries are drafts that have never been published.", DRAFTS)]


def test_addressees_without_a_kind_are_named():
    addressee(slug="minister", name_en="Minister", kind="")
    addressee()

    found = asked_by(editor())

    assert found == [AttentionItem("1 addressee has no kind: open it and choose one.", ADDRESSEES)]


def test_each_leads_to_a_list_that_shows_them_first():
    progress_entry(a_set(), live=False, sources=[])
    addressee(name_en="A")
    addressee(slug="minister", name_en="Z", kind="")
    staff = signed_in(editor())

    listed = [list(staff.get(item.address).context["object_list"]) for item in asked_by(editor("b@example.org"))]

    assert listed == [list(ProgressEntry.objects.all()), list(Addressee.objects.order_by("-name_en"))]


def test_nobody_is_told_of_what_they_cannot_mend():
    progress_entry(a_set(), live=False, sources=[])
    addressee(kind="")

    assert asked_by(user(groups=["Donations"])) == []


def test_a_draft_without_a_date_leads_to_its_form():
    entry = progress_entry(recommendation(a_set()), live=False, sources=[], date="")

    listed = signed_in(editor()).get("/admin/snippets/recommendations/progressentry/")

    [link] = BeautifulSoup(listed.content, "html.parser").select("table.listing tbody .title-wrapper a")
    assert link.get_text(strip=True) == "No date yet"
    assert link["href"] == f"/admin/snippets/recommendations/progressentry/edit/{entry.pk}/"
