"""Fills a site step by step and takes the time of its lists. benchmarks/scale.py calls this in a process of its own."""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models can be imported only now)
from django.db import connection, connections  # noqa: E402 (as above)
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402 (as above)

from benchmarks.bulk_data import add_bulk_data  # noqa: E402 (as above)
from benchmarks.lists import Question, files, lists  # noqa: E402 (as above)
from tests.databases import Databases  # noqa: E402 (as above)

REPORT = Path(__file__).with_name("scale.md")
RUNS = 15
RUNS_OF_FILES = 3
LIMIT = 2


class Size(NamedTuple):
    people: int
    groups: int
    memberships: int
    recommendations: int
    entries: int
    organizations: int
    editions: int

    def since(self, before: "Size") -> dict[str, int]:
        """What is to be made where one size stands already."""
        return {name: new - old for name, new, old in zip(self._fields, self, before, strict=True)}


NOTHING = Size(0, 0, 0, 0, 0, 0, 0)
# Ten sets of twenty fill the page of all sets.
SMALL_SETS = Size(50, 6, 300, 200, 2_000, 60, 60)
# One set of fifty fills a page of its own; groups without members fill the lists of groups.
FIRST = Size(50, 50, 300, 250, 2_500, 60, 60)
SIZES = [
    FIRST,
    Size(500, 63, 3_000, 330, 3_300, 100, 100),
    Size(2_000, 108, 12_000, 600, 6_000, 250, 250),
    Size(10_000, 300, 60_000, 2_000, 20_000, 1_000, 1_000),
]

TEXT = """# How lists bear growth

`python -m benchmarks.scale` writes this page. A figure is the shortest of {runs} requests divided by the shortest at
{first} people, all in one run and one process: only the ratio means something. The sizes are asked in turn, each in a
database of its own, so that whatever else the machine does slows all of them. Caches are warm; PostgreSQL is the local
one, after `ANALYZE`.

{sizes}

All is made by `bulk_data.py`, beside the brochure. At {first} people every list fills its first page already,
which is why there are so many groups and recommendations then: what is measured is how the tables grow, not how a page
fills up. Some lists of {first} people cannot be full: a group has 50 members and at the end 200, on pages of 60; of the
people 37 are former and some 40 current, on pages of 40 and of 50 in the admin.

{table}

{verdict}

## Files of all rows

A file grows with what is in it. The figures are the time for one row, divided by the time for one row at {first}
people: where they do not rise, a file grows with its rows and not faster. Exports of the admin are sent while they are
made, a piece at a time; the others are made in memory first.

{files}
"""


def connected_to(name: str) -> BaseDatabaseWrapper:
    """A connection of Django's to another database of the server."""
    return type(connections["default"])(connections.settings["default"] | {"NAME": name}, "default")


def grow(before: Size, size: Size) -> None:
    """Take the site from one size to the next."""
    steps = [SMALL_SETS, FIRST] if size == FIRST else [size]
    for step in steps:
        in_a_set = 20 if step == SMALL_SETS else 100
        add_bulk_data(seed=step.people, in_a_set=in_a_set, **step.since(before))
        before = step
    connection.cursor().execute("ANALYZE")


def grown(databases: Databases) -> dict[Size, BaseDatabaseWrapper]:
    """A connection to a database of each size, all of one site."""
    call_command("migrate", verbosity=0)
    call_command("load_brochure", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    found, before = {}, NOTHING
    for size in SIZES:
        grow(before, size)
        connection.close()
        found[size] = connected_to(databases.clone(connection.settings_dict["NAME"], f"_{size.people}"))
        before = size
    return found


def milliseconds(question: Question) -> float:
    gc.collect()
    start = time.perf_counter()
    question.ask()
    return 1_000 * (time.perf_counter() - start) / question.rows


def in_turn(sites: dict[Size, BaseDatabaseWrapper], offer: Callable[[], dict], runs: int) -> dict[str, list[float]]:
    """The shortest time of each question at each size, by its name. The first time only warms up."""
    questions = {}
    for size, site in sites.items():
        connections["default"] = site
        questions[size] = offer()
    gc.collect()
    gc.freeze()
    found = {}
    for name in questions[FIRST]:
        times = {size: [] for size in sites}
        for _turn in range(runs + 1):
            for size, site in sites.items():
                connections["default"] = site
                times[size].append(milliseconds(questions[size][name]))
        found[name] = [min(each[1:]) for each in times.values()]
        print(f"{name}: " + ", ".join(f"{each:.2f}" for each in found[name]), flush=True)
    return found


def table(rows: dict[str, list[str]], corner: str) -> str:
    heads = [corner, *[f"{size.people:,}" for size in SIZES]]
    lines = [heads, ["---"] * len(heads), *[[name, *cells] for name, cells in rows.items()]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def ratios(times: dict[str, list[float]]) -> dict[str, list[str]]:
    return {name: [f"{each / taken[0]:.2f}" for each in taken] for name, taken in times.items()}


def report(times: dict[str, list[float]], of_files: dict[str, list[float]]) -> str:
    slow = ", ".join(name for name, taken in times.items() if taken[-1] > LIMIT * taken[0])
    made = {name: [f"{getattr(size, name):,}" for size in SIZES] for name in Size._fields[1:]}
    return TEXT.format(
        runs=RUNS,
        first=FIRST.people,
        sizes=table(made, "People"),
        table=table(ratios(times), "List"),
        verdict=f"More than {LIMIT} times: {slow}." if slow else f"Nothing takes more than {LIMIT} times as long.",
        files=table(ratios(of_files), "File"),
    )


def main() -> None:
    databases = Databases()
    sites = grown(databases)
    try:
        REPORT.write_text(report(in_turn(sites, lists, RUNS), in_turn(sites, files, RUNS_OF_FILES)))
    finally:
        for site in sites.values():
            site.close()
            databases.drop(site.settings_dict["NAME"])
        databases.close()
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
