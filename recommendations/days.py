"""What a record may say about days: nothing that has not happened yet."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from migs_site.base.dates import is_partial_date


def not_in_the_future(day: str | datetime.date) -> None:
    """Refuse a day after today in Montreal, and a month or year that has not begun there."""
    if isinstance(day, str) and not is_partial_date(day):
        return  # the field has a sentence of its own for that
    if str(day) > timezone.localdate().isoformat():
        raise ValidationError(_("This has not happened yet: look for a mistyped figure."))
