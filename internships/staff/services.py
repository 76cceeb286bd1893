"""What staff write about applications. Each takes the row first, so that of two at once the second sees the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext

from internships.models import Application, Assignment, Criterion, Note, Recusal, Review, SavedView, Score
from internships.states import Actor, move
from migs_site.audit.services import record


class Hidden(Exception):
    """Somebody has recused themselves from an application meanwhile, or it is gone."""

    def __str__(self):
        return gettext("This application can no longer be seen by everybody concerned. Go back to the list.")


def locked(application: Application, *people) -> Application:
    """The row, held until the end of the transaction. Raises Hidden unless each of these people may see it."""
    found = Application.objects.select_for_update().filter(pk=application.pk).exclude(recusals__person__in=people)
    if not found:
        raise Hidden
    return found[0]


@transaction.atomic
def move_application(*, application: Application, to: str, by, reason: str = "") -> None:
    """Raises ImpossibleMove with a sentence. Where it is there already, as after a double click, nothing is done."""
    before = locked(application, by).state
    if before == to:
        application.refresh_from_db(fields=["state"])
        return
    move(application=application, to=to, actor=Actor.STAFF, by=by, reason=reason)
    record(action="application.moved", about=application, by=by, detail={"from": before, "to": to})


@transaction.atomic
def write_note(*, application: Application, by, text: str) -> Note:
    """The same words of the same person are one note, however often they are sent."""
    locked(application, by)
    note, is_new = Note.objects.get_or_create(application=application, author=by, text=text)
    if is_new:
        record(action="application.note_written", about=application, by=by)
    return note


@transaction.atomic
def hand_over(*, application: Application, to, by) -> None:
    """To a coordinator, or to nobody."""
    locked(application, by, *([to] if to else []))
    Application.objects.filter(pk=application.pk).update(handled_by=to)
    record(action="application.handed_over", about=application, by=by, detail={"to": to.pk if to else None})


@transaction.atomic
def assign(*, application: Application, reviewer, by) -> None:
    """Once; a second time changes nothing."""
    locked(application, by, reviewer)
    _assignment, is_new = Assignment.objects.get_or_create(
        application=application, reviewer=reviewer, defaults={"by": by}
    )
    if is_new:
        record(action="application.review_assigned", about=application, by=by, detail={"reviewer": reviewer.pk})


@transaction.atomic
def unassign(*, application: Application, reviewer, by) -> None:
    """A review that was given stays."""
    locked(application, by)
    if Assignment.objects.filter(application=application, reviewer=reviewer).delete()[0]:
        record(action="application.review_unassigned", about=application, by=by, detail={"reviewer": reviewer.pk})


@dataclass(frozen=True)
class Opinion:
    """Scores with a recommendation; or, from who abstains, neither."""

    scores: Mapping[Criterion, int] = field(default_factory=dict)
    recommendation: str = ""
    comment: str = ""
    abstains: bool = False

    def stored(self) -> dict:
        """Without its comment, as a review keeps the first of its author’s."""
        scores = {str(criterion.pk): value for criterion, value in self.scores.items()}
        return {"scores": scores, "recommendation": self.recommendation, "abstains": self.abstains}


@transaction.atomic
def give_review(*, application: Application, by, opinion: Opinion) -> Review:
    """Give a review, or change one's own. Who may have seen others' by then cannot make their first opinion unsaid."""
    locked(application, by)
    said = {name: getattr(opinion, name) for name in ("recommendation", "comment", "abstains")}
    own = Review.objects.filter(application=application, reviewer=by).first()
    if own and not own.first_opinion and others_can_be_seen(application, by):
        before = opinion_of(own).stored()
        said["first_opinion"] = before if before != opinion.stored() else None
    review, is_new = Review.objects.update_or_create(
        application=application, reviewer=by, defaults=said | {"changed_at": Now()}, create_defaults=said
    )
    Score.objects.filter(review=review).delete()
    Score.objects.bulk_create(
        [Score(review=review, criterion=criterion, value=value) for criterion, value in opinion.scores.items()]
    )
    record(action=f"application.review_{'given' if is_new else 'changed'}", about=application, by=by)
    return review


def opinion_of(review: Review) -> Opinion:
    scores = {score.criterion: score.value for score in Score.objects.filter(review=review).select_related("criterion")}
    return Opinion(scores, review.recommendation, review.comment, review.abstains)


def others_can_be_seen(application: Application, by) -> bool:
    others = Review.objects.filter(application=application).exclude(reviewer=by)
    return others.exclude(reviewer__recusals__application=application).exists()


@transaction.atomic
def recuse(*, application: Application, person, by, reason: str) -> None:
    """Hide an application from somebody. They are asked for nothing more; a review they gave counts no longer."""
    locked(application, by, person)
    Recusal.objects.create(application=application, person=person, by=by, reason=reason)
    Assignment.objects.filter(application=application, reviewer=person).delete()
    Application.objects.filter(pk=application.pk, handled_by=person).update(handled_by=None)
    record(action="application.recused", about=application, by=by, detail={"person": person.pk})


@transaction.atomic
def lift_recusal(*, recusal: Recusal, by) -> None:
    """Of somebody else: one's own hides the application, and this with it."""
    locked(recusal.application, by)
    recusal.delete()
    record(action="application.recusal_lifted", about=recusal.application, by=by, detail={"person": recusal.person.pk})


def save_view(*, owner, name: str, query: str, is_shared: bool) -> SavedView:
    """Under a name that the owner has used already, the new one takes the place of the old."""
    view, _is_new = SavedView.objects.update_or_create(
        owner=owner, name=name, defaults={"query": query, "is_shared": is_shared}
    )
    return view
