"""What the worker tells the web machines; each task is safe to run twice. Triggers name four of them (triggers.py)."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from wagtail.contrib.frontend_cache.utils import get_backends

from migs_site.front_cache.addresses import addresses_of, around, changed_addresses, every_address
from migs_site.front_cache.backends import refresh, urls_of
from migs_site.front_cache.cdn_address import CDN
from migs_site.front_cache.pending import purged, refreshed
from migs_site.front_cache.threads import in_thread
from migs_site.front_cache.triggers import QUEUE

# Seconds after the first time. A page that nginx was fetching before it left the site arrives within seven (connecting
# two, reading five), and is thrown away again before anybody has looked at it for long.
AGAIN = (0.2, 0.3, 0.5, 0.5, 0.5, 1, 1, 1, 1, 2, 2)
AGAIN_FOR_PICTURES = (*AGAIN, 2, 3, 3)  # from a store that is slow nginx waits 17 seconds for one
AGAIN_AT_THE_NETWORK = 20  # when nginx has thrown a picture away for the last time
LONGEST_WALK = 60  # seconds; what is not reached is asked for by whoever visits it
# For a week, as long as a page may be shown where the site is down: after 15 seconds, then later each time.
UNTIL_TAKEN = RetryStrategy(wait=15, linear_wait=15, max_attempts=280)
WHILE_AWAY = RetryStrategy(wait=15, max_attempts=4 * 60 * 24)  # the database, for a day


@app.task(queue=QUEUE, retry=WHILE_AWAY, aliases=["migs_site.tasks.withdraw"])
async def withdraw(pages: Sequence[list]) -> None:
    """Throw away what web machines keep of pages that left the site, or had other addresses.

    Queued by triggers (triggers.py beside this) with the change. Who does not hear it once is left to pending.py: no
    other machine waits for one that is off. The lists above them, which name them, are asked for anew meanwhile.
    """
    left = await in_thread(addresses_of)(pages)
    lists = in_thread(refresh)(settings.FRONT_CACHES, around(left))
    machines, _heard = await asyncio.gather(thrown_away(left, AGAIN), lists)
    await in_thread(refreshed)(machines, [*around(left), *left])


@app.task(queue=QUEUE, retry=WHILE_AWAY)
async def withdraw_pictures(files: Sequence[str]) -> None:
    """The same for sizes of pictures that were deleted. files: their names in the storage."""
    await thrown_away([settings.MEDIA_URL + name for name in files], AGAIN_FOR_PICTURES)


@app.task(queue=QUEUE, retry=WHILE_AWAY)
async def withdraw_redirects(paths: Sequence[str]) -> None:
    """The same for addresses that lead elsewhere from now on, or nowhere. paths: from where."""
    await thrown_away(paths, AGAIN)


async def thrown_away(paths: Sequence[str], again: Sequence[float]) -> Sequence[str]:
    """Throw them away, again after each of these pauses; the machines that have heard it each time."""
    machines = settings.FRONT_CACHES
    for pause in (0, *again):
        await asyncio.sleep(pause)
        machines = await in_thread(purged)(machines, paths)
        if not pause:
            await in_thread(tell_cdn)(paths)
        if not machines:
            break
    return machines


def tell_cdn(paths: Sequence[str]) -> None:
    """Once web machines no longer have them, and again when none of its places can have fetched one in the meantime."""
    if settings.CDN_URL:
        for seconds in (0, AGAIN_AT_THE_NETWORK):
            purge_cdn.configure(schedule_in={"seconds": seconds}).defer(paths=list(paths))


@app.task(queue=QUEUE, retry=UNTIL_TAKEN)
async def purge_cdn(paths: Sequence[str]) -> None:
    """Have the network in front of all web machines throw away what it keeps of these addresses; errors are retried."""
    network = get_backends(backends=[CDN]).get(CDN)
    if network:
        await in_thread(network.purge_batch)(urls_of(paths))


@app.task(queue=QUEUE, retry=WHILE_AWAY, aliases=["migs_site.tasks.refresh_changed_pages"])
async def refresh_changed_pages() -> None:
    """Have web machines ask anew for what was just published and what quotes it; then, in peace, for all pages."""
    await in_thread(refreshed)(settings.FRONT_CACHES, await in_thread(changed_addresses)())
    await in_thread(queue_walk)()


def queue_walk() -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        refresh_every_page.configure(schedule_in={"seconds": 3}).defer()


@app.task(
    queue=QUEUE,
    queueing_lock="refresh_every_page",
    lock="refresh_every_page",
    aliases=["migs_site.tasks.refresh_every_page"],
)
async def refresh_every_page() -> None:
    """Any page may quote anything. A page that has not changed costs Django one query."""
    machines = settings.FRONT_CACHES
    until = time.monotonic() + LONGEST_WALK
    for address in await in_thread(every_address)():
        began = time.monotonic()
        if began > until or not machines:
            break
        machines = await in_thread(refreshed)(machines, [address])
        await asyncio.sleep(time.monotonic() - began)  # as long again for whoever visits meanwhile


@app.periodic(cron="11 5 * * *")
@app.task(
    queue=QUEUE,
    queueing_lock="refresh_at_night",
    pass_context=False,
    aliases=["migs_site.tasks.refresh_at_night"],
)
def refresh_at_night(timestamp: int) -> None:
    """Once a night: what nobody has asked for in a month, nginx forgets. ``timestamp`` is when this run was due."""
    if settings.FRONT_CACHES:
        queue_walk()
