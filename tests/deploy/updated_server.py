"""A server that goes from one release to the next. Real files and sockets; systemd is stood in for."""

import os
import shutil
import socketserver
import subprocess
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from deploy.server import __main__ as command
from deploy.server import database, releases, services, site_file, updating
from deploy.server.machine import Machine

GOOD, BROKEN = (f"{releases.RELEASES}/{name}" for name in ("20260101T000000Z-aaa", "20260102T000000Z-bbb"))
SITE = "BASE_URL=https://migs.example.org\nDEFAULT_FROM_EMAIL=site@migs.example.org\n"


class Server(Machine):
    """Knows which release each service has taken up, as systemd would: the one that is current at that moment."""

    def __init__(self, root):
        super().__init__(root)
        self.runs: dict[str, str] = {}
        self.interrupted = False
        self.is_read = True  # each unit as it is now, by systemd
        self.enabled: set[str] = set()
        self.refuses = ""
        self.told: list[tuple[str, ...]] = []

    def ids(self, owner):
        return os.getuid(), os.getgid()

    def ask(self, *command, **options):
        self.told.append(command)
        if self.refuses in command:
            return subprocess.CompletedProcess(command, 1, "", "It does not answer.")
        match command:
            case ("systemctl", "restart" | "reload", unit):
                if self.interrupted:
                    self.interrupted = False
                    raise KeyboardInterrupt
                if unit in services.SERVICES:
                    self.runs[unit] = self.target(releases.CURRENT)
            case ("systemctl", "daemon-reload"):
                self.is_read = True
            case ("systemctl", "show", *_):
                return subprocess.CompletedProcess(command, 0, "no\n" if self.is_read else "no\n\nyes\n", "")
            case ("systemctl", "-q", "enable", *names):
                self.enabled |= {*names}
            case ("systemctl", "-q", "disable", "--now", *names):
                self.enabled -= {*names}
            case ("systemctl", "is-enabled", name):
                return subprocess.CompletedProcess(
                    command, 0, "enabled\n" if name in self.enabled else "disabled\n", ""
                )
            case ("systemctl", "is-active", _):
                return subprocess.CompletedProcess(command, 0, "active\n", "")
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    for folder in ("etc/migs", "var/lib/migs", "run/migs", "srv/migs/static"):
        (tmp_path / folder).mkdir(parents=True)
    server = Server(tmp_path)
    for release in (GOOD, BROKEN):
        server.at(f"{release}/var/static").mkdir(parents=True)
        server.at(f"{release}/{releases.BUILT}").touch()
    monkeypatch.setattr(services, "PATIENCE", 0)
    monkeypatch.setattr(releases, "not_committed", lambda _machine: "")

    class Process(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(500 if BROKEN in server.runs.values() else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    listeners = [
        socketserver.ThreadingUnixStreamServer(str(server.at(path)), Process) for path in services.SOCKETS.values()
    ]
    for listener in listeners:
        threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield server
    for listener in listeners:
        listener.shutdown()
        listener.server_close()


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site.env").write_text(SITE)
    return site_file.read(tmp_path / "site.env")


def update(machine, site, monkeypatch, commit: str, *before, after=()) -> None:
    """Apply a commit; before, after: steps around the update, the others being left out."""
    monkeypatch.setattr(updating, "head", lambda _machine: commit)
    steps = [*before, updating.update, *after]
    monkeypatch.setattr(command, "STEPS", [(step.__name__, step) for step in steps])
    command.apply(machine, site)


class Killed(BaseException):
    """As kill -9 ends a run: nothing of it happens any more."""


def killed(machine, site):
    raise Killed


def everything_runs(release: str) -> dict[str, str]:
    return dict.fromkeys(services.SERVICES, release)


@pytest.fixture
def cluster(machine):
    folder = machine.at("/etc/postgresql/17/main")
    (folder / "conf.d").mkdir(parents=True)
    (machine.at(services.UNITS) / "migs-.service.d").mkdir(parents=True)
    (folder / "pg_hba.conf").write_text("local all all peer\n")
    (folder / "pg_ident.conf").write_text("")
    return folder


def texts_in(machine) -> dict[str, str]:
    return {str(path): path.read_text() for path in sorted(machine.at("/etc").rglob("*")) if path.is_file()}


def change_templates(machine, monkeypatch) -> None:
    """As another commit has them."""
    templates = machine.root / "templates"
    for module, name in ((services, "TEMPLATES"), (database, "SETTINGS")):
        shutil.copytree(getattr(module, name), templates / name)
        monkeypatch.setattr(module, name, templates / name)
    for file in (templates / "TEMPLATES/migs-staff.service", templates / "SETTINGS/migs.conf"):
        file.write_text(f"# Changed\n{file.read_text()}")
