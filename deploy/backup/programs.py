"""Runs other programs, as the account that they need, and makes a sentence of what they say when they fail."""

import os
import pwd
import subprocess
from collections.abc import Sequence

from deploy.backup.failures import Failed

NEEDED = {"PATH", "LANG", "TZ"}
IDLE = ("WARNING:", "pg_basebackup: removing")  # how lines begin that say nothing of the error

held: list[int] = []  # descriptors of locks: a program that outlives us keeps others away until it has ended too


def run(
    command: Sequence[object],
    *,
    account: str = "",
    environment: dict[str, str] | None = None,
    what: str = "",
    tells_all: bool = False,
) -> str:
    """What it prints. Raises Failed with `what` could not be done and the last thing it said.

    account: only root can become another; anybody else stays who they are. tells_all: whether that account may know all
    of the environment.
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            check=False,
            cwd="/",
            env=known_to(environment or dict(os.environ), "" if tells_all else account)
            | {"LC_ALL": "C.UTF-8"}
            | home(account),
            errors="replace",
            pass_fds=held,
            stdin=subprocess.DEVNULL,
            text=True,
            **becoming(account),
        )
    except OSError as error:
        raise Failed(f"{command[0]} cannot be run: {error.strerror}.") from error
    if done.returncode:
        reason = last_words(done.stderr or done.stdout) or f"ended with {done.returncode}"
        raise Failed(f"{what or command[0]}: {reason}", said=done.stderr, printed=done.stdout)
    return done.stdout


def known_to(environment: dict[str, str], account: str) -> dict[str, str]:
    """What a program learns: another account no key of the site, and none of the second place."""
    if not becoming(account):
        return environment
    return {name: value for name, value in environment.items() if name in NEEDED or name.startswith("PG")}


def becoming(account: str) -> dict:
    if not account or os.geteuid() != 0 or account == "root":
        return {}
    entry = pwd.getpwnam(account)
    return {
        "user": entry.pw_uid,
        "group": entry.pw_gid,
        "extra_groups": os.getgrouplist(account, entry.pw_gid),
        "umask": 0o077,
    }


def as_account(account: str) -> list[str]:
    """The words with which root lets a program run as another account that may read all files, and no more."""
    only = "-all,+dac_read_search"
    rights = [f"--bounding-set={only}", f"--inh-caps={only}", f"--ambient-caps={only}", "--no-new-privs"]
    return ["setpriv", f"--reuid={account}", f"--regid={pwd.getpwnam(account).pw_gid}", "--init-groups", *rights, "--"]


def home(account: str) -> dict[str, str]:
    return {"HOME": pwd.getpwnam(account).pw_dir} if becoming(account) else {}


def last_words(said: str) -> str:
    """The last two lines that say what went wrong, as one."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith(IDLE)]
    lines = [line for line in lines if " " in line] or lines  # the others are restic's own functions and files
    return " / ".join(lines[-2:])[:600]
