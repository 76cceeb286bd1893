"""The worker killed again and again, and the scanner gone."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import which

from benchmarks.faults import NotHere, Outcome
from benchmarks.faults.site import Site, running
from benchmarks.faults.students import Student, is_received

FAMILY = "The worker and the scanner"
WAITS = True
KILLS, ROUNDS = 20, 3  # rounds of mails
PATIENCE = 120
# As if the last of the killed workers had been dead for some minutes: sooner its mails are left alone.
TIME_PASSES = "UPDATE outbox_mail SET started_at = started_at - interval '10 minutes' WHERE state = 'sending'"
HEARTBEATS_END = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'"
STATES = "SELECT state, count(*) FROM outbox_mail GROUP BY state ORDER BY state"
LEFT = "SELECT count(*) FROM outbox_mail WHERE state IN ('queued', 'sending')"
FILES = "SELECT scan_state, count(*) FROM internships_applicationfile GROUP BY scan_state ORDER BY scan_state"
NOW_DUE = "UPDATE internships_applicationfile SET scanned_at = scanned_at - interval '10 minutes'"
CONFIGURATION = """LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}
Foreground yes
"""


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="migs-clamd-")))
        site = ended.enter_context(running(CLAMD_URL=f"unix://{folder}/clamd.ctl"))
        yield killed(site)
        yield without_scanner(site, folder)


def killed(site: Site) -> Outcome:
    """In the middle of whatever it does; another begins at once, as systemd would start it."""
    site.inbox.seconds_a_mail = 0.5
    moments = random.Random(7)  # noqa: S311 (the same each time, and no secret)
    for _round in range(ROUNDS):
        site.queue_mails()
    began = time.monotonic()
    for _kill in range(KILLS):
        time.sleep(moments.uniform(1.5, 4))
        os.killpg(site.worker.pid, signal.SIGKILL)
        site.worker.wait()
        site.start_worker()
    site.inbox.seconds_a_mail = 0
    took = time.monotonic() - began
    deadline = time.monotonic() + PATIENCE
    while site.rows(LEFT) != [(0,)] and time.monotonic() < deadline:
        site.execute(TIME_PASSES)
        site.execute(HEARTBEATS_END)
        time.sleep(2)
    drained = time.monotonic() - began - took
    states = dict(site.rows(STATES))
    missing = site.mails - len(site.delivered()) - states.get("failed", 0)
    said = (
        f"mails {site.mails}: delivered {len(site.delivered())}, left to a person because nobody can know "
        f"{states.get('failed', 0)}, second copies {site.second_copies()}, missing {max(0, missing)}; all done "
        f"{drained:.0f} s after the last kill"
    )
    left = states.get("queued", 0) + states.get("sending", 0)
    return Outcome(
        f"Worker killed {KILLS} times", f"SIGKILL in {took:.0f} s", said, max(0, missing) + left + site.second_copies()
    )


def without_scanner(site: Site, folder: Path) -> Outcome:
    """Nobody answers at the scanner's socket; then it comes."""
    if not which("clamd"):
        raise NotHere("clamd was not found: install the package clamav-daemon.")
    students = [Student(site) for _turn in range(3)]
    received = sum(is_received(student, student.send()) for student in students)
    time.sleep(5)
    away = dict(site.rows(FILES))
    (folder / "none.ndb").write_text("Nothing:0:*:00112233445566778899aabbccddeeff\n")
    (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))
    scanner = subprocess.Popen(["clamd", f"--config-file={folder}/clamd.conf"], stdout=subprocess.DEVNULL)
    try:
        began = time.monotonic()
        while set(dict(site.rows(FILES))) != {"clean"} and time.monotonic() - began < PATIENCE:
            site.execute(NOW_DUE)
            time.sleep(1)
        took, back = time.monotonic() - began, dict(site.rows(FILES))
    finally:
        scanner.terminate()
        scanner.wait()
    said = (
        f"applications received {received} of {len(students)}; meanwhile files {counted(away)}; with the scanner back "
        f"{counted(back)} after {took:.0f} s"
    )
    unscanned = sum(number for state, number in back.items() if state != "clean")
    wrong = len(students) - received + away.get("clean", 0) + unscanned
    return Outcome("Scanner gone", "nothing listens at its socket, then it is started", said, wrong)


def counted(states: dict[str, int]) -> str:
    return ", ".join(f"{state} {number}" for state, number in states.items())
