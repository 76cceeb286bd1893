"""Where an application stands, in sentences for its student, and what they can do about it there."""

from typing import NamedTuple

from django.db.models.functions import Now, TruncDate
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from internships.models import CLOSED, Application, ApplicationFile
from internships.states import Actor, ImpossibleMove, State, possible_moves, refusal

# Facts alone: what the institute has to say to somebody is in its letters, which staff write.
IN_WORDS = {
    State.RECEIVED: _("Your application has arrived. Nobody has begun to read it, so you can still replace a file."),
    State.IN_REVIEW: _("Your application is being read."),
    State.INTERVIEW: _("You are invited to an interview. We will email you about it."),
    State.OFFER: _("You are offered an internship. The details are in our email."),
    State.ACCEPTED: _("You have accepted the offer. We will email you about what happens next."),
    State.DECLINED: _("The offer was declined."),
    State.NOT_SELECTED: _("Your application was not selected."),
    State.WITHDRAWN: _("You have withdrawn your application. It will not be considered further."),
}


class Action(NamedTuple):
    """What a student can do once they have been asked again. to: the state to which it leads; none for erasing."""

    label: str
    question: str
    consequences: list[str]
    to: str | None


WHAT_ERASING_MEANS = [
    _("Everything we hold is deleted at once: your answers, your files, our emails to you about them and this page."),
    _("Copies in our backups disappear when those backups expire."),
    _("This cannot be undone, and your application will no longer be considered."),
]
ACTIONS = {
    "accept": Action(
        pgettext_lazy("offer", "Accept"),
        _("Accept our offer?"),
        [_("We are told at once, and will email you about what happens next."), _("You can still withdraw later.")],
        State.ACCEPTED,
    ),
    "decline": Action(
        pgettext_lazy("offer", "Decline"),
        _("Decline our offer?"),
        [
            _("We may then offer the place to someone else."),
            _("You cannot undo this here. Write to us if you change your mind."),
        ],
        State.DECLINED,
    ),
    "withdraw": Action(
        _("Withdraw my application"),
        _("Withdraw your application?"),
        [
            _("We will not consider it further. You cannot send it again, but you can start a new one."),
            _("We keep what you sent for as long as any other application, unless you erase it."),
        ],
        State.WITHDRAWN,
    ),
    "erase": Action(_("Erase everything now"), _("Erase your application?"), WHAT_ERASING_MEANS, None),
}


TOO_LATE = _("The day by which we asked you to answer has passed. Write to us if you would still like to come.")


def possible_actions(application: Application) -> list[str]:
    """The names of what can be done now. A draft can be erased; it is sent on its form."""
    moves = possible_moves(application, Actor.APPLICANT)
    late = is_too_late(application)
    return [
        name
        for name, action in ACTIONS.items()
        if action.to is None or (action.to in moves and not (late and action.to == State.ACCEPTED))
    ]


def refuse_impossible(application: Application, action: Action) -> None:
    """Raises ImpossibleMove where the student cannot do it now."""
    if action.to == State.ACCEPTED and is_too_late(application):
        raise ImpossibleMove(TOO_LATE)
    if action.to and action.to not in possible_moves(application, Actor.APPLICANT):
        raise ImpossibleMove(refusal(application.state, action.to))


def is_too_late(application: Application) -> bool:
    """Whether an offer can be accepted no more: its last day is over in Montreal, by the database's clock."""
    if application.state != State.OFFER:
        return False
    today = TruncDate(Now(), tzinfo=get_default_timezone())
    return Application.objects.filter(pk=application.pk, answer_by__lt=today).exists()


def may_replace(application: Application, kind: str) -> bool:
    """Until the first of the staff begins to read; one in which malware was found, as long as nothing is decided."""
    is_bad = application.files.filter(kind=kind, scan_state=ApplicationFile.ScanState.QUARANTINED)
    return application.state == State.RECEIVED or (application.state not in (State.DRAFT, *CLOSED) and is_bad.exists())
