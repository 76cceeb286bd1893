"""Visitors of two web processes who ask for every page all the time, and notice whatever is old or does not agree."""

import http.client
import re
import threading
from collections.abc import Callable
from contextlib import closing

STAMP = re.compile(r"pair(\d+)\.")  # of two tables that always change together
NEVER = "never"  # in whatever is taken back


class Visitor:
    """One browser of one process, which remembers what it has got, and asks whether that still holds."""

    def __init__(self, port: int):
        self.port = port
        self.known: dict[str, tuple[str, str]] = {}  # name and text of what was got, by path

    def get(self, path: str) -> tuple[int, str]:
        """The status as a reader sees it, where an unchanged page is one that was got before, and the text."""
        name, text = self.known.get(path, ("", ""))
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path, headers={"If-None-Match": name} if name else {})
            answer = connection.getresponse()
            body = answer.read().decode()
        if answer.status == 304:
            return 200, text
        self.known.pop(path, None)
        if answer.status == 200:
            self.known[path] = (answer.headers["ETag"], body)
        return answer.status, body


class Watch(threading.Thread):
    """A visitor who asks for all pages in turn until told to stop.

    newest: the number of the last pair that was committed, before a request begins. faults: what was wrong.
    """

    def __init__(self, port: int, paths: list[str], newest: Callable[[], int]):
        super().__init__()
        self.visitor, self.paths, self.newest = Visitor(port), paths, newest
        self.faults, self.visits, self.over = [], 0, threading.Event()

    def run(self):
        while not self.over.is_set():
            for path in self.paths:
                least = self.newest()
                status, text = self.visitor.get(path)
                self.visits += 1
                stamps = {int(number) for number in STAMP.findall(text)} if status == 200 else set()
                if status >= 500 or NEVER in text or len(stamps) > 1 or (stamps and min(stamps) < least):
                    self.faults.append((path, status, stamps, least))

    def stop(self) -> None:
        self.over.set()
        self.join()
