"""Two web machines, two workers and PostgreSQL, each in a network namespace of its own; each is lost in turn.

python -m benchmarks.faults machines     as root on Debian, with iproute2; some three minutes
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.faults import Outcome
from benchmarks.faults.installation import Installation
from benchmarks.faults.network import Network
from benchmarks.faults.people import Answer, People, people
from migs_site.local.database import ROOT

FAMILY = "Many machines"
BEFORE, DURING, AFTER = 2, 6, 6  # seconds
EDITED = "/en/edited/"


class Fault(NamedTuple):
    """away: the web machine that answers nobody meanwhile, if any. is_edited: whether anybody can publish then."""

    name: str
    how: str
    begin: Callable[[], None]
    end: Callable[[], None]
    away: int | None = None
    is_edited: bool = True


class Trial(NamedTuple):
    """What was done in a fault, and when (by the clock that counts on)."""

    here: People
    slug: str
    title: str
    began: float
    edited: float
    withdrawn: float
    ended: float


def outcomes() -> Iterator[Outcome]:
    """Of a process in a network of its own, which prints them."""
    inside = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]  # whose end is that of all in it
    command = [*inside, sys.executable, "-m", __name__]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            yield Outcome(**json.loads(line))
    if running.returncode:
        raise RuntimeError(f"The machines failed ({running.returncode}).")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="migs-machines-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        Network()
        site = Installation(Path(folder))
        site.edit("add", "edited")
        for number, fault in enumerate(faults(site)):
            tell(outcome(site, fault, tried(site, fault, f"withdrawn{number}")))
        tell(mailed(site))


def tell(outcome: Outcome) -> None:
    print(json.dumps(outcome._asdict()), flush=True)


def faults(site: Installation) -> list[Fault]:
    web, worker, primary = site.web[1], site.workers[0], site.primary
    dark, out = "SIGKILL for all its processes", "its cable out"
    return [
        Fault("A web machine loses power", f"{dark}; back without Django at first", web.power_cut, web.come_back, 1),
        Fault("A web machine is cut off", out, web.host.unplug, web.plug, 1),
        Fault("A worker is killed", "SIGKILL", worker.kill, worker.start),
        Fault("A worker is cut off", out, worker.host.unplug, worker.host.plug),
        Fault("PostgreSQL’s replica loses power", dark, site.without_replica, site.with_replica),
        Fault("PostgreSQL loses power", dark, primary.kill, primary.start, is_edited=False),
        Fault("PostgreSQL is cut off", out, primary.host.unplug, primary.host.plug, is_edited=False),
        Fault(
            "PostgreSQL is lost",
            "its cable out; the replica promoted",
            primary.host.unplug,
            site.take_over,
            is_edited=False,
        ),
    ]


def tried(site: Installation, fault: Fault, slug: str) -> Trial:
    """People read, write and look; a page is edited and another withdrawn, in the fault or right after it."""
    site.edit("add", slug)
    site.queue_mails()
    with people(site, [EDITED, f"/en/{slug}/"]) as here:
        time.sleep(BEFORE)
        began = time.monotonic()
        fault.begin()
        if not fault.is_edited:
            time.sleep(DURING)
            fault.end()
        title = site.edit("edit", "edited")
        edited = time.monotonic()
        site.edit("withdraw", slug)
        withdrawn = time.monotonic()
        if fault.is_edited:
            time.sleep(DURING)
            fault.end()
        ended = time.monotonic()
        time.sleep(AFTER)
    return Trial(here, slug, title, began, edited, withdrawn, ended)


def outcome(site: Installation, fault: Fault, trial: Trial) -> Outcome:
    missing = trial.here.promised - site.drafts()
    news = [
        seen_at(web.address, trial, since=web.back_at if number == fault.away else 0)
        for number, web in enumerate(site.web)
    ]
    said = f"{pages(trial)}; {drafts(trial.here)}, missing {len(missing)}; {'; '.join(news)}"
    return Outcome(fault.name, f"{fault.how} ({trial.ended - trial.began:.0f} s)", said, len(missing))


def mailed(site: Installation) -> Outcome:
    undelivered = site.mails_not_delivered()
    said = f"{site.mails - undelivered} of {site.mails} delivered, second copies {site.second_copies()}"
    return Outcome("Mail in all of these", "20 mails queued before each", said, undelivered)


def pages(trial: Trial) -> str:
    during = [seen for seen in trial.here.read if seen.at > trial.began]
    slowest, again = max(seen.seconds for seen in during), sum(seen.tried > 1 for seen in during)
    return f"pages {counted(during)}, {again} of them at the second address, slowest {slowest:.1f} s"


def drafts(here: People) -> str:
    others = [answer for answer in here.wrote if answer.status != 303]
    return f"drafts saved {len(here.promised)}, other answers {counted(others)}"


def counted(answers: list[Answer]) -> str:
    statuses = Counter(answer.status for answer in answers)
    return ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items())) or "none"


def seen_at(address: str, trial: Trial, since: float) -> str:
    """At one machine: until when the old title and the withdrawn page were seen, counted from when they were changed,
    or from when the machine was back."""
    edited, gone = max(trial.edited, since), max(trial.withdrawn, since)
    titles = trial.here.titles(address, EDITED)
    old = [at for at, title in titles if title != trial.title and at > edited]
    left = [at for at, title in trial.here.titles(address, f"/en/{trial.slug}/") if title and at > gone]
    shown = (
        f"edit shown after {max([*old, edited]) - edited:.1f} s" if titles[-1][1] == trial.title else "edit NOT shown"
    )
    return f"{address}: {shown}, withdrawn page gone after {max([*left, gone]) - gone:.1f} s ({len(left)} looks)"


if __name__ == "__main__":
    main()
