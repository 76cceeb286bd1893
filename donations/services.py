"""Counting donors who are sent on, without knowing who they are."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from donations.models import DonationCount, DonationTarget


@transaction.atomic
def count_donor(*, target: DonationTarget, language: str) -> None:
    """Add one to today's count in a language (Montreal's day); two at once are both counted."""
    DonationCount.objects.bulk_create(
        [DonationCount(target=target, day=timezone.localdate(), language=language, count=0)], ignore_conflicts=True
    )
    today = DonationCount.objects.filter(target=target, day=timezone.localdate(), language=language)
    today.update(count=F("count") + 1)
