"""Dates of which only the year, or the year and the month, may be known."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from migs_site.base.plain_text import NormalizedCharField

# ISO 8601-1:2019, 5.2.2: a calendar date whose day, or day and month, are left out.
SHAPE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)
HYPHENS = re.compile("[\u2010-\u2015\u2212]")  # as word processors write them
EARLIEST, LATEST = 1800, 2200


def validate_partial_date(text: str) -> None:
    """Refuse what is no day, month or year of the calendar between 1800 and 2200."""
    found = SHAPE.fullmatch(text)
    try:
        year, month, day = (int(found[part] or 1) for part in ("year", "month", "day"))
        datetime.date(year, month, day)
    except (TypeError, ValueError):
        raise ValidationError(
            _("Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known.")
        ) from None
    if not EARLIEST <= year <= LATEST:
        raise ValidationError(_("Enter a valid year. One of the digits may be mistyped."))


def is_partial_date(text: str) -> bool:
    try:
        validate_partial_date(text)
    except ValidationError:
        return False
    return True


def with_hyphens(text: str) -> str:
    """A date with plain hyphens, whatever a word processor or a keyboard put in their place."""
    return HYPHENS.sub("-", text)


class PartialDateField(NormalizedCharField):
    """A day, a month or a year as ISO text: “2009-09-22”, “2009-09”, “2009”, or nothing.

    The order of the text is the order of time; a year comes before its months, and a month before its days.
    """

    def __init__(self, *args, **kwargs):
        kwargs["max_length"], kwargs["db_collation"] = 10, "C"
        super().__init__(*args, **kwargs)

    def normalize(self, text):
        text = with_hyphens(text)
        validate_partial_date(text)
        return text

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["db_collation"]
        return name, path, args, kwargs


def begun_by(name: str, day: datetime.date | str | Combinable) -> models.Q:
    """That the date <name> is not after a day; one that is not known, or not exactly, may be before it.

    day: a date; a partial date as text, of which any day will do; or an expression for the ISO text of a day, such as
    F("day"): where that is null nothing has begun.
    """
    text = iso(day)
    return models.Q(**{f"{name}__lte": last_day(text) if isinstance(text, str) else text})


def not_over_by(name: str, day: datetime.date | str | Combinable) -> models.Q:
    """That a last day, the date <name>, is not before a day; one that is not known, or not exactly, may be later.

    day: as for begun_by().
    """
    text = iso(day)
    return models.Q(**{f"{name}__in": ["", beginning(text, 4), beginning(text, 7)]}) | models.Q(
        **{f"{name}__gte": text}
    )


def iso(day: datetime.date | str | Combinable) -> str | Combinable:
    return day.isoformat() if isinstance(day, datetime.date) else day


def beginning(text: str | Combinable, length: int) -> str | Combinable:
    return text[:length] if isinstance(text, str) else Left(text, length)


def last_day(text: str) -> str:
    """Text that orders as the last day of a partial date: a month ends after all its days, and nothing never does."""
    return text + "~"


def can_follow(first: str, last: str) -> bool:
    """Whether a time that begins in <first> can end in <last>; either may be empty, and so set no limit."""
    return not last or last_day(last) >= first


def not_in_the_future(day: str | datetime.date) -> None:
    """Refuse a day after today in Montreal, and a month or year that has not begun there."""
    if isinstance(day, str) and not is_partial_date(day):
        return  # the field has a sentence of its own for that
    if str(day) > timezone.localdate().isoformat():
        raise ValidationError(_("The date must be today or in the past."))


def refuse_future(record: models.Model, name: str) -> None:
    """ValidationError where the partial date <name> of a record is still to come as a whole; none for no date."""
    day = getattr(record, name)
    if is_partial_date(day) and not can_follow(day, str(timezone.localdate())):
        raise ValidationError({name: _("The date must be today or in the past.")})


def instant_in_words(instant: datetime.datetime, *, is_end: bool = False) -> str:
    """Montreal's day and hour, whatever zone a reader has set: “Wednesday 31 March 2027, 17:00 (Montreal time)”.

    is_end: that something ends then; midnight is 24:00 of the day before (ISO 8601-1:2019, 4.3.8), so that no day is
    named that is not part of it.
    """
    local = timezone.localtime(instant, timezone.get_default_timezone())
    if is_end and local.time() == datetime.time():
        day = local - datetime.timedelta(minutes=1)
        said = gettext("%(date)s, 24:00") % {"date": date_format(day, "DATE_FORMAT")}
    else:
        day, said = local, date_format(local, "DATETIME_FORMAT")
    return gettext("%(instant)s (Montreal time)") % {"instant": f"{date_format(day, 'l')} {said}"}
