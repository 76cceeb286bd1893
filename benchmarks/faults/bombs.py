"""Small files that unpack to very much: sent with the form, and published by staff."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from benchmarks.faults import Outcome
from benchmarks.faults.beside import beside
from benchmarks.faults.disk import Staff
from benchmarks.faults.site import Site, running
from benchmarks.faults.students import Student, is_received
from tests.documents import pictures
from tests.documents.pdf import object_stream_bomb
from tests.internships import samples

FAMILY = "Files that eat memory"
MEGABYTES = 4_000  # that they unpack to
MOST = 600  # megabytes that a web process may have; an inspection has a limit of its own
SIDE = 30_000  # pixels


def outcomes() -> Iterator[Outcome]:
    files = {"cv": object_stream_bomb(MEGABYTES), "writing_sample": office_bomb()}
    with running() as site:
        staff = Staff(site)
        yield in_the_form(site, files)
        yield of_staff(site, staff, files["cv"])


def office_bomb() -> bytes:
    return samples.archive(samples.docx_parts() | {"word/document.xml": b" " * 900_000_000})


def in_the_form(site: Site, files: dict[str, bytes]) -> Outcome:
    student = Student(site)
    with watched(site) as peak:
        answer = student.send(student.form(files=files))
        refused = 'name="consent"' in student.page
        after = is_received(student, student.send())
    sizes = ", ".join(f"{len(content) / 1e6:.1f} MB" for content in files.values())
    said = (
        f"{answer.status}, {'refused with the form' if refused else 'taken'} in {answer.seconds:.1f} s; "
        + peak.words(f"the same form with good files {'received' if after else 'lost'}")
    )
    return Outcome("Form", f"PDF and DOCX ({sizes}) that unpack to GBs", said, (not refused) + (not after) + peak.wrong)


def of_staff(site: Site, staff: Staff, document: bytes) -> Outcome:
    rows, good = staff.rows(), staff.files
    staff.files = {"images": pictures.png(SIDE), "documents": document}
    with watched(site) as peak:
        statuses = [staff.publish(kind).status_code for kind in staff.files]
        refused = staff.rows() - rows
        staff.files = good
        after = [staff.publish(kind).status_code for kind in staff.files]
    said = f"picture and document: {statuses}, rows {refused}; " + peak.words(f"good ones afterwards: {after}")
    wrong = refused + (after != [302, 302]) + sum(status >= 500 for status in statuses) + peak.wrong
    return Outcome("Admin", f"a picture of {SIDE} × {SIDE} pixels, the PDF", said, wrong)


class Peak:
    """The most memory that a web process and an inspection had, in MB; whether a web process ended."""

    def __init__(self, site: Site):
        self.head = psutil.Process(site.served.process.pid)
        self.workers = {each.pid for each in self.head.children()}
        self.web = self.inspection = 0.0

    def look(self) -> None:
        for worker in self.head.children():
            with suppress(psutil.NoSuchProcess):
                self.web = max(self.web, worker.memory_info().rss / 1e6)
                sizes = [each.memory_info().rss / 1e6 for each in worker.children(recursive=True)]
                self.inspection = max([self.inspection, *sizes])

    @property
    def wrong(self) -> int:
        return len(self.workers - {each.pid for each in self.head.children()}) + (self.web > MOST)

    def words(self, more: str) -> str:
        ended = len(self.workers - {each.pid for each in self.head.children()})
        return (
            f"most memory of a web process {self.web:.0f} MB, of an inspection {self.inspection:.0f} MB; web processes "
            f"ended {ended}; {more}"
        )


@contextmanager
def watched(site: Site) -> Iterator[Peak]:
    peak, over = Peak(site), threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            peak.look()

    with beside(over, watch):
        yield peak
        time.sleep(0.1)
