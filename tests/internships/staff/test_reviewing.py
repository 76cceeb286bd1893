"""Reviews by several people who do not influence each other, and what they come to."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from internships.models import Assignment, Review, Score
from internships.staff.summaries import first_opinions
from migs_site.audit.models import AuditEntry
from tests.factories import internships
from tests.internships.staff.people import coordinator, listed, read, reviewer, said, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return internships.application()


@pytest.fixture
def criteria():
    return [
        internships.criterion(name_en="Writing", weight=2),
        internships.criterion(name_en="Research"),
        internships.criterion(name_en="No longer asked", is_active=False),
    ]


def assigned(made, name: str = "rob"):
    rob = reviewer(name)
    internships.assignment(made, rob)
    return rob


def scores(criteria, *values, **data) -> dict:
    given = {f"review-score_{each.pk}": value for each, value in zip(criteria, values, strict=False)}
    return given | {"review-recommendation": "yes"} | {f"review-{name}": value for name, value in data.items()}


def own(user) -> list[tuple]:
    review = Review.objects.get(reviewer=user)
    return [(score.criterion.name_en, score.value) for score in review.scores.all()]


def shown(response) -> str:
    panel = BeautifulSoup(response.content, "html.parser").select_one("#panel-reviews-section, #reviews-section")
    return " ".join(panel.get_text(" ").split())


def test_a_review_is_given_and_changed_later(made, criteria):
    rob = assigned(made)

    first = send(rob, "give_review", made, **scores(criteria, 4, 2, comment="Clear."))
    given = own(rob)
    send(rob, "give_review", made, **scores(criteria, 5, 2, comment="Clearer."))

    assert said(first) == ["Your review was saved."]
    assert (given, own(rob)) == ([("Writing", 4), ("Research", 2)], [("Writing", 5), ("Research", 2)])
    review = Review.objects.get()
    assert (review.comment, review.recommendation, round(review.mean, 2)) == ("Clearer.", "yes", 4)
    assert review.changed_at is not None
    entries = AuditEntry.objects.filter(action__contains="review").order_by("pk")
    assert [entry.action for entry in entries] == ["application.review_given", "application.review_changed"]


def test_who_abstains_gives_no_scores(made, criteria):
    rob = assigned(made)

    send(rob, "give_review", made, **scores(criteria, 4, 2, abstains="on", comment="I know her work."))

    review = Review.objects.get()
    assert (review.abstains, review.recommendation, review.scores.count()) == (True, "", 0)


@pytest.mark.parametrize(
    ("values", "changes"),
    [
        ((4,), {}),
        ((4, 0), {}),
        ((4, 6), {}),
        ((4, "x"), {}),
        ((4, 2), {"recommendation": ""}),
        ((4, 2), {"recommendation": "x"}),
    ],
)
def test_half_a_review_is_refused_and_its_comment_kept(made, criteria, values, changes):
    rob = assigned(made)

    response = send(rob, "give_review", made, **scores(criteria, *values, comment="My long comment.", **changes))

    assert not Review.objects.exists()
    assert "My long comment." in shown(response)


def test_others_are_seen_after_giving_ones_own_and_by_coordinators(made, criteria):
    rob, sue, ann = assigned(made), assigned(made, "sue"), coordinator("ann")
    send(sue, "give_review", made, **scores(criteria, 1, 1, comment="Weak."))

    before = shown(read(rob, made))
    send(rob, "give_review", made, **scores(criteria, 5, 5))
    after = shown(read(rob, made))

    assert ("Weak." in before, "1 other person has given a review" in before, "2 of 2" in before) == (
        False,
        True,
        False,
    )
    assert ("Weak." in after, "2 of 2: 3.0 (1.0–5.0)" in after) == (True, True)
    assert "Weak." in shown(read(ann, made))


SEEN_BEFORE = "Before other reviews could be seen: Yes; Writing: 5 · Research: 4"


def test_who_changes_a_review_after_seeing_others_cannot_unsay_the_first(made, criteria):
    rob, sue, ann = assigned(made), assigned(made, "sue"), coordinator("ann")
    send(rob, "give_review", made, **scores(criteria, 5, 5))
    send(rob, "give_review", made, **scores(criteria, 5, 4, comment="Clear."))
    alone = Review.objects.get().first_opinion
    send(sue, "give_review", made, **scores(criteria, 1, 1))

    warned = shown(read(rob, made))
    send(rob, "give_review", made, **scores(criteria, 5, 4, comment="Clearer."))
    reworded = Review.objects.get(reviewer=rob).first_opinion
    send(rob, "give_review", made, **scores(criteria, 1, 1))
    send(rob, "give_review", made, **scores(criteria, 2, 2, abstains="on"))

    assert (alone, reworded) == (None, None)
    assert "If you change your scores or your recommendation, coordinators will still see the first ones." in warned
    assert [SEEN_BEFORE in shown(read(each, made)) for each in (ann, sue, rob)] == [True, True, True]
    assert Review.objects.get(reviewer=rob).abstains is True


def test_a_review_that_nobody_can_see_any_more_influences_nobody(made, criteria):
    rob, sue = assigned(made), assigned(made, "sue")
    send(rob, "give_review", made, **scores(criteria, 5, 4))
    send(sue, "give_review", made, **scores(criteria, 1, 1))
    internships.recusal(made, sue)

    send(rob, "give_review", made, **scores(criteria, 1, 1))

    assert Review.objects.get(reviewer=rob).first_opinion is None


@pytest.mark.parametrize("number", [1, 3])
def test_first_opinions_of_many_are_one_query(made, criteria, number, django_assert_num_queries):
    for place in range(number):
        internships.review(made, reviewer(f"rob{place}"), first_opinion={"abstains": True})
    reviews = list(Review.objects.all())

    with django_assert_num_queries(1):
        said = first_opinions(reviews)

    assert list(said.values()) == ["abstains"] * number


def test_what_others_think_is_nowhere_else_before(made, criteria):
    rob, sue = assigned(made), assigned(made, "sue")
    send(sue, "give_review", made, **scores(criteria, 1, 1, comment="Weak."))

    page, refused = read(rob, made), send(rob, "give_review", made)

    assert [b"Weak." in each.content for each in (page, refused)] == [False, False]


def test_reviewers_see_only_what_is_assigned_and_only_while_it_is(made):
    ann, rob = coordinator("ann"), reviewer("rob")

    before = listed(rob), read(rob, made).status_code
    send(ann, "assign", made, **{"assign-reviewer": rob.pk})
    send(ann, "assign", made, **{"assign-reviewer": rob.pk})
    during = listed(rob), read(rob, made).status_code, Assignment.objects.count()
    send(ann, "unassign", made, rob.pk)
    after = listed(rob), read(rob, made).status_code

    assert (before, during, after) == (([], 404), ([made.reference], 200, 1), ([], 404))


def test_only_those_who_may_review_are_assigned(made):
    response = send(coordinator("ann"), "assign", made, **{"assign-reviewer": internships_stranger().pk})

    assert b"Select a valid choice" in response.content
    assert not Assignment.objects.exists()


def internships_stranger():
    return reviewer("gone").__class__.objects.create_user("editor@example.org", "a long enough password")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda review, criterion: Review.objects.create(
            application=review.application, reviewer=review.reviewer, recommendation="no"
        ),
        lambda review, criterion: Score.objects.create(review=review, criterion=criterion, value=6),
        lambda review, criterion: Score.objects.create(review=review, criterion=criterion, value=0),
        lambda review, criterion: Review.objects.filter(pk=review.pk).update(abstains=True),
        lambda review, criterion: Review.objects.filter(pk=review.pk).update(recommendation=""),
        lambda review, criterion: Assignment.objects.bulk_create(
            [Assignment(application=review.application, reviewer=review.reviewer) for _twice in range(2)]
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(made, criteria, wrong):
    review = internships.review(made, reviewer())

    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(review, criteria[0])


def test_everything_goes_with_the_application_whoever_deletes_it(made, criteria):
    rob = assigned(made)
    internships.review(made, rob, 3, 3)
    internships.note(made, rob)
    internships.recusal(made, coordinator())

    type(made).objects.filter(pk=made.pk)._raw_delete("default")

    left = [model.objects.count() for model in (Assignment, Review, Score)]
    assert left == [0, 0, 0]
