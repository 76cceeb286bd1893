"""What machines that were off are told as soon as they are back: until then they may show what has left the site.

Each worker looks once a second, beside its jobs and not as one of them: a job would be lost for minutes with the worker
that had it, and many of them for one machine would keep others waiting.
"""

import asyncio
import datetime
import logging

from django.conf import settings
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from migs_site.base.deadlocks import is_conflict
from migs_site.base.outages import is_outage
from migs_site.front_cache.backends import told
from migs_site.front_cache.pending import A_CHANGE
from migs_site.front_cache.tasks import queue_walk, tell_cdn
from migs_site.front_cache.threads import in_thread
from migs_site.models import PendingPurge

logger = logging.getLogger(__name__)

PAUSE = 1  # second
AFTER_AN_ERROR = 60  # seconds
MOST_AT_ONCE = 500  # of one machine: one that never comes back costs no more each second, however much it has missed
RACE = datetime.timedelta(seconds=18)  # nginx may have begun to fetch a picture before it left (tasks.py)
A_DAY = datetime.timedelta(days=1)
IS_ANY = "SELECT EXISTS (SELECT FROM migs_site_pendingpurge) AS is_any"


async def keep_telling() -> None:
    """For as long as the worker works; an outage of the database is for its lanes to notice, and any other error no
    reason to end the jobs beside this."""
    while True:
        await asyncio.sleep(PAUSE)
        try:
            found = await app.connector.execute_query_one_async(IS_ANY)
            if found["is_any"]:
                await in_thread(tell_what_is_pending)()
        except Exception as error:
            if not is_outage(error) and not is_conflict(error):
                logger.exception("Web machines could not be told what they have missed.")
                await asyncio.sleep(AFTER_AN_ERROR)


def tell_what_is_pending() -> None:
    """Tell each machine all that it has missed; what it has heard, and no update may bring back, is forgotten."""
    gone = PendingPurge.objects.exclude(machine__in=settings.FRONT_CACHES)
    gone.filter(since__lt=Now() - A_DAY).delete()  # others may know a machine already that this worker does not
    missed = {machine: oldest_of(machine) for machine in settings.FRONT_CACHES}
    missed = {machine: rows for machine, rows in missed.items() if rows}
    heard = told({machine: [each.path or "/" for each in rows] for machine, rows in missed.items()})
    told_now = [each.pk for machine in heard for each in missed[machine]]
    done, _by_model = PendingPurge.objects.filter(pk__in=told_now, since__lt=Now() - RACE).delete()
    if done:
        logger.info("Told what they had missed: %s", ", ".join(heard))
        tell_cdn(sorted({each.path for machine in heard for each in missed[machine]} - {A_CHANGE}))
        queue_walk()


def oldest_of(machine: str) -> list[PendingPurge]:
    return list(PendingPurge.objects.filter(machine=machine).order_by("pk")[:MOST_AT_ONCE])
