"""Time and memory of storing and opening a file of 10 MB. benchmarks/files.py calls this in a process of its own."""

import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.core.files.base import File  # noqa: E402 (models can be imported only now)
from django.core.management import call_command  # noqa: E402 (as above)
from django.db import connection, transaction  # noqa: E402 (as above)

from internships.documents.contents import open_content  # noqa: E402 (as above)
from internships.documents.files import Document, store  # noqa: E402 (as above)
from internships.models import Application, ApplicationFile  # noqa: E402 (as above)
from migs_site.sealing import seal, unseal  # noqa: E402 (as above)

REPORT = Path(__file__).with_name("files.md")
SIZE = 10 * 1024 * 1024
PIECE = 64 * 1024
RUNS = 9

TEXT = """# What sealed files in the database cost

`python -m benchmarks.files` writes this page: a file of 10 MB of random bytes, the median of {runs} times in turn, on a
local PostgreSQL that waits for its disk. Only the ratios mean something: each is the time divided by that of writing
the same bytes to a file with `fsync`. Memory: by how much the process grows at most, once it has handled a small file.

| Step | Ratio | Memory, MB |
| --- | --- | --- |
{rows}

In the database a file takes {stored:.2f} times its size; to delete one takes {deleted:.2f} of the time of writing one.
"""


def document(size: int) -> Document:
    """On the disk, as an upload is, and never in memory whole."""
    content, digest = tempfile.TemporaryFile(), hashlib.sha256()  # noqa: SIM115 (used to the end)
    for start in range(0, size, PIECE):
        piece = os.urandom(min(PIECE, size - start))
        content.write(piece)
        digest.update(piece)
    return Document(kind="cv", content=File(content), format="pdf", name="cv.pdf", sha256=digest.hexdigest())


def write_to_disk(given: Document, place: Path) -> None:
    given.content.file.seek(0)
    with place.open("wb") as file:
        while piece := given.content.file.read(PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def read_from(file) -> None:
    with file:
        while file.read(PIECE):
            pass


def stored(given: Document) -> ApplicationFile:
    with transaction.atomic():
        return store(given, application=Application.objects.create(language="en"))


def milliseconds(work: Callable) -> float:
    start = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - start)


def growth(work: Callable) -> float:
    """By how many megabytes the memory of this process grows at most meanwhile (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = status("VmRSS")
    work()
    return (status("VmHWM") - before) / 1024


def status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def steps(given: Document, folder: Path) -> dict[str, Callable]:
    write_to_disk(given, folder / "plain")
    kept, sealed = stored(given), seal(given.content.file)

    def opened_again() -> None:
        sealed.seek(0)
        read_from(unseal(sealed))

    return {
        "write a file, fsync": lambda: write_to_disk(given, folder / "plain"),
        "seal": lambda: seal(given.content.file).close(),
        "store: seal, write, commit": lambda: stored(given),
        "read a file": lambda: read_from((folder / "plain").open("rb")),
        "unseal": opened_again,
        "open: read, unseal, compare the hash": lambda: read_from(open_content(kept)),
    }


def memory() -> dict[str, float]:
    """By step, in megabytes. A small file first, so that what is loaded once and for all counts for nobody."""
    with tempfile.TemporaryDirectory() as folder:
        for work in steps(document(1_000), Path(folder)).values():
            work()
        return {name: growth(work) for name, work in steps(document(SIZE), Path(folder)).items()}


def times() -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=REPORT.parent.parent / "var") as folder:
        found = steps(document(SIZE), Path(folder))
        taken = [{name: milliseconds(work) for name, work in found.items()} for _run in range(RUNS + 1)][1:]
    print(*taken, sep="\n")
    return {name: statistics.median(each[name] for each in taken) for name in found}


def main() -> None:
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE internships_applicationfile CASCADE")
    grown, taken = memory(), times()
    written = taken["write a file, fsync"]
    rows = "\n".join(f"| {name} | {taken[name] / written:.2f} | {megabytes(grown[name])} |" for name in taken)
    REPORT.write_text(TEXT.format(runs=RUNS, rows=rows, stored=size_in_the_database(), deleted=deletion() / written))


def megabytes(grown: float) -> str:
    return f"{grown:.1f}" if grown >= 1 else "below 1"  # below that Linux counts too roughly


def size_in_the_database() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('internships_applicationfilechunk')")
        return cursor.fetchone()[0] / sum(ApplicationFile.objects.values_list("size", flat=True))


def deletion() -> float:
    """The milliseconds that it takes to delete one."""
    files = list(ApplicationFile.objects.all()[:RUNS])
    return statistics.median(milliseconds(file.delete) for file in files)


if __name__ == "__main__":
    main()
