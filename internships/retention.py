"""How long an application is kept. One rule, worked out by the database and told by its clock.

Days are those of Montreal. The last day counts: what is kept until 28 February is erased once 1 March has begun.
"""

import datetime

from django.db.models import Case, DateField, DurationField, Func, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Now, TruncDate
from django.utils.timezone import get_default_timezone

from internships.models import CLOSED, Application, InternshipSettings
from internships.models.internship_settings import DRAFT_DAYS, UNDECIDED_MONTHS

State = Application.State


class Interval(Func):
    """A number of days or of calendar months; a month that lacks the day ends it on its last one."""

    output_field = DurationField()

    def __init__(self, unit: str, number: int):
        super().__init__(Value(number), template=f"make_interval({unit} => %(expressions)s)")


def after(instant: str, unit: str, number: int) -> Cast:
    """The day so many days or months after that of an instant, the name of a column."""
    day = TruncDate(instant, tzinfo=get_default_timezone())
    return Cast(CombinedExpression(day, "+", Interval(unit, number), output_field=DateField()), DateField())


def with_kept_until(applications: QuerySet) -> QuerySet:
    """With ``kept_until``, the last day on which an application is kept as things are; one query for the settings."""
    setting = InternshipSettings.current()
    closed = [When(state=state, then=after("closed_at", "months", setting.months_after(state))) for state in CLOSED]
    draft = When(state=State.DRAFT, then=after("saved_at", "days", DRAFT_DAYS))
    return applications.annotate(
        kept_until=Case(draft, *closed, default=after("received_at", "months", UNDECIDED_MONTHS))
    )


def past_retention() -> QuerySet:
    """The applications and drafts whose last day is over."""
    today = TruncDate(Now(), tzinfo=get_default_timezone())
    return with_kept_until(Application.objects.all()).filter(kept_until__lt=today)


def kept_until(application: Application) -> datetime.date:
    """The last day on which this application is kept, as things are; two queries."""
    return with_kept_until(Application.objects.filter(pk=application.pk)).values_list("kept_until", flat=True).get()
