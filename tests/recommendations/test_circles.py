"""Recommendations never rest on one another in a circle, whichever way they are published."""

import pytest
from django.db import transaction
from django.urls import reverse

from recommendations.models import Dependency, RecommendationPage
from tests.editing import signed_in
from tests.factories.accounts import editor
from tests.factories.recommendations import recommendation, recommendation_set
from tests.waiting import begin_beside


def two_drafts():
    """Two public recommendations, each with a draft in which it needs the other."""
    canada = recommendation_set()
    one, two = recommendation(canada, number=1), recommendation(canada, number=2)
    for page, needed in [(one, two), (two, one)]:
        page.dependencies.add(Dependency(needs=needed))
        page.save_revision()
    return [RecommendationPage.objects.get(pk=page.pk) for page in (one, two)]


def needs():
    return list(Dependency.objects.values_list("recommendation__number", "needs__number"))


@pytest.mark.django_db
def test_of_two_drafts_that_close_a_circle_one_is_published(caplog):
    one, two = two_drafts()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    signed_in(editor()).post(f"{address}?id={one.pk}&id={two.pk}")

    assert needs() == [(1, 2)]
    two.refresh_from_db()
    assert two.has_unpublished_changes is True
    assert [record.getMessage() for record in caplog.records if record.name == "migs_site.base.pages"] == [
        "Not published: 2. Make prevention a national priority. (That recommendation already depends on this one, "
        "directly or through others. Remove one of the two.)"
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_waits_and_closes_no_circle():
    one, two = two_drafts()

    with transaction.atomic():
        one.get_latest_revision().publish()
        other = begin_beside(lambda: two.get_latest_revision().publish())
    other.join()

    assert needs() == [(1, 2)]
