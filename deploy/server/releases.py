"""A release is a folder that never changes: the source of one commit, a Python with what it needs, its static files."""

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from deploy.server.machine import Failed, Machine

CHECKOUT = Path(__file__).resolve().parent.parent.parent
RELEASES, CURRENT, STATIC = "/srv/migs/releases", "/srv/migs/current", "/srv/migs/static"
BUILT = ".built"  # a file that a release has once it is whole
KEPT = 3
A_WEEK = 7 * 24 * 60 * 60  # seconds for which a page that somebody has open still finds its files


def build(machine: Machine, site: dict[str, str]) -> None:
    """Make the release of the commit that is checked out, unless it is there already."""
    for folder in all_releases(machine):
        if not machine.at(f"{folder}/{BUILT}").exists():
            machine.remove(folder)  # its making was cut off
    commit = head(machine)
    if newest(machine, commit):
        return
    release = f"{RELEASES}/{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{commit}"
    if machine.changed(f"made {release}"):
        make(machine, release, commit)


def make(machine: Machine, release: str, commit: str) -> None:
    """Leaves nothing where it fails: half a release may have filled the disk that the site needs."""
    try:
        unpack(machine, release, commit)
    except BaseException:
        shutil.rmtree(machine.at(release), ignore_errors=True)
        raise


def unpack(machine: Machine, release: str, commit: str) -> None:
    folder = machine.at(release)
    folder.mkdir()
    archive = folder / "source.tar"
    in_checkout(machine, "archive", f"--output={archive}", commit)
    steps = [
        ["tar", "--extract", "--no-same-owner", f"--file={release}/source.tar", f"--directory={release}"],
        ["python3", "-m", "venv", f"{release}/.venv"],
        [*pip(release), "install", "-q", "--no-input", "--require-hashes", "-r", f"{release}/requirements.txt"],
        [python_of(release), "-m", "compileall", "-q", "-x", r"/\.venv/", release],
    ]
    for step in steps:
        machine.run(*step, says="")
    archive.unlink()
    os.sync()  # a name that is on the disk says nothing of the content: after a power cut files could be empty
    (folder / BUILT).touch()


def head(machine: Machine) -> str:
    return in_checkout(machine, "rev-parse", "--short=10", "HEAD").strip()


def in_checkout(machine: Machine, *words: str) -> str:
    """What git says of the checkout, which belongs to whoever made it."""
    done = Machine().ask("git", "-C", str(CHECKOUT), "-c", f"safe.directory={CHECKOUT}", *words)
    if done.returncode:
        raise Failed(f"git cannot read {CHECKOUT}: {done.stderr.strip()}")
    return done.stdout


def not_committed(machine: Machine) -> str:
    changed = in_checkout(machine, "status", "--porcelain", "--untracked-files=no").splitlines()
    return f"{len(changed)} files of the checkout were changed and not committed: that stays out." if changed else ""


def all_releases(machine: Machine) -> list[str]:
    """From the oldest to the newest."""
    return [f"{RELEASES}/{path.name}" for path in sorted(machine.at(RELEASES).glob("*")) if path.is_dir()]


def newest(machine: Machine, commit: str = "") -> str:
    """The newest release that is whole, of a commit if one is given; empty where there is none."""
    whole = [name for name in all_releases(machine) if machine.at(f"{name}/{BUILT}").exists() and name.endswith(commit)]
    return whole[-1] if whole else ""


def pip(release: str) -> list[str]:
    return [python_of(release), "-m", "pip", "--disable-pip-version-check"]


def python_of(release: str) -> str:
    return f"{release}/.venv/bin/python"


def publish_static_files(machine: Machine, release: str) -> None:
    """Put the static files of a release beside those of older ones, where nginx looks for all of them.

    Each file is there whole at every moment. Files that no kept release has go a week after they were last in use.
    """
    old = machine.target(CURRENT)
    if old and old != release:
        for path in files_in(machine.at(f"{old}/var/static")):
            touch(machine.at(STATIC) / path)
    source, public = machine.at(f"{release}/var/static"), machine.at(STATIC)
    for path in files_in(source):
        copy(source / path, public / path)
    os.sync()


def copy(source: Path, target: Path) -> None:
    if target.is_file() and target.read_bytes() == source.read_bytes():
        return touch(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, beside)
    beside.chmod(0o644)
    os.replace(beside, target)
    return None


def touch(path: Path) -> None:
    if path.is_file():
        os.utime(path)


def files_in(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


def clean_up(machine: Machine, site: dict[str, str]) -> None:
    """Old releases but the last three and the current one, and static files of none of them after a week."""
    current = machine.target(CURRENT)
    for release in all_releases(machine)[:-KEPT]:
        if release != current:
            machine.remove(release)
    used = {path for release in all_releases(machine) for path in files_in(machine.at(f"{release}/var/static"))}
    old = [
        path
        for path in files_in(machine.at(STATIC))
        if path not in used and (machine.at(STATIC) / path).stat().st_mtime < time.time() - A_WEEK
    ]
    if old and machine.changed(f"removed {len(old)} old static files"):
        for path in old:
            (machine.at(STATIC) / path).unlink()
