"""Let many students send three large files each at the same moment, and write down what came of it.

python -m benchmarks.students_at_once [--students 50] [--megabytes 10]     writes students_at_once.md
"""

import argparse
import hashlib
import http.client
import io
import os
import re
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pikepdf
import psutil

from benchmarks.served import Served
from benchmarks.servers import empty_database
from benchmarks.side_by_side import Ours

REPORT = Path(__file__).with_name("students_at_once.md")
KINDS = ("cv", "writing_sample", "cover_letter")
BOUNDARY = "4f1c6a2e9b7d43d0"
PATIENCE = 20  # how often a student sends the form again, as the page asks, when a file could not be looked at in time
TEXT = """# Many students at once

`python -m benchmarks.students_at_once` writes this page. {students} students open the form at the same moment and
send three PDFs of {megabytes} MB each, of random bytes, each student from a network of their own. Gunicorn runs as a
server starts it (two workers of 22 threads), PostgreSQL beside it, on a machine of {cores} cores. Who is told to attach
a file again does so.

| | |
| --- | --- |
| applications received | {received} of {students} |
| files whose stored hash is that of what was sent | {whole} of {files} |
| forms sent in all | {sent} |
| answers other than “see there” | {others} |
| until the first, the median, the last was received | {first:.0f}, {median:.0f}, {last:.0f} s |
| files stored each second | {rate:.1f} |
| memory of the two workers before, at most, afterwards | {before:.0f}, {most:.0f}, {after:.0f} MB |
| of which each at most | {each:.0f} MB |
| a page asked for every second meanwhile: median, slowest | {page:.2f}, {slowest:.2f} s |

The inspections run in processes of their own, one at a time a worker; their memory is not in these figures
(`document_checks.md`).
"""


class Student(NamedTuple):
    """digests: of what was sent, by kind. sent: how many forms it took. others: answers that were no redirect."""

    digests: dict[str, str]
    sent: int
    others: list[int]
    seconds: float


def document(size: int) -> bytes:
    """A PDF of one page with random bytes, no two alike."""
    content = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.obj.Resources = pikepdf.Dictionary()
        page.obj.PieceInfo = made.make_indirect(pikepdf.Stream(made, os.urandom(size - 2_000)))
        made.save(content, compress_streams=False)
    return content.getvalue()


def multipart(fields: dict[str, str], files: dict[str, bytes]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.pdf"\r\n'
        parts += [head.encode(), b"Content-Type: application/pdf\r\n\r\n", content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def value_of(page: str, name: str) -> str:
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    return re.search(r'value="([^"]*)"', field[0])[1] if field else ""


def ask(port: int, path: str, body: bytes | None = None, number: int = 0) -> tuple[int, str, str]:
    """Status, where it leads, and the page, for the student of that number."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    headers = {"X-Forwarded-For": f"10.{number}.0.1"}
    headers |= {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"} if body else {}
    try:
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()


def study(number: int, port: int, size: int, start: threading.Barrier, done: list[Student]) -> None:
    """One student, from the open form to the receipt."""
    path = ask(port, "/en/apply/", number=number)[1]
    page = ask(port, path, number=number)[2]
    files = {kind: document(size) for kind in KINDS}
    digests = {kind: hashlib.sha256(content).hexdigest() for kind, content in files.items()}
    answers = {
        "name": f"Student {number}", "email": f"student-{number}@example.org", "institution": "A university",
        "programme": "History", "level": "masters", "availability": "From May.", "do": "send",
    }  # fmt: skip
    start.wait()
    began, sent, others = time.monotonic(), 0, []
    while sent < PATIENCE and 'name="consent"' in page:
        fields = answers | {name: value_of(page, name) for name in ("seen", "consent", "projects", "shown")}
        missing = {kind: content for kind, content in files.items() if f'value="remove-{kind}"' not in page}
        status, _place, _page = ask(port, path, multipart(fields, missing), number)
        sent += 1
        if status != 303:
            others.append(status)
            time.sleep(1)
        page = ask(port, path, number=number)[2]
    done.append(Student(digests, sent, others, time.monotonic() - began))


def watch(served: Served, ended: threading.Event, seen: list[tuple[float, float]], pages: list[float]) -> None:
    """Twice a second: the memory of both workers and of the larger, in MB; and how long a page takes."""
    while not ended.wait(0.5):
        sizes = [worker.memory_info().rss / 1e6 for worker in workers(served)]
        seen.append((sum(sizes), max(sizes)))
        began = time.monotonic()
        ask(served.port, "/en/people/")
        pages.append(time.monotonic() - began)


def workers(served: Served) -> list[psutil.Process]:
    return psutil.Process(served.process.pid).children()


def stored(ours: Ours) -> Counter:
    """The hashes of the files of received applications, each opened and compared first."""
    code = (
        "from internships.documents.contents import open_content\n"
        "from internships.models import ApplicationFile\n"
        "for file in ApplicationFile.objects.exclude(application__received_at=None):\n"
        "    open_content(file).close()\n"
        "    print(file.kind, file.sha256)"
    )
    return Counter(ours.manage("shell", "--no-imports", "-c", code).splitlines())


def measured(ours: Ours, students: int, size: int) -> str:
    served = ours.serve(TRUSTED_PROXIES="127.0.0.1/32")
    seen, pages, done, ended = [], [], [], threading.Event()
    try:
        served.until_ready("/en/apply/")
        start = threading.Barrier(students)
        threads = [threading.Thread(target=study, args=(n, served.port, size, start, done)) for n in range(students)]
        watching = threading.Thread(target=watch, args=(served, ended, seen, pages))
        watching.start()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(5)
        ended.set()
        watching.join()
    finally:
        served.stop()
    return report(ours, size, done, seen, pages)


def report(ours: Ours, size: int, done: list[Student], seen: list[tuple[float, float]], pages: list[float]) -> str:
    found = stored(ours)
    wanted = Counter(f"{kind} {digest}" for student in done for kind, digest in student.digests.items())
    times = sorted(student.seconds for student in done)
    return TEXT.format(
        students=len(done),
        megabytes=size // 1_000_000,
        cores=os.cpu_count(),
        received=found.total() // len(KINDS),
        whole=(found & wanted).total(),
        files=len(done) * len(KINDS),
        sent=sum(student.sent for student in done),
        others=", ".join(str(status) for student in done for status in student.others) or "none",
        first=times[0],
        median=times[len(times) // 2],
        last=times[-1],
        rate=len(done) * len(KINDS) / times[-1],
        before=seen[0][0],
        most=max(total for total, _largest in seen),
        after=seen[-1][0],
        each=max(largest for _total, largest in seen),
        page=sorted(pages)[len(pages) // 2],
        slowest=max(pages),
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.students_at_once")
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--megabytes", type=int, default=10, help="of each file, of a million bytes each")
    wanted = parser.parse_args()
    with empty_database("_students") as address, tempfile.TemporaryDirectory(prefix="migs-students-") as folder:
        ours = Ours(Path(folder) / "ours", address)
        ours.fill(1)
        REPORT.write_text(measured(ours, wanted.students, wanted.megabytes * 1_000_000))
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
