"""The real thing for browser tests: gunicorn, the worker and a mail server that keeps what it gets."""

import email.policy
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from migs_site.local import processes
from tests.databases import ROOT

PATIENCE = 30  # seconds for the first page, and for a mail
UNFINISHED = """
    SELECT count(*) FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND (scheduled_at IS NULL OR scheduled_at <= now())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Inbox:
    """Everything the site has sent, in order."""

    def __init__(self):
        self.messages: list[EmailMessage] = []
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 kept"

    def wait_for(self, count: int) -> list[EmailMessage]:
        """All messages, once there are that many; fails when they do not come."""
        deadline = time.monotonic() + PATIENCE
        while len(self.messages) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(self.messages) >= count, f"{len(self.messages)} messages came instead of {count}."
        return self.messages


@dataclass
class RunningSite:
    """One running site with a database and a data folder of its own."""

    database_url: str
    data_dir: Path
    static_dir: Path
    inbox: Inbox
    port: int = field(default_factory=free_port)
    staff_email: str = "staff@localhost"
    staff_password: str = ""
    running: list[subprocess.Popen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What the web server and the worker have said so far."""
        return (self.data_dir / "log").read_text()

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "BASE_URL": self.url,
            "DATABASE_URL": self.database_url,
            "DATABASE_POOL_SIZE": "2",
            "DATA_DIR": str(self.data_dir),
            "STATIC_DIR": str(self.static_dir),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.inbox.server.port}",
            "SHOW_STYLE_GUIDE": "yes",
        }

    def manage(self, *command: str) -> str:
        """What a command of manage.py prints; fails with its error."""
        return manage(self.environment(), *command)

    def rows(self, query: str, *parameters) -> list[tuple]:
        """The answer of the database, read beside Django, which refuses to query inside a browser test."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query, parameters).fetchall()

    def execute(self, statement: str) -> None:
        """Change the database behind the site's back."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement)

    def wait_for_jobs(self) -> None:
        """Until the worker has done what it was given; what is due later does not count."""
        deadline = time.monotonic() + PATIENCE
        while self.rows(UNFINISHED) != [(0,)]:
            assert time.monotonic() < deadline, f"The worker does not come to an end:\n{self.log}"
            time.sleep(0.1)

    def sign_in(self, page) -> None:
        """Until the first page of the admin is there."""
        page.goto("/admin/login/")
        page.fill("input[name=username]", self.staff_email)
        page.fill("input[name=password]", self.staff_password)
        page.click("form button[type=submit]")
        page.wait_for_url("**/admin/")

    def start(self) -> None:
        self.inbox.server.start()
        said = self.manage("staff_login", self.staff_email)
        self.staff_password = said.split()[-1]
        self._start(
            "-m", "gunicorn", "--config=deploy/gunicorn.conf.py", "--workers=2", "--log-level=warning",
            f"--bind=127.0.0.1:{self.port}", "migs_site.wsgi",
        )  # fmt: skip
        self._start("manage.py", "worker")
        self._wait_for_first_page()

    def stop(self) -> None:
        processes.end([process.pid for process in self.running])
        for process in self.running:
            process.wait()
        self.inbox.server.stop()

    def _start(self, *arguments: str) -> None:
        with (self.data_dir / "log").open("a") as log:
            command = [sys.executable, *arguments]
            said = {"stdout": log, "stderr": subprocess.STDOUT}
            self.running.append(
                subprocess.Popen(command, cwd=ROOT, env=self.environment(), start_new_session=True, **said)
            )

    def _wait_for_first_page(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not answers(self.url):
            gone = any(process.poll() is not None for process in self.running)
            if gone or time.monotonic() > deadline:
                raise RuntimeError(f"The site does not start:\n{self.log}")
            time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether a page comes; an error page counts, because it is the test that has to see it."""
    try:
        urllib.request.urlopen(url, timeout=PATIENCE).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def manage(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"manage.py {' '.join(command)} failed: {done.stderr}"
    return done.stdout
