"""The whole site on a PostgreSQL of its own, with people who read and write all the time and count what they get."""

import asyncio
import atexit
import http.client
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import psycopg
from aiosmtpd.controller import Controller

from benchmarks.faults import NotHere
from benchmarks.faults.beside import beside
from benchmarks.side_by_side import Ours
from benchmarks.students_at_once import BOUNDARY, multipart
from migs_site.local import processes
from migs_site.local.database import LocalDatabase
from tests.browser.running_site import free_port
from tests.own_postgres import OwnPostgres

PAGES = ["/en/", "/fr/", "/en/people/", "/en/recommendations/"]
MAILS = 20
FILLED = "FAULTS_FILLED"  # in the environment: what filled() gave to whoever runs several families
QUEUE_MAILS = """
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from migs_site.outbox.services import queue_mail
from migs_site.web.mail import compose
translation.activate("en")
for number in range({first}, {first} + {count}):
    context = {{"lines": [], "site": "x"}}
    message = compose("migs_site/email/errors", context, subject=f"Mail {{number}}", to="somebody@example.org")
    queue_mail(key=f"fault:{{number}}", message=message)
"""


@cache
def filled() -> Path:
    """The files of a PostgreSQL that holds the brochure and does not run; made once for all families."""
    if FILLED in os.environ:
        return Path(os.environ[FILLED])
    folder = temporary_folder()
    atexit.register(shutil.rmtree, folder)
    database = LocalDatabase(folder / "postgres")
    ours = Ours(folder / "site", database.start())
    ours.manage("migrate", "--verbosity=0")
    ours.manage("load_brochure", "--verbosity=0")
    database.stop()
    return database.folder


def temporary_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="migs-faults-"))
    folder.chmod(0o755)  # PostgreSQL runs as another account than root
    return folder


class Postgres(OwnPostgres):
    """A server of its own, with the brochure."""

    def __init__(self, folder: Path):
        LocalDatabase.__init__(self, folder)
        subprocess.run(["cp", "--archive", filled(), folder], check=True)
        folder.with_name(f"{folder.name}.made").touch()
        self.url = self.start()


class Inbox:
    """A mail server that keeps the subjects of what it gets."""

    def __init__(self):
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        self.subjects: Counter[str] = Counter()
        self.addressed: Counter[str] = Counter()
        self.seconds_a_mail = 0.0
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.server.start()

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.seconds_a_mail)
        subject = re.search(rb"(?m)^Subject: (.*?)\r?$", envelope.content)
        self.subjects[subject[1].decode()] += 1
        self.addressed.update(envelope.rcpt_tos)
        return "250 kept"

    def to(self, addresses: Iterable[str]) -> int:
        """How many mails these have got."""
        return sum(self.addressed[address] for address in addresses)


class Seen(NamedTuple):
    """One answer: when it was there, its status (0: none), and the seconds that it took."""

    at: float
    status: int
    seconds: float


class Answer(NamedTuple):
    """status: 0 where there was no answer. place: where it leads."""

    status: int
    place: str = ""
    page: str = ""
    seconds: float = 0


class Site:
    """Everything that runs, and where it lies; settings: those that differ from the usual ones."""

    def __init__(self, folder: Path, postgres: Postgres, **settings: str):
        self.postgres, self.inbox = postgres, Inbox()
        self.ours = Ours(folder / "site", postgres.url)
        self.ours.environment |= {
            "EMAIL_URL": f"smtp://127.0.0.1:{self.inbox.server.port}",
            "TRUSTED_PROXIES": "127.0.0.1", "LOG_LEVEL": "ERROR",
        } | settings  # fmt: skip
        self.mails = self.students = 0
        self.served = self.ours.serve()
        self.start_worker()
        try:
            self.served.until_ready("/en/")
        except BaseException:
            self.stop()
            raise

    def start_worker(self, *before: str) -> None:
        """before: a command that runs the worker in its turn."""
        self.worker = processes.start([*before, sys.executable, "manage.py", "worker"], self.ours.environment)

    def stop(self) -> None:
        self.served.stop()
        processes.end([self.worker.pid])
        self.inbox.server.stop()

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(statement)

    def queue_mails(self) -> None:
        self.ours.manage("shell", "--no-imports", "-c", QUEUE_MAILS.format(first=self.mails, count=MAILS))
        self.mails += MAILS

    def mails_not_delivered(self, patience: float = 90) -> int:
        """How many of those that were queued have not arrived, once all have or patience is at its end."""
        deadline = time.monotonic() + patience
        while len(self.delivered()) < self.mails and time.monotonic() < deadline:
            time.sleep(0.2)
        return self.mails - len(self.delivered())

    def delivered(self) -> set[str]:
        return {subject for subject in self.inbox.subjects if subject.startswith("Mail ")}

    def second_copies(self) -> int:
        return sum(self.inbox.subjects[subject] - 1 for subject in self.delivered())

    def drafts(self) -> set[str]:
        return {name for (name,) in self.rows("SELECT typed->'answers'->>'name' FROM internships_application")}

    def ask(self, path: str, body: bytes | None = None, network: int = 0) -> tuple[int, str]:
        """The status of an answer, and where it leads."""
        return self.answer(path, body, network)[:2]

    def answer(self, path: str, body: bytes | None = None, network: int = 0, cookie: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        headers, began = headers_of(network, body) | {"Cookie": cookie}, time.monotonic()
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode(errors="replace")
            return Answer(answer.status, answer.getheader("Location", ""), page, time.monotonic() - began)
        except (OSError, http.client.HTTPException):
            return Answer(0, seconds=time.monotonic() - began)
        finally:
            connection.close()


def headers_of(network: int, body: bytes | None) -> dict[str, str]:
    """Of somebody in the network of that number."""
    headers = {"X-Forwarded-For": f"10.{network // 250}.{network % 250}.1"}
    return headers | ({"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"} if body else {})


@contextmanager
def running(**settings: str) -> Iterator[Site]:
    """A whole site in a folder of its own, which is gone afterwards."""
    folder = temporary_folder()
    postgres = Postgres(folder / "postgres")
    try:
        site = Site(folder, postgres, **settings)
        try:
            yield site
        finally:
            site.stop()
    finally:
        postgres.stop()
        shutil.rmtree(folder)


class Crowd:
    """Two who read and one who saves drafts, all the time."""

    def __init__(self, site: Site):
        self.site, self.over = site, threading.Event()
        self.read: list[Seen] = []
        self.wrote: list[Seen] = []
        self.promised: set[str] = set()

    def reader(self, first: int) -> None:
        for turn in range(first, 1_000_000):
            if self.over.wait(0.1):
                return
            began = time.monotonic()
            status, _place = self.site.ask(PAGES[turn % len(PAGES)])
            self.read.append(Seen(time.monotonic(), status, time.monotonic() - began))

    def writer(self) -> None:
        while not self.over.wait(0.3):
            self.site.students += 1
            number, began = self.site.students, time.monotonic()
            _status, path = self.site.ask("/en/apply/", network=number)
            name = f"Student {number}"
            status, _place = self.site.ask(path or "/en/apply/", multipart({"name": name, "do": "save"}, {}), number)
            self.wrote.append(Seen(time.monotonic(), status, time.monotonic() - began))
            if status == 303:
                self.promised.add(name)


@contextmanager
def crowd(site: Site) -> Iterator[Crowd]:
    here = Crowd(site)
    with beside(here.over, partial(here.reader, 0), partial(here.reader, 1), here.writer):
        yield here


@contextmanager
def disk_of_memory(folder: Path, megabytes: int) -> Iterator[Path]:
    """A folder that can be filled without harm to anybody."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        raise NotHere("A disk of memory can be mounted by root alone, and not in every container.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def room_on(folder: Path) -> int:
    """Bytes that are free there."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
