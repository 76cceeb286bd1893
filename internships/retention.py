"""How long an application is kept. One rule, worked out by the database and told by its clock.

Days are those of Montreal. The last day counts: what is kept until 28 February is erased once 1 March has begun.
Nothing is kept for longer than the applicant agreed to: a longer time that staff set is for those who agree later, a
shorter one is for all.
"""

import datetime

from django.db.models import Case, DateField, DurationField, Func, IntegerField, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Least, Now, TruncDate
from django.utils.timezone import get_default_timezone

from internships.models import Application, InternshipSettings
from internships.models.internship_settings import DRAFT_DAYS, UNDECIDED_MONTHS

State = Application.State


class Interval(Func):
    """A number of days or of calendar months; a month that lacks the day ends it on its last one."""

    output_field = DurationField()

    def __init__(self, unit: str, number):
        super().__init__(number, template=f"make_interval({unit} => %(expressions)s)")


def promised(state: str, number: int) -> Least:
    """As many months as staff have set, or as the notice that was agreed to says, if those are fewer."""
    agreed = Cast(KeyTextTransform(state, "notice__months"), IntegerField())
    return Least(Value(number), Coalesce(agreed, Value(number)))


def after(instant: str, unit: str, number) -> Cast:
    """The day so many days or months after that of an instant, the name of a column."""
    day = TruncDate(instant, tzinfo=get_default_timezone())
    return Cast(CombinedExpression(day, "+", Interval(unit, number), output_field=DateField()), DateField())


def with_kept_until(applications: QuerySet) -> QuerySet:
    """With ``kept_until``, the last day on which an application is kept as things are; one query for the settings."""
    months = InternshipSettings.current().months
    closed = [
        When(state=state, then=after("closed_at", "months", promised(state, number)))
        for state, number in months.items()
    ]
    draft = When(state=State.DRAFT, then=after("saved_at", "days", Value(DRAFT_DAYS)))
    undecided = after("received_at", "months", Value(UNDECIDED_MONTHS))
    return applications.annotate(kept_until=Case(draft, *closed, default=undecided))


def past_retention() -> QuerySet:
    """The applications and drafts whose last day is over."""
    today = TruncDate(Now(), tzinfo=get_default_timezone())
    return with_kept_until(Application.objects.all()).filter(kept_until__lt=today)


def kept_until(application: Application) -> datetime.date:
    """The last day on which this application is kept, as things are; two queries."""
    return with_kept_until(Application.objects.filter(pk=application.pk)).values_list("kept_until", flat=True).get()
