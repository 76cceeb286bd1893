"""Writing an edition: a folder of its own beside the last one, to which the link “current” is moved at the end."""

import datetime
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import Site as WagtailSite

from migs_site.base.deadlocks import is_conflict
from migs_site.static_edition import listing
from migs_site.static_edition.collecting import Collector
from migs_site.static_edition.listing import WrongEdition
from migs_site.static_edition.versions import EditionVersion, version_of_now

CURRENT, LOCK = "current", ".lock"
UNFINISHED = ".unfinished"
KEPT = 2  # whoever copies the last edition may finish
ATTEMPTS = 3


class NotWritten(Exception):
    """Says in a sentence why there is no new edition; the last one is as it was."""


def current_facts(root: Path) -> dict:
    """What the newest edition in a folder says of itself; nothing where there is none that can be read."""
    try:
        return listing.facts(root / CURRENT)
    except WrongEdition:
        return {}


def write_edition(root: Path, *, key: str = "", at: str = "") -> dict:
    """Write the site as it is now below a folder, and give what the edition says of itself.

    key: the private key that signs. at: the host where the edition will lie, if it is not that of BASE_URL. Raises
    NotWritten.
    """
    try:
        listing.refuse_missing_key(key)
        root.mkdir(parents=True, exist_ok=True)
        with alone(root):
            remove_unfinished(root)
            folder = root / f"{timezone.now().astimezone(datetime.UTC):%Y%m%dT%H%M%S.%fZ}{UNFINISHED}"
            try:
                facts = write_into(folder, last=(root / CURRENT).resolve(), key=key, at=at)
                take_effect(root, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            remove_old(root)
            return facts
    except WrongEdition as error:
        raise NotWritten(str(error)) from error
    except OSError as error:
        raise NotWritten(f"The edition cannot be written to {root}: {error.strerror or error}.") from error


@contextmanager
def alone(root: Path) -> Iterator[None]:
    with (root / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotWritten(f"Another edition is being written to {root}.") from error
        yield


def write_into(folder: Path, *, last: Path, key: str, at: str) -> dict:
    for attempt in range(1, ATTEMPTS + 1):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            with snapshot():
                version = version_of_now()
                collector = Collector(folder, last=last if last.is_dir() else None, at=at)
                collector.collect()
        except (OperationalError, IntegrityError) as error:
            # Somebody made a picture that the edition made as well; elsewhere the database is away.
            if attempt == ATTEMPTS or not (is_conflict(error) or isinstance(error, IntegrityError)):
                raise NotWritten(f"The database did not let the site be read: {error}".strip()) from error
        else:
            return finish(folder, collector, version, key=key, at=at)
    raise AssertionError("never here")


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is of one moment."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        WagtailSite.clear_site_root_paths_cache()
        yield


def finish(folder: Path, collector: Collector, version: EditionVersion, *, key: str, at: str) -> dict:
    """Write and sign the list of files."""
    facts = {
        "address": at or settings.BASE_URL,
        "of": settings.BASE_URL,
        "made_at": timezone.now().astimezone(datetime.UTC).isoformat(timespec="seconds"),
        **version._asdict(),
        "seconds": round(time.monotonic() - collector.begun_at),
        "holds_until": collector.holds_until,
        "written": collector.written,
        "bytes": collector.size,
        "changed": collector.changed(),
        "broken_links": collector.broken,
        "answers": collector.answers,
    }
    content = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()
    collector.put(listing.FACTS, content)
    listing.write_sums(folder, collector.sums)
    if key:
        listing.sign(folder, key)
    return facts | {"files": len(collector.sums)}


def take_effect(root: Path, folder: Path) -> None:
    """Let the edition be the current one, in one step of the file system."""
    finished = folder.with_name(folder.name.removesuffix(UNFINISHED))
    folder.rename(finished)
    link = root / f".{CURRENT}"
    link.unlink(missing_ok=True)
    link.symlink_to(finished.name)
    os.replace(link, root / CURRENT)


def editions(root: Path) -> list[Path]:
    return sorted(
        path for path in root.iterdir() if path.is_dir() and not path.is_symlink() and path.name[:1].isdigit()
    )


def remove_unfinished(root: Path) -> None:
    """What a writer left that was killed."""
    for path in editions(root):
        if path.name.endswith(UNFINISHED):
            shutil.rmtree(path, ignore_errors=True)


def remove_old(root: Path) -> None:
    """By their names, which a clock that went back gives in another order: never the current one."""
    for path in editions(root)[:-KEPT]:
        if path != (root / CURRENT).resolve():
            shutil.rmtree(path, ignore_errors=True)
