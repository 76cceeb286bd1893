"""The second place: a restic repository in a folder, over SFTP, on S3, or wherever else restic can write."""

import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from deploy.backup.failures import Failed, Refused
from deploy.backup.programs import run
from deploy.backup.settings import Settings

ABOUT = "about.json"  # beside the bases: which timeline the server is on
NIGHT, SENT = "night", "sent"  # snapshots with a new base, and those between
SINCE = "since-"  # the tag that says how far back the oldest thing in a snapshot goes
KEEP_SENT = timedelta(days=2)  # the next night's snapshot holds the same log
MOST = 64 << 20  # bytes of a list of erasures: most of a million
PATIENCE = 10  # seconds for a lock to go away
ABOUT_ONE_FILE = '{"message_type":"error"'  # how a line of restic begins whose words somebody else may have chosen
ERRORS = re.compile(r"Fatal: There were (\d+) errors\s*\Z")  # how it ends where files could not be restored
TIMES = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Snapshot:
    id: str
    time: datetime
    since: datetime
    is_night: bool
    paths: list[Path]


class Repository:
    def __init__(self, settings: Settings):
        self.settings = settings
        names = {"RESTIC_REPOSITORY": settings.repository, "RESTIC_PASSWORD_FILE": str(settings.password_file)}
        cache = {"RESTIC_CACHE_DIR": str(settings.folder / "cache")} if settings.folder.is_dir() else {}
        self.environment = settings.environment | names | cache | {"TZ": "UTC"}

    def init(self) -> bool:
        """Make the repository unless there is one; whether it was made. Only when asked: a disk that is not mounted
        would get a new one else, and nobody would miss the old."""
        try:
            self._restic("cat", "config", what="The repository")
        except Refused:
            self._restic("init", what="No repository could be made")
            return True
        return False

    def unlock(self) -> None:
        """Take away the locks of runs that were killed; those of runs that live stay."""
        self._restic("unlock", what="The repository cannot be used")

    def snapshots(self) -> list[Snapshot]:
        """Ours, the oldest first."""
        said = self._restic("snapshots", "--json", what="The snapshots cannot be listed")
        found = [self._snapshot(each) for each in json.loads(said) or []]
        return sorted((each for each in found if each), key=lambda each: each.time)

    @staticmethod
    def _snapshot(said: dict) -> Snapshot | None:
        tags = said.get("tags") or []
        since = next((tag.removeprefix(SINCE) for tag in tags if tag.startswith(SINCE)), None)
        if since is None:
            return None
        return Snapshot(
            id=said["short_id"],
            time=parsed(said["time"]),
            since=read_time(since),
            is_night=NIGHT in tags,
            paths=[Path(path) for path in said["paths"]],
        )

    def add(self, paths: list[Path], *, is_night: bool, since: datetime, at: datetime) -> tuple[str, int, str | None]:
        """One snapshot of all paths; its name, its bytes, and a sentence if it lacks files that are there.

        Raises Failed. since, at: in UTC.
        """
        tags = f"{NIGHT if is_night else SENT},{SINCE}{since:{TIMES}}"
        excluded = [f"--exclude={self.settings.data / 'cache'}", "--exclude=.*.making"]
        command = ["backup", "--json", "--tag", tags, "--time", f"{at:%Y-%m-%d %H:%M:%S}", *excluded, *paths]
        try:
            said, unread = self._made(command)
        except Failed:
            said, unread = self._made(command)
        if unread:  # a file may have come and gone just then
            said, unread = self._made(command)
        summary = json.loads(said.strip().splitlines()[-1])
        lacks = f"Not in the backup, because it cannot be read: {unread[0]}" if unread else None
        more = f", and {len(unread) - 1} more" if len(unread) > 1 else ""
        return summary["snapshot_id"][:8], summary["total_bytes_processed"], lacks and f"{lacks}{more}."

    def _made(self, command: list[object]) -> tuple[str, list[Path]]:
        try:
            return self._restic(*command, what="Nothing could be sent"), []
        except Failed as error:
            return error.printed, self.unread(error)

    def unread(self, error: Failed) -> list[Path]:
        """The files of DATA_DIR that are there and not in a snapshot that was made all the same.

        Others were deleted while restic looked, since the site goes on meanwhile. Raises what else went wrong.
        """
        lines = [json.loads(line) for line in error.said.split("\n") if line.startswith(ABOUT_ONE_FILE)]
        items = [Path(line["item"]) for line in lines]
        are_inside = all(self.settings.data in item.parents for item in items)
        is_there = self.settings.data.is_dir() and any(self.settings.data.iterdir())
        if '"snapshot_id"' not in error.printed or not items or not are_inside or not is_there:
            raise error
        return [item for item in items if os.path.lexists(item)]

    def forget(self, snapshots: list[Snapshot]) -> None:
        """Their content too, to the last byte: what was erased shall not lie in what is left over."""
        if snapshots:
            names = [each.id for each in snapshots]
            self._restic("forget", "--prune", "--max-unused=0", *names, what="Old snapshots cannot be deleted")

    def check(self, part: str = "") -> None:
        """part: such as 3/7 of all content, or 100%; nothing looks at what belongs together alone."""
        options = [f"--read-data-subset={part}"] if part else []
        self._restic("check", *options, what="The repository is damaged or cannot be read")

    def restore(self, snapshot: Snapshot, target: Path, *paths: Path) -> None:
        """Paths of a snapshot, with their whole names below target, a new folder of the account of backups."""
        target.mkdir(mode=0o700)
        if os.geteuid() == 0 and self.settings.account:
            shutil.chown(target, self.settings.account)
        included = [f"--include={path}" for path in paths]
        what = f"The snapshot {snapshot.id} could not be restored"
        self._restic("restore", snapshot.id, f"--target={target}", *included, what=what)

    def read(self, snapshot: Snapshot, path: Path) -> bytes | None:
        """One small text of a snapshot; None if it holds no such file, or something else under its name."""
        try:
            return self._restic("dump", snapshot.id, path, what="The file could not be read", most=MOST).encode()
        except Failed as error:
            if len(error.printed.encode()) >= MOST:
                self.unlock()  # its lock outlives restic
                return None
            if "not found" in str(error) or "should be a file" in str(error):
                return None
            raise

    def _restic(self, *arguments: object, what: str, most: int = 0) -> str:
        for _attempt in range(PATIENCE):
            try:
                return self._run(*arguments, what=what, most=most)
            except Failed as error:
                if "repository is already locked" not in of_itself(error.said):
                    raise self._explained(error) from error
            time.sleep(1)  # a program that was killed still counts as alive until the system has noticed
            self._run("unlock")
        raise Failed(
            f"The repository {self.settings.repository} is locked by another machine. If nothing uses it there: "
            "restic unlock --remove-all."
        )

    def _run(self, *arguments: object, what: str = "", most: int = 0) -> str:
        """As the account of backups, also where root restores: none of its files must become root’s.

        most: bytes of its answer, after which it is ended; all of it is held in memory.
        """
        whose = {"account": self.settings.account, "tells_all": True}
        limited = ["bash", "-o", "pipefail", "-c", '"$@" | head -c "$0"', most] if most else []
        return run([*limited, "restic", *arguments], environment=self.environment, what=what, **whose)

    def _explained(self, error: Failed) -> Failed | Refused:
        place, said = self.settings.repository, of_itself(error.said)
        if not self.settings.password_file.exists():
            return Failed(f"There is no password file {self.settings.password_file} (BACKUP_PASSWORD_FILE).")
        if "wrong password" in said:
            return Failed(f"The password in {self.settings.password_file} does not open the repository {place}.")
        if "unable to open config file" in said or "Is there a repository" in said:
            return Refused(
                f"There is no repository at {place}: mount its disk or correct BACKUP_REPOSITORY. "
                "(For the very first backup: python3 -m deploy.backup init.)"
            )
        return error


def of_itself(said: str) -> str:
    """What restic says, without what it says of files: they may be called “repository is already locked”."""
    if ERRORS.search(said):
        return ""
    return "\n".join(line for line in said.split("\n") if not line.startswith(ABOUT_ONE_FILE))


def too_long(error: Failed) -> int:
    """How many files could not be restored, if that is all: their paths are too long for this machine."""
    number = int(found[1]) if (found := ERRORS.search(error.said)) else 0
    return number if error.said.count("file name too long") >= number else 0


def read_time(name: str) -> datetime:
    """The time in the name of a base and of a tag."""
    return datetime.strptime(f"{name}+0000", f"{TIMES}%z")


def parsed(time: str) -> datetime:
    """restic writes nanoseconds, which Python does not read; ours are whole seconds."""
    return datetime.fromisoformat(re.sub(r"\.\d+", "", time).replace("Z", "+00:00"))


def expired(snapshots: list[Snapshot], now: datetime, days: int) -> list[Snapshot]:
    """Those with something older than the days, and those between nights after two days; never the last night's."""
    nights = [each for each in snapshots if each.is_night]
    kept = nights[-1:]
    old = [each for each in snapshots if now - each.since > timedelta(days=days)]
    small = [each for each in snapshots if not each.is_night and now - each.time > KEEP_SENT]
    return [each for each in snapshots if each in [*old, *small] and each not in kept]
