"""A mail server that refuses, defers, hangs, breaks off or proves nothing, while students send their applications."""

import shutil
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from aiosmtpd.smtp import SMTP

from benchmarks.faults import Outcome
from benchmarks.faults.site import Answer, Site, filled, running, temporary_folder
from benchmarks.faults.students import Student, is_received
from tests.migs_site.outbox.servers import CutInTheMiddle, Server, certificate

FAMILY = "The mail server"
WAITS = True
STUDENTS = 3
DURING = 15  # seconds
PATIENCE = 300
ONE_AT_A_TIME = threading.Lock()  # so that answers are timed on a machine that does little else
WAITING = "SELECT count(*) FROM outbox_mail WHERE state IN ('queued', 'sending')"
TROUBLES = "SELECT DISTINCT problem FROM outbox_mail WHERE problem <> ''"


class CutOrWhole(SMTP):
    """Drops the connection in the middle of each mail, as long as that is the fault."""

    async def smtp_DATA(self, arg):
        await (CutInTheMiddle if self.event_handler.fault == "cut" else SMTP).smtp_DATA(self, arg)


class FaultyServer(Server):
    """Does the same to every mail until it is well again."""

    def __init__(self, fault: str, folder: Path):
        self.fault = fault
        self.good, self.wrong = (proof(folder / name) for name in ("good", "wrong"))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.wrong if fault == "certificate" else self.good)
        super().__init__(CutOrWhole, tls_context=self.context)
        if fault != "away":
            self.controller.start()

    def next_is(self, what: str) -> bool:
        return what == self.fault

    def recover(self) -> None:
        if self.fault == "away":
            self.controller.start()
        self.fault = ""
        self.context.load_cert_chain(self.good)


def proof(folder: Path) -> str:
    """A key and a certificate of its own, in one file."""
    folder.mkdir()
    return certificate(folder)


class Fault(NamedTuple):
    fault: str
    injected: str
    kind: str


FAULTS = [
    Fault("Down", "nothing listens", "away"),
    Fault("Defers (451)", "`451` to each address", "defer"),
    Fault("Defers (421)", "`421` to each address, and hangs up", "close"),
    Fault("Hangs", "no answer to `MAIL FROM`", "hang at once"),
    Fault("Cut off", "the connection dropped in the middle of each mail", "cut"),
    Fault("Bad certificate", "one that nobody has signed, at STARTTLS", "certificate"),
]


def outcomes() -> Iterator[Outcome]:
    """All at the same time, each in a site of its own: most of it is waiting for the next attempt."""
    filled()
    with ThreadPoolExecutor(len(FAULTS)) as pool:
        yield from pool.map(counted, FAULTS)


def counted(fault: Fault) -> Outcome:
    """What students were told meanwhile, and when their receipts had come, once the server was well again."""
    folder = temporary_folder()
    server = FaultyServer(fault.kind, folder)
    address = f"submission://127.0.0.1:{server.controller.port}"
    try:
        with running(EMAIL_URL=address, SSL_CERT_FILE=str(folder / "good" / "crt.pem")) as site:
            with ONE_AT_A_TIME:
                students = [Student(site) for _number in range(STUDENTS)]
                answers = {student: student.send() for student in students}
            time.sleep(DURING)
            [(waiting,)], troubles = site.rows(WAITING), [name for (name,) in site.rows(TROUBLES)]
            server.recover()
            took = drained(site)
            return outcome(fault, server, answers, f"{waiting} mails waiting ({', '.join(troubles)})", took)
    finally:
        server.stop()
        shutil.rmtree(folder)


def drained(site: Site) -> float:
    """Seconds until no mail waits."""
    began = time.monotonic()
    while site.rows(WAITING) != [(0,)] and time.monotonic() - began < PATIENCE:
        time.sleep(0.5)
    return time.monotonic() - began


def outcome(fault: Fault, server: FaultyServer, answers: dict[Student, Answer], meanwhile: str, took: float) -> Outcome:
    told = {student.address for student, answer in answers.items() if is_received(student, answer)}
    copies = Counter((message["To"], message["Subject"]) for message in server.kept)
    receipts = {address for address, _subject in copies}
    slowest = max(answer.seconds for answer in answers.values())
    twice = sum(number - 1 for number in copies.values())
    said = (
        f"applications received {len(told)} of {len(answers)}, slowest answer {slowest:.1f} s; meanwhile {meanwhile}; "
        f"drained {took:.0f} s after its end: receipts {len(told & receipts)}, sent twice {twice}"
    )
    return Outcome(fault.fault, fault.injected, said, len(answers) - len(told & receipts))
