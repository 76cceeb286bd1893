"""Looking at links to other sites, at night. Every task is safe to run twice."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from migs_site.link_checker.services import bring_list_up_to_date, look_at_some

NIGHT = 4 * 3600  # seconds; what was not reached waits for the next night, and is first then
PAUSE = 5  # seconds; between two looks at one site, and for whatever else the worker has to do
AFTER_ALL_ELSE = -10
BEFORE = "migs_site.outside_links.tasks"  # jobs may wait under the name that the package had until 2026-11


@app.periodic(cron="17 7 * * *")  # in UTC: some time after two or three in the morning in Montreal
@app.task(
    aliases=[f"{BEFORE}.begin_night_of_links"],
    queueing_lock="begin_night_of_links",
    lock="begin_night_of_links",
    pass_context=False,
)
def begin_night_of_links(timestamp: int) -> None:
    """Once a night; ``timestamp`` is when this run was due."""
    bring_list_up_to_date()
    queue_next_look(until=timezone.now().timestamp() + NIGHT)


@app.task(aliases=[f"{BEFORE}.look_at_links"])
def look_at_links(until: float) -> None:
    """Look at some links, then make room for other work; goes on until nothing is due or the night is over."""
    if timezone.now().timestamp() < until and look_at_some():
        queue_next_look(until=until)


def queue_next_look(*, until: float) -> None:
    waiting = look_at_links.configure(
        queueing_lock="look_at_links", priority=AFTER_ALL_ELSE, schedule_in={"seconds": PAUSE}
    )
    try:
        with transaction.atomic():
            waiting.defer(until=until)
    except AlreadyEnqueued:
        pass
