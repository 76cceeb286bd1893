"""The background worker, kept at work while the database goes and comes back.

Procrastinate's worker ends when its heartbeat or its listener loses the database, and so does a restart of PostgreSQL.
Here another takes its place in the same process as soon as the database answers. A job whose end could not be stored is
taken up again as that of a killed worker is (take_up_stalled_jobs).
"""

import asyncio
import logging
import signal
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress

import psycopg
from django.conf import settings
from django.db import connections
from procrastinate import PsycopgConnector, periodic
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import DEFAULT_QUEUE

from migs_site.base.outages import is_outage
from migs_site.front_cache.catching_up import keep_telling
from migs_site.front_cache.triggers import QUEUE
from migs_site.web.database_hosts import place_of, settle_on

logger = logging.getLogger(__name__)

FOR_A_CONNECTION = 4  # seconds; psycopg's own 30 would be spent twice before a lost database is noticed
PAUSE = 1  # seconds between two looks at a database that is away
TOO_SHORT = 5  # seconds; a worker that ends sooner, beside a database that answers, has another reason
SHORT_RUNS = 10  # of those in a row there is no hope
# What was queued while the clock of the database was ahead has to be queued again when its time has come.
TIME = """
    WITH ahead AS (DELETE FROM procrastinate_periodic_defers
        WHERE defer_timestamp > extract(epoch FROM clock_timestamp()) + 1)
    SELECT extract(epoch FROM clock_timestamp())::float8 AS now
"""
THERE_IS_WORK = '{"type": "job_inserted"}'


class BelievesNobody(PsycopgConnector):
    """Takes a notification for no more than that there may be work to look for, whatever is written in it.

    Every role that can connect can notify: what is no JSON would end Procrastinate's worker, and what looks right could
    ask it to give up a job. Who really wants that writes it into the table, at which it looks every few seconds.
    """

    async def listen_notify(self, on_notification, channels) -> None:
        async def look(*, channel: str, payload: str) -> None:
            await on_notification(channel=channel, payload=THERE_IS_WORK)

        await super().listen_notify(look, channels)


class PunctualDeferrer(periodic.PeriodicDeferrer):
    """Procrastinate's own goes by the worker's clock, and queues nothing for as long as that has been put back.

    When a clock has jumped ahead it would queue every run that was due in between, and reach nothing else meanwhile;
    here each task is queued once.
    """

    async def worker(self) -> None:
        while True:
            now = (await app.connector.execute_query_one_async(TIME))["now"]
            self.last_defers = {key: at for key, at in self.last_defers.items() if at <= now}
            await self.defer_jobs(jobs_to_defer=self.get_previous_tasks(at=now))
            await self.wait(next_tick=self.get_next_tick(at=now))

    def get_timestamps(self, periodic_task: periodic.PeriodicTask, since: int | None, until: float) -> Iterable[int]:
        """Of the times at which this was due and has not been queued, the last, if there is one."""
        if since is None:
            return super().get_timestamps(periodic_task, None, until)
        periodic_task.croniter.set_current(start_time=until)
        last = round(periodic_task.croniter.get_prev(ret_type=float))
        return [last] if last > since else []


class Hopeless(Exception):
    """The worker ends again and again, and not because of the database."""


async def keep_working(**options) -> None:
    """Work until this process is asked to end (SIGTERM, SIGINT), and finish what was begun; options of Procrastinate.

    Raises what is no outage of the database, such as tables that are missing, and Hopeless.
    """
    # A worker of Procrastinate makes its own by this name, and takes no other.
    periodic.PeriodicDeferrer = PunctualDeferrer  # type: ignore[misc]
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    short = 0
    while await is_reached(asked):
        began = time.monotonic()
        had_outage = await work(asked, options)
        is_short = not had_outage and time.monotonic() - began < TOO_SHORT
        short = short + 1 if is_short else 0
        if short == SHORT_RUNS:
            raise Hopeless(f"The worker ended {SHORT_RUNS} times within {TOO_SHORT} seconds of its start.")
        if had_outage:
            await pause(asked)


async def work(asked: asyncio.Event, options: dict) -> bool:
    """One worker, until it ends or is asked to; whether an outage of the database ended it with an error."""
    connector = BelievesNobody(kwargs=connector_params(), timeout=FOR_A_CONNECTION)
    with app.replace_connector(connector):
        try:
            async with app.open_async():
                await run_until(asked, options)
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("The worker has lost the database.")
            return True
    return False


async def run_until(asked: asyncio.Event, options: dict) -> None:
    """Work in each lane, until one ends or this process is asked to end."""
    runs: list[Coroutine] = [app.run_worker_async(install_signal_handlers=False, **options, **lane) for lane in lanes()]
    if settings.FRONT_CACHES:
        runs.append(keep_telling())
    tasks = [asyncio.create_task(run) for run in runs]
    waiting = asyncio.create_task(asked.wait())
    await asyncio.wait({*tasks, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    for task in tasks:
        task.cancel()  # which lets it finish the job that it has begun
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


def lanes() -> list[dict]:
    """What web machines are told waits for nothing else that is done: mails may take a minute, a purge two seconds.

    These jobs wait most of their time, many at once. They are looked for each second, should no notice of one arrive.
    """
    if not settings.FRONT_CACHES and not settings.CDN_URL:
        return [{}]
    front = {"queues": [QUEUE], "concurrency": 20, "fetch_job_polling_interval": 1}
    return [{"queues": [DEFAULT_QUEUE]}, front]


async def is_reached(asked: asyncio.Event) -> bool:
    """Wait for the database: true once it can be written to, false once this process is asked to end.

    Of several hosts the one that answers is asked first from then on: a pool would give up before its turn came.
    """
    was_away, wanted = False, {"target_session_attrs": "read-write"} | connector_params()
    while not asked.is_set():
        try:
            async with await psycopg.AsyncConnection.connect(**wanted) as connection:
                settle_on(place_of(connection), connections["default"].settings_dict)
        except psycopg.OperationalError as error:
            if not was_away:
                logger.warning("The worker waits for the database: %s", " ".join(str(error).split()))
            was_away = True
        else:
            if was_away:
                logger.warning("The database answers again.")
            return True
        await pause(asked)
    return False


async def pause(asked: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(asked.wait(), PAUSE)
