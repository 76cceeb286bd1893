"""Apps queue and erase mails, staff move them. Nothing here speaks with a mail server."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from migs_site.accounts.models import User
from migs_site.audit.models import reference_to
from migs_site.audit.services import REFERENCE, record, record_all
from migs_site.base.plain_text import readable
from migs_site.outbox.messages import check, mail_of, new_message_id, reword, words_of
from migs_site.outbox.models import MOST_TRIES, Mail, State
from migs_site.outbox.tasks import send_due_mails

UNSENT = {State.QUEUED, State.HELD, State.FAILED}
MOVES = {
    "hold": ({State.QUEUED}, gettext_lazy("Only a waiting mail can be held. The state of this one: %(state)s.")),
    "release": ({State.HELD}, gettext_lazy("Only a held mail can be released. The state of this one: %(state)s.")),
    "edit": (UNSENT, gettext_lazy("Only a mail not yet sent can be edited. The state of this one: %(state)s.")),
    "cancel": (
        UNSENT,
        gettext_lazy("Only a mail not yet sent can be cancelled. The state of this one: %(state)s."),
    ),
    "send_again": (
        {State.FAILED, State.SENT},
        gettext_lazy("Only a mail that is sent or failed can be sent again. The state of this one: %(state)s."),
    ),
}


class ImpossibleMove(Exception):
    """Says in a sentence why a mail cannot be moved so."""


@dataclass(frozen=True)
class NewMail:
    """A mail that is to be queued, in the terms of ``queue_mail``."""

    key: str
    message: EmailMultiAlternatives
    about: models.Model | str = ""
    created_by: User | None = None
    held: bool = False

    def row(self) -> Mail:
        mail = mail_of(self.message)
        mail.key, mail.about, mail.created_by = self.key, named(self.about), self.created_by
        mail.state = State.HELD if self.held else State.QUEUED
        return mail


def queue_mail(  # noqa: PLR0913 (each is named where it is called)
    *,
    key: str,
    message: EmailMultiAlternatives,
    about: models.Model | str = "",
    created_by: User | None = None,
    send_at: datetime.datetime | None = None,
    held: bool = False,
) -> Mail:
    """Store a mail with the job that sends it, in the transaction of its cause.

    ``key`` says what is told to whom: asked twice for one key, even at once, this gives the first mail and changes
    nothing. ``message`` is what ``migs_site.web.mail.compose`` makes: one recipient, text and HTML, no attachment;
    anything else is a ValueError. ``about``: a record, or “app.model:number”, by which its app finds, hides and
    erases the mail. ``send_at``: not before; ``held``: not until somebody releases it.
    """
    [mail] = queue_mails([NewMail(key, message, about, created_by, held)], send_at=send_at)
    return mail


@transaction.atomic
def queue_mails(mails: Iterable[NewMail], *, send_at: datetime.datetime | None = None) -> list[Mail]:
    """The same for many with keys of their own, in as many queries as for one. Given are those of the table."""
    rows = [mail.row() for mail in mails]
    for row in rows if send_at else []:
        row.send_at = send_at
    Mail.objects.bulk_create(rows, ignore_conflicts=True)  # of two at once the second waits here for the first
    stored = {mail.key: mail for mail in Mail.objects.filter(key__in=[row.key for row in rows])}
    if any(stored[row.key].pk == row.pk and row.state == State.QUEUED for row in rows):
        wake_worker(at=send_at)
    return [stored[row.key] for row in rows]


def wake_worker(*, at: datetime.datetime | None = None) -> None:
    job = send_due_mails.configure(schedule_at=at) if at else send_due_mails
    job.defer()


@transaction.atomic
def hold(*, mail_id: uuid.UUID, by: User | None) -> Mail:
    """Let a waiting mail wait until somebody releases it."""
    return move("hold", allowed("hold", mail_id), by, state=State.HELD, retry_at=None)


@transaction.atomic
def release(*, mail_id: uuid.UUID, by: User | None) -> Mail:
    """Let a held mail go at its time, which may be now."""
    mail = move("release", allowed("release", mail_id), by, state=State.QUEUED)
    wake_worker(at=mail.send_at)
    return mail


@transaction.atomic
def cancel(*, mail_id: uuid.UUID, by: User | None) -> Mail:
    """Never send a mail that was not sent, for good."""
    return move("cancel", allowed("cancel", mail_id), by, state=State.CANCELLED, retry_at=None)


@transaction.atomic
def cancel_all(*, mail_ids: Iterable[uuid.UUID], by: User | None) -> set[uuid.UUID]:
    """The same for many; which are cancelled now. Left out is what has been sent, is being sent, or was erased."""
    unsent = Mail.objects.select_for_update().filter(pk__in=mail_ids, state__in=UNSENT).order_by("pk")
    found = list(unsent.only("about"))
    Mail.objects.filter(pk__in=[mail.pk for mail in found]).update(state=State.CANCELLED, retry_at=None)
    record_all(action="outbox.cancel", details={mail: {"about": mail.about} for mail in found}, by=by)
    return {mail.pk for mail in found}


@transaction.atomic
def edit(  # noqa: PLR0913 (as above)
    *, mail_id: uuid.UUID, by: User | None, to: str, reply_to: str, subject: str, words: str
) -> Mail:
    """Change a mail that was not sent; ``words`` stand before the signature. Its state stays as it is.

    Raises ValueError where no message could be made of it.
    """
    mail = allowed("edit", mail_id)
    mail.to, mail.reply_to, mail.subject = to, reply_to, readable(subject)[:250]
    if words.replace("\r\n", "\n").strip() != words_of(mail).strip():
        reword(mail, words)
    check(mail)
    return move(
        "edit", mail, by, **{name: getattr(mail, name) for name in ("to", "reply_to", "subject", "text", "html")}
    )


@transaction.atomic
def send_again(*, mail_id: uuid.UUID, by: User | None, sent_at: datetime.datetime | None = None) -> Mail:
    """Send a mail that has failed, or one that was sent: then ``sent_at`` says which sending is known to whoever asks.

    One that was sent gets a new Message-ID, or the recipient's server might drop it as a second copy.
    """
    mail = allowed("send_again", mail_id)
    if mail.state == State.SENT and mail.sent_at != sent_at:
        raise ImpossibleMove(_("This mail has been sent. Confirm that it is to be sent once more."))
    message_id = new_message_id(mail) if mail.state == State.SENT else mail.message_id
    mail = move(
        "send_again",
        mail,
        by,
        state=State.QUEUED,
        send_at=Now(),
        tries_left=MOST_TRIES,
        message_id=message_id,
        problem="",
        reply_code="",
    )
    wake_worker()
    return mail


def allowed(action: str, mail_id: uuid.UUID) -> Mail:
    """The mail, locked, if its state allows an action. Raises ImpossibleMove; Mail.DoesNotExist once it is erased."""
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    states, refusal = MOVES[action]
    if mail.state not in states:
        raise ImpossibleMove(refusal % {"state": mail.get_state_display()})
    return mail


def move(action: str, mail: Mail, by: User | None, **changes) -> Mail:
    """Store changes, and in the audit log who made them."""
    Mail.objects.filter(pk=mail.pk).update(**changes)
    mail.refresh_from_db()
    record(action=f"outbox.{action}", about=mail, by=by, detail={"about": mail.about})
    return mail


def named(about: models.Model | str) -> str:
    """How a record stands in a row, as in the audit log; ValueError for what is no name of one."""
    name = about if isinstance(about, str) else reference_to(about)
    if not REFERENCE.fullmatch(name):
        raise ValueError("A mail is about a record, “app.model:number”.")
    return name


def mails_about(about: models.Model | str) -> models.QuerySet[Mail]:
    """All mails about a record. ValueError without one, which would be many mails that have nothing in common."""
    if not about:
        raise ValueError("A mail is about a record, “app.model:number”.")
    return Mail.objects.filter(about=named(about))
