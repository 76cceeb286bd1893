"""Other sites, played by a real server on this machine: each path behaves in its own way, well or badly."""

import functools
import gzip
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from migs_site.link_checker.network_policy import NetworkPolicy, is_public

BOMB = gzip.compress(bytes(1_000_000)) * 100
LONG = 60  # seconds; no test may last as long


@functools.cache
def certificate() -> Path:
    """A certificate of kept.example.org with its key, made for this run alone."""
    path = Path(tempfile.mkdtemp(prefix="migs-tests-")) / "kept.example.org.pem"
    name = ["-subj", "/CN=kept.example.org", "-addext", "subjectAltName=DNS:kept.example.org"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    subprocess.run(
        ["openssl", "req", *kind, *name, "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True
    )
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


class Visit(BaseHTTPRequestHandler):
    """One request. A behaviour is a function of it; a number is a status without more."""

    def result(self):
        self.server.visits.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
        behaviour = self.server.behaviours.get(self.path, 200)
        behaviour(self) if callable(behaviour) else self.say(behaviour)

    do_HEAD = do_GET = result

    def say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


class Sites(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, tls: bool = False):
        super().__init__(("127.0.0.1", 0), Visit)
        self.visits, self.names, self.behaviours = [], [], {}
        self.released = threading.Event()
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate())
            context.sni_callback = lambda _socket, name, _context: self.names.append(name)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def handle_error(self, request, client_address):
        """Whoever hangs up on us is right to do so."""

    def close(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def address(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.server_port}{path}"

    def methods(self) -> list[str]:
        return [visit[0] for visit in self.visits]

    def paths(self) -> list[str]:
        return [visit[1] for visit in self.visits]


def policy_of(sites: Sites, **options) -> NetworkPolicy:
    """The public web and this one server, which every name leads to."""
    standard = {
        "ports": frozenset({80, 443, sites.server_port}),
        "permits": lambda address: is_public(address) or str(address) == "127.0.0.1",
        "resolve": lambda name, port: [name if name[0].isdigit() else "127.0.0.1"],
    }
    return NetworkPolicy(**standard | options)


def passing_on(where: str, status: int = 302) -> Callable[[Visit], None]:
    return lambda visit: visit.say(status, Location=where)


def only_for(method: str, other: int) -> Callable[[Visit], None]:
    """Answers one method, and the others with a status."""
    return lambda visit: visit.say(200 if visit.command == method else other)


def stalls(visit: Visit) -> None:
    visit.server.released.wait(LONG)


def drips(visit: Visit) -> None:
    """A byte of a header now and then, quicker than any limit for one read."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not visit.server.released.is_set():
        visit.wfile.write(b"x")
        time.sleep(0.02)


def sends_endless_headers(visit: Visit) -> None:
    visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        visit.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")


def goes_on_and_on_about_waiting(visit: Visit) -> None:
    while True:
        visit.wfile.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        time.sleep(0.01)


def talks_nonsense(visit: Visit) -> None:
    visit.wfile.write(b"SSH-2.0-OpenSSH_9.2p1\r\n")


def hangs_up(visit: Visit) -> None:
    visit.close_connection = True


def sends_an_endless_body(visit: Visit) -> None:
    if visit.command == "HEAD":
        return visit.say(405)
    visit.say(200)
    while True:
        visit.wfile.write(b"x" * 65536)


def sends_a_bomb(visit: Visit) -> None:
    """A hundred kilobytes that would unpack to a hundred megabytes."""
    if visit.command == "HEAD":
        return visit.say(405)
    visit.say(200, **{"Content-Encoding": "gzip", "Content-Length": str(len(BOMB))})
    visit.wfile.write(BOMB)
