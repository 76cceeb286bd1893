"""What the reviews of an application come to. Those of people who have recused themselves since do not count."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from internships.models import Application, Criterion, Review, Score

WITH_REVIEWS = [
    "assignments",
    "recusals",
    Prefetch("reviews", Review.objects.select_related("reviewer")),
    Prefetch("reviews__scores", Score.objects.select_related("criterion")),
]


@dataclass(frozen=True)
class Summary:
    """of: how many were asked or have answered; the scores from 1 to 5, none where nobody has scored."""

    given: int
    of: int
    mean: float | None = None
    lowest: float | None = None
    highest: float | None = None

    def __str__(self):
        if not self.of:
            return ""
        done = _("%(given)d of %(all)d") % {"given": self.given, "all": self.of}
        return f"{done}{_(': ')}{self.spread}" if self.mean else done

    @property
    def spread(self) -> str:
        """“3.5 (3–4)”: the mean, and the lowest and the highest where several have scored."""
        mean, lowest, highest = (number_format(round(each, 1)) for each in (self.mean, self.lowest, self.highest))
        return mean if self.lowest == self.highest else f"{mean} ({lowest}–{highest})"


def counted(application: Application) -> list[Review]:
    """Its reviews without those of people who have recused themselves. Asks nothing of what WITH_REVIEWS brings."""
    recused = {recusal.person_id for recusal in application.recusals.all()}
    return [review for review in application.reviews.all() if review.reviewer_id not in recused]


def summary(application: Application) -> Summary:
    reviews = counted(application)
    assigned = {assignment.reviewer_id for assignment in application.assignments.all()}
    of = len(assigned | {review.reviewer_id or -review.pk for review in reviews})
    means = [review.mean for review in reviews if review.mean is not None]
    if not means:
        return Summary(len(reviews), of)
    return Summary(len(reviews), of, mean_of(reviews), min(means), max(means))


def mean_of(reviews: Iterable[Review]) -> float:
    """Over all scores, each as often as its criterion weighs: of reviews with the same criteria the mean of theirs."""
    scores = [score for review in reviews if not review.abstains for score in review.scores.all()]
    weights = sum(score.criterion.weight for score in scores)
    return sum(score.value * score.criterion.weight for score in scores) / weights


def first_opinions(reviews: Iterable[Review]) -> dict[int, str]:
    """By review, what each said before its author could see others: “Yes; Writing: 4 · Research: 2”."""
    changed = [review for review in reviews if review.first_opinion]
    criteria = {str(criterion.pk): criterion.name for criterion in Criterion.objects.all()} if changed else {}
    return {review.pk: in_words(review.first_opinion, criteria) for review in changed}


def in_words(opinion: dict, criteria: dict[str, str]) -> str:
    if opinion["abstains"]:
        return _("abstains")
    said = [f"{name}{_(': ')}{opinion['scores'][key]}" for key, name in criteria.items() if key in opinion["scores"]]
    return "; ".join(filter(None, [str(Review.Recommendation(opinion["recommendation"]).label), " · ".join(said)]))
