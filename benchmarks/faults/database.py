"""PostgreSQL restarted, frozen, gone, read-only and without room, under people who read and write."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from io import FileIO
from pathlib import Path

import psycopg

from benchmarks.faults import Outcome
from benchmarks.faults.site import Crowd, Postgres, Site, crowd, disk_of_memory, room_on, temporary_folder

FAMILY = "Database"
BEFORE, AFTER = 3, 8  # seconds of quiet on both sides of a fault
DISK = 700  # megabytes of a disk of memory


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended:
        folder = temporary_folder()
        ended.callback(folder.rmdir)
        ended.enter_context(disk_of_memory(folder, DISK))
        postgres = Postgres(folder / "postgres")
        ended.callback(postgres.stop)
        site = Site(folder, postgres)
        ended.callback(site.stop)
        for fault, injected, inject in FAULTS:
            yield counted(site, fault, injected, inject)


def counted(site: Site, fault: str, injected: str, inject: Callable[[Site], None]) -> Outcome:
    """What people were told before, in and after a fault; drafts that were promised, mails that were queued."""
    site.queue_mails()
    with crowd(site) as here:
        time.sleep(BEFORE)
        began = time.monotonic()
        inject(site)
        ended = time.monotonic()
        time.sleep(AFTER)
    undelivered = site.mails_not_delivered()
    missing = len(here.promised - site.drafts())
    said = (
        f"{pages(here, began)}; drafts saved {len(here.promised)}, of those missing {missing}; "
        f"pages back {back(here, ended)}; mails delivered {site.mails - undelivered} of {site.mails} in all, "
        f"second copies {site.second_copies()}"
    )
    return Outcome(fault, f"{injected} ({ended - began:.0f} s)", said, missing + undelivered)


def pages(here: Crowd, began: float) -> str:
    during = [seen for seen in here.read if seen.at > began]
    statuses = Counter(seen.status for seen in during)
    slowest = max((seen.seconds for seen in during), default=0)
    return f"pages {', '.join(f'{n} × {status}' for status, n in sorted(statuses.items()))}, slowest {slowest:.1f} s"


def back(here: Crowd, ended: float) -> str:
    """How long after the end of a fault the last answer was that was not a page."""
    wrong = [seen.at for seen in here.read if seen.at > ended and seen.status != 200]
    return f"{max(wrong) - ended:.1f} s after its end" if wrong else "at once"


def restarted(site: Site) -> None:
    site.postgres.stop()
    site.postgres.start()


def gone(site: Site) -> None:
    site.postgres.stop()
    time.sleep(30)
    site.postgres.start()


def frozen(site: Site) -> None:
    with site.postgres.frozen():
        time.sleep(25)


def set_read_only(site: Site, word: str) -> None:
    with psycopg.connect(site.postgres.url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {word}")
        connection.execute("SELECT pg_reload_conf()")


def read_only(site: Site) -> None:
    set_read_only(site, "on")
    time.sleep(15)
    set_read_only(site, "off")


def full(site: Site) -> None:
    """Every byte is taken, and the log goes on until PostgreSQL ends itself; it is started when there is room again."""
    rest = site.postgres.folder.parent / "rest"
    until = time.monotonic() + 25
    with rest.open("wb", buffering=0) as file:
        while time.monotonic() < until:
            take_what_is_left(file, rest.parent)
            with suppress(psycopg.Error), psycopg.connect(site.postgres.url, autocommit=True) as connection:
                connection.execute("SELECT pg_logical_emit_message(true, 'fault', 'x'), pg_switch_wal()")
            time.sleep(0.05)
    rest.unlink()
    site.postgres.start()


def take_what_is_left(file: FileIO, folder: Path) -> None:
    with suppress(OSError):
        while room := room_on(folder):
            file.write(b"\0" * min(room, 1 << 20))


FAULTS = [
    ("PostgreSQL restarted", "`pg_ctl stop -m fast`, start", restarted),
    ("PostgreSQL frozen", "SIGSTOP for each of its processes, then SIGCONT", frozen),
    ("PostgreSQL gone", "stopped, started after half a minute", gone),
    ("PostgreSQL read-only", "`default_transaction_read_only`", read_only),
    ("PostgreSQL’s disk full", "a disk of memory filled to the last byte, its log going on", full),
]
