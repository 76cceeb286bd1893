"""Base backups: weekly whole ones, and between them what has changed since the one before.

base/20261127T030000Z/        what pg_basebackup wrote, verified
base/20261127T030000Z.json    written last: without it the folder is rubbish of a run that was cut off
"""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from deploy.backup import wal
from deploy.backup.failures import Failed
from deploy.backup.postgres import INCREMENTAL, Server, programs
from deploy.backup.programs import run
from deploy.backup.settings import Settings
from deploy.backup.status import write_json

WEEK = timedelta(days=6, hours=12)  # so that a week's base is not a night late because the clock was a second early


@dataclass(frozen=True)
class Base:
    """parent: the name of the base since which this one holds what has changed; a whole one has none."""

    name: str
    parent: str
    finished_at: str
    version: int
    system: str
    timeline: int
    piece_bytes: int
    first_piece: int

    @property
    def finished(self) -> datetime:
        return datetime.fromisoformat(self.finished_at)


def list_bases(folder: Path) -> list[Base]:
    """The oldest first; those that are whole."""
    # By the name of the file, which leads out of no folder: what it names is deleted.
    found = [Base(**json.loads(path.read_text()) | {"name": path.stem}) for path in sorted(folder.glob("*.json"))]
    return [base for base in found if (folder / base.name).is_dir()]


def chain_to(base: Base, bases: list[Base]) -> list[Base]:
    """A base and what it builds on, the whole one first. Raises Failed if one is missing."""
    by_name, chain = {each.name: each for each in bases}, [base]
    while chain[0].parent:
        if chain[0].parent not in by_name:
            raise Failed(f"The base {chain[0].name} builds on {chain[0].parent}, which is not there.")
        chain.insert(0, by_name[chain[0].parent])
    return chain


def newest_whole(bases: list[Base]) -> Base | None:
    return next((base for base in reversed(bases) if not base.parent), None)


def parent_for(bases: list[Base], server: Server, now: datetime) -> Base | None:
    """The base to which tonight's adds what has changed; None where a whole one is due or the only way."""
    whole, newest = newest_whole(bases), bases[-1] if bases else None
    if not whole or now - whole.finished > WEEK or server.version < INCREMENTAL or not server.summarizes:
        return None
    same = (newest.version, newest.system, newest.timeline) == (server.version, server.system, server.timeline)
    return newest if same else None


def sweep(settings: Settings) -> None:
    """Delete what runs that were cut off have left. Only with the lock held."""
    whole = {base.name for base in list_bases(settings.bases)}
    for path in settings.bases.iterdir():
        if path.is_dir() and path.name not in whole:
            shutil.rmtree(path)
        elif path.suffix == ".json" and path.stem not in whole:
            path.unlink()


def take(settings: Settings, server: Server, parent: Base | None, now: datetime) -> Base:
    """Make a base backup and compare every byte with what PostgreSQL sent. Raises Failed, and leaves nothing then."""
    bin_ = programs(server.version)
    name = f"{now:%Y%m%dT%H%M%SZ}"
    folder = settings.bases / name
    command = [bin_ / "pg_basebackup", "-d", settings.database, "-D", folder, "--no-password", "--wal-method=stream"]
    command += ["--checkpoint=fast", "--manifest-checksums=SHA256", f"--label=migs {name}"]
    command += [f"--incremental={settings.bases / parent.name / 'backup_manifest'}"] if parent else []
    try:
        run(command, environment=settings.environment, what="The base backup failed")
        run([bin_ / "pg_verifybackup", "--quiet", folder], what="The base backup is not whole")
        span = json.loads((folder / "backup_manifest").read_text())["WAL-Ranges"][0]
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    base = Base(
        name=name,
        parent=parent.name if parent else "",
        finished_at=datetime.now(now.tzinfo).isoformat(),
        version=server.version,
        system=server.system,
        timeline=span["Timeline"],
        piece_bytes=server.piece_bytes,
        first_piece=wal.number_at(span["Start-LSN"], server.piece_bytes),
    )
    write_json(settings.bases / f"{name}.json", asdict(base))
    return base


def drop_older_than_whole(settings: Settings) -> None:
    """Keep the newest whole base, what builds on it, and the log since. Call it once all that is in a snapshot."""
    bases = list_bases(settings.bases)
    whole = newest_whole(bases)
    for base in bases[: bases.index(whole)]:
        (settings.bases / f"{base.name}.json").unlink()
        shutil.rmtree(settings.bases / base.name)
    wal.drop_before(settings.wal, whole.first_piece, whole.piece_bytes)
