"""How things stand with the applications that somebody may see: in figures, and by reference, never by name."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from internships.models import Application, InternshipSettings
from internships.states import State

# An offer that was to be answered by a day that is over, by the database's clock and our own days.
UNANSWERED = Q(state=State.OFFER, answer_by__lt=TruncDate(Now()))


@dataclass(frozen=True)
class Standing:
    """new: nobody has begun to read them. longest: days that the one has waited that came first, if any waits."""

    new: int
    overdue: int
    unanswered: int
    longest: int | None = None

    def __bool__(self):
        return bool(self.new or self.overdue or self.unanswered)


def standing_for(user) -> Standing:
    """In four queries at most."""
    visible = Application.objects.visible_to(user).order_by()
    counted = visible.aggregate(
        new=Count("pk", filter=Q(state=State.RECEIVED)), unanswered=Count("pk", filter=UNANSWERED)
    )
    first = visible.waiting().aggregate(at=Min("received_at"))["at"]
    return Standing(
        **counted,
        overdue=visible.overdue(InternshipSettings.current().reply_days).count(),
        longest=(timezone.now() - first).days if first else None,
    )


def lately_received(user, since: datetime.timedelta):
    """What has come within that time, by the database's clock, first come first."""
    return Application.objects.visible_to(user).filter(received_at__gt=Now() - since).order_by("received_at", "pk")
