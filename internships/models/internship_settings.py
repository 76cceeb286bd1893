"""What staff decide about applications as a whole: how fast they answer, and how long they keep what was sent."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .applications import CLOSED, DRAFTS_KEPT

FEWEST_MONTHS, MOST_MONTHS = 1, 24
MOST_DAYS = 180
# Of drafts, from the last time they were saved, and of what nobody has decided, from its arrival.
DRAFT_DAYS = DRAFTS_KEPT.days
UNDECIDED_MONTHS = MOST_MONTHS
MONTHS = [f"months_{state}" for state in CLOSED]


def months(label) -> models.PositiveSmallIntegerField:
    validators = [MinValueValidator(FEWEST_MONTHS), MaxValueValidator(MOST_MONTHS)]
    return models.PositiveSmallIntegerField(label, default=6, db_default=6, validators=validators)


@register_setting(icon="mail")
class InternshipSettings(BaseGenericSetting):
    reply_days = models.PositiveSmallIntegerField(
        _("days until a reply"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_("Applicants are told that you reply within this many days. If it is empty, nothing is promised."),
    )
    months_accepted = months(_("offer accepted"))
    months_declined = months(_("offer declined"))
    months_not_selected = months(_("not selected"))
    months_withdrawn = months(_("withdrawn"))

    panels = [
        FieldPanel("reply_days"),
        MultiFieldPanel(
            [FieldPanel(name) for name in MONTHS],
            heading=_("Months for which an application is kept"),
            help_text=_(
                "From the decision or the withdrawal on, 1 to 24; then everything is erased. Applicants read these "
                "numbers in the privacy notice. Drafts are kept for 14 days, applications without a decision for 24 "
                "months."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("replies and retention")
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_days=None) | Q(reply_days__range=(1, MOST_DAYS)), name="reply_days_in_range"
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (FEWEST_MONTHS, MOST_MONTHS) for name in MONTHS}),
                name="retention_months_in_range",
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "InternshipSettings":
        """As staff have set it, or as it is before they have: one query, and nothing written."""
        return cls.objects.first() or cls()

    @property
    def months(self) -> dict[str, int]:
        """For how many months an application is kept after each decision, by its state."""
        return {state: getattr(self, f"months_{state}") for state in CLOSED}
