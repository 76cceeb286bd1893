"""How long an assessment holds before staff look at a recommendation again."""

import calendar
import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

FEWEST, MOST = 1, 120


@register_setting(icon="tasks", order=240)
class AssessmentSettings(BaseGenericSetting):
    months = models.PositiveSmallIntegerField(
        _("months between assessments"),
        default=12,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
        help_text=_(
            "Recommendations not assessed for longer than this are listed as needing attention. Enter a whole "
            "number from 1 to 120."
        ),
    )

    panels = [FieldPanel("months")]

    class Meta:
        verbose_name = _("assessment of recommendations")
        constraints = [
            models.CheckConstraint(condition=Q(months__range=(FEWEST, MOST)), name="assessment_months_in_range")
        ]

    def __str__(self):
        return str(self.months)

    @classmethod
    def limit(cls, on: datetime.date) -> datetime.date:
        """The first day on which an assessment still holds on a day; one query, and nothing written."""
        return months_before(on, (cls.objects.first() or cls()).months)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day of an earlier month; the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
