"""Brings a database and its files back from a snapshot, to a moment or as far as the log goes."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from deploy.backup import postgres, restored_database, restored_files
from deploy.backup.failures import Failed, Refused
from deploy.backup.moments import shown
from deploy.backup.recovery import Recovery
from deploy.backup.repository import Repository, Snapshot
from deploy.backup.settings import Settings, owner_of
from deploy.backup.site_commands import Site

SCRATCH = "migs-restore-"  # how the folders begin that a restore works in
NEXT = """
What to do next:
1. Start PostgreSQL on the restored folder (systemctl start postgresql), and nothing else yet.
2. python3 -m deploy.backup backup --whole: with the restored database a new line of the log begins.
3. Empty nginx’s cache (rm -r /var/cache/nginx/migs*/*), start the web processes and look at the site.
   Everybody signs in again; passwords are those of the restored moment.
4. Look at Reports → Outbox before you start the worker, which sends again what was waiting at that moment:
   cancel there what has gone out since. Then start the worker and the timers.
5. What was moved aside still holds what was erased: delete it once you are sure.
"""


@dataclass(frozen=True)
class Order:
    """What is asked for. wal: folders with more of the log, such as a second machine's. erasures: lists of erasures."""

    database: Path
    files: Path
    moment: datetime | None = None
    wal: list[Path] = field(default_factory=list)
    erasures: list[Path] = field(default_factory=list)
    only_data: bool = False


def restore(settings: Settings, order: Order, say: Callable[[str], object] = print) -> None:
    """Raises Refused before anything is written, and Failed, after which both folders are empty again."""
    began = time.monotonic()
    refuse_folders(order)
    for left in place_for(order.database).glob(f"{SCRATCH}*"):
        say(f"{left} was left by a restore that was killed: delete it, for it holds personal data.")
    site = None if order.only_data else Site(settings, order.files)
    try:
        last, lost = Restoration(settings, order, say).run(site)
    except BaseException:
        restored_files.empty(order.database)
        restored_files.empty(order.files)
        raise
    say(f"\nRestored into {order.database} and {order.files} in {time.monotonic() - began:.0f} seconds (RTO).")
    say(f"The last change in it: {shown(last) if last else 'none after the base'}; what came later is lost (RPO).")
    say(NEXT)
    if lost:
        raise Failed(
            f"But {lost} pieces of the log are missing, and there are later ones that cannot be used without them: "
            "what was written after the last change named above is lost. Look for the pieces elsewhere (--wal FOLDER)."
        )


class Restoration:
    """One restore, once its folders are known to be empty."""

    def __init__(self, settings: Settings, order: Order, say: Callable[[str], object]):
        self.settings, self.order, self.say = settings, order, say
        self.repository = Repository(settings)
        self.snapshots = self.repository.snapshots()
        self.snapshot = choose(self.snapshots, order.moment)
        say(f"Snapshot {self.snapshot.id} of {shown(self.snapshot.time)}.")

    def run(self, site: Site | None) -> tuple[datetime | None, int]:
        """When the last thing was written that came back, and how many pieces of the log lack before later ones."""
        order = self.order
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=place_for(order.database)) as made:
            scratch = Path(made)
            scratch.chmod(0o711)  # each account finds there what is its own, and sees nothing else
            found = restored_database.fetch(self.repository, self.snapshot, scratch / "snapshot", order.moment)
            restored_database.put_together(found, order.database)
            folders, lost = restored_database.log_of(self.settings, found, order.wal, order.moment)
            self.say(f"Base {found.base.name}, every byte of it as PostgreSQL wrote it.")
            with restored_files.of_root(order.files):
                self._put_back_files()
            lists, bin_ = self._lists(scratch), postgres.programs(found.base.version)
            self._make_room_for_server(scratch / "server")
            recovery = Recovery(bin_, order.database, scratch, folders, found.timeline)
            with recovery.to(order.moment, self.settings.environment.get("DATABASE_URL", "") if site else ""):
                for line in site.bring_up(recovery, lists) if site else []:
                    self.say(line)
            return recovery.last_transaction, lost

    def _make_room_for_server(self, folder: Path) -> None:
        """Where PostgreSQL’s account writes, and the account of the site finds the socket."""
        folder.mkdir()
        if os.geteuid() == 0:
            os.chown(folder, self.order.database.stat().st_uid, self.order.files.stat().st_gid)
        folder.chmod(0o710)

    def _lists(self, scratch: Path) -> list[Path]:
        """The lists of erasures, where the account of the site can read them, and nobody else."""
        lists = [restored_files.newest_list(self.repository, self.snapshots, scratch / "erasures")]
        for number, path in enumerate(self.order.erasures):
            lists.append(scratch / f"erasures-{number}")
            shutil.copyfile(path, lists[-1])
        for path in lists:
            path.chmod(0o640)
            if os.geteuid() == 0:
                os.chown(path, 0, self.order.files.stat().st_gid)
        return lists

    def _put_back_files(self) -> None:
        """Fill DATA_DIR; with a moment also with what was there just before it, in case a picture went soon after."""
        moment = self.order.moment
        before = [each for each in self.snapshots if moment and each.time <= moment][-1:]
        for each in [*before, self.snapshot]:
            if left_out := restored_files.put_back(self.repository, each, self.order.files):
                self.say(
                    f"{left_out} files or folders were left out: with {self.order.files} their paths are too long."
                )


def place_for(database: Path) -> Path:
    """A folder in which root may work: no other account can put a link on the way, as postgres could below its own."""
    if os.geteuid() != 0:
        return database.parent
    return next(path for path in database.parents if not any(each.stat().st_uid for each in [path, *path.parents]))


def refuse_folders(order: Order) -> None:
    whose = ((order.database, "database", "PostgreSQL’s account"), (order.files, "files", "the account of the site"))
    for path, what, owner in whose:
        if not path.is_dir():
            raise Refused(f"Make the folder for the {what} first, empty and owned by whom it will belong to: {path}.")
        if any(path.iterdir()):
            raise Refused(
                f"{path} is not empty. A restore never writes over anything: stop what uses it, move it aside "
                f"(mv {path} {path}.before), and make an empty folder in its place that belongs to {owner}."
            )
    if order.files.is_relative_to(order.database) or order.database.is_relative_to(order.files):
        raise Refused(
            f"The database and the files need a folder each: {order.files} and {order.database} are not apart."
        )
    for path, is_there in [(path, path.is_dir()) for path in order.wal] + [
        (path, path.is_file()) for path in order.erasures
    ]:
        if not is_there:
            raise Refused(f"There is no {path}, which --wal or --erasures names.")
    if os.geteuid() == 0 and owner_of(order.database) == "root":
        raise Refused(f"{order.database} must be owned by PostgreSQL’s account (chown postgres: {order.database}).")


def choose(snapshots: list[Snapshot], moment: datetime | None) -> Snapshot:
    """The first that was made after the moment, whose log goes beyond it; else the newest."""
    if not snapshots:
        raise Refused("There is no backup in the repository.")
    if moment and moment < snapshots[0].since:
        raise Refused(f"Nothing older than {shown(snapshots[0].since)} can be restored.")
    return next((each for each in snapshots if moment and each.time > moment), snapshots[-1])
