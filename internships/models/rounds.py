"""When applications are taken: rounds with a beginning and an end, and codes for those who come late."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from migs_site.base.bilingual import Bilingual
from migs_site.base.field_checks import FieldCheck
from migs_site.base.plain_text import one_line

from .applications import new_reference


class Round(models.Model):
    """A time in which some projects may be applied for: from the instant of opening until just before that of closing.

    A project that is in no round may be applied for throughout the year; one that is in any, in its rounds alone.
    """

    name_en = models.CharField(_("name (English)"), max_length=100, validators=[one_line])
    name_fr = models.CharField(_("name (French)"), max_length=100, validators=[one_line])
    projects = models.ManyToManyField("migs_site.ProjectPage", verbose_name=_("projects"), related_name="+")
    opens_at = models.DateTimeField(pgettext_lazy("round", "opens"), help_text=_("Montreal time."))
    closes_at = models.DateTimeField(
        pgettext_lazy("round", "closes"),
        help_text=_(
            "Montreal time. From this minute on nothing is received: if the last day counts to its end, enter 00:00 "
            "of the day after."
        ),
    )
    capacity = models.PositiveIntegerField(
        _("most applications"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "The round closes once so many are received. One that is withdrawn or erased makes room. Empty: no limit."
        ),
    )

    name = Bilingual()

    class Meta:
        ordering = ["-opens_at"]
        verbose_name = pgettext_lazy("applications", "round")
        verbose_name_plural = pgettext_lazy("applications", "rounds")
        constraints = [
            FieldCheck(
                mended_in=("closes_at",),
                said_at=(),
                condition=Q(closes_at__gt=F("opens_at")),
                name="rounds_close_after_they_open",
                violation_error_message=_("A round closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="rounds_take_one_application_at_least"
            ),
        ]

    def __str__(self):
        return self.name


class LateCode(models.Model):
    """Lets one application into a round that has closed or is full. Once used it is used, whatever becomes of that."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="late_codes", verbose_name=pgettext_lazy("applications", "round")
    )
    code = models.CharField(_("code"), max_length=9, unique=True, default=new_reference, editable=False)
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_("Why it was given. Name nobody: the note is kept for longer than the application."),
    )
    expires_at = models.DateTimeField(_("expires"), help_text=_("Montreal time."))
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    used_at = models.DateTimeField(_("used"), null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("late code")
        verbose_name_plural = _("late codes")

    def __str__(self):
        return self.code
