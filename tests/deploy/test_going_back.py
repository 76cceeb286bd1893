"""A release that is not ready goes back, whatever ends the run. Real files and sockets; systemd is stood in for."""

import json
import os
import socketserver
import subprocess
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from deploy.server import releases, services, site_file, updating
from deploy.server.machine import Failed, Machine

GOOD, BROKEN = (f"{releases.RELEASES}/{name}" for name in ("20260101T000000Z-aaa", "20260102T000000Z-bbb"))
SITE = "BASE_URL=https://migs.example.org\nDEFAULT_FROM_EMAIL=site@migs.example.org\n"


class Server(Machine):
    """Knows which release each service has taken up, as systemd would: the one that is current at that moment."""

    def __init__(self, root):
        super().__init__(root)
        self.runs: dict[str, str] = {}
        self.interrupted = False

    def ids(self, owner):
        return os.getuid(), os.getgid()

    def ask(self, *command, **options):
        match command:
            case ("systemctl", "restart" | "reload", unit):
                if self.interrupted:
                    self.interrupted = False
                    raise KeyboardInterrupt
                self.runs[unit] = self.target(releases.CURRENT)
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


def update(machine, site, monkeypatch, commit: str) -> None:
    monkeypatch.setattr(updating, "head", lambda _machine: commit)
    updating.update(machine, site)


def everything_runs(release: str) -> dict[str, str]:
    return dict.fromkeys(services.SERVICES, release)


def test_each_process_runs_the_release_before_again_where_the_new_one_starts_and_does_not_answer(
    machine, site, monkeypatch
):
    update(machine, site, monkeypatch, "aaa")

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back and answers"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.runs == everything_runs(GOOD)


def test_what_is_checked_out_is_served_and_not_what_was_built_last(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")

    assert machine.target(releases.CURRENT) == GOOD
    assert machine.runs == everything_runs(GOOD)


def test_a_run_that_is_interrupted_goes_back(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.interrupted = True

    with pytest.raises(Failed, match=r"It was interrupted\.\nThe release before"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.target(releases.CURRENT) == GOOD


def test_after_a_run_that_was_killed_the_last_that_was_ready_is_gone_back_to(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.write(services.RUNNING, json.dumps({"ready": GOOD}))  # as a run has left it that was killed while it waited
    machine.point(releases.CURRENT, BROKEN)
    machine.runs = everything_runs(BROKEN)

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.runs == everything_runs(GOOD)


def test_a_second_run_touches_no_service(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.runs.clear()
    machine.take_changes()

    update(machine, site, monkeypatch, "aaa")

    assert (machine.runs, machine.take_changes()) == ({}, [])
    assert json.loads(machine.read(services.RUNNING))["ready"] == GOOD
