"""Injects faults and counts; writes benchmarks/faults.md. A family that is not run keeps its part of that page.

python -m benchmarks.faults [FAMILY …]      all families, or those of these modules: database, outside

Of several those run one after the other that use the machine; beside them, in their turn, those that mostly wait.
"""

import fcntl
import os
import re
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

from benchmarks.faults import NotHere, Outcome, families
from benchmarks.faults.site import FILLED, filled

PAGE = Path(__file__).resolve().parent.parent / "faults.md"
HEAD = """# Faults, and what was lost

`python -m benchmarks.faults` injects each fault into the whole site (gunicorn, worker, PostgreSQL, a mail server) and
writes this page; `python -m benchmarks.faults FAMILY` writes one part of it anew. Times are of a machine that was in
use: read them as shapes. *Lost* counts what somebody was told is stored, or was queued, and is not there afterwards.
"""


def main(names: list[str]) -> int:
    every = families()
    unknown = [name for name in names if name not in every]
    if unknown:
        sys.exit(f"No family is called {unknown[0]}; there are {', '.join(every)}.")
    if len(names) == 1:
        return alone(every[names[0]])
    os.environ[FILLED] = str(filled())
    lanes: list[list[str]] = [[], []]
    for name in names or every:
        lanes[getattr(every[name], "WAITS", False)].append(name)
    with ThreadPoolExecutor(len(lanes)) as pool:
        ended = pool.map(lambda lane: [in_a_process(name) for name in lane], lanes)
        return max((code for lane in ended for code in lane), default=0)


def in_a_process(name: str) -> int:
    return subprocess.run([sys.executable, "-m", "benchmarks.faults", name], check=False).returncode


def alone(family: ModuleType) -> int:
    written, lost = part(family)
    with PAGE.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another family may write at the same moment
        parts = written_parts() | {family.FAMILY: written}
        PAGE.write_text("\n".join([HEAD, *(parts[heading] for heading in sorted(parts))]))
    return 1 if lost else 0


def part(family: ModuleType) -> tuple[str, int]:
    """One part of the page, and how much was lost in all its faults."""
    rows, lost = [], 0
    try:
        for outcome in family.outcomes():
            print(*outcome, sep=" | ", flush=True)
            rows.append(row(outcome))
            lost += outcome.lost
    except NotHere as reason:
        print(reason, flush=True)
        rows.append(f"| Not run on this machine | – | {reason} | – |")
    except (Exception, SystemExit) as error:  # a server that does not answer ends the program
        traceback.print_exc()
        rows.append(f"| Broken off | – | {type(error).__name__}: the output of the run says more | – |")
        lost += 1
    table = ["| Fault | Injected | Counted | Lost |", "|---|---|---|---|", *rows]
    return "\n".join([f"## {family.FAMILY}", "", f"On {os.cpu_count()} cores.", "", *table, ""]), lost


def row(outcome: Outcome) -> str:
    return f"| {outcome.fault} | {outcome.injected} | {outcome.counted} | {outcome.lost} |"


def written_parts() -> dict[str, str]:
    """The parts of the page as it stands, by their headings."""
    text = PAGE.read_text() if PAGE.exists() else ""
    found = re.split(r"(?m)^(?=## )", text)[1:]
    return {each.split("\n", 1)[0].removeprefix("## "): each.rstrip() + "\n" for each in found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
