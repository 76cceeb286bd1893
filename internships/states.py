"""The moves that an application can make, and the one way to make them. Migration 16 holds the same list."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from internships.models import Application, ApplicationFile, StateChange

State, Actor = Application.State, StateChange.Actor

MOVES: dict[str, dict[str, set[str]]] = {
    Actor.APPLICANT: {
        State.DRAFT: {State.RECEIVED},
        State.RECEIVED: {State.WITHDRAWN},
        State.IN_REVIEW: {State.WITHDRAWN},
        State.INTERVIEW: {State.WITHDRAWN},
        State.OFFER: {State.ACCEPTED, State.DECLINED, State.WITHDRAWN},
        State.ACCEPTED: {State.WITHDRAWN},
    },
    # Also backwards: what was decided by mistake is taken back, and the history shows both.
    Actor.STAFF: {
        State.RECEIVED: {State.IN_REVIEW, State.NOT_SELECTED},
        State.IN_REVIEW: {State.RECEIVED, State.INTERVIEW, State.OFFER, State.NOT_SELECTED},
        State.INTERVIEW: {State.IN_REVIEW, State.OFFER, State.NOT_SELECTED},
        State.OFFER: {State.IN_REVIEW, State.INTERVIEW, State.DECLINED},
        State.DECLINED: {State.OFFER},
        State.NOT_SELECTED: {State.RECEIVED, State.IN_REVIEW, State.INTERVIEW},
    },
}


class ImpossibleMove(Exception):
    """A move that the application cannot make from where it is; its text is a sentence for whoever asked for it."""


def possible_moves(application: Application, actor: str) -> list[str]:
    """The states to which it can go from where it is, in the order of its life."""
    allowed = MOVES[actor].get(application.state, set())
    return [state for state in State.values if state in allowed]


@transaction.atomic
def move(*, application: Application, to: str, actor: str, by=None, reason: str = "") -> StateChange:
    """Take an application to another state, inside the caller's transaction or its own. Raises ImpossibleMove.

    Of two at once the second finds where the first has taken it. ``by`` is the member of staff. The object is given
    its new state; ``received_at`` and ``closed_at`` are set by the database.
    """
    current = Application.objects.select_for_update().only("state").get(pk=application.pk)
    [change] = move_all({current: to}, actor=actor, by=by, reason=reason)
    application.refresh_from_db(fields=["state", "received_at", "closed_at"])
    return change


def move_all(targets: Mapping[Application, str], *, actor: str, by=None, reason: str = "") -> list[StateChange]:
    """Take applications, each to its state, in one query and in their order; the caller holds their rows, read anew.

    Raises ImpossibleMove before any is moved. The objects keep the state that they had.
    """
    for application, to in targets.items():
        if to not in possible_moves(application, actor):
            raise ImpossibleMove(refusal(application.state, to))
    return StateChange.objects.bulk_create(
        StateChange(application=each, from_state=each.state, to_state=to, actor=actor, by=by, reason=reason)
        for each, to in targets.items()
    )


def refusal(state: str, to: str) -> str:
    sentence = _("This application is now “%(state)s” and cannot become “%(to)s”. Reload the page to see where it is.")
    return sentence % {"state": State(state).label, "to": State(to).label}


def files_are_complete(application: Application) -> bool:
    """Whether a file of each kind is there, without which nothing is received."""
    return application.files.values("kind").distinct().count() == len(ApplicationFile.Kind)
