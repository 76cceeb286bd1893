"""A site behind gunicorn, and what answering costs it: by wrk, by single requests, by the processor's own account."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from migs_site.local import processes
from migs_site.local.database import ROOT

CONNECTIONS = 8
BARE = """
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF="bare", ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare")
urlpatterns = [path("", lambda request: HttpResponse("Hello. " * 70))]
application = get_wsgi_application()
"""


class Load(NamedTuple):
    """What a round of wrk saw."""

    per_second: float
    milliseconds: float  # of the processor for each request, in the processes of gunicorn


class Single(NamedTuple):
    """One request on a connection of its own: seconds until the first byte, and all bytes of the answer."""

    first_byte: float
    size: int


class Served:
    """One project, with the same line of gunicorn as any other."""

    def __init__(self, folder: Path, environment: dict[str, str], wsgi: str, port: int):
        self.port = port
        options = ["--workers=2", "--log-level=warning", f"--bind=127.0.0.1:{port}", f"--chdir={folder}"]
        config = f"--config={ROOT}/deploy/gunicorn.conf.py"
        self.process = processes.start([sys.executable, "-m", "gunicorn", config, *options, wsgi], environment)

    def stop(self) -> None:
        processes.end([self.process.pid])
        self.process.wait()

    def processor_seconds(self) -> float:
        times = [worker.cpu_times() for worker in psutil.Process(self.process.pid).children()]
        return sum(time.user + time.system for time in times)

    def load(self, path: str, headers: dict[str, str], seconds: int) -> Load:
        """Ask for one address as fast as it is answered; RuntimeError where an answer is an error."""
        lines = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *lines, f"http://127.0.0.1:{self.port}{path}"]
        before = self.processor_seconds()
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        taken = self.processor_seconds() - before
        if "Non-2xx" in said or re.search(r"(connect|read|write) [1-9]", said):
            raise RuntimeError(f"{path} was answered with errors: {said}")
        requests = int(re.search(r"(\d+) requests in", said)[1])
        # A page may take longer than a round; nothing is divided by nothing all the same.
        per_second = float(re.search(r"Requests/sec: +([\d.]+)", said)[1])
        return Load(max(0.01, per_second), 1_000 * taken / max(1, requests))

    def ask(self, path: str, headers: dict[str, str]) -> tuple[Single, bytes]:
        """One request, and its answer as it came."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [": ".join(pair) for pair in headers.items()]
        asked = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            answer = connection.recv(65_536)
            first_byte = time.perf_counter() - asked
            answer += b"".join(iter(lambda: connection.recv(65_536), b""))
        return Single(first_byte, len(answer)), answer

    def until_ready(self, path: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.ask(path, {})
            except OSError:
                time.sleep(0.1)
            else:
                return
        sys.exit(f"http://127.0.0.1:{self.port}{path} does not answer.")


def bare(folder: Path) -> Path:
    """A folder with the smallest view that Django can have, as bare:application."""
    folder.mkdir()
    (folder / "bare.py").write_text(BARE)
    return folder
