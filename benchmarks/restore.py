"""Back a site up, destroy it, bring it back, and compare: make restore-test. Writes benchmarks/restore.md.

It ends with 1 at any difference. Everything is real: PostgreSQL, restic, gunicorn, the forms that students send.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks import restored_site
from benchmarks.restored_writer import Writer
from benchmarks.side_by_side import Ours
from benchmarks.students_at_once import Student, study
from migs_site.local.environment import VAR
from tests.deploy.backed_up import BackedUp

REPORT = Path(__file__).with_name("restore.md")
STUDENTS, SIZE = 4, 300_000
STAFF = "restored@example.org"
PICTURES = """
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from tests.factories.images import image
for number in range(3):
    image(title=f"Picture {number} NAME")
Document.objects.create(title="NAME", file=ContentFile(b"%PDF-1.7 NAME", "NAME.pdf"))
"""
TEXT = """# Backed up, destroyed, restored

`make restore-test` writes this page. A site with the brochure, {pages} pages, pictures, documents and {applications}
applications with {sealed} sealed files, sent through the real form, is backed up, written to, and then lost: its server
is killed (`kill -9`), its database, its files and its archive are deleted. What remains is the second place and, for
one row, a second machine that received the log (`pg_receivewal --synchronous`). Somebody wrote a row ten times a second
until the end, 5 seconds after the last *send*. Machine: {cores} cores, not left alone.

| | |
| --- | --- |
| whole base, verified, sent, checked | {whole:.1f} s |
| changes since, verified, sent, checked | {changes:.1f} s |
| the log and the files since, sent | {send:.1f} s |
| the repository holds | {size:.1f} MB |

“Until it answers” (RTO) includes `migrate`, `reapply_erasures`, PostgreSQL's start and the first page. On a server the
last *send* is three minutes old at most, instead of these 5 seconds.

| Restored to | Lost of what was written (RPO) | Until it answers (RTO) | Tables that differ | Files that differ |
| --- | --- | --- | --- | --- |
{rows}

Compared are the number and a hash of all rows of each of {tables} tables, but for those that a restore changes itself
({changed}) and in the last row those that erasing changes,
and a hash of each of {data} files. After each restore all sealed files were opened with the staff side's
key and with the recovery key alone, a member of staff signed in, and {crawled} pages were asked for. An applicant who
was erased after the last of these moments was there again, and was erased again:
“{again}”

{verdict}
"""


class Trial:
    """One site on its own server, its repository, and what it takes to destroy it and to bring it back."""

    def __init__(self, place: BackedUp):
        self.place = place
        place.data.rmdir()
        self.ours = Ours(place.data, place.url)
        self.students: dict[int, Student] = {}
        self.problems: list[str] = []
        self.times: dict[str, float] = {}

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in self.ours.environment.items() if name != "PATH"}

    def run(self, name: str, *words: object) -> str:
        began = time.monotonic()
        said = self.place.good(*words, **self.environment)
        self.times[name] = time.monotonic() - began
        print(f"{name}: {self.times[name]:.1f} s", flush=True)
        return said

    def fill(self) -> None:
        self.ours.manage("migrate", "--verbosity=0")
        self.ours.manage("load_brochure", "--verbosity=0")
        self.password = self.ours.manage("staff_login", STAFF).split()[-1]
        with psycopg.connect(self.place.url) as connection:
            connection.execute("CREATE TABLE written (number int)")

    def add(self, name: str, *numbers: int) -> None:
        """Pictures, a document, and the applications of students of these numbers, through the real form."""
        self.ours.manage("shell", "--no-imports", "-c", PICTURES.replace("NAME", name))
        served = self.ours.serve(TRUSTED_PROXIES="127.0.0.1/32")
        try:
            served.until_ready("/en/apply/")
            for number in numbers:
                done: list[Student] = []
                study(number, served.port, SIZE, threading.Barrier(1), done)
                self.students[number] = done[0]
        finally:
            served.stop()

    def everything(self) -> tuple[dict, dict]:
        return restored_site.tables(self.place.url), restored_site.files(self.place.data)

    @contextmanager
    def second_machine(self) -> Iterator[Path]:
        """Receives the log as it is written, until the server is gone."""
        folder = self.place.make_folder(self.place.root / "second-machine")
        options = ["-d", self.place.url, "-D", folder, "--slot=second", "--synchronous"]
        command = [self.place.bin / "pg_receivewal", *options]
        user = {"user": self.place.account, "cwd": "/"}
        subprocess.run([*command, "--create-slot"], check=True, **user)
        receiver = subprocess.Popen([*command, "--no-loop"], stderr=subprocess.DEVNULL, **user)
        try:
            yield folder
        finally:
            receiver.terminate()
            receiver.wait()

    def destroy(self) -> None:
        """The server killed, and everything on its machine deleted."""
        self.place.kill_server()
        for folder in (self.place.database, self.place.data, self.place.folder):
            shutil.rmtree(folder)

    def restore(
        self, name: str, wanted: tuple[dict, dict], numbers: list[int], *more: object, but=frozenset()
    ) -> "Restored":
        """Bring it back, look at it, and compare. numbers: of the students who must be in it. but: tables left out."""
        database, files = self.place.empty_places(re.sub(r"\W+", "-", name))
        began = time.monotonic()
        said = self.run(name, "restore", "--database", database, "--files", files, *more)
        with self.place.started(database) as url:
            restored = self.ours.at(files, url)
            served = restored.serve()
            try:
                served.until_ready("/en/")
                taken = time.monotonic() - began
                tables, kept = restored_site.tables(url), restored_site.files(files)
                self.look(name, restored, restored_site.Visitor(served), numbers)
            finally:
                served.stop()
        found = Restored(
            name, taken, said, tables["written"][0], differing(wanted[0], tables, but), lacking(wanted[1], kept)
        )
        self.problems += [f"{name}: {each} differs" for each in (*found.tables, *found.files)]
        return found

    def look(self, name: str, restored: Ours, visitor: restored_site.Visitor, numbers: list[int]) -> None:
        """The files that these students sent, opened with each key; a sign-in; pages."""
        digests = [self.students[number].digests.items() for number in numbers]
        sent = sorted(f"{kind} {digest}" for each in digests for kind, digest in each)
        for key in ("staff-identity", "recovery-identity"):
            if sorted(restored_site.opened(restored, VAR / key)) != sent:
                self.problems.append(f"{name}: not all files open with {key}")
        if not visitor.sign_in(STAFF, self.password):
            self.problems.append(f"{name}: nobody can sign in")
        if visitor.crawl() != restored_site.PAGES:
            self.problems.append(f"{name}: a page does not answer")


class Restored(NamedTuple):
    """What came of one restore. written: how many rows of the one who wrote until the end came back."""

    name: str
    seconds: float
    said: str
    written: int
    tables: list[str]
    files: list[str]

    def row(self, lost: str) -> str:
        return f"| {self.name} | {lost} | {self.seconds:.1f} s | {len(self.tables)} | {len(self.files)} |"


def differing(before: dict, after: dict, but: set[str] = frozenset()) -> list[str]:
    return restored_site.differences(before, after, restored_site.CHANGED | {"written"} | but)


def lacking(before: dict, after: dict) -> list[str]:
    """Files that are not there or are others; more than there were does no harm."""
    return sorted(name for name, digest in before.items() if after.get(name) != digest)


def main() -> int:
    with BackedUp("/var/tmp") as place:  # noqa: S108 (a folder of its own, on a disk)
        trial = Trial(place)
        trial.fill()
        place.good("init")
        trial.add("first", 1, 2)
        trial.run("whole", "backup")
        trial.add("second", 3, 4)
        trial.run("changes", "backup")
        earlier, moment = trial.everything(), place.next_second()
        with trial.second_machine() as received:
            trial.add("third", 5)
            before = restored_site.tables(place.url)
            trial.ours.manage("erase_applicant", "student-1@example.org", "--yes")
            erasing = set(differing(before, restored_site.tables(place.url)))
            trial.run("send", "send")
            later, writer = trial.everything(), Writer(place.url)
            time.sleep(5)
            trial.destroy()
        found = [
            trial.restore("the end, from the second place alone", later, [2, 3, 4, 5]),
            trial.restore("the end, with the second machine's log", later, [2, 3, 4, 5], "--wal", received),
            trial.restore(
                "before an applicant was erased", earlier, [2, 3, 4], "--to", moment.isoformat(), but=erasing
            ),
        ]
        REPORT.write_text(report(trial, found, writer, later))
    print(REPORT.read_text())
    print("\n".join(trial.problems))
    return 1 if trial.problems else 0


def report(trial: Trial, found: list[Restored], writer: Writer, later: tuple[dict, dict]) -> str:
    lost = [*(writer.lost(each.written) for each in found[:2]), "nothing asked for"]
    again = re.search(r"Erasures in the list: .*", found[2].said)[0]
    if "Applications erased again: 1." not in again:
        trial.problems.append(f"an applicant who was erased is there again: {again}")
    stored = [path.stat().st_size for path in trial.place.repository.rglob("*") if path.is_file()]
    return TEXT.format(
        **trial.times,
        again=again,
        applications=len(trial.students),
        cores=os.cpu_count(),
        changed=", ".join(sorted(restored_site.CHANGED)),
        crawled=restored_site.PAGES,
        data=len(later[1]),
        pages=later[0]["wagtailcore_page"][0],
        rows="\n".join(each.row(loss) for each, loss in zip(found, lost, strict=True)),
        sealed=3 * len(trial.students),
        size=sum(stored) / 1e6,
        tables=len(later[0]) - len(restored_site.CHANGED),
        verdict="; ".join(trial.problems) or "Nothing differs.",
    )


if __name__ == "__main__":
    sys.exit(main())
