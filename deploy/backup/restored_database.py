"""The part of a restore that makes a data folder of PostgreSQL out of bases; the log is gone through afterwards."""

import json
import pwd
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.backup import bases, postgres, wal
from deploy.backup.bases import Base
from deploy.backup.failures import Refused
from deploy.backup.moments import shown
from deploy.backup.programs import run
from deploy.backup.repository import ABOUT, Repository, Snapshot
from deploy.backup.restored_files import give, places
from deploy.backup.settings import Settings, owner_of


@dataclass(frozen=True)
class Found:
    """What came out of a snapshot. chain: the folders of the base, the whole one first. timeline: the server's."""

    base: Base
    chain: list[Path]
    wal: Path
    folder: Path
    timeline: int


def fetch(repository: Repository, snapshot: Snapshot, target: Path, moment: datetime | None) -> Found:
    """Raises Refused when the snapshot has no base as old as the moment. target: a folder that is made."""
    folder, _data = places(snapshot)
    repository.restore(snapshot, target, folder / "base", folder / "wal", folder / ABOUT)
    there = target / str(folder).lstrip("/")
    known = bases.list_bases(there / "base")
    base = base_for(known, moment)
    chain = [there / "base" / each.name for each in bases.chain_to(base, known)]
    timeline = json.loads((there / ABOUT).read_text())["timeline"]
    return Found(base, chain, there / "wal", target, timeline)


def base_for(known: list[Base], moment: datetime | None) -> Base:
    fitting = [base for base in known if not moment or base.finished <= moment]
    if not fitting:
        oldest = min((base.finished for base in known), default=None)
        raise Refused(f"Nothing older than {shown(oldest)} can be restored." if oldest else "There is no base in it.")
    return fitting[-1]


def put_together(found: Found, target: Path) -> None:
    """Fill the data folder, every byte checked before and after, as the account that owns it."""
    base, account = found.base, owner_of(target)
    programs = postgres.programs(base.version)
    entry = pwd.getpwnam(account)
    give(found.folder, entry.pw_uid, entry.pw_gid)
    for part in found.chain:
        run([programs / "pg_verifybackup", "--quiet", part], account=account, what=f"The base {part.name} is damaged")
    if len(found.chain) == 1:
        run(["mv", "--", *found.chain[0].iterdir(), target], account=account, what="The base cannot be moved")
    else:
        command = [programs / "pg_combinebackup", *found.chain, "-o", target]
        run(command, account=account, what="The bases cannot be put together")
        run([programs / "pg_verifybackup", "--quiet", target], account=account, what="The restored base is damaged")


def log_of(settings: Settings, found: Found, more_wal: list[Path], moment: datetime | None) -> tuple[list[Path], int]:
    """The folders with pieces of the log, and how many pieces are missing in them."""
    folders = [found.wal, *([settings.wal] if settings.wal.is_dir() else []), *more_wal]
    base = found.base
    lost = [] if moment else wal.missing(folders, base.first_piece, base.piece_bytes, found.timeline)
    return folders, len(lost)
