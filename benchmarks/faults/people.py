"""People at a site that several machines answer: who does not get through to one goes to the next, as with a name that
has two addresses; and who looks at each machine all the time."""

import http.client
import re
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from benchmarks.faults.beside import beside
from benchmarks.faults.site import PAGES
from benchmarks.students_at_once import BOUNDARY, multipart
from tests.deploy.front import PUBLIC

TO_CONNECT, TO_ANSWER = 1, 10  # seconds
TO_LOOK = 0.15
TITLE = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>")
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


class Answer(NamedTuple):
    """at: when it was there. status: 0 for none. tried: how many addresses it took. text: of the page."""

    at: float
    status: int
    seconds: float
    tried: int
    text: str
    place: str


class People:
    """Two who read, and one who saves drafts, each as another student from another network."""

    students = 0

    def __init__(self, addresses: list[str], certificates: list[str]):
        self.addresses, self.over = addresses, threading.Event()
        self.trust = ssl.create_default_context()
        for certificate in certificates:
            self.trust.load_verify_locations(certificate)
        self.read: list[Answer] = []
        self.wrote: list[Answer] = []
        self.promised: set[str] = set()
        self.seen: dict[tuple[str, str], list[Answer]] = defaultdict(list)  # by machine and path

    def reader(self, first: int) -> None:
        turn = first
        while not self.over.wait(0.1):
            turn += 1
            self.read.append(self.ask(self.in_turn(turn), PAGES[turn % len(PAGES)], f"10.78.0.{first + 1}"))

    def writer(self) -> None:
        while not self.over.wait(0.8):  # or all students together reach the limit
            People.students += 1
            number = People.students
            source, name = f"10.78.{1 + number // 200}.{1 + number % 200}", f"Student {number}"
            path = self.ask(self.in_turn(number), "/en/apply/", source).place or "/en/apply/"
            answer = self.ask(self.in_turn(number), path, source, multipart({"name": name, "do": "save"}, {}))
            self.wrote.append(answer)
            if answer.status == 303:
                self.promised.add(name)

    def watcher(self, address: str, paths: list[str]) -> None:
        turn = 0
        while not self.over.wait(0.08):
            turn += 1
            path = paths[turn % len(paths)]
            answer = self.ask([address], path, f"10.78.250.{1 + turn % 200}", to_connect=TO_LOOK)
            self.seen[address, path].append(answer)

    def in_turn(self, turn: int) -> list[str]:
        """All addresses, each first as often as the others."""
        first = turn % len(self.addresses)
        return self.addresses[first:] + self.addresses[:first]

    def ask(
        self, addresses: list[str], path: str, source: str, body: bytes | None = None, to_connect=TO_CONNECT
    ) -> Answer:
        began = time.monotonic()
        for tried, address in enumerate(addresses, start=1):
            try:
                plain = socket.create_connection((address, 443), to_connect, (source, 0))
                status, text, place = self.answer_of(plain, path, body)
            except (OSError, http.client.HTTPException):
                continue
            return Answer(time.monotonic(), status, time.monotonic() - began, tried, text, place)
        return Answer(time.monotonic(), 0, time.monotonic() - began, len(addresses), "", "")

    def answer_of(self, plain: socket.socket, path: str, body: bytes | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(PUBLIC)
        connection.sock = plain
        plain.settimeout(TO_ANSWER)
        try:
            connection.sock = self.trust.wrap_socket(plain, server_hostname=PUBLIC)
            connection.request("POST" if body else "GET", path, body, FORM if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace"), answer.getheader("Location", "")
        finally:
            connection.close()

    def titles(self, address: str, path: str) -> list[tuple[float, str]]:
        """What the page was called there, and when; empty where it was not shown."""
        answers = [answer for answer in self.seen[address, path] if answer.status]
        return [(answer.at, TITLE.findall(answer.text)[0] if answer.status == 200 else "") for answer in answers]


@contextmanager
def people(site, watched: list[str]) -> Iterator[People]:
    """Who reads, writes and looks at these pages at each web machine, until the end."""
    addresses = [web.address for web in site.web]
    here = People(addresses, [web.machine.certificate for web in site.web])
    watchers = [partial(here.watcher, address, watched) for address in addresses]
    with beside(here.over, partial(here.reader, 0), partial(here.reader, 1), *watchers, here.writer):
        yield here
