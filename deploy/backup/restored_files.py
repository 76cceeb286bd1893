"""The part of a restore that brings back DATA_DIR and the newest list of erasures."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.backup.failures import Failed
from deploy.backup.programs import run
from deploy.backup.repository import ABOUT, Repository, Snapshot, too_long
from deploy.backup.settings import owner_of


def places(snapshot: Snapshot) -> tuple[Path, Path]:
    """Where the folder of backups and DATA_DIR were when the snapshot was made."""
    folder = next(path.parent for path in snapshot.paths if path.name == ABOUT)
    return folder, next(path for path in snapshot.paths if path.parent != folder)


@contextmanager
def of_root(folder: Path) -> Iterator[None]:
    """Root’s own while root writes there, so that nobody puts a link in the way; afterwards all of it its owner’s."""
    found = folder.stat()
    if os.geteuid() == 0:
        give(folder, 0, 0)
        folder.chmod(0o711)
    try:
        yield
    finally:
        folder.chmod(found.st_mode & 0o7777)
        give(folder, found.st_uid, found.st_gid)


def put_back(repository: Repository, snapshot: Snapshot, target: Path) -> int:
    """The files of a snapshot; what is there already and has the same name gives way.

    How many were left out, because together with the folder they go to their path would be too long.
    """
    inside, left_out = target / f".{secrets.token_hex(8)}", 0  # a name that no file of the snapshot has
    _folder, data = places(snapshot)
    try:
        repository.restore(snapshot, inside, data)
    except Failed as error:
        left_out = too_long(error)
        if not left_out:
            raise
    give(inside, os.geteuid(), os.getegid())
    merge(inside / str(data).lstrip("/"), target)
    delete(inside)
    return left_out


def merge(source: Path, target: Path) -> None:
    """Move everything into target; what is there already gives way.

    Nothing is written through a link that is there: whoever could write in DATA_DIR may have let it lead to /etc, and
    have put a folder in its place before the next snapshot.
    """
    waiting = [Path()]  # folders below both, and no recursion: they may lie a thousand deep
    while waiting:
        folder = waiting.pop()
        for name in os.listdir(source / folder):
            path, place = source / folder / name, target / folder / name
            if is_folder(path):
                if not is_folder(place):
                    place.unlink(missing_ok=True)
                    place.mkdir()
                place.chmod(path.stat().st_mode & 0o777 | 0o700)  # whatever the umask of root
                waiting.append(folder / name)
            else:
                if is_folder(place):
                    delete(place)
                path.replace(place)


def is_folder(path: Path) -> bool:
    """Whether it is one itself, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def newest_list(repository: Repository, snapshots: list[Snapshot], path: Path) -> Path:
    """The newest list of erasures, whatever moment is restored; an empty one if nobody was ever erased."""
    for each in reversed(snapshots):
        _folder, data = places(each)
        if (content := repository.read(each, data / "erasures.txt")) is not None:
            path.write_bytes(content)
            break
    else:
        path.touch()
    return path


def give(folder: Path, user: int, group: int) -> None:
    """A folder and all in it, if root gives; through no link, also one that its old owner makes meanwhile."""
    if os.geteuid() != 0:
        return
    run(["chown", "-R", "-h", f"{user}:{group}", "--", folder])


def delete(folder: Path) -> None:
    """However deep it is."""
    run(["rm", "-rf", "--", folder])


def empty(folder: Path) -> None:
    """As its owner, who may have put a link in its place."""
    run(["find", folder, "-mindepth", "1", "-delete"], account=owner_of(folder))
