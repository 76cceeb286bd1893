"""Takes applications to the states that were decided, with a letter to each; and back, while the letter waits."""

import datetime
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from internships import states
from internships.models import Application, Decision, Recusal, StateChange
from internships.staff.decisions.recipients import Verdict, already_told, reason_to_leave_out
from internships.staff.letters.variables import Facts, facts_for, values_of
from internships.staff.letters.writing import Words, message_to
from internships.staff.services import Hidden, locked
from migs_site.audit.services import record, record_all
from migs_site.outbox import services as outbox
from migs_site.outbox.models import Mail

UNDO_FOR = datetime.timedelta(minutes=10)
HIDDEN = gettext_lazy("You can no longer see it.")
SENT = gettext_lazy("The letter has been sent and cannot be taken back.")
CHANGED_SINCE = gettext_lazy("Its state has changed since.")


class LeftOut(Exception):
    """Says in a sentence why nothing was done with an application."""


Left = list[tuple[Application, str]]  # those that were left out, each with the reason in a sentence


@transaction.atomic
def decide_all(*, verdict: Verdict, states_then: Mapping[uuid.UUID, str], by) -> tuple[list[Application], Left]:
    """Move applications and queue their letters: all of it or, where anything fails, nothing.

    Left out is what something has happened to since ``states_then``. Asked again for the same verdict, it decides what
    was not decided on, and passes over the rest without a word. As many queries for many as for one.
    """
    visible, left_out = held(states_then, by)
    decided = already_decided(verdict)
    new = [each for each in visible if each.pk not in decided]
    told = already_told(new, verdict.to)
    reasons = {each: reason_now(each, states_then[each.pk], verdict, told) for each in new}
    chosen = [each for each, reason in reasons.items() if not reason]
    if chosen:
        make_decisions(chosen, verdict, by)
    left_out += [(each, reason) for each, reason in reasons.items() if reason]
    return [each for each in visible if not reasons.get(each)], left_out


def held(numbers: Iterable[uuid.UUID], by) -> tuple[list[Application], Left]:
    """The rows, held until the end of the transaction: of what somebody may see, and of what is hidden from them."""
    rows = Application.objects.select_for_update().filter(pk__in=list(numbers)).order_by("pk")  # all hold in one order
    found = sorted(rows, key=lambda each: (each.received_at, each.pk))
    hidden = set(Recusal.objects.filter(person=by, application__in=found).values_list("application", flat=True))
    visible = [each for each in found if each.pk not in hidden]
    return visible, [(each, str(HIDDEN)) for each in found if each.pk in hidden]


def already_decided(verdict: Verdict) -> set[uuid.UUID]:
    return set(Decision.objects.filter(batch=verdict.batch).values_list("change__application", flat=True))


def reason_now(application: Application, state_then: str, verdict: Verdict, told: Iterable[uuid.UUID]) -> str:
    if application.state == state_then:
        return reason_to_leave_out(application, verdict, told)
    sentence = _("Has become “%(state)s” since the list was made.")
    return sentence % {"state": application.get_state_display()}


def make_decisions(chosen: list[Application], verdict: Verdict, by) -> None:
    """In as many queries for many as for one. The rows are held."""
    changes = states.move_all(dict.fromkeys(chosen, verdict.to), actor=states.Actor.STAFF, by=by)
    at = StateChange.objects.values_list("at", flat=True).get(pk=changes[0].pk)  # that of all: of the transaction
    facts = facts_for(chosen)
    letters = [letter(change, verdict, facts, by) for change in changes]
    mails = outbox.queue_mails(letters, send_at=at + UNDO_FOR)
    take_on(chosen, by, answer_by=verdict.answer_by)
    details = {each: {"from": each.state, "to": verdict.to} for each in chosen}
    record_all(action="application.decided", details=details, by=by)
    Decision.objects.bulk_create(
        Decision(change=change, batch=verdict.batch, mail=mail) for change, mail in zip(changes, mails, strict=True)
    )


def letter(change: StateChange, verdict: Verdict, facts: Facts, by) -> outbox.NewMail:
    """Under the key of the move, so that nobody is written to twice about one."""
    application = change.application
    words = verdict.letters[application.language].filled(values_of(application, facts, verdict.answer_by))
    return outbox.NewMail(
        key=f"internships.decision:{change.pk}",
        message=message_to(application, words, facts),
        about=application,
        created_by=by,
    )


@transaction.atomic
def undo_all(decisions: Iterable[Decision], by) -> tuple[int, Left]:
    """Take applications back and cancel their letters, which is possible while these wait.

    How many are undone, and which are not, with the reason. One that was undone before is counted without a word. As
    many queries for many as for one.
    """
    decisions = list(decisions)
    applications, left_out = held([each.change.application_id for each in decisions], by)
    rows = {each.pk: each for each in applications}
    found = Decision.objects.filter(pk__in=[each.pk for each in decisions], change__application__in=applications)
    found = list(found.select_related("change"))
    latest = latest_changes(applications)
    last = [each for each in found if not each.undone_at and each.pk in latest]
    cancelled = outbox.cancel_all(mail_ids=[each.mail_id for each in last if each.mail_id], by=by)
    undone = [each for each in last if each.mail_id in cancelled]
    if undone:
        take_back({rows[each.change.application_id]: each for each in undone}, by)
    for each in found:
        if each not in undone and not each.undone_at:
            reason = SENT if each in last else CHANGED_SINCE
            left_out.append((rows[each.change.application_id], str(reason)))
    return len(decisions) - len(left_out), left_out


def latest_changes(applications: list[Application]) -> set[int]:
    """The number of the last move of each."""
    changes = StateChange.objects.filter(application__in=applications).order_by("application_id", "-at", "-pk")
    return set(changes.distinct("application_id").values_list("pk", flat=True))


def take_back(undone: Mapping[Application, Decision], by) -> None:
    """In as many queries for many as for one. The rows are held, and the letters cancelled."""
    targets = {application: decision.change.from_state for application, decision in undone.items()}
    states.move_all(targets, actor=states.Actor.STAFF, by=by, reason=_("Decision undone"))
    Application.objects.filter(pk__in=[each.pk for each in undone]).update(answer_by=None)
    Decision.objects.filter(pk__in=[each.pk for each in undone.values()]).update(undone_at=Now())
    record_all(action="application.decision_undone", details={each: {} for each in undone}, by=by)


@transaction.atomic
def write_to(*, application: Application, words: Words, form: uuid.UUID, by) -> Mail:
    """Queue a mail of filled words; the same form sent twice is one mail. LeftOut where the application is hidden."""
    try:
        current = locked(application, by)
    except Hidden as error:
        raise LeftOut(str(HIDDEN)) from error
    mail = outbox.queue_mail(
        key=f"internships.written:{current.pk}:{form}",
        message=message_to(current, words, facts_for([current])),
        about=current,
        created_by=by,
    )
    take_on([current], by)
    record(action="application.written_to", about=current, by=by)
    return mail


def take_on(applications: list[Application], by, *, answer_by: datetime.date | None = None) -> None:
    """Whoever answers first handles an application from then on."""
    rows = Application.objects.filter(pk__in=[each.pk for each in applications])
    rows.filter(handled_by=None).update(handled_by=by)
    if answer_by:
        rows.update(answer_by=answer_by)
