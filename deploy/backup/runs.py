"""The two runs of a server, backup each night and send every few minutes. What was good stays when one fails."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from deploy.backup import bases, postgres, programs, status, wal
from deploy.backup.bases import Base
from deploy.backup.failures import Busy, Failed, Refused
from deploy.backup.postgres import Server
from deploy.backup.repository import ABOUT, Repository, expired, read_time
from deploy.backup.settings import Settings
from deploy.backup.site_commands import files_not_fetched

TOLERANCE = timedelta(minutes=2)  # how far a clock may be set back while it is kept right
SILENCE = timedelta(days=3)  # after which old snapshots stay one time more, in case it is the clock that has jumped
LONGEST_WAIT = 60 * 60  # seconds for which the nightly run waits for one between: there is no other that night
ARCHIVING_TIME = 60  # seconds that PostgreSQL gets to archive the piece that was closed


@contextmanager
def alone(settings: Settings, patience: float) -> Iterator[None]:
    """Hold the lock, which programs that were started hold on to when this one is killed. Raises Busy."""
    refuse_without_folders(settings)
    with (settings.folder / "lock").open("a") as lock:
        take_lock(lock, time.monotonic() + patience)
        programs.held.append(lock.fileno())
        try:
            yield
        finally:
            programs.held.remove(lock.fileno())


def take_lock(lock: IO, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                said = "Another backup is running, or what a killed one has started is not yet at its end."
                raise Busy(said) from None
        time.sleep(0.2)


def refuse_without_folders(settings: Settings) -> None:
    if not settings.wal.is_dir():
        raise Refused(
            f"The folder {settings.wal} is missing: make it for PostgreSQL, in one of the account of backups "
            f"(install -d -o migs-backup -g postgres -m 750 {settings.folder} {settings.bases}; "
            f"install -d -o postgres -g migs-backup -m 770 {settings.wal})."
        )


def noted(run: str, work: Callable[[Settings], dict], settings: Settings, patience: float = 0) -> None:
    """Do the work with the lock held, and write its end into the file of the status, whatever it was."""
    with alone(settings, patience):
        try:
            good = work(settings)
        except Busy:
            raise
        except BaseException as error:
            with suppress(OSError):  # a full disk: the old file says when the last good one was
                status.note(settings.status, run, str(error) or type(error).__name__)
            raise
        warning = good.pop("warning")
        status.note(settings.status, run, warning, **good)
        if warning:
            raise Failed(warning)


def backup(settings: Settings, *, whole: bool = False) -> None:
    noted("backup", lambda settings: nightly(settings, whole=whole), settings, LONGEST_WAIT)


def nightly(settings: Settings, *, whole: bool) -> dict:
    """A base, a snapshot, and what that makes superfluous thrown away; returns what the status says of it."""
    repository, now = prepared(settings)
    known = repository.snapshots()
    refuse_clock([each.time for each in known], now)
    server = postgres.ask(settings)
    postgres.refuse_without_archive(server)
    bases.sweep(settings)
    gap = missing_pieces(settings, server)
    base = take_base(settings, server, whole or bool(gap), now)
    snapshot, size, trouble = send_all(settings, repository, is_night=True)
    bases.drop_older_than_whole(settings)
    forget(repository, settings, known, now)
    repository.check(f"{now.toordinal() % 7 + 1}/7")
    kind = "changes since the last" if base.parent else "whole"
    print(f"Base {base.name} ({kind}), snapshot {snapshot}, {size:,} bytes. The repository is sound.")
    finished = {"finished_at": datetime.now(UTC).isoformat(), "snapshot": snapshot, "bytes": size}
    return finished | {"warning": " ".join(filter(None, [gap, trouble])) or None}


def send(settings: Settings) -> None:
    noted("send", between, settings)


def between(settings: Settings) -> dict:
    """A snapshot of what has been archived since, and of the files as they are."""
    repository, now = prepared(settings)
    known = bases.list_bases(settings.bases)
    if not known:
        raise Refused("There is no base backup yet: run “backup” first.")
    sent_at = status.read(settings.status)["sent_at"]
    refuse_clock([known[-1].finished, *([datetime.fromisoformat(sent_at)] if sent_at else [])], now)
    snapshot, size, trouble = send_all(settings, repository, is_night=False)
    print(f"Snapshot {snapshot}, {size:,} bytes.")
    return {"sent_at": datetime.now(UTC).isoformat(), "warning": trouble}


def prepared(settings: Settings) -> tuple[Repository, datetime]:
    """The repository, asked once; raises before anything is changed when it is not there. And what time it is."""
    if not settings.data.is_dir():
        raise Refused(f"DATA_DIR is {settings.data}, and there is no such folder.")
    if bases.list_bases(settings.bases) and not any(settings.data.iterdir()):
        raise Refused(f"DATA_DIR, {settings.data}, is empty: mount its disk, or restore it, before anything is sent.")
    repository = Repository(settings)
    repository.unlock()
    return repository, datetime.now(UTC)


def refuse_clock(times: list[datetime], now: datetime) -> None:
    latest = max(times, default=now)
    if latest > now + TOLERANCE:
        raise Refused(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, but there is a backup of {latest:%Y-%m-%d %H:%M} UTC: "
            "set the clock (timedatectl). Nothing was done. If it is right, that backup was made while it was wrong, "
            "and has to be deleted: see “When a backup fails” in docs/operating.md."
        )


def missing_pieces(settings: Settings, server: Server) -> str | None:
    """A sentence if the log has a hole since the newest whole base."""
    whole = bases.newest_whole(bases.list_bases(settings.bases))
    first = whole.first_piece if whole else 0
    lost = wal.missing([settings.wal], first, server.piece_bytes, server.timeline) if whole else []
    if not lost:
        return None
    return (
        f"{len(lost)} pieces of PostgreSQL’s log are missing in {settings.wal}: what was written after the first of "
        "them cannot be restored moment by moment. A new whole base was made, from which on all is well again."
    )


def take_base(settings: Settings, server: Server, whole: bool, now: datetime) -> Base:
    parent = None if whole else bases.parent_for(bases.list_bases(settings.bases), server, now)
    if parent:
        try:
            return bases.take(settings, server, parent, now)
        except Failed as error:
            print(f"{error} A whole base is made instead.")
    return bases.take(settings, server, None, now)


def send_all(settings: Settings, repository: Repository, *, is_night: bool) -> tuple[str, int, str | None]:
    """One snapshot of bases, log and files: its name, its bytes, and a sentence if the newest of them is not in it.

    Its time is that of the last transaction in it, or a little before.
    """
    now, troubles = datetime.now(UTC), [files_not_fetched(settings), links_to_folders(settings.data)]
    try:
        status.write_json(settings.folder / ABOUT, {"timeline": postgres.ask(settings).timeline})
        wait_for_archive(settings, postgres.close_piece(settings))
    except Failed as error:
        troubles.append(f"{error} What had been archived before was sent.")
    about = settings.folder / ABOUT
    since = read_time(bases.list_bases(settings.bases)[0].name)
    paths = [settings.bases, settings.wal, about, settings.data]
    snapshot, size, lacks = repository.add(paths, is_night=is_night, since=since, at=now)
    return snapshot, size, " ".join(filter(None, [*troubles, lacks])) or None


def links_to_folders(data: Path) -> str | None:
    """A sentence if somebody has moved a part of DATA_DIR elsewhere and left a link: the link alone is saved."""
    found = sorted(str(path) for path in data.iterdir() if path.is_symlink() and path.is_dir())
    if not found:
        return None
    return f"What {', '.join(found)} leads to is in no backup: mount its disk there instead of a link."


def wait_for_archive(settings: Settings, piece: str) -> None:
    """Until PostgreSQL has archived a piece. Raises Failed when it cannot or does not."""
    deadline = time.monotonic() + ARCHIVING_TIME
    while not settings.wal.joinpath(f"{piece}.gz").exists():
        postgres.refuse_failing_archive(settings)
        if time.monotonic() > deadline:
            raise Failed(f"PostgreSQL has not archived the piece {piece} of its log within {ARCHIVING_TIME} seconds.")
        time.sleep(0.2)


def forget(repository: Repository, settings: Settings, known: list, now: datetime) -> None:
    """Throw away what is past its days, unless the last backup is so long ago that the clock may be wrong."""
    if known and now - known[-1].time > SILENCE:
        print(f"The backup before this one is of {known[-1].time:%Y-%m-%d}: nothing old was thrown away this time.")
        return
    repository.forget(expired(repository.snapshots(), now, settings.days))
