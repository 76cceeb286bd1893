"""Starting and ending processes, each the head of a group of its own, so that Ctrl-C reaches only the run itself."""

import os
import signal
import subprocess
import time
from contextlib import suppress

from migs_site.local.database import ROOT

PATIENCE = 12  # seconds for a job or a request to finish


def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)


def end(groups: list[int]) -> None:
    """Ask these groups of processes to end, and make them when they have not done so in time."""
    for asked in (signal.SIGTERM, signal.SIGKILL):
        for group in filter(is_alive, groups):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, asked)
        deadline = time.monotonic() + PATIENCE
        while any(map(is_alive, groups)) and time.monotonic() < deadline:
            time.sleep(0.05)


def is_alive(group: int) -> bool:
    """Whether any process of the group runs; one of ours that has just ended is taken off the system's list."""
    with suppress(ChildProcessError):
        os.waitpid(group, os.WNOHANG)
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
