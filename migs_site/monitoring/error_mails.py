"""Administrators (ERRORS_TO) are told by mail of errors on the site, each kind once an hour at most."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import ngettext

from migs_site.models import ErrorReport
from migs_site.outbox.services import queue_mail
from migs_site.web.mail import compose

BETWEEN_MAILS_OF_A_KIND = timedelta(hours=1)
BETWEEN_MAILS = timedelta(minutes=5)  # of all kinds, of which somebody who has stolen a process could make up many
KEPT = timedelta(days=30)
MOST_KINDS = 20  # in one mail; the others wait for the next


@transaction.atomic
def mail_errors() -> None:
    """Queue one mail to each administrator with what is new, if there is any; forget what is old. One at a time."""
    mailed = ErrorReport.objects.filter(mailed_at__gt=Now() - BETWEEN_MAILS_OF_A_KIND).values("kind")
    new = ErrorReport.objects.filter(mailed_at=None).exclude(kind__in=mailed)
    kinds = list(new.values("kind").annotate(number=Sum("times"), last=Max("pk")).order_by("-number")[:MOST_KINDS])
    is_early = ErrorReport.objects.filter(mailed_at__gt=Now() - BETWEEN_MAILS).exists()
    if kinds and settings.ERRORS_TO and not is_early:
        queue_mails(kinds)
        seen = new.filter(kind__in=[kind["kind"] for kind in kinds], pk__lte=max(kind["last"] for kind in kinds))
        ErrorReport.objects.filter(pk__in=list(seen.values_list("pk", flat=True))).update(mailed_at=Now())
    ErrorReport.objects.filter(seen_at__lt=Now() - KEPT).delete()


def queue_mails(kinds: list[dict]) -> None:
    last = ErrorReport.objects.in_bulk([kind["last"] for kind in kinds])
    lines = [kind | {"report": last[kind["last"]]} for kind in kinds]
    number = sum(kind["number"] for kind in kinds)
    newest = max(last)
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(number)d error on the site", "%(number)d errors on the site", number) % {"number": number}
        context = {"lines": lines, "site": settings.BASE_URL}
        for address in settings.ERRORS_TO:
            message = compose("migs_site/email/errors", context, subject=subject, to=address)
            queue_mail(key=f"errors:{newest}:{address}", message=message)
