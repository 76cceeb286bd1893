"""What the worker does for pages, administrators and the jobs of killed workers; each task is safe to run twice."""

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status
from wagtail.models import Page

from migs_site.editorial.services import bring_translations_up_to_date, keep_to_schedule, move_translations
from migs_site.error_mails import mail_errors
from migs_site.models import SentForm
from migs_site.web import front_cache
from migs_site.web.front_triggers import QUEUE

# Seconds after the first time. A page that nginx was fetching before it left the site arrives within seven (connecting
# two, reading five), and is thrown away again before anybody has looked at it for long.
AGAIN = (0.2, 0.3, 0.5, 0.5, 0.5, 1, 1, 1, 1, 2, 2)
LONGEST_WALK = 60  # seconds; what is not reached is asked for by whoever visits it
UNTIL_HEARD = RetryStrategy(wait=15, max_attempts=4 * 60 * 24)  # for a day
MOST_ATTEMPTS = 10  # a job that ends its worker each time is not taken up for ever


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def follow_published_page(page_id: int) -> None:
    """Bring the translations of a page up to date; a page deleted meanwhile needs nothing.

    It has a lock and no queueing lock: a run that waits already may begin before the newest change is committed.
    """
    page = Page.objects.filter(pk=page_id).first()
    if page:
        bring_translations_up_to_date(page=page.specific)


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def follow_moved_page(page_id: int) -> None:
    """Put the translations of a page where it is now; a page deleted meanwhile needs nothing."""
    page = Page.objects.filter(pk=page_id).first()
    if page:
        move_translations(page=page)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="follow_schedule", lock="follow_schedule", pass_context=False)
def follow_schedule(timestamp: int) -> None:
    """Publish and take down the pages whose time has come; ``timestamp`` is when this run was due."""
    keep_to_schedule()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="take_up_stalled_jobs", pass_context=False)
async def take_up_stalled_jobs(timestamp: int) -> None:
    """Run the jobs of killed workers again: until then their locks hold up others.

    One that waits in the queue already, or was tried too often, is given up.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs():
        number = cast(int, job.id)  # it is stored
        if job.attempts >= MOST_ATTEMPTS:
            await manager.finish_job_by_id_async(number, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job_by_id_async(number, Status.FAILED, delete_job=True)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_sent_forms", lock="forget_sent_forms", pass_context=False)
def forget_sent_forms(timestamp: int) -> None:
    """Every night: no browser keeps a form open for a quarter of a year."""
    SentForm.objects.filter(sent_at__lt=timezone.now() - datetime.timedelta(days=90)).delete()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_of_errors", lock="tell_of_errors", pass_context=False)
def tell_of_errors(timestamp: int) -> None:
    """Every minute: administrators get a mail about what went wrong."""
    mail_errors()


def in_thread(function: Callable) -> Callable[..., Awaitable]:
    """Something that waits, for tasks that run beside others; a connection to the database lasts no longer than it."""

    @wraps(function)
    def work(*arguments):
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    return sync_to_async(work, thread_sensitive=False)


@app.task(queue=QUEUE, retry=UNTIL_HEARD)
async def withdraw(pages: Sequence[list]) -> None:
    """Throw away what web machines keep of pages that left the site, or had other addresses.

    Queued by triggers (migs_site/web/front_triggers.py) with the change. A machine that does not hear it is told again
    for a day: it may come back with what it had.
    """
    left = await in_thread(front_cache.addresses_of)(pages)
    unreached = await in_thread(front_cache.purge)(left)
    for pause in AGAIN:
        await asyncio.sleep(pause)
        unreached = await in_thread(front_cache.purge)(left)
    await in_thread(front_cache.refresh)([*front_cache.around(left), *left])
    if unreached:
        raise unreached[0]


@app.task(queue=QUEUE, retry=UNTIL_HEARD)
async def refresh_changed_pages() -> None:
    """Have web machines ask anew for what was just published and what quotes it; then, in peace, for all pages."""
    await in_thread(front_cache.refresh)(await in_thread(front_cache.changed_addresses)())
    await in_thread(queue_walk)()


def queue_walk() -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        refresh_every_page.configure(schedule_in={"seconds": 3}).defer()


@app.task(queue=QUEUE, queueing_lock="refresh_every_page", lock="refresh_every_page")
async def refresh_every_page() -> None:
    """Any page may quote anything. A page that has not changed costs Django one query."""
    until = time.monotonic() + LONGEST_WALK
    for address in await in_thread(front_cache.every_address)():
        began = time.monotonic()
        if began > until:
            break
        await in_thread(front_cache.refresh)([address])
        await asyncio.sleep(time.monotonic() - began)  # as long again for whoever visits meanwhile


@app.periodic(cron="11 5 * * *")
@app.task(queue=QUEUE, queueing_lock="refresh_at_night", pass_context=False)
def refresh_at_night(timestamp: int) -> None:
    """Once a night: what nobody has asked for in a month, nginx forgets. ``timestamp`` is when this run was due."""
    if settings.FRONT_CACHES:
        queue_walk()
