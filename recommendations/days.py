"""What a record may say about days: nothing that has not happened yet."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def not_in_the_future(day: str | datetime.date) -> None:
    """Refuse a day after today in Montreal, and a month or year that has not begun there."""
    if str(day) > timezone.localdate().isoformat():
        raise ValidationError(_("This has not happened yet: look for a mistyped figure."))
