"""Two database servers of which one is killed, held up and promoted, under people who read and write."""

import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

from benchmarks.faults import Outcome
from benchmarks.faults.beside import beside
from benchmarks.faults.site import Crowd, Postgres, Site, crowd
from migs_site.local import processes
from tests.own_postgres import OwnPostgres, Standby, two_hosts
from tests.waiting import wait_until

FAMILY = "Two database servers"
BEFORE, AFTER = 4, 12  # seconds of quiet on both sides of a fault
UNNOTICED = 3  # seconds until somebody promotes the other
WAITED_FOR = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
WITHDRAWN = "/en/people/"
WITHDRAW = "UPDATE wagtailcore_page SET live = false WHERE slug = 'people'"
SHOW_AGAIN = "UPDATE wagtailcore_page SET live = true WHERE slug = 'people'"


class Pair:
    """A server that takes writes, and a copy that follows it, as the site is told of them."""

    def __init__(self, folder: Path):
        self.primary: OwnPostgres = Postgres(folder / "a")
        self.standby: OwnPostgres = Standby(folder / "b", self.primary)
        self.url = two_hosts(self.primary.url, self.standby.url, "read-write")
        self.replica_url = two_hosts(self.primary.url, self.standby.url, "standby")
        self.wait_for_the_copy("remote_apply")

    def wait_for_the_copy(self, commit: str) -> None:
        """From now on a change is acknowledged once the copy shows it, or keeps it (“on”)."""
        self.set("synchronous_commit", commit)
        self.set("synchronous_standby_names", "*")
        wait_until(lambda: self.primary.execute(WAITED_FOR) == [(1,)])

    def set(self, name: str, value: str) -> None:
        self.primary.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        self.primary.execute("SELECT pg_reload_conf()")

    def promote(self) -> None:
        """The other takes the place of the one that was killed, and waits for nobody."""
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary

    def bring_back(self) -> None:
        """The old one as a copy of the new one, in its old place."""
        shutil.rmtree(self.standby.folder)
        self.standby = Standby(self.standby.folder, self.primary)

    def stop(self) -> None:
        self.primary.stop()
        self.standby.stop()


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="migs-faults-")))
        folder.chmod(0o755)
        pair = Pair(folder)
        ended.callback(pair.stop)
        site = Site(folder, pair, DATABASE_REPLICA_URL=pair.replica_url)
        ended.callback(site.stop)
        second = processes.start([sys.executable, "manage.py", "worker"], site.ours.environment)
        ended.callback(processes.end, [second.pid])
        for fault, injected, inject in FAULTS:
            yield counted(site, fault, injected, inject)


def counted(site: Site, fault: str, injected: str, inject: Callable[[Site], str]) -> Outcome:
    site.queue_mails()
    with crowd(site) as here:
        time.sleep(BEFORE)
        began = time.monotonic()
        result = inject(site)
        time.sleep(AFTER)
    undelivered = site.mails_not_delivered()
    missing = len(here.promised - site.drafts())
    statuses = Counter(seen.status for seen in here.read if seen.at > began)
    said = (
        f"{result}; pages {told(statuses)}, "
        f"slowest {max(seen.seconds for seen in here.read):.1f} s; no draft could be saved for {silence(here):.1f} s; "
        f"drafts saved {len(here.promised)}, of those missing {missing}; mails delivered {site.mails - undelivered} of "
        f"{site.mails} in all, second copies {site.second_copies()}"
    )
    return Outcome(fault, injected, said, missing + undelivered)


def silence(here: Crowd) -> float:
    """The longest time between two drafts that were saved."""
    saved = [seen.at for seen in here.wrote if seen.status == 303]
    return max(later - earlier for earlier, later in pairwise(saved))


def killed(site: Site) -> str:
    site.postgres.primary.kill()
    time.sleep(UNNOTICED)
    began = time.monotonic()
    site.postgres.promote()
    return f"promoted in {time.monotonic() - began:.1f} s"


def brought_back(site: Site) -> str:
    began = time.monotonic()
    site.postgres.bring_back()
    site.postgres.wait_for_the_copy("remote_apply")
    return f"a copy again in {time.monotonic() - began:.1f} s"


def copy_killed(site: Site) -> str:
    """Nothing is acknowledged until somebody says that nobody is waited for."""
    site.postgres.standby.kill()
    time.sleep(10)
    site.postgres.set("synchronous_standby_names", "")
    time.sleep(5)
    site.postgres.standby.start()
    site.postgres.wait_for_the_copy("on")
    return "after 10 s `synchronous_standby_names` emptied"


def copy_held_up(site: Site) -> str:
    """A page is withdrawn meanwhile; the copy still has it, and is asked as before when it shows again what it gets."""
    primary, standby = site.postgres.primary, site.postgres.standby
    with looked_at(site) as seen:
        standby.execute("SELECT pg_wal_replay_pause()")
        primary.execute(WITHDRAW)
        seen.clear()
        time.sleep(20)
        standby.execute("SELECT pg_wal_replay_resume()")
        time.sleep(5)
        shown = Counter(seen)
    primary.execute(SHOW_AGAIN)
    return f"a page withdrawn meanwhile: {told(shown)}"


@contextmanager
def looked_at(site: Site) -> Iterator[list[int]]:
    """The statuses of a page that somebody looks at all the time."""
    seen: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            seen.append(site.ask(WITHDRAWN)[0])

    with beside(over, look):
        yield seen


def gone(site: Site) -> str:
    """Every page is asked for while the database is away."""
    paths = re.findall(r"<loc>https?://[^/]+(/.*?)</loc>", site.answer("/sitemap.xml").page)
    with site.postgres.primary.gone():
        statuses = Counter(site.ask(path)[0] for path in paths)
    return f"meanwhile each page of the sitemap: {told(statuses)}"


def told(statuses: Counter[int]) -> str:
    return ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))


FAULTS = [
    ("PostgreSQL failed over", f"`pg_ctl stop -m immediate`, {UNNOTICED} s later the copy is promoted", killed),
    ("The old server comes back", "as a copy, by `pg_basebackup`", brought_back),
    ("The copy killed", "`pg_ctl stop -m immediate`, though it is waited for", copy_killed),
    ("The copy held up", "`pg_wal_replay_pause()` for 20 s, one of the pages withdrawn then", copy_held_up),
    ("PostgreSQL gone, its copy there", "`pg_ctl stop -m immediate`, start", gone),
]
