"""What a collector of errors is sent, where one is named: which error and where, and nothing of anybody."""

import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest

from tests.databases import ROOT

FAIL = """
import logging, sentry_sdk
from migs_site.monitoring.logs import request_id
from django.db import OperationalError
from django.test import RequestFactory
request = RequestFactory().post("/en/apply/Mq3vW0sYB1n-KkR8e_TzUoVb5C2hXdJ7gLpA4fQ6iNty/", {"name": "Zoe Secret"})
def view(request, name="Zoe Secret"):
    raise ValueError("no mailbox zoe@example.org")
def down(request):
    raise OperationalError("away: Zoe Secret")
request_id.set("0123456789abcdef")
for each in (down, view):
    try:
        each(request)
    except Exception:
        logging.getLogger("django.request").exception("Failed: %s", request.path, extra={"request": request})
sentry_sdk.flush(5)
"""


UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


class Collector(BaseHTTPRequestHandler):
    got: list[bytes] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(UNPACK[self.headers.get("Content-Encoding", "")](body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


def failed(dsn: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", FAIL]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | {"SENTRY_DSN": dsn}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def collector():
    Collector.got = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1"
    server.shutdown()
    server.server_close()


def test_an_error_is_sent_with_its_place_and_its_request_and_nothing_of_anybody(collector):
    done = failed(collector)

    assert (done.returncode, len(Collector.got)) == (0, 1), done.stderr
    [envelope] = Collector.got
    event = json.loads(envelope.splitlines()[2])
    [error] = event["exception"]["values"]
    assert (error["type"], error["value"], event["tags"]) == (
        "ValueError", "no mailbox …@…", {"request": "0123456789abcdef"},
    )  # fmt: skip
    assert error["stacktrace"]["frames"][-1]["function"] == "view"
    whole = envelope.decode()
    assert [word for word in ("Zoe", "zoe", "Mq3vW0sYB1n", "testserver", "vars", "modules") if word in whole] == []


def test_without_a_name_of_one_nothing_is_sent(collector):
    assert failed("").returncode == 0
    assert Collector.got == []


def test_a_name_that_is_none_stops_the_start():
    done = failed("somewhere")

    assert done.returncode == 3
    assert "SENTRY_DSN: must look like https://KEY@errors.example.org/1" in done.stderr
