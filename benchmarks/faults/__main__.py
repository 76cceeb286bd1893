"""Injects faults and counts; writes benchmarks/faults.md. A family that is not run keeps its part of that page.

python -m benchmarks.faults [FAMILY …]      all families, or those of these modules: database, outside
"""

import os
import re
import sys
from pathlib import Path
from types import ModuleType

from benchmarks.faults import NotHere, Outcome, families

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
    parts, lost = written_parts(), 0
    for name in names or every:
        parts[every[name].FAMILY], lost_here = part(every[name])
        lost += lost_here
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
