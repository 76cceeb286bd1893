"""What the background worker does for pages. Every task is safe to run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from wagtail.models import Page

from migs_site.services import bring_translations_up_to_date, keep_to_schedule


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def follow_published_page(page_id: int) -> None:
    """Bring the translations of a page up to date; a page deleted meanwhile needs nothing."""
    page = Page.objects.filter(pk=page_id).first()
    if page:
        bring_translations_up_to_date(page=page.specific)


@app.periodic(cron="*/5 * * * *")
@app.task
def follow_schedule(timestamp: int) -> None:
    """Publish and take down the pages whose time has come; ``timestamp`` is when this run was due."""
    keep_to_schedule()
