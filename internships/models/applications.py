"""Applications: the most personal data the institute holds."""

import secrets
import uuid
from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .querysets import ApplicationQuerySet, WordsField

# Without 0, 1, I, L and O, which are mistaken for each other when read aloud.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A reference number to quote, such as “K7QX-39TM”: unguessable, and nothing can be counted from it."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


# After it was last saved, a draft that is not sent.
DRAFTS_KEPT = timedelta(days=14)
# What nothing more is done about; from then on the time runs for which the data is kept.
CLOSED = ["accepted", "declined", "not_selected", "withdrawn"]
NEEDED = ["language", "name", "email", "institution", "programme", "level", "availability"]
INCOMPLETE = reduce(or_, (Q(**{field: ""}) for field in NEEDED))


class Application(models.Model):
    """What one student sends, from the first saved draft on. Once it is received nobody edits what was sent.

    ``state`` changes by a StateChange alone (internships/states.py). A draft holds what was typed, right or wrong, in
    ``typed``, and its other columns are empty; when it is received they are filled and ``typed`` is emptied.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("application", "Draft")
        RECEIVED = "received", pgettext_lazy("application", "Received")
        IN_REVIEW = "in_review", pgettext_lazy("application", "In review")
        INTERVIEW = "interview", pgettext_lazy("application", "Interview")
        OFFER = "offer", pgettext_lazy("application", "Offer made")
        ACCEPTED = "accepted", pgettext_lazy("application", "Offer accepted")
        DECLINED = "declined", pgettext_lazy("application", "Offer declined")
        NOT_SELECTED = "not_selected", pgettext_lazy("application", "Not selected")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")

    class Arrival(models.TextChoices):
        FORM = "form", _("The form")
        EMAIL = "email", _("Email")

    class Level(models.TextChoices):
        UNDERGRADUATE = "undergraduate", _("Undergraduate")
        MASTERS = "masters", _("Master’s")
        DOCTORAL = "doctoral", _("Doctoral")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference number"), max_length=9, unique=True, default=new_reference, editable=False
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    arrived_by = models.CharField(_("arrived by"), max_length=10, choices=Arrival, default=Arrival.FORM)
    created_at = models.DateTimeField(_("begun"), db_default=Now(), editable=False)
    saved_at = models.DateTimeField(_("saved"), db_default=Now())
    typed = models.JSONField(_("answers of the draft"), default=dict, db_default={}, editable=False)
    # Of the two the database keeps the time itself: of the first and the last move that counts (migration 16).
    received_at = models.DateTimeField(_("received"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    language = models.CharField(_("language"), max_length=2)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("email"), blank=True)
    email_confirmed_at = models.DateTimeField(_("email confirmed"), null=True, editable=False)
    institution = models.CharField(_("university or college"), max_length=200, blank=True)
    programme = models.CharField(_("program"), max_length=200, blank=True)
    level = models.CharField(_("level of study"), max_length=20, choices=Level, blank=True)
    projects = models.ManyToManyField(
        "migs_site.ProjectPage", verbose_name=_("projects"), related_name="+", through="internships.ChosenProject"
    )
    round = models.ForeignKey(
        "internships.Round",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=pgettext_lazy("applications", "round"),
    )
    late_code = models.OneToOneField(
        "internships.LateCode", null=True, editable=False, on_delete=models.PROTECT, verbose_name=_("late code")
    )
    availability = models.TextField(_("availability"), max_length=1000, blank=True)
    message = models.TextField(_("message"), max_length=5000, blank=True)
    notice = models.ForeignKey(
        "internships.PrivacyNotice",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("privacy notice"),
    )
    flags = models.JSONField(_("flags"), default=list, db_default=[])  # codes of what looked like a robot's doing
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("handled by"),
    )
    answer_by = models.DateField(_("answer to the offer by"), null=True, blank=True)

    words = WordsField("reference", "name", "email", "institution", "programme")
    neutral_words = WordsField("reference", "institution", "programme")  # what reviewers may search in

    objects = ApplicationQuerySet.as_manager()

    # Wagtail's index of references can be read by every editor.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-received_at"]
        default_permissions = ("view", "delete")
        permissions = [("review_application", "Can review application")]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", received_at=None)
                | ~Q(state="draft") & Q(received_at__isnull=False, typed={}, notice__isnull=False) & ~INCOMPLETE,
                name="received_applications_are_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False) | ~Q(state__in=CLOSED) & Q(closed_at=None),
                name="closed_applications_say_since_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="application_state"),
            # With what is filtered by, so that nobody waits for the count of what a filter leaves.
            models.Index(
                F("received_at").desc(),
                F("id").desc(),
                include=["state", "level", "handled_by"],
                condition=~Q(state="draft"),
                name="applications_received",
            ),
            models.Index(fields=["name", "id"], condition=~Q(state="draft"), name="applications_by_name"),
            models.Index(F("received_at").desc(), condition=~Q(flags=[]), name="applications_with_flags"),
            GinIndex(fields=["words"], condition=~Q(state="draft"), name="application_words"),
            models.Index(Upper("email"), name="application_email"),
        ]

    def __str__(self):
        """Without the name: this is what the log keeps after an application has been deleted."""
        return self.reference


class ApplicationLinkQuerySet(models.QuerySet):
    def live(self):
        """Links whose time is not over, by the clock of the database."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=Now()))


class ApplicationLink(models.Model):
    """A secret address of one application: whoever has its token may read it, change it and take it back.

    The database knows the token's SHA-256 alone, so that a stolen copy opens nothing.
    """

    application = models.ForeignKey(
        Application, on_delete=models.DO_NOTHING, related_name="links", verbose_name=_("application")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True)  # none: for as long as the application is there
    # The address it was mailed to, which is confirmed once somebody does something there. Empty: it was never mailed.
    mailed_to = models.EmailField(_("link mailed to"), blank=True, default="", db_default="")

    objects = ApplicationLinkQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("link to an application")
        verbose_name_plural = _("links to applications")

    def __str__(self):
        return str(self.application)


class ChosenProject(models.Model):
    """A project that somebody applied for. Its page stays for as long as the application: what was sent stays."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    project = models.ForeignKey(
        "migs_site.ProjectPage", on_delete=models.PROTECT, related_name="+", db_column="projectpage_id"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "internships_application_projects"
        default_permissions = ()
        unique_together = [("application", "project")]
        verbose_name = _("chosen project")
        verbose_name_plural = _("chosen projects")

    def __str__(self):
        return str(self.application)
