"""Makes every document of the corpus, has it looked at, and writes what each kind costs.

    python -m benchmarks.document_checks [FILE …]

writes benchmarks/document_checks.md. With files it looks at these instead, and prints what is said of each.
"""

import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from migs_site.base.documents import process
from migs_site.base.inspection.verdicts import Refused
from tests.documents import corpus

RESULT = Path(__file__).with_suffix(".md")
HEAD = """# What looking at a document costs

`python -m benchmarks.document_checks` makes the corpus of the tests (`tests/documents/`), has each file looked at in a
process of its own, as the site does, and writes this. Memory is the highest of that process (VmHWM, read every two
milliseconds); time is by the clock, with the start of Python and the import of its libraries, on a machine with two
cores that did other things as well.

| Files | Number | Memory: median / highest | Time: median / longest | Longest |
|---|---|---|---|---|
"""


@dataclass
class Cost:
    said: str
    memory: int  # kB
    seconds: float


def measured(content: bytes) -> Cost:
    """As process.run, with an eye on the memory of the process it starts."""
    kind = "office" if content.startswith(b"PK") else "pdf"
    highest, done = [0], threading.Event()
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        watcher = threading.Thread(target=watch, args=(Path(f"/proc/self/task/{os.getpid()}"), highest, done))
        with open(file.name, "rb") as source:
            watcher.start()
            start = time.perf_counter()
            answer = process.run(source, kind)
            seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    return Cost(verdict(answer, kind), highest[0], seconds)


def watch(parent: Path, highest: list[int], done: threading.Event) -> None:
    while not done.wait(0.002):
        for number in (parent / "children").read_text().split():
            highest[0] = max(highest[0], memory_of(int(number)))


def memory_of(number: int) -> int:
    """Nothing until it runs its own program: before, it is a shadow of this one."""
    try:
        is_itself = process.PROGRAM.name.encode() in Path(f"/proc/{number}/cmdline").read_bytes()
        lines = Path(f"/proc/{number}/status").read_text().splitlines() if is_itself else []
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def verdict(answer: bytes, kind: str) -> str:
    try:
        found = process.checked(answer, kind)
    except Refused as refused:
        return refused.reason
    return " ".join([found["format"], *found["warnings"]])


def row(title: str, costs: dict[str, Cost]) -> str:
    memory, seconds = ([getattr(cost, name) for cost in costs.values()] for name in ("memory", "seconds"))
    longest = max(costs, key=lambda name: costs[name].seconds)
    return (
        f"| {title} | {len(costs)} | {median(memory) / 1000:.0f} / {max(memory) / 1000:.0f} MB | "
        f"{median(seconds):.2f} / {max(seconds):.2f} s | {longest} |\n"
    )


def write() -> None:
    groups: dict[str, dict[str, Cost]] = defaultdict(dict)
    for specimen in [*corpus.honest(), *corpus.hostile()]:
        title = f"{specimen.format.upper()}, {'hostile' if specimen.reason else 'honest'}"
        groups[title][f"{specimen.reason} {specimen.name}".strip()] = measured(specimen.make())
    RESULT.write_text(HEAD + "".join(row(title, costs) for title, costs in groups.items()))
    print(RESULT.read_text())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, measured(Path(name).read_bytes()))
    if not sys.argv[1:]:
        write()
