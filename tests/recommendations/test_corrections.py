"""Public words change with a date and a reason only, whichever way they are published."""

import datetime
from contextlib import nullcontext

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone

from migs_site.editorial.services import keep_to_schedule
from recommendations.models import Correction, RecommendationPage
from tests.editing import edit, errors_of, rows
from tests.factories.recommendations import addressee, recommendation, recommendation_set
from tests.worlds import world

pytestmark = pytest.mark.django_db

LOCKED = "This has been published and may be cited. To change it, give the reason in both languages under “Correction”."
REASON = {"correction_en": "A word was missing.", "correction_fr": "Un mot manquait."}


@world
def sixth():
    return recommendation(recommendation_set(), number=6, statement="Create an office.")


def now(page) -> RecommendationPage:
    return RecommendationPage.objects.get(pk=page.pk)


def publish(page, **changes):
    """As a script or another part of the site would, without the form."""
    page = now(page).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def shown(client, page) -> list[str]:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return [" ".join(item.get_text(" ").split()) for item in soup.select(".corrections > li")]


def in_words(day: datetime.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, {}),
        ({"number": 7}, {"number": "This number has been published and may be cited. It must remain 6."}),
        ({"statement": "Close an office."}, {"statement": LOCKED}),
        ({"statement": "Close an office.", **REASON}, {}),
    ],
)
def test_a_page_says_by_field_why_it_may_not_be_public(sixth, changes, errors):
    page = now(sixth)
    for name, value in changes.items():
        setattr(page, name, value)

    assert page.publication_errors() == errors


@pytest.mark.parametrize(
    "reasons", [{}, {"correction_en": "Why.", "correction_fr": ""}, {"correction_en": " ", "correction_fr": " "}]
)
def test_a_public_statement_is_not_changed_without_a_reason_in_both_languages(staff, sixth, reasons):
    response = edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **reasons)

    half = any(words.strip() for words in reasons.values())
    assert errors_of(response) == ["Fill in both languages, or leave both empty." if half else LOCKED]
    assert now(sixth).statement == "Create an office."
    assert now(sixth).get_latest_revision_as_object().statement == "Create an office."


def test_a_correction_keeps_the_earlier_wording_and_shows_it_with_date_and_reason(client, staff, sixth):
    response = edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)

    assert errors_of(response) == []
    assert now(sixth).statement == "Create an agency."
    today = in_words(timezone.localdate())
    assert shown(client, sixth) == [f"Corrected on {today} A word was missing. Earlier wording: Create an office."]


def test_a_reason_serves_once(staff, sixth):
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)

    form = staff.get(f"/admin/pages/{sixth.pk}/edit/").context["form"]
    assert [form.initial[name] for name in REASON] == ["", ""]
    with pytest.raises(ValidationError, match="may be cited"):
        publish(sixth, statement="Create nothing.")
    assert (now(sixth).statement, Correction.objects.count()) == ("Create an agency.", 1)


def test_the_rest_of_a_public_page_changes_freely(staff, sixth):
    response = edit(staff, sixth, dependency_note="Because.", dependencies=rows())

    assert errors_of(response) == []
    assert (now(sixth).dependency_note, Correction.objects.count()) == ("Because.", 0)


def test_a_draft_that_was_never_public_changes_freely(staff):
    draft = recommendation(recommendation_set(), number=6, statement="Create an office.", live=False)

    response = edit(staff, draft, statement="Create an agency.", number=5, dependencies=rows())

    assert errors_of(response) == []
    assert (now(draft).number, now(draft).statement, Correction.objects.count()) == (5, "Create an agency.", 0)


def test_a_public_number_stays(staff, sixth):
    response = edit(staff, sixth, number=5, dependencies=rows(), **REASON)

    assert errors_of(response) == ["This number has been published and may be cited. It must remain 6."]
    with pytest.raises(ValidationError, match="must remain 6"):
        publish(sixth, number=5, **REASON)
    assert (now(sixth).number, now(sixth).slug) == (6, "6")


def test_another_addressee_is_a_correction_too(client, staff, sixth):
    minister = addressee(slug="minister", name_en="Minister", name_fr="Ministre")

    refused = edit(staff, sixth, addressee=minister.pk, dependencies=rows())
    accepted = edit(staff, sixth, addressee=minister.pk, dependencies=rows(), **REASON)

    assert (errors_of(refused), errors_of(accepted)) == ([LOCKED], [])
    today = in_words(timezone.localdate())
    assert shown(client, sixth) == [f"Corrected on {today} A word was missing. Earlier addressee: Parliament of Canada"]


@pytest.mark.parametrize("clean", [True, False])
def test_publishing_without_the_form_leaves_public_words_as_they_are(sixth, clean):
    page = now(sixth)
    page.statement = "Create an agency."

    with pytest.raises(ValidationError, match="may be cited") if clean else nullcontext():
        page.save_revision(clean=clean).publish()

    assert now(sixth).statement == "Create an office."


def test_a_page_that_was_taken_down_is_still_locked(staff, sixth):
    sixth.unpublish()

    response = edit(staff, now(sixth), statement="Create an agency.", dependencies=rows())

    assert errors_of(response) == [LOCKED]
    assert (now(sixth).live, now(sixth).statement) == (False, "Create an office.")


def test_going_back_to_an_old_revision_needs_a_reason_and_keeps_the_corrections(client, staff, sixth):
    old = sixth.latest_revision
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)

    old.publish()

    assert (now(sixth).statement, Correction.objects.count()) == ("Create an agency.", 1)
    assert len(shown(client, sixth)) == 1


def test_a_revision_that_was_public_once_does_not_bring_its_reason_back(staff, sixth):
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)
    second = now(sixth).latest_revision
    edit(staff, sixth, statement="Create a body.", dependencies=rows(), **REASON)

    second.refresh_from_db()
    second.publish()

    assert (now(sixth).statement, Correction.objects.count()) == ("Create a body.", 2)


def test_a_page_that_waits_for_its_first_day_is_not_locked_yet():
    page = recommendation(recommendation_set(), number=6, live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)

    page.save_revision().publish()

    assert (now(page).live, now(page).published_number) == (False, None)


def test_a_schedule_from_before_the_first_publication_does_not_get_around_the_lock():
    page = recommendation(recommendation_set(), number=6, statement="Create an agency.", live=False)
    scheduled = page.save_revision()
    publish(page, statement="Create an office.")
    type(scheduled).objects.filter(pk=scheduled.pk).update(approved_go_live_at=timezone.now())

    keep_to_schedule()

    assert (now(page).live, now(page).statement) == (True, "Create an office.")


def test_a_correction_on_a_schedule_is_made_on_its_day(sixth):
    page = now(sixth)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.statement, page.correction_en, page.correction_fr = "Create an agency.", *REASON.values()
    revision = page.save_revision()
    revision.publish()
    assert (now(sixth).statement, Correction.objects.count()) == ("Create an office.", 0)

    content = revision.content | {"go_live_at": (timezone.now() - datetime.timedelta(minutes=1)).isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now(), content=content)
    keep_to_schedule()

    assert (now(sixth).statement, Correction.objects.get().earlier_en) == ("Create an agency.", "Create an office.")


def test_a_copy_takes_neither_the_lock_nor_the_corrections(staff, sixth):
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)

    copied = now(sixth).copy(update_attrs={"number": 9, "slug": "9"}, keep_live=False)

    assert (copied.published_number, copied.published_statement, copied.corrections.count()) == (None, "", 0)
