"""Staff hear of the recommendations that nobody has assessed for longer than they have settled."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from migs_site.editorial.attention import AttentionItem, attention_items
from recommendations.models import AssessmentSettings, RecommendationPage
from recommendations.models.assessment_settings import months_before
from tests.editing import errors_of, signed_in
from tests.factories.accounts import editor, user
from tests.factories.pages import translate
from tests.factories.recommendations import (
    assessment_settings,
    progress_entry,
    recommendation,
    recommendation_set,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2020, 6, 15)
DUE, SETTING = "/admin/recommendations/?due=yes", "/admin/settings/recommendations/assessmentsettings/1/"


def is_due(page, on=ON) -> bool:
    return list(RecommendationPage.objects.due_for_assessment(on)) == [page]


def asked_by(person) -> list[AttentionItem]:
    request = RequestFactory().get("/admin/")
    request.user = person
    return [item for item in attention_items(request) if "gap=" not in item.address]


@pytest.mark.parametrize(
    ("assessed_on", "due"),
    [
        ("2019-06-14", True),
        ("2019-06-15", False),  # twelve months to the day
        ("2019-05", True),
        ("2019-06", False),  # until the 30th
        ("2018", True),
        ("2019", False),  # until December
        ("2020-01-01", False),
    ],
)
def test_an_assessment_holds_for_the_months_of_the_setting(assessed_on, due):
    page = recommendation(recommendation_set(launched_on="2009-09-22"))
    progress_entry(page, date=assessed_on)

    assert is_due(page) == due


@pytest.mark.parametrize(("assessed_on", "due"), [("2020-05-14", True), ("2020-05-15", False), ("2020", False)])
def test_staff_settle_after_how_many_months(assessed_on, due):
    assessment_settings(months=1)
    page = recommendation(recommendation_set(launched_on="2009-09-22"))
    progress_entry(page, date=assessed_on)

    assert is_due(page) == due


def test_the_latest_public_entry_counts():
    page = recommendation(recommendation_set(launched_on="2009-09-22"))
    progress_entry(page, date="2012")
    progress_entry(page, date="2020-06-01", live=False)

    assert is_due(page)

    progress_entry(page, date="2020-05")
    assert not is_due(page)


@pytest.mark.parametrize(("launched_on", "due"), [("2019-06-14", True), ("2019-06-15", False)])
def test_without_an_entry_the_day_counts_on_which_the_set_was_made_public(launched_on, due):
    page = recommendation(recommendation_set(launched_on=launched_on))

    assert is_due(page) == due


# Eleven in the evening in Montreal is the next day in UTC.
@pytest.mark.parametrize(("published_at", "due"), [("2019-06-15T03:00Z", True), ("2019-06-15T04:00Z", False)])
def test_of_a_set_without_a_day_the_day_counts_on_which_each_was_published(published_at, due):
    page = recommendation(recommendation_set())
    RecommendationPage.objects.update(first_published_at=published_at)

    assert is_due(page) == due


def test_only_live_english_pages_are_due():
    canada = recommendation_set(launched_on="2009-09-22")
    page = recommendation(canada)
    recommendation(canada, number=2, live=False)
    translate(page)

    assert is_due(page)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2020-06-15", 12, "2019-06-15"),
        ("2020-02-29", 12, "2019-02-28"),
        ("2020-03-31", 1, "2020-02-29"),
        ("2020-01-31", 1, "2019-12-31"),
        ("2020-12-01", 120, "2010-12-01"),
    ],
)
def test_so_many_months_before_a_day(day, months, before):
    assert months_before(datetime.date.fromisoformat(day), months).isoformat() == before


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(1, "1 recommendation is due for assessment."), (3, "3 recommendations are due for assessment.")],
)
def test_staff_are_told_in_one_sentence_and_two_queries(number, sentence):
    canada, person = recommendation_set(launched_on="2009-09-22"), editor()
    for n in range(number):
        recommendation(canada, number=n + 1)
    person.get_all_permissions()
    asked_by(person)

    with CaptureQueriesContext(connection) as queries:
        found = asked_by(person)

    assert found == [AttentionItem(sentence, DUE)]
    tables = ("recommendations_recommendationpage", "recommendations_assessmentsettings")
    assert len([query for query in queries if any(table in query["sql"] for table in tables)]) == 2


def test_nothing_is_said_while_all_were_assessed():
    page = recommendation(recommendation_set(launched_on="2009-09-22"))
    progress_entry(page, date=str(timezone.localdate()))

    assert asked_by(editor()) == []


def test_nothing_is_said_to_those_who_enter_no_progress():
    recommendation(recommendation_set(launched_on="2009-09-22"))

    assert (len(asked_by(editor())), asked_by(user(groups=["Donations"]))) == (1, [])


def test_an_editor_changes_the_setting():
    assessment_settings()

    response = signed_in(editor()).post(SETTING, {"months": "24"})

    assert (errors_of(response), AssessmentSettings.objects.get().months) == ([], 24)


@pytest.mark.parametrize("months", ["", "0", "121", "-1", "1.5", "twelve", "9" * 30, "1\0"])
def test_what_is_no_number_of_months_is_refused_in_a_sentence(months):
    assessment_settings()

    response = signed_in(editor()).post(SETTING, {"months": months})

    assert (len(errors_of(response)), AssessmentSettings.objects.get().months) == (1, 12)


def test_the_setting_is_closed_to_those_who_may_not_change_it():
    assessment_settings()

    signed_in(user(groups=["Donations"])).post(SETTING, {"months": "24"})

    assert AssessmentSettings.objects.get().months == 12


def test_the_database_holds_no_number_out_of_range():
    with pytest.raises(IntegrityError), transaction.atomic():
        assessment_settings(months=0)
