"""Clocks that are set forward and back while the site runs, on one side only; and both nights of daylight saving."""

import datetime
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC
from pathlib import Path
from shutil import which
from typing import NamedTuple

from benchmarks.faults import NotHere, Outcome
from benchmarks.faults.outside import SIGN_IN
from benchmarks.faults.site import Answer, Postgres, Site, temporary_folder
from benchmarks.faults.students import Student, is_received

FAMILY = "Clocks"
WAITS = True
SOURCE = Path(__file__).with_name("clock.c")
NOTICED = 2  # seconds in which everybody asks it
EVENING = 210  # seconds before a night's switch: a minute until all know the new time, and a busy machine needs some
READ_AGAIN = 65  # seconds until every process has asked the database for its time
A_MINUTE = 75  # seconds in which whatever is done each minute has to be done
NIGHTS = {
    "Daylight saving ends": datetime.datetime(2026, 11, 1, 6, 0, tzinfo=UTC),
    "Daylight saving begins": datetime.datetime(2027, 3, 14, 7, 0, tzinfo=UTC),
}
LAST_QUEUED = "SELECT coalesce(max(id), 0) FROM procrastinate_periodic_defers"
UNSENT = "SELECT count(*) FROM outbox_mail WHERE state <> 'sent'"
PUBLISHED = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE action = 'wagtail.publish.scheduled'"
# One page that is due in half an hour, and one that is due: what becomes of them, and whether anything is erased.
SCHEDULE = """
from datetime import timedelta
from django.db import connection
from wagtail.models import PageLogEntry, Revision
from internships.erasure.nightly import erase_what_is_over
from migs_site.editorial.services import keep_to_schedule
from people.models import PersonPage
with connection.cursor() as cursor:
    cursor.execute("SELECT clock_timestamp()")
    [now] = cursor.fetchone()
later, due = PersonPage.objects.live().filter(locale__language_code="en").order_by("-pk")[:2]
for page in (later, due):
    page.unpublish()
    page.go_live_at = now + timedelta(minutes=30)
    page.save_revision().publish()
keep_to_schedule()
early = PersonPage.objects.live().filter(pk__in=[later.pk, due.pk]).count()
Revision.objects.filter(approved_go_live_at__isnull=False, object_id=str(due.pk)).update(
    approved_go_live_at=now - timedelta(minutes=1))
PersonPage.objects.filter(pk=due.pk).update(go_live_at=now - timedelta(minutes=1))
for revision in Revision.objects.filter(object_id=str(due.pk), approved_go_live_at__isnull=False):
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.save()
keep_to_schedule()
keep_to_schedule()
times = PageLogEntry.objects.filter(page=due.pk, action="wagtail.publish.scheduled").count()
print(early, times, sum(erase_what_is_over().values()))
"""
BEFORE_THE_HOUR = """
from datetime import datetime
from people.models import PersonPage
page = PersonPage.objects.live().filter(locale__language_code="en").first()
page.unpublish()
page.go_live_at = datetime.fromisoformat("{instant}")
page.save_revision().publish()
"""


class Clock:
    """That of some processes, which can be set while they run."""

    def __init__(self, folder: Path):
        self.file, library = folder / "clock", folder / "clock.so"
        if not which("cc"):
            raise NotHere("A compiler of C was not found: install the package gcc, with libc6-dev.")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
        self.set(0)
        self.file.chmod(0o644)
        self.environment = {"LD_PRELOAD": str(library), "FAULTS_CLOCK": str(self.file)}

    def set(self, seconds: float) -> None:
        """Ahead of the right time, or behind."""
        with self.file.open("r+b" if self.file.exists() else "wb", buffering=0) as file:
            file.write(struct.pack("q", round(seconds)))


class Running(NamedTuple):
    site: Site
    clock: Clock


@contextmanager
def running(web: bool, database: bool) -> Iterator[Running]:
    """A site with one clock for its web process and its worker, its PostgreSQL, or all of them."""
    with ExitStack() as ended:
        folder = temporary_folder()
        ended.callback(shutil.rmtree, folder)
        clock = Clock(folder)
        before = dict(os.environ)
        os.environ.update(clock.environment if database else {})
        try:
            postgres = Postgres(folder / "postgres")
        finally:
            os.environ.clear()
            os.environ.update(before)
        ended.callback(postgres.stop)
        site = Site(folder, postgres, **(clock.environment if web else {}))
        ended.callback(site.stop)
        yield Running(site, clock)


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended, ThreadPoolExecutor(4) as pool:
        sides = {name: ended.enter_context(running(**which)) for name, which in SIDES.items()}
        nights = {name: ended.enter_context(running(web=True, database=True)) for name in NIGHTS}
        asked = [pool.submit(an_hour_off, name, *each) for name, each in sides.items()]
        asked += [pool.submit(night, name, *each) for name, each in nights.items()]
        for each in asked:
            yield each.result()


SIDES = {
    "Clock of the web machine and the worker": {"web": True, "database": False},
    "Clock of the database": {"web": False, "database": True},
}


def an_hour_off(name: str, site: Site, clock: Clock) -> Outcome:
    said, lost = [], 0
    for words, seconds in (("an hour ahead", 3600), ("an hour behind", -3600), ("right again", 0)):
        student, staff = Student(site), signed_in(site)
        form, last = student.form(), site.rows(LAST_QUEUED)[0][0]
        clock.set(seconds)
        time.sleep(NOTICED)
        received = is_received(student, student.send(form))
        admin = status(site, staff)
        early, times, erased = map(int, site.ours.manage("shell", "--no-imports", "-c", SCHEDULE).split()[-3:])
        waited = until(lambda last=last: site.rows(LAST_QUEUED)[0][0] > last)
        lost += (not received) + early + erased + abs(times - 1) + (waited is None)
        said.append(
            f"{words}: a form that was open {'received' if received else 'lost'}, session {admin}, a page due later "
            f"published {early} times and one that is due {times}, erased {erased}, "
            f"work of each minute {'stands still' if waited is None else f'goes on after {waited:.0f} s'}"
        )
    until(lambda: site.rows(UNSENT) == [(0,)])
    unsent, twice = site.rows(UNSENT)[0][0], sum(n - 1 for n in site.inbox.subjects.values())
    said.append(f"mails not sent {unsent}, sent twice {twice}")
    return Outcome(name, "set while all runs", "; ".join(said), lost + unsent)


def night(name: str, site: Site, clock: Clock) -> Outcome:
    """From a minute before to a minute after; everything has the same clock."""
    switch = NIGHTS[name]
    clock.set((switch - datetime.timedelta(seconds=EVENING) - datetime.datetime.now(UTC)).total_seconds())
    began = time.monotonic()
    time.sleep(READ_AGAIN)
    before, after = Student(site), Student(site)
    answers: list[tuple[Student, Answer]] = [(before, before.send())]
    form, instant = after.form(), switch - datetime.timedelta(seconds=10)
    site.ours.manage("shell", "--no-imports", "-c", BEFORE_THE_HOUR.format(instant=instant.isoformat()))
    time.sleep(max(0, began + EVENING + 5 - time.monotonic()))
    answers.append((after, after.send(form)))
    until(lambda: site.rows(PUBLISHED) != [(0,)])
    until(lambda: site.rows(UNSENT) == [(0,)])
    received = sum(is_received(student, answer) for student, answer in answers)
    times, unsent = site.rows(PUBLISHED)[0][0], site.rows(UNSENT)[0][0]
    twice = sum(n - 1 for n in site.inbox.subjects.values())
    said = (
        f"a form before and one open across it: {received} received; a page due ten seconds before published {times} "
        f"times; mails not sent {unsent}, sent twice {twice}"
    )
    wrong = 2 - received + abs(times - 1) + unsent
    return Outcome(name, f"all clocks set to {EVENING} s before, with everything running", said, wrong)


def signed_in(site: Site) -> str:
    return site.ours.manage("shell", "--no-imports", "-c", SIGN_IN).split()[-1]


def status(site: Site, session: str) -> int:
    """Of the admin's first page, for somebody who had signed in."""
    return site.answer("/admin/", cookie=f"sessionid={session}").status


def until(is_so) -> float | None:
    """Seconds until something is so; None where it is not soon enough."""
    began = time.monotonic()
    while time.monotonic() - began < A_MINUTE:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.5)
    return None
