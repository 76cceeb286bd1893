"""The whole site on this machine: database, web server and worker, started together and stopped together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import NoReturn

from migs_site.local import processes, static_files
from migs_site.local.database import ROOT, LocalDatabase
from migs_site.local.environment import DATABASE, VAR, local_environment

MANAGE = [sys.executable, "manage.py"]
STARTING_TIME = 120  # seconds until the first page must have answered


class Run:
    """One run. Use it as a context: leaving it ends everything it has started."""

    def __init__(self, port: int, debug: bool):
        self.port = port
        self.debug = debug
        self.address = f"http://127.0.0.1:{port}/"
        self.children: dict[str, subprocess.Popen] = {}
        self.environment: dict[str, str] = {}

    def __enter__(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)  # which raises KeyboardInterrupt
        make_var()
        self._be_the_only_one()
        self._refuse_a_taken_port()
        self.keeper = self._start_keeper()
        return self

    def __exit__(self, *exception):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # the second Ctrl-C must not leave things behind
        processes.end([child.pid for child in self.children.values()])
        self.keeper.stdin.close()
        if self.keeper.wait() and not os.environ.get("DATABASE_URL"):
            LocalDatabase(DATABASE).stop()  # somebody killed the keeper, who would have done it

    def prepare(self) -> None:
        """Bring the database and the static files up to date, both at once."""
        self._start("the database set-up", [*MANAGE, "set_up_local_site"])
        if not self.debug and static_files.have_changed(VAR):
            self._start("the collecting of static files", [*MANAGE, *static_files.COLLECT])
        while any(child.poll() is None for child in self.children.values()):
            self._wait_a_little(allowed_to_end=True)
        self._wait_a_little(allowed_to_end=True)
        self.children.clear()
        if not self.debug:
            static_files.remember(VAR)

    def serve(self) -> NoReturn:
        """Run the web server and the worker until one of them ends, or the run is stopped."""
        self._start("the web server", self._web_server())
        self._start("the background worker", [*MANAGE, "worker", "--graceful-timeout=8"])
        self._wait_for_first_page()
        print(f"ready: {self.address}", flush=True)
        while True:
            self._wait_a_little()

    def _web_server(self) -> list[str]:
        if self.debug:
            return [*MANAGE, "runserver", f"127.0.0.1:{self.port}"]
        options = ["--workers=2", "--graceful-timeout=8", "--log-level=warning", f"--bind=127.0.0.1:{self.port}"]
        return [sys.executable, "-m", "gunicorn", "--config=deploy/gunicorn.conf.py", *options, "migs_site.wsgi"]

    def _start(self, name: str, command: list[str]) -> None:
        child = processes.start(command, self.environment)
        self.children[name] = child
        self.keeper.stdin.write(f"{child.pid}\n")
        self.keeper.stdin.flush()

    def _wait_a_little(self, allowed_to_end: bool = False) -> None:
        """Sleep; stop the run when something it needs has ended or failed."""
        time.sleep(0.1)
        for name, child in {**self.children, "the keeper of the database": self.keeper}.items():
            code = child.poll()
            if code or (code == 0 and not allowed_to_end):
                sys.exit(f"The run stops, because {name} ended with code {code}; see what it said above.")

    def _wait_for_first_page(self) -> None:
        answer, deadline = "nothing", time.monotonic() + STARTING_TIME
        while time.monotonic() < deadline:
            self._wait_a_little()
            try:
                urllib.request.urlopen(self.address, timeout=10)  # noqa: S310 (our own address)
            except urllib.error.HTTPError as error:
                if error.code != 503:  # which says that the database does not answer yet
                    sys.exit(f"The run stops, because the first page has an error: {error.code} {error.reason}.")
                answer = error
            except OSError as error:
                answer = error
            else:
                return
        sys.exit(f"The run stops, because {self.address} does not answer: {answer}.")

    def _be_the_only_one(self) -> None:
        """Hold a lock for as long as this process lives; wait for the keeper of a run that was killed."""
        self.lock = (VAR / "run.lock").open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.lock.seek(0)
            sys.exit(f"The site is running already: {self.lock.read().strip()}. Stop that run first.")
        self.lock.truncate(0)
        self.lock.write(f"{self.address} (process {os.getpid()})\n")
        self.lock.flush()
        self.keeper_lock = (VAR / "keeper.lock").open("a")
        fcntl.flock(self.keeper_lock, fcntl.LOCK_EX)

    def _refuse_a_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                sys.exit(f"Port {self.port} cannot be used ({error.strerror}). Choose another: make run PORT=8001")

    def _start_keeper(self) -> subprocess.Popen:
        own = [] if os.environ.get("DATABASE_URL") else [str(DATABASE)]
        keeper = subprocess.Popen(
            [sys.executable, "-m", "migs_site.local.keeper", *own],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            pass_fds=[self.keeper_lock.fileno()],
        )
        address = keeper.stdout.readline().strip() or os.environ.get("DATABASE_URL")
        if not address:
            sys.exit(keeper.wait())
        self.environment = local_environment(self.port, address, self.debug)
        return keeper


def make_var() -> None:
    try:
        VAR.mkdir(exist_ok=True)
        (VAR / "run.lock").touch()
    except OSError as error:
        sys.exit(f"Nothing can be written to {VAR} ({error.strerror}): put the project where you may write.")
