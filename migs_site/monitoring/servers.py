"""What administrators are told of the servers: worker, web machines, backup, certificate, clocks."""

import datetime
import math
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from migs_site import database_clock
from migs_site.models import PendingPurge
from migs_site.monitoring.job_queue import HEARTBEAT, job_queue
from migs_site.monitoring.machine import Unreadable, certificate_ends_at, last_backup

QUEUE_TOO_OLD = 15 * 60  # seconds
BACKUP_TOO_OLD = datetime.timedelta(days=1, hours=2)  # each night, and not at the same minute
LOG_TOO_OLD = datetime.timedelta(hours=1)  # sent every three minutes, but not while the nightly one runs
AWAY_TOO_LONG = datetime.timedelta(minutes=5)
CLOCKS_MAY_DIFFER = datetime.timedelta(minutes=2)
CERTIFICATE_SOON, CERTIFICATE_AT_ONCE = 21, 7  # days; certbot renews at 30


def sentences() -> list[str]:
    looks = (worker, web_machines, backup, certificate, clocks)
    return [said for look in looks for said in told_by(look)]


def told_by(look: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from look()
    except Unreadable as error:
        yield _("The site cannot read %(file)s, which a setting names.") % {"file": error}


def worker() -> Iterator[str]:
    queue = job_queue()
    if queue.heartbeat is None or queue.heartbeat > HEARTBEAT:
        yield _("No background worker is running: mail and everything else that it does is waiting. Start it.")
    elif queue.oldest > QUEUE_TOO_OLD:
        yield ngettext(
            "%(number)d background job is waiting, the oldest for %(minutes)d minutes: the worker does not keep up.",
            "%(number)d background jobs are waiting, the oldest for %(minutes)d minutes: the worker does not keep up.",
            queue.waiting,
        ) % {"number": queue.waiting, "minutes": queue.oldest // 60}
    if queue.failed:
        yield ngettext(
            "%(number)d background job failed in the last seven days: the worker’s log says why.",
            "%(number)d background jobs failed in the last seven days: the worker’s log says why.",
            queue.failed,
        ) % {"number": queue.failed}


def web_machines() -> Iterator[str]:
    if not settings.FRONT_CACHES:
        return
    away = PendingPurge.objects.filter(since__lt=Now() - AWAY_TOO_LONG).values_list("machine").annotate(Min("since"))
    for machine, since in away.order_by("machine"):
        yield _(
            "The web machine %(machine)s has not been reached for %(minutes)d minutes: visitors who reach it may see"
            " pages that have left the site. Start it, or take it out of the DNS and out of FRONT_CACHES."
        ) % {"machine": machine, "minutes": (timezone.now() - since) // datetime.timedelta(minutes=1)}


def backup() -> Iterator[str]:
    last = last_backup()
    if last is None and settings.IS_HTTPS:
        yield _("No backup is set up, or the site has not been told where it reports (BACKUP_STATUS).")
    elif last and last.finished_at is None:
        yield _("The backup has never succeeded.")
    elif last and timezone.now() - last.finished_at > BACKUP_TOO_OLD:
        hours = (timezone.now() - last.finished_at) // datetime.timedelta(hours=1)
        yield _("The last good backup is %(hours)d hours old.") % {"hours": hours}
    elif last and last.sent_at and timezone.now() - last.sent_at > LOG_TOO_OLD:
        minutes = (timezone.now() - last.sent_at) // datetime.timedelta(minutes=1)
        yield _("Nothing has been sent to the backup for %(minutes)d minutes: anything newer would be lost.") % {
            "minutes": minutes
        }
    if last and last.error:
        yield _("The backup reports an error: %(error)s") % {"error": last.error}


def certificate() -> Iterator[str]:
    ends = certificate_ends_at()
    left = math.inf if ends is None else (ends - timezone.now()) / datetime.timedelta(days=1)
    if left < 0:
        yield _("The site’s certificate is no longer valid: browsers refuse the site. Renew it now.")
    elif left < CERTIFICATE_SOON:
        urgency = _("Renew it now.") if left < CERTIFICATE_AT_ONCE else _("It should have been renewed by now.")
        yield ngettext(
            "The site’s certificate is valid for less than %(number)d day more. %(urgency)s",
            "The site’s certificate is valid for less than %(number)d days more. %(urgency)s",
            math.ceil(left),
        ) % {"number": math.ceil(left), "urgency": urgency}


def clocks() -> Iterator[str]:
    difference = database_clock.clock.difference
    if difference > CLOCKS_MAY_DIFFER:
        yield _(
            "The clocks of the web server and of the database differ by %(minutes)d minutes. Set the one that is wrong."
        ) % {"minutes": difference // datetime.timedelta(minutes=1)}
