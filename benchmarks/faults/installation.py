"""The site on several machines: two for the web, two workers, PostgreSQL, and a mail server that belongs to others."""

import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from mailbox import Maildir
from pathlib import Path

import psycopg

from benchmarks.faults.database_server import OWNER, VISITORS_ROLE, Postgres, new_server, replica_of, until
from benchmarks.faults.network import HERE, PREFIX, Host
from benchmarks.faults.site import MAILS, PAGES
from deploy.nginx.configuration import WebMachine
from migs_site.local import processes
from migs_site.local.database import ROOT
from tests.browser.running_site import manage
from tests.databases import fingerprint, migration_files
from tests.deploy.front import GUNICORN, Front, until_kept

WEB, WORKERS, POSTGRES, MAIL = (11, 12), (21, 22), (31, 32), 41
EDITOR = f"""
MAILS = {MAILS}
"""
EDITOR += """
import json, sys, time
from django.db import Error, close_old_connections, transaction
from wagtail.models import Page
from migs_site.models import StandardPage
from migs_site.outbox.services import queue_mail
from migs_site.web.mail import compose
def queue(first):
    for number in range(first, first + MAILS):
        context = {"lines": [], "site": "x"}
        message = compose("migs_site/email/errors", context, subject=f"Mail {number}", to="somebody@example.org")
        queue_mail(key=f"fault:{number}", message=message)
def do(what, slug):
    if what == "mail":
        queue(int(slug))
        return "queued"
    if what == "add":
        home = Page.objects.get(depth=2, locale__language_code="en")
        home.add_child(instance=StandardPage(title=slug, slug=slug, introduction="-"))
    page = StandardPage.objects.get(slug=slug)
    if what == "edit":
        page.title = f"Edited at {time.time()}"
        page.save_revision().publish()
    if what == "withdraw":
        page.unpublish()
    return page.title
for line in sys.stdin:
    try:
        with transaction.atomic():
            answer = do(*line.split())
    except Error:
        answer = ""
    print(json.dumps(answer), flush=True)
    close_old_connections()
"""


class Web(Front):
    """nginx and a public gunicorn; staff too, on one of them.

    sides: what each process is told beside the settings. back_at: when visitors reached it again after a fault.
    """

    back_at = 0.0

    def __init__(self, folder: Path, static_dir: Path, number: int, sides: dict[str, dict[str, str]], **settings: str):
        self.sides = sides
        self.host = Host(number)
        self.address, self.within = self.host.address, self.host.within
        super().__init__(folder, static_dir, **settings)

    def chosen_ports(self) -> dict[str, int]:
        return {"http": 80, "https": 443, "inside": 8090}

    def described(self, static_dir: Path) -> WebMachine:
        sides = {f"{side}_server": f"unix:{self.folder}/{side}.sock" for side in ("public", "staff")}
        asking = (HERE, *(f"{PREFIX}.{number}" for number in (*WEB, *WORKERS)))
        return replace(super().described(static_dir), inside_networks=asking, **sides)

    def serve(self) -> None:
        self.start_nginx()
        self.start_sides()
        self.until(lambda: self.tell("/-/live").status_code == 200)  # as another machine

    def start_sides(self) -> None:
        for side, told in self.sides.items():
            where = f"unix:{self.folder}/{side}.sock"
            command = [sys.executable, *GUNICORN, "--workers=1", f"--bind={where}", "migs_site.wsgi"]
            self.start(side, self.logging(command, side), self.settings | {"SERVES": side} | told)

    def power_cut(self) -> None:
        for name in list(self.running):
            self.kill(name)
        (self.folder / "nginx.pid").unlink(missing_ok=True)

    def come_back(self) -> None:
        """nginx with what it had on its disk, and Django some seconds later."""
        self.start_nginx()
        self.back_at = time.monotonic()
        time.sleep(4)
        self.start_sides()
        self.until(lambda: self.ask("/robots.txt").status_code == 200)

    def plug(self) -> None:
        self.host.plug()
        self.back_at = time.monotonic()


class Worker:
    def __init__(self, folder: Path, number: int, settings: dict[str, str]):
        self.host, self.folder = Host(number), folder
        (folder / "data").mkdir(parents=True)
        self.settings = settings | {"DATA_DIR": str(folder / "data"), "SERVES": "everything"}
        self.start()

    def start(self) -> None:
        command = [*self.host.within, sys.executable, "manage.py", "worker", "--graceful-timeout=1"]
        self.process = processes.start(
            ["sh", "-c", 'exec "$@" >>"$0" 2>&1', f"{self.folder}/log", *command], self.settings
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Mail:
    """A real mail server, which keeps what it gets in a folder."""

    def __init__(self, folder: Path):
        self.host, self.folder = Host(MAIL), folder
        words = [
            "-m",
            "aiosmtpd",
            "-n",
            "-l",
            f"{self.host.address}:25",
            "-c",
            "aiosmtpd.handlers.Mailbox",
            str(folder),
        ]
        self.process = processes.start([*self.host.within, sys.executable, *words], {})

    def subjects(self) -> Counter[str]:
        if not self.folder.exists():
            return Counter()
        subjects = [str(message["Subject"]) for message in Maildir(self.folder)]
        return Counter(subject for subject in subjects if subject.startswith("Mail "))


class Installation:
    """Everything that runs, and where it lies. Nothing but what it keeps in front of Django is on a web machine."""

    def __init__(self, folder: Path):
        self.folder, self.mails = folder, 0
        self.mail = Mail(folder / "mail")
        hosts = [Host(number) for number in POSTGRES]
        self.static = folder / "static"
        self.static.mkdir()
        settings = {
            "FRONT_CACHES": ",".join(f"http://{PREFIX}.{number}:8090" for number in WEB),
            "PUBLIC_ROLE": VISITORS_ROLE, "DATABASE_URL": url(OWNER), "LOG_LEVEL": "INFO",
            "EMAIL_URL": f"smtp://{PREFIX}.{MAIL}:25",
        }  # fmt: skip
        copy = {"DATABASE_REPLICA_URL": url(VISITORS_ROLE).replace("read-write", "standby")}
        public = {"public": {"DATABASE_URL": url(VISITORS_ROLE)} | copy}
        self.web = [
            Web(folder / f"web{number}", self.static, number, sides, **settings)
            for number, sides in zip(WEB, (public | {"staff": {}}, public), strict=True)
        ]
        self.settings = self.web[0].settings
        self.primary = self.filled(hosts[0], folder / "primary")
        self.replica = replica_of(self.primary, hosts[1], folder / "replica")
        for web in self.web:
            web.serve()
            for path in PAGES:
                until_kept(web, path)
        self.workers = [Worker(folder / f"worker{number}", number, self.settings) for number in WORKERS]
        self.editor = subprocess.Popen(
            [*self.web[0].within, sys.executable, "manage.py", "shell", "--no-imports", "-c", EDITOR],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.settings,
        )  # fmt: skip

    def filled(self, host: Host, folder: Path) -> Postgres:
        """A server with the brochure: a copy of one that was filled before, as long as nothing has changed."""
        grants = [ROOT / "migs_site" / name for name in ("public_role/grants.py", "front_cache/triggers.py")]
        brochure = [path for path in (ROOT / "migs_site/brochure").iterdir() if path.is_file()]
        kept = ROOT / "var" / "machines" / fingerprint(*migration_files(), *grants, *brochure, Path(__file__))
        manage(self.settings, "collectstatic", "--no-input")
        if kept.exists():
            subprocess.run(["cp", "-a", str(kept), str(folder)], check=True)
            return Postgres(host, folder)
        server = new_server(host, folder)
        for command in ("migrate", "load_brochure"):
            manage(self.settings | {"DATABASE_URL": url(OWNER)}, command)
        server.copied_to(kept)
        return server

    def edit(self, what: str, slug: str) -> str:
        """Returns the title of the page afterwards, once it is committed, however often that has to be tried."""
        while True:
            self.editor.stdin.write(f"{what} {slug}\n")
            self.editor.stdin.flush()
            if title := json.loads(self.editor.stdout.readline()):
                return title

    def queue_mails(self) -> None:
        self.edit("mail", str(self.mails))
        self.mails += MAILS

    def drafts(self) -> set[str]:
        query = "SELECT typed->'answers'->>'name' FROM internships_application"
        with psycopg.connect(url("postgres"), autocommit=True, connect_timeout=2) as connection:
            return {name for (name,) in connection.execute(query)}

    def mails_not_delivered(self, patience: float = 60) -> int:
        """How many of those that were queued have not arrived, once all have or patience is at its end."""
        with suppress(RuntimeError):
            until(lambda: len(self.mail.subjects()) == self.mails, patience)
        return self.mails - len(self.mail.subjects())

    def second_copies(self) -> int:
        return sum(number - 1 for number in self.mail.subjects().values())

    def take_over(self) -> None:
        """The replica takes the place of the primary, as whoever administers it decides."""
        self.replica.rows("SELECT pg_promote()")
        self.replica.rows("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.replica.rows("SELECT pg_reload_conf()")

    def without_replica(self) -> None:
        """Killed; and nobody waits for it any longer, as whoever administers it decides."""
        self.replica.kill()
        self.primary.rows("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.primary.rows("SELECT pg_reload_conf()")

    def with_replica(self) -> None:
        self.replica.start()
        self.primary.rows("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
        self.primary.rows("SELECT pg_reload_conf()")


def url(user: str) -> str:
    """Of the database, wherever it is that takes writes."""
    hosts = ",".join(f"{PREFIX}.{number}:5432" for number in POSTGRES)
    return f"postgresql://{user}@{hosts}/migs?target_session_attrs=read-write"
