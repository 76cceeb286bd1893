"""Takes applications to the states that were decided, with a letter to each; and back, while the letter waits."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from internships import states
from internships.models import Application, Decision
from internships.staff.decisions.recipients import Verdict, already_told, reason_to_leave_out
from internships.staff.letters.variables import Facts, facts_for, values_of
from internships.staff.letters.writing import Words, message_to
from internships.staff.services import Hidden, locked
from migs_site.audit.services import record
from migs_site.outbox import services as outbox
from migs_site.outbox.models import Mail

UNDO_FOR = datetime.timedelta(minutes=10)


class LeftOut(Exception):
    """Says in a sentence why an application was not decided on, or not taken back."""


def decide_all(
    *, verdict: Verdict, states_then: dict[uuid.UUID, str], by
) -> tuple[list[Application], list[tuple[Application, str]]]:
    """Each application in a transaction of its own: those that were decided on, and those left out, with the reason.

    Asked again for the same verdict, it decides what was not decided on, and passes over the rest without a word.
    """
    applications = list(Application.objects.filter(pk__in=states_then).order_by("received_at", "pk"))
    facts, done, left_out = facts_for(applications), [], []
    for application in applications:
        try:
            decide(application=application, state_then=states_then[application.pk], verdict=verdict, facts=facts, by=by)
            done.append(application)
        except LeftOut as reason:
            left_out.append((application, str(reason)))
    return done, left_out


@transaction.atomic
def decide(*, application: Application, state_then: str, verdict: Verdict, facts: Facts, by) -> Decision:
    """Move an application and queue its letter, unless something has happened to it since ``state_then``: LeftOut."""
    current = still_visible(application, by)
    decided = Decision.objects.filter(batch=verdict.batch, change__application=current).first()
    if decided:
        return decided
    if current.state != state_then:
        sentence = _("Has become “%(state)s” since the list was made.")
        raise LeftOut(sentence % {"state": current.get_state_display()})
    if reason := reason_to_leave_out(current, verdict, already_told([current], verdict.to)):
        raise LeftOut(reason)
    change = states.move(application=current, to=verdict.to, actor=states.Actor.STAFF, by=by)
    change.refresh_from_db(fields=["at"])
    words = verdict.letters[current.language].filled(values_of(current, facts, verdict.answer_by))
    mail = outbox.queue_mail(
        key=f"internships.decision:{change.pk}",
        message=message_to(current, words, facts),
        about=current,
        created_by=by,
        send_at=change.at + UNDO_FOR,
    )
    take_on(current, by, answer_by=verdict.answer_by)
    record(action="application.decided", about=current, by=by, detail={"from": state_then, "to": verdict.to})
    return Decision.objects.create(change=change, batch=verdict.batch, mail=mail)


@transaction.atomic
def undo(*, decision: Decision, by) -> None:
    """Take an application back and cancel its letter, which is possible while it waits; LeftOut where it is not."""
    change = decision.change
    current = still_visible(change.application, by)
    decision.refresh_from_db()
    if decision.undone_at:
        return
    if current.state_changes.order_by("at", "pk").last() != change:
        raise LeftOut(_("Its state has changed since."))
    try:
        outbox.cancel(mail_id=decision.mail_id, by=by)
    except (outbox.ImpossibleMove, Mail.DoesNotExist) as error:
        raise LeftOut(_("The letter has been sent and cannot be taken back.")) from error
    states.move(application=current, to=change.from_state, actor=states.Actor.STAFF, by=by, reason=_("Decision undone"))
    Application.objects.filter(pk=current.pk).update(answer_by=None)
    Decision.objects.filter(pk=decision.pk).update(undone_at=Now())
    record(action="application.decision_undone", about=current, by=by)


def undo_all(decisions: Iterable[Decision], by) -> tuple[int, list[tuple[Application, str]]]:
    """How many were undone, and which were not, with the reason."""
    done, left = 0, []
    for decision in decisions:
        try:
            undo(decision=decision, by=by)
            done += 1
        except LeftOut as reason:
            left.append((decision.change.application, str(reason)))
    return done, left


@transaction.atomic
def write_to(*, application: Application, words: Words, form: uuid.UUID, by) -> Mail:
    """Queue a mail of filled words; the same form sent twice is one mail. LeftOut where the application is hidden."""
    current = still_visible(application, by)
    mail = outbox.queue_mail(
        key=f"internships.written:{current.pk}:{form}",
        message=message_to(current, words, facts_for([current])),
        about=current,
        created_by=by,
    )
    take_on(current, by)
    record(action="application.written_to", about=current, by=by)
    return mail


def still_visible(application: Application, by) -> Application:
    try:
        return locked(application, by)
    except Hidden as error:
        raise LeftOut(_("You can no longer see it.")) from error


def take_on(application: Application, by, **changes) -> None:
    """Whoever answers first handles an application from then on."""
    changes = {name: value for name, value in changes.items() if value}
    if not application.handled_by_id:
        changes["handled_by"] = by
    if changes:
        Application.objects.filter(pk=application.pk).update(**changes)
