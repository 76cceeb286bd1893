"""The machine that is set up: its files and its programs. Whatever changes it passes through here, and says so."""

import errno
import grp
import json
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

QUIET = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
HANDED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_CERT", "PIP_DEFAULT_TIMEOUT")
REPLACED = "/var/lib/migs/replaced.json"  # what files were when all was ready last; a run that is killed leaves it
LAST_WORDS = 20  # lines of a program that failed


class Failed(Exception):
    """The machine is not as it was asked for; the message is a sentence for the administrator."""


class Before(NamedTuple):
    """A file as it was before it was written over."""

    text: str
    mode: int
    user: int
    group: int


class Machine:
    """root: where its files begin, the folder of a Debian or “/”. dry: say what would change, and no more.

    changes: what this step did. notes: what the administrator is told at the end. replaced: what files were before,
    None for new ones, since the site was ready last.
    """

    def __init__(self, root: Path = Path("/"), dry: bool = False):
        self.root = root
        self.dry = dry
        self.changes: list[str] = []
        self.notes: list[str] = []
        self.replaced: dict[str, Before | None] = {}
        self.is_settled = False

    def at(self, path: str | Path) -> Path:
        """Where a path of the machine lies for this process."""
        return self.root / str(path).lstrip("/")

    def changed(self, what: str) -> bool:
        """Note a change, but for a part of one that has no words; whether it is to be made now."""
        self.changes += [what] if what else []
        return not self.dry

    def take_changes(self) -> list[str]:
        taken, self.changes = self.changes, []
        return taken

    def read(self, path: str | Path) -> str:
        """Its text; empty where there is no such file."""
        try:
            return text_of(self.at(path))
        except FileNotFoundError:
            return ""

    def write(self, path: str | Path, text: str, mode: int = 0o644, owner: str = "root:root") -> bool:
        """Whether the file had to be written or changed; it is there whole or not at all."""
        file, ids = self.at(path), self.ids(owner)
        if file.is_file() and text_of(file) == text:
            return self.keep(path, mode, owner)
        if not self.changed(f"wrote {path}"):
            return True
        self.note_before(path)
        put(file, Before(text, mode, *ids))
        return True

    def note_before(self, path: str | Path) -> None:
        """Remember what a file is before it changes, on the disk as well."""
        if self.is_settled or str(path) in self.replaced:
            return
        self.replaced[str(path)] = before_of(self.at(path))
        if self.at(REPLACED).parent.is_dir():  # else the site was never ready, and there is nothing to go back to
            put(self.at(REPLACED), Before(json.dumps(self.replaced), 0o600, *self.ids("root:root")))

    def recall(self) -> None:
        """Take up what a run has left that was killed."""
        left = json.loads(self.read(REPLACED) or "{}")
        self.replaced = {path: Before(*before) if before else None for path, before in left.items()}
        self.is_settled = False

    def settle(self) -> None:
        """What is written from now on, or was until now, is never taken back."""
        self.replaced.clear()
        self.at(REPLACED).unlink(missing_ok=True)
        self.is_settled = True

    def has_replaced(self, *below: str) -> bool:
        """Whether a file below a folder has changed since the site was ready last, in a run that was killed too."""
        return any(path.startswith(below) for path in self.replaced)

    def put_back(self, *below: str) -> list[str]:
        """Put back what files were when the site was ready last; which files these are.

        New ones stay, as keys do, but for those below these folders, where programs read whatever lies there.
        """
        paths = [path for path, before in self.replaced.items() if before or path.startswith(below)]
        for path in paths:
            if before := self.replaced[path]:
                put(self.at(path), before)
            else:
                self.at(path).unlink(missing_ok=True)
        return paths

    def remember(self, path: str | Path, text: str) -> None:
        """Write what this command has to know at its next run: no change to tell anybody of, or to take back."""
        if not self.dry and self.read(path) != text:
            put(self.at(path), Before(text, 0o644, *self.ids("root:root")))

    def folder(self, path: str | Path, mode: int = 0o755, owner: str = "root:root") -> bool:
        if self.at(path).is_dir():
            return self.keep(path, mode, owner)
        if self.changed(f"made {path}"):
            self.at(path).mkdir(parents=True)
            self._give(path, mode, self.ids(owner))
        return True

    def keep(self, path: str | Path, mode: int, owner: str) -> bool:
        """Whether mode or owner of what is there had to be put right. Raises Failed for a link of another account than
        root: it may lead to what is none of that account's."""
        return self._give(path, mode, self.ids(owner), f"gave {path} to {owner}, {mode:o}")

    def _give(self, path: str | Path, mode: int, ids: tuple[int, int], says: str = "") -> bool:
        number = self.opened(path)
        try:
            found = os.fstat(number)
            right = (found.st_mode & 0o7777, found.st_uid, found.st_gid) == (mode, *ids)
            if not right and self.changed(says):
                os.fchown(number, *ids)
                os.fchmod(number, mode)
        finally:
            os.close(number)
        return not right

    def opened(self, path: str | Path) -> int:
        """The number of a file or folder that stays the same whatever is put in its place."""
        place = self.at(path)
        if place.is_symlink() and place.lstat().st_uid == 0:
            place = place.resolve()
        try:
            return os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise Failed(f"{path} is a link that was not made by root: find out who made it, and remove it.") from error

    def ids(self, owner: str) -> tuple[int, int]:
        user, _, group = owner.partition(":")
        if self.root != Path("/"):
            return self.number("etc/passwd", user), self.number("etc/group", group)
        try:
            return pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid
        except KeyError:
            if self.dry:  # the account would have been made before
                return -1, -1
            raise

    def number(self, file: str, name: str) -> int:
        rows = (line.split(":") for line in self.read(file).splitlines())
        return next((int(row[2]) for row in rows if row[0] == name), -1)

    def point(self, link: str | Path, target: str | Path) -> bool:
        """Let a symbolic link lead elsewhere, at once: it is never missing."""
        if self.target(link) == str(target):
            return False
        if self.changed(f"{link} leads to {target}"):
            beside = self.at(f"{link}.new")
            beside.unlink(missing_ok=True)
            beside.symlink_to(target)
            os.replace(beside, self.at(link))
        return True

    def target(self, link: str | Path) -> str:
        """Where a symbolic link leads; empty where there is none."""
        return os.readlink(self.at(link)) if self.at(link).is_symlink() else ""

    def remove(self, path: str | Path) -> None:
        if (self.at(path).exists() or self.at(path).is_symlink()) and self.changed(f"removed {path}"):
            if self.at(path).is_dir() and not self.at(path).is_symlink():
                shutil.rmtree(self.at(path))
            else:
                self.note_before(path)
                self.at(path).unlink()

    def ask(self, *command: str, user: str = "", env: Mapping[str, str] | None = None, text: str = ""):
        """Run a program that changes nothing, also where nothing may be changed; its end is left to the caller."""
        words = [*(["chroot", str(self.root)] if self.root != Path("/") else []), *as_user(user), *command]
        handed_on = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        environment = QUIET | handed_on | (env or {})
        try:
            return subprocess.run(
                words, input=text, env=environment, capture_output=True, text=True, check=False, cwd="/"
            )
        except FileNotFoundError:
            return subprocess.CompletedProcess(words, 127, "", f"{command[0]} was not found")

    def run(self, *command: str, says: str, user: str = "", env: Mapping[str, str] | None = None, text: str = ""):
        """Run a program that changes the machine, and return what it printed. Raises Failed with its last words.

        says: the change, in the past tense.
        """
        if not self.changed(says):
            return ""
        done = self.ask(*command, user=user, env=env, text=text)
        if done.returncode:
            words = "\n".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-LAST_WORDS:])
            raise Failed(f"“{shlex.join(command)[:200]}” failed ({done.returncode}):\n{words}")
        return done.stdout


def text_of(file: Path) -> str:
    """Also of one in which somebody has written a comment in another encoding: put() gives back each of its bytes."""
    return file.read_text(encoding="utf-8", errors="surrogateescape")


def before_of(file: Path) -> Before | None:
    if not file.is_file():
        return None
    found = file.stat()
    return Before(text_of(file), found.st_mode & 0o7777, found.st_uid, found.st_gid)


def put(file: Path, content: Before) -> None:
    """Write a file, which is there whole or not at all."""
    number, made = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8", errors="surrogateescape") as new:
            new.write(content.text)
            os.fchown(number, content.user, content.group)
            os.fchmod(number, content.mode)
            new.flush()
            os.fsync(number)
        os.replace(made, file)
    except BaseException:
        os.unlink(made)
        raise


def as_user(name: str) -> list[str]:
    return ["setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups", "--"] if name else []
