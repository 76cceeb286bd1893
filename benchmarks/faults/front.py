"""What visitors behind nginx notice of it: killed and replaced workers, a lost cache, a flood of sign-ins."""

import os
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import Process, SimpleQueue
from pathlib import Path

import psycopg

from benchmarks.faults import Outcome
from benchmarks.faults.beside import beside
from benchmarks.servers import empty_database
from benchmarks.students_at_once import BOUNDARY, document, multipart
from migs_site.local import processes
from tests.browser.running_site import manage
from tests.deploy.front import GUNICORN, Front, until_kept

FAMILY = "Behind nginx"
STUDENTS, MEGABYTES, SECONDS = 8, 4, 8  # each sends a file of so many, for so long
PIECES = 80
PAGES = ["/en/", "/fr/", "/en/people/", "/en/recommendations/"]
SIGN_IN, NOWHERE = "/admin/login/", "/static/none.css"
FLOOD, READING = 24, 6  # who sign in at once; seconds for which pages are counted


def outcomes() -> Iterator[Outcome]:
    with empty_database("_faults") as url, tempfile.TemporaryDirectory(prefix="migs-faults-") as folder:
        static = Path(folder) / "static"
        static.mkdir()
        front = Front(Path(folder) / "machine", static, DATABASE_URL=url)
        front.settings |= {"DATABASE_POOL_SIZE": "22", "LOG_LEVEL": "ERROR"}
        for command in (["collectstatic", "--no-input"], ["migrate"], ["load_brochure"]):
            manage(front.settings, *command)
        front.machine = replace(front.machine, staff_server=f"unix:{front.folder}/staff.sock")
        front.write_configuration()
        try:
            front.start_nginx()
            front.start_django()
            start_staff(front)
            yield during_uploads(
                front, url, "Web workers killed during uploads", "SIGKILL for both workers", kill_workers
            )
            yield during_uploads(front, url, "Deploy during uploads", "SIGHUP for gunicorn", renew_workers)
            yield without_cache(front)
            yield flooded(front)
        finally:
            front.end()


def start_staff(front: Front) -> None:
    """A process of its own for staff; its low priority stands for the CPUWeight that systemd gives it."""
    command = ["nice", "-n7", sys.executable, *GUNICORN, "--workers=1", f"--bind={front.machine.staff_server}"]
    front.running["staff"] = processes.start(front.logging([*command, "migs_site.wsgi"], "staff"), front.settings)
    front.until(lambda: front.ask(SIGN_IN, side="staff").status_code == 200)


def during_uploads(front: Front, url: str, fault: str, how: str, inject: Callable[[Front], None]) -> Outcome:
    """Files arrive slowly; in the middle something happens to who should take them. Others read meanwhile."""
    before, file = stored(url), document(MEGABYTES * 1024 * 1024)
    with ThreadPoolExecutor(STUDENTS) as pool, reading(front) as seen:
        sent = [pool.submit(upload, front, number, file) for number in range(1, STUDENTS + 1)]
        time.sleep(SECONDS / 2)
        inject(front)
        answers = Counter(each.result() for each in sent)
    lost = answers[303] - (stored(url) - before)
    said = f"uploads {of(answers)}, of {answers[303]} promised {lost} missing; pages meanwhile {of(seen)}"
    injected = f"{how} while {STUDENTS} send {MEGABYTES} MB in {SECONDS} s each"
    return Outcome(fault, injected, said, lost)


def upload(front: Front, number: int, file: bytes) -> int:
    """The status of a draft that is saved with a file, from an address of the student's own."""
    body = multipart({"name": f"Student {number}", "do": "save"}, {"cv": file})
    step = len(body) // PIECES + 1

    def slowly() -> Iterator[bytes]:
        for start in range(0, len(body), step):
            yield body[start : start + step]
            time.sleep(SECONDS / PIECES)

    with front.client(f"127.0.{number}.1") as client:
        path = client.get("/en/apply/").headers["Location"]
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(len(body))}
        return client.post(path, content=slowly(), headers=headers).status_code


def kill_workers(front: Front) -> None:
    for worker in front.processes_of("django")[1:]:
        worker.kill()


def renew_workers(front: Front) -> None:
    os.kill(front.running["django"].pid, signal.SIGHUP)


def stored(url: str) -> int:
    """How many applications have a file."""
    with psycopg.connect(url) as connection:
        [[number]] = connection.execute("SELECT count(DISTINCT application_id) FROM internships_applicationfile")
    return number


def without_cache(front: Front) -> Outcome:
    """Django is away, and then nginx has lost what it kept: every answer is a page of ours, and all come back."""
    for path in PAGES:
        until_kept(front, path)
    with front.without_django():
        kept = Counter(front.ask(path).status_code for path in PAGES)
        for entry in (front.folder / "cache").glob("*/*"):
            shutil.rmtree(entry)
        bare = [front.ask(path) for path in PAGES]
    ours = sum("<html lang=" in answer.text and "no-store" in answer.headers["Cache-Control"] for answer in bare)
    took = front.until(lambda: all(front.ask(path).status_code == 200 for path in PAGES))
    said = (
        f"before: {of(kept)}; without what was kept: {of(Counter(each.status_code for each in bare))}, {ours} of "
        f"{len(bare)} our own page; with Django back all pages after {took:.1f} s"
    )
    return Outcome(
        "nginx’s cache lost in an outage", "the socket away, then the folder emptied", said, len(bare) - ours
    )


def flooded(front: Front) -> Outcome:
    """Wrong passwords from many addresses at once: how fast kept pages and pages that are made come meanwhile.

    The flood takes its part of the same processors. How much, the same number of visitors tells who ask nginx alone.
    """
    speeds(front)  # the first time is slower
    alone = speeds(front)
    beside_nginx, _answers = speeds_in_a_flood(front, NOWHERE)
    meanwhile, answers = speeds_in_a_flood(front, SIGN_IN)
    said = (
        f"tries {of(answers)}; pages a second meanwhile {parts(meanwhile, alone)} of what they were; "
        f"{parts(beside_nginx, alone)} while the same visitors asked for a file that is not there"
    )
    return Outcome("Sign-in flooded", f"{FLOOD} addresses with wrong passwords", said, 0)


def parts(speeds: tuple[float, float], alone: tuple[float, float]) -> str:
    kept, made = (there / here for there, here in zip(speeds, alone, strict=True))
    return f"kept {kept:.2f}, made {made:.2f}"


def speeds_in_a_flood(front: Front, path: str) -> tuple[tuple[float, float], Counter[int]]:
    answered: SimpleQueue = SimpleQueue()
    crowd = Process(target=send_passwords_all_the_time, args=(front, path, answered))
    crowd.start()
    time.sleep(SECONDS)  # until those have been tried that nginx lets through at once
    meanwhile = speeds(front)
    answers = answered.get()
    crowd.join()
    return meanwhile, answers


def send_passwords_all_the_time(front: Front, path: str, answered: SimpleQueue) -> None:
    """A process that gives way, since in life those who do this have machines of their own. At the end its answers."""
    os.nice(19)
    answers, deadline = Counter[int](), time.monotonic() + SECONDS + READING + 1

    def one(number: int) -> None:
        with front.client(f"127.1.{number}.1", side="staff") as client:
            client.get(SIGN_IN)
            token, headers = client.cookies.get("csrftoken", ""), {"Referer": f"{front.staff}{SIGN_IN}"}
            sent = {"username": "staff@example.org", "password": "wrong", "csrfmiddlewaretoken": token}
            while time.monotonic() < deadline:
                answers[client.post(path, data=sent, headers=headers).status_code] += 1

    with ThreadPoolExecutor(FLOOD) as pool:
        list(pool.map(one, range(1, FLOOD + 1)))
    answered.put(answers)


def speeds(front: Front) -> tuple[float, float]:
    """Answers a second for one visitor: of a kept page, and of one that Django is asked for each time."""
    return rate(front, lambda _turn: "/en/"), rate(front, lambda turn: f"/en/people/?q=nobody{turn}")


def rate(front: Front, path_of: Callable[[int], str]) -> float:
    waits: list[float] = []
    with front.client() as client:
        deadline = time.monotonic() + READING / 2
        while time.monotonic() < deadline:
            began = time.monotonic()
            client.get(path_of(len(waits)))
            waits.append(time.monotonic() - began)
    return 1 / statistics.median(waits)


@contextmanager
def reading(front: Front) -> Iterator[Counter]:
    """Somebody reads kept pages and pages that are made, all the time; how often each status came."""
    seen, over = Counter(), threading.Event()

    def read() -> None:
        with front.client() as client:
            turn = 0
            while not over.wait(0.1):
                turn += 1
                seen[client.get([*PAGES, f"/en/people/?q={turn}"][turn % 5]).status_code] += 1

    with beside(over, read):
        yield seen


def of(counted: Counter[int]) -> str:
    return ", ".join(f"{number} × {status}" for status, number in sorted(counted.items())) or "none"
