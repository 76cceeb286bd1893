"""The nightly end of what is past its time, its report and its proof."""

import datetime
import logging
from collections import Counter

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from internships.erasure.proof import prove, tables
from internships.erasure.services import erase, erase_traces
from internships.models import Application, ErasedLink, Erasure
from internships.retention import past_retention
from migs_site import database_clock
from migs_site.audit.services import record

logger = logging.getLogger(__name__)

MOST_DIFFERENCE = datetime.timedelta(minutes=10)
OVERDUE = datetime.timedelta(days=2)  # two nights, in which the worker may have been away
PROVED_WITHIN = datetime.timedelta(hours=26)


def erase_what_is_over() -> Counter:
    """Erase what is past its time, each in a transaction of its own, so that a run cut off is gone on with.

    One that somebody is changing at the moment is passed over until the next night. Returns how many of each state.
    """
    erased: Counter = Counter()
    if not clocks_agree():
        return erased
    for number in list(past_retention().values_list("pk", flat=True)):
        with transaction.atomic():
            over = past_retention().select_for_update(skip_locked=True, of=("self",)).filter(pk=number).first()
            if over and erase(over, why=Erasure.Why.RETENTION):
                erased[over.state] += 1
    if erased:
        logger.info("Erased because their time was over: %s", dict(erased))
        record(action="application.retention", detail=dict(erased))
    return erased


def clocks_agree() -> bool:
    """Whether ours and the database's are about the same. Where they are not, one is wrong, and nothing is erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        difference = abs(cursor.fetchone()[0] - database_clock.of_this_machine())
    if difference > MOST_DIFFERENCE:
        logger.error("Nothing was erased: the clock of the database differs from the worker’s by %s.", difference)
    return difference <= MOST_DIFFERENCE


def forget_addresses() -> int:
    """Delete the jobs that failed to look for somebody's lost links: they hold the address that was typed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'internships.tasks.mail_lost_links'"
            " AND status IN ('failed', 'cancelled', 'aborted')"
        )
        return cursor.rowcount


def forget_links() -> int:
    """Delete what is known of links to what was erased long ago: by now no form is open there."""
    return ErasedLink.objects.filter(forget_on__lte=TruncDate(Now())).delete()[0]


def finish_and_prove() -> dict[str, int]:
    """What somebody stored about an application while it was being erased goes too; then nothing may be left."""
    for erasure in Erasure.objects.filter(proved_at=None):
        with transaction.atomic():
            if not Application.objects.filter(pk=erasure.pk).exists():
                erase_traces(f"{Application._meta.label_lower}:{erasure.pk}", [str(erasure.pk)])
    return prove()


def vacuum() -> None:
    """Let PostgreSQL clear what was deleted out of its files: by itself it may leave a small table alone for months.

    Of a page some bytes may stay until they are written over (docs/operating.md). In no transaction.
    """
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"VACUUM {table}")


def overdue() -> QuerySet[Application]:
    """What should have been erased, and was not."""
    return past_retention().filter(kept_until__lt=TruncDate(Now(), tzinfo=timezone.get_default_timezone()) - OVERDUE)


def unproved() -> QuerySet[Erasure]:
    """Erasures after which something was left, or after which nobody has looked."""
    return Erasure.objects.filter(proved_at=None, erased_at__lt=Now() - PROVED_WITHIN)
