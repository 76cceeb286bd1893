"""Whoever publishes a recommendation, and when, the earlier wording that is kept is the one that was public."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from migs_site.models import StandardPage
from recommendations.models import Correction, RecommendationPage
from tests.factories.pages import standard_page
from tests.factories.recommendations import recommendation, recommendation_set
from tests.recommendations.test_corrections import REASON, now, publish
from tests.waiting import begin_beside


def drafted(page, statement: str, **reasons):
    """A revision with another statement, as an editor has it who is about to press “Publish”."""
    draft = now(page).get_latest_revision_as_object()
    draft.statement = statement
    for name, words in reasons.items():
        setattr(draft, name, words)
    return draft.save_revision()


@pytest.mark.django_db(transaction=True)
def test_of_two_publications_at_once_the_later_keeps_the_words_of_the_earlier():
    page = recommendation(recommendation_set(), statement="Create an office.")
    first, second = drafted(page, "Create a bureau.", **REASON), drafted(page, "Create an agency.", **REASON)

    with transaction.atomic():
        first.publish()
        beside = begin_beside(second.publish)
    beside.join()

    earlier = list(Correction.objects.order_by("pk").values_list("earlier_en", flat=True))
    assert earlier == ["Create an office.", "Create a bureau."]
    assert (now(page).statement, now(page).published_statement) == ("Create an agency.", "Create an agency.")


@pytest.mark.django_db(transaction=True)
def test_who_publishes_the_earlier_words_once_more_does_not_undo_a_correction_at_the_same_moment():
    page = recommendation(recommendation_set(), statement="Create an office.")
    unchanged, corrected = drafted(page, "Create an office."), drafted(page, "Create an agency.", **REASON)

    with transaction.atomic():
        corrected.publish()
        beside = begin_beside(unchanged.publish)
    beside.join()

    assert (now(page).statement, now(page).published_statement) == ("Create an agency.", "Create an agency.")
    assert Correction.objects.count() == 1


@pytest.mark.django_db
def test_a_page_that_was_read_long_ago_does_not_store_what_was_public_then():
    page = recommendation(recommendation_set(), statement="Create an office.")
    old = now(page)
    publish(page, statement="Create an agency.", **REASON)

    old.statement = "Create an agency."
    old.save()

    assert now(page).published_statement == "Create an agency."
    with pytest.raises(ValidationError, match="may be cited"):
        now(page).save_revision() and publish(page, statement="Create nothing.")


@pytest.fixture
def renamed():
    """The page type of recommendations under another name, and another page type under its own."""
    names = {model: model.__name__ for model in (RecommendationPage, StandardPage)}
    RecommendationPage.__name__, StandardPage.__name__ = "Renamed", "RecommendationPage"
    yield
    for model, name in names.items():
        model.__name__ = name


@pytest.mark.django_db
@pytest.mark.usefixtures("renamed")
def test_the_guard_does_not_hang_on_the_name_of_the_page_type():
    page, other = recommendation(recommendation_set(), statement="Create an office."), standard_page()

    publish(page, statement="Create an agency.", **REASON)
    other.save_revision().publish()

    assert now(page).published_statement == "Create an agency."
    assert list(Correction.objects.values_list("earlier_en", flat=True)) == ["Create an office."]
