"""What the worker does for pages, sent forms and the jobs of killed workers; each task is safe to run twice."""

import datetime
from typing import cast

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from wagtail.models import Page

from migs_site.editorial.services import bring_translations_up_to_date, keep_to_schedule, move_translations
from migs_site.models import SentForm

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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled_jobs", pass_context=False)
async def take_up_stalled_jobs(timestamp: int) -> None:
    """Every minute: run the jobs of killed workers again, half a minute after their last heartbeat.

    Until then their locks hold up others, and what web machines should throw away is not told to them.

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
