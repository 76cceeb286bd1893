"""The same form sent many times at once, and again after its answer was lost."""

import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.faults import Outcome
from benchmarks.faults.site import Site, headers_of, running
from benchmarks.faults.students import Student

FAMILY = "The same form again"
AT_ONCE, CUT = 20, 6
RECEIVED = "SELECT count(*) FROM internships_application WHERE state <> 'draft' AND name IN ('{}')"
UNSENT = "SELECT count(*) FROM outbox_mail WHERE state <> 'sent'"
PATIENCE = 90
RESET = struct.pack("ii", 1, 0)  # for SO_LINGER: who closes answers nothing more


def outcomes() -> Iterator[Outcome]:
    with running() as site:
        yield twenty_at_once(site)
        yield answers_lost(site)


def twenty_at_once(site: Site) -> Outcome:
    student = Student(site)
    form = student.form()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _turn: student.send(form), range(AT_ONCE)))
    statuses, places = Counter(each.status for each in answers), {each.place for each in answers if each.place}
    told = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    return outcome(site, "Double submit", f"{AT_ONCE} times at once", f"{told}, {len(places)} address", [student])


def answers_lost(site: Site) -> Outcome:
    """The visitor's connection ends at once, or some time after the form was sent; then it is sent again."""
    students = [Student(site) for _turn in range(CUT)]
    again = []
    for turn, student in enumerate(students):
        form = student.form()
        send_and_cut(site, student, form, after=turn * 0.3)
        again.append(student.send(form).status)
    told = f"sent again: {', '.join(f'{n} × {status}' for status, n in Counter(again).items())}"
    how = f"the connection reset 0 to {(CUT - 1) * 0.3:.1f} s after the form was sent, {CUT} times"
    return outcome(site, "Answer lost", how, told, students)


def send_and_cut(site: Site, student: Student, form: bytes, after: float) -> None:
    lines = [f"POST {student.path} HTTP/1.1", f"Host: 127.0.0.1:{site.served.port}", f"Content-Length: {len(form)}"]
    lines += [f"{name}: {value}" for name, value in headers_of(student.number, form).items()]
    with socket.create_connection(("127.0.0.1", site.served.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + form)
        time.sleep(after)


def outcome(site: Site, fault: str, injected: str, told: str, students: list[Student]) -> Outcome:
    """One application and one receipt for each student."""
    names = "', '".join(f"Student {student.number}" for student in students)
    pages = sum('name="consent"' not in student.page for student in students)
    deadline = time.monotonic() + PATIENCE
    while site.rows(UNSENT) != [(0,)] and time.monotonic() < deadline:
        time.sleep(0.5)
    [(stored,)], mails = site.rows(RECEIVED.format(names)), site.inbox.to(student.address for student in students)
    said = f"{told}; of {len(students)}: applications {stored}, receipts mailed {mails}, pages that say so {pages}"
    wrong = abs(stored - len(students)) + abs(mails - len(students)) + len(students) - pages
    return Outcome(fault, injected, said, wrong)
