"""The part of a restore that brings back DATA_DIR and the newest list of erasures."""

import os
import pwd
import shutil
from pathlib import Path

from deploy.backup.repository import ABOUT, Repository, Snapshot
from deploy.backup.settings import owner_of


def places(snapshot: Snapshot) -> tuple[Path, Path]:
    """Where the folder of backups and DATA_DIR were when the snapshot was made."""
    folder = next(path.parent for path in snapshot.paths if path.name == ABOUT)
    return folder, next(path for path in snapshot.paths if path.parent != folder)


def put_back(repository: Repository, snapshot: Snapshot, target: Path) -> None:
    """The files of a snapshot; what is there already and has the same name gives way."""
    inside = target / ".restoring"
    _folder, data = places(snapshot)
    repository.restore(snapshot, inside, data)
    merge(inside / str(data).lstrip("/"), target)
    shutil.rmtree(inside, ignore_errors=True)


def merge(source: Path, target: Path) -> None:
    """Move everything into target; what is there already gives way.

    Nothing is written through a link that is there: whoever could write in DATA_DIR may have let it lead to /etc, and
    have put a folder in its place before the next snapshot.
    """
    for parent, folders, names in os.walk(source):
        place = target / Path(parent).relative_to(source)
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in set(folders) - set(links):
            if not is_folder(place / name):
                (place / name).unlink(missing_ok=True)
                (place / name).mkdir()
        for name in [*names, *links]:
            if is_folder(place / name):
                shutil.rmtree(place / name)
            Path(parent, name).replace(place / name)


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


def give_to_owner(folder: Path) -> None:
    """Everything in it to whom the folder belongs, as the site needs it."""
    if os.geteuid() == 0:
        give(folder, owner_of(folder))


def give(folder: Path, account: str) -> None:
    entry = pwd.getpwnam(account)
    for parent, _folders, names in os.walk(folder):
        for path in [Path(parent), *(Path(parent, name) for name in names)]:
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def empty(folder: Path) -> None:
    for child in folder.iterdir():
        shutil.rmtree(child) if is_folder(child) else child.unlink()
