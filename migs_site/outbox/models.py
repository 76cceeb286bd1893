"""A mail is a row, from the moment its cause is stored until its app erases it. The worker sends it."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MARKER = "[[link]]"  # stands in a body where the worker puts an address that is stored nowhere

MOST_TRIES = 11  # in a row without a person: with the waits between them a little more than a day
LONGEST_WAIT = datetime.timedelta(hours=4)
# No attempt takes half as long; one that does is of a worker that was killed, or of a clock that was wrong.
ABANDONED_AFTER = datetime.timedelta(minutes=5)


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "Waiting")
    HELD = "held", pgettext_lazy("mail", "Held")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("mail", "Cancelled")


class Problem(models.TextChoices):
    """Why a mail was not sent, in the words that staff read. What a server says itself may name a person."""

    NO_SERVER = "no_server", _("The mail server cannot be reached.")
    UNSAFE = "unsafe", _("The mail server’s security certificate is not valid.")
    NO_LOGIN = "no_login", _("The mail server does not accept our user name and password.")
    NOT_OFFERED = (
        "not_offered",
        _("The mail server offers no encryption or no sign-in, and our settings ask for it."),
    )
    NOT_FOR_US = "not_for_us", _("The mail server does not accept mail from our address.")
    DEFERRED = "deferred", _("The mail server asks to try again later.")
    BROKEN_OFF = "broken_off", _("The connection to the mail server broke off before it had the whole mail.")
    STOPPED = "stopped", _("The worker was stopped before the mail server had the whole mail.")
    REFUSED = "refused", _("The mail server refuses this mail. Check the address.")
    UNANSWERED = (
        "unanswered",
        _("The mail server received the whole mail and did not answer. The mail may have arrived."),
    )
    UNSURE = (
        "unsure",
        _(
            "The worker was stopped while the mail server was receiving the end of this mail. It has probably arrived: "
            "ask the recipient before you send it again."
        ),
    )
    NO_LINK = "no_link", _("The address of the link in this mail could not be made.")
    UNFIT = "unfit", _("No valid message can be made of this mail. Check its address and its subject.")


class MailQuerySet(models.QuerySet):
    def due(self):
        """Mails whose time has come, and those whom only a clock that was wrong can have told to wait so long."""
        too_late = Q(retry_at__gt=Now() + 2 * LONGEST_WAIT)
        tried_again = Q(retry_at=None) | Q(retry_at__lte=Now()) | too_late
        return self.filter(tried_again, state=State.QUEUED, send_at__lte=Now())

    def abandoned(self):
        """Mails in the hands of a worker that is no more."""
        is_ours = Q(started_at__range=(Now() - ABANDONED_AFTER, Now() + ABANDONED_AFTER))
        return self.filter(state=State.SENDING).exclude(is_ours)

    def overdue(self, since: datetime.timedelta):
        """Mails that should have left longer ago than that."""
        return self.filter(state__in=[State.QUEUED, State.SENDING], send_at__lte=Now() - since)


class Mail(models.Model):
    """One mail to one address. Its ``key`` says what it tells and to whom, so that nothing is mailed twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=200, unique=True)
    about = models.CharField(pgettext_lazy("mail", "about"), max_length=200, blank=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    sender = models.CharField(pgettext_lazy("mail", "from"), max_length=2000)  # a long name takes more when encoded
    to = models.EmailField(pgettext_lazy("mail", "to"))
    reply_to = models.CharField(_("reply to"), max_length=1000, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(pgettext_lazy("mail", "text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    message_id = models.CharField(max_length=998, editable=False)

    state = models.CharField(pgettext_lazy("mail", "state"), max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(pgettext_lazy("mail", "created"), db_default=Now(), db_index=True)
    send_at = models.DateTimeField(_("not before"), db_default=Now())
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    sent_at = models.DateTimeField(pgettext_lazy("mail", "sent"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # The number of the attempt that passed the fence: the server is given the last bytes of the mail, or has them.
    handed_over = models.PositiveIntegerField(null=True, editable=False)
    tries_left = models.PositiveSmallIntegerField(default=MOST_TRIES, editable=False)
    problem = models.CharField(_("last error"), max_length=12, choices=Problem, blank=True)
    reply_code = models.CharField(max_length=20, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    # Wagtail's index of references can be read by every editor.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ("view", "change")
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                F("tries_left").desc(), "send_at", name="mail_next", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index("state", name="mail_failed", condition=Q(state="failed")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=Q(state="sending", started_at__isnull=False) | (~Q(state="sending") & Q(started_at=None)),
                name="mail_started_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(handed_over=None) | Q(state="sending", handed_over__lte=F("attempts")),
                name="mail_handed_over_while_sending",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, problem=""), name="mail_sent_at_an_instant"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(problem=""), name="mail_failed_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "sent", "failed"]) | Q(attempts__gt=0), name="mail_was_tried"
            ),
            models.CheckConstraint(condition=Q(retry_at=None) | Q(state="queued"), name="mail_waits_for_next_attempt"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(state__in=["sent", "cancelled"]), name="mail_has_words_to_send"
            ),
            models.CheckConstraint(
                condition=~(Q(to__regex=r"[\r\n]") | Q(subject__regex=r"[\r\n]") | Q(reply_to__regex=r"[\r\n]"))
                & ~Q(to="")
                & ~Q(key=""),
                name="mail_headers_on_one_line",
            ),
        ]

    def __str__(self):
        """Without address and subject, which are somebody's."""
        return self.key

    @property
    def last_error(self) -> str:
        """Why it was not sent, with the number that the server gave; empty where nothing went wrong."""
        return " ".join(filter(None, [self.get_problem_display(), self.reply_code and f"({self.reply_code})"]))

    @property
    def due_at(self) -> datetime.datetime | None:
        """When it will be tried; None where it waits for nothing."""
        return max(self.send_at, self.retry_at or self.send_at) if self.state == State.QUEUED else None
