"""What was measured side by side, and how it is told."""

import os
import platform
import subprocess
from importlib.metadata import version
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.budget import table
from benchmarks.served import CONNECTIONS, Load, Served, Single

PACKAGES = ["django", "wagtail", "psycopg", "gunicorn"]
NAMES = {"home": "Home", "list": "List of people", "page": "Person"}
OTHERS = {
    ("starter", "home"): "Starter’s home",
    ("starter", "demo"): "Demo’s home",
    ("starter", "list"): "Starter’s list",
    ("starter", "page"): "Starter’s article",
    ("bare", "home"): "Bare view",
}
HEADS = [
    "Page", "State", "Requests a second", "Times the starter’s", "Of a bare view", "First byte p50 / p95, ms",
    "Processor, ms", "Queries", "Bytes",
]  # fmt: skip
TEXT = """# Beside Wagtail’s starter project

`make side-by-side` (`python -m benchmarks.side_by_side`) writes this page. Only ratios mean something: all rows are of
one run, on one machine, in turn.

Three things answer, each behind the same line of gunicorn (`--config=deploy/gunicorn.conf.py --workers=2`) and from one
PostgreSQL:

- **this site**, with the brochure and made-up people (`sample_data.py`): *kept* asks for a page that has not changed,
  *revalidated* asks with its `ETag` and is answered 304, *nothing kept* is the same site with `PAGE_CACHE_MB=0`;
- **Wagtail’s starter project** (`wagtail start`, of the package wagtail {wagtail}), in its production settings, with a
  pool of connections like ours. It gets what Wagtail’s tutorial adds (a text, a menu, lists of the pages below;
  `starter.py`), as many pages as this site, and texts that make its home page and its articles as long as ours in HTML.
  Its list has 40 entries, as ours has. It keeps nothing and compresses nothing, as it comes;
- the **demo’s home**: a page of the same project with the parts of the home page of Wagtail’s demo site, for which it
  stands in, since no package index has that: 15 pictures, three sections teased, a text as long as our home page, a
  second menu, a foot;
- a **bare view** of Django: one line of text, no middleware, no database.

`wrk -t1 -c{connections} -d{seconds}s`, asking for gzip; {rounds} rounds in turn, the median. First byte: {singles}
single requests in turn, each on a connection of its own. Processor: user and system time of gunicorn’s processes for
each request of wrk; PostgreSQL’s is not in it. Queries: Django’s test client, the second time. Bytes: the answer with
its headers. Load of the machine at the end: {load} on {cores} cores.

Python {python}, Django {django}, Wagtail {wagtail}, psycopg {psycopg}, gunicorn {gunicorn},
PostgreSQL {postgresql}, wrk {wrk}.

{sizes}
"""


class Row(NamedTuple):
    """One address, asked in one way."""

    site: str  # ours, starter, bare
    state: str  # kept, revalidated, nothing kept, as it comes
    page: str  # home, list, page
    served: Served
    path: str
    headers: dict[str, str]
    queries: int


class Measured(NamedTuple):
    row: Row
    loads: list[Load]
    singles: list[Single]

    @property
    def per_second(self) -> float:
        return median(load.per_second for load in self.loads)

    @property
    def milliseconds(self) -> float:
        return median(load.milliseconds for load in self.loads)

    @property
    def first_byte(self) -> str:
        parts = quantiles([1_000 * single.first_byte for single in self.singles], n=20)
        return f"{parts[9]:.1f} / {parts[18]:.1f}"


class Comparison:
    """All rows of one size."""

    def __init__(self, found: list[Measured]):
        self.found = found
        self.starter = {each.row.page: each for each in found if each.row.site == "starter"}
        [self.bare] = [each for each in found if each.row.site == "bare"]

    def lines(self) -> list[tuple]:
        order = {"ours": 0, "starter": 1, "bare": 2}
        return [self.line(each) for each in sorted(self.found, key=lambda each: order[each.row.site])]

    def line(self, each: Measured) -> tuple:
        row, starter = each.row, self.starter[each.row.page]
        name = NAMES[row.page] if row.site == "ours" else OTHERS[row.site, row.page]
        beside = f"{each.per_second / starter.per_second:.2f}" if row.site == "ours" else ""
        return (
            name, row.state, f"{each.per_second:,.1f}", beside, f"{each.per_second / self.bare.per_second:.3f}",
            each.first_byte, f"{each.milliseconds:.2f}", str(row.queries), f"{each.singles[-1].size:,}",
        )  # fmt: skip

    def goals(self) -> str:
        """What has to be shown, and whether it was."""
        home = {each.row.state: each for each in self.found if (each.row.site, each.row.page) == ("ours", "home")}
        bare = self.bare.per_second
        lines = []
        for page in ("demo", "home"):
            name, beside = OTHERS["starter", page], self.starter[page].per_second
            for state, wanted in (("kept", 25), ("revalidated", 25), ("nothing kept", 2.5)):
                lines.append(goal(f"home, {state}, to the {name.lower()}", home[state].per_second / beside, wanted))
        for state in ("kept", "revalidated"):
            lines.append(goal(f"home, {state}, to a bare view", home[state].per_second / bare, 0.15))
        asked = max(each.row.queries for each in self.found if each.row.state in ("kept", "revalidated"))
        return "\n".join([*lines, f"- queries of what is kept or revalidated: {asked} at most, wanted 1"])


def goal(what: str, ratio: float, wanted: float) -> str:
    return f"- {what}: {ratio:.2f}, wanted {wanted} ({'met' if ratio >= wanted else '**missed**'})"


def report(found: dict[tuple[int, int], tuple], how: dict[str, int], postgresql: int) -> str:
    """found: by the numbers of people and of pages, what was measured and the shares. how: rounds, seconds, singles."""
    sizes = []
    for (people, pages), (measured, shares) in found.items():
        comparison = Comparison(measured)
        heading = f"## {people:,} people, {pages:,} pages on each site"
        spent = ", ".join(f"{part} {share:.0%}" for part, share in shares.items())
        spent = f"Our home page, nothing kept, spends its time on: {spent} (`shares.py`)."
        sizes.append(f"{heading}\n\n{table(HEADS, comparison.lines())}\n\n{comparison.goals()}\n\n{spent}")
    versions = {name: version(name) for name in PACKAGES} | {"python": platform.python_version()}
    versions |= {"postgresql": f"{postgresql // 10_000}.{postgresql % 10_000}", "wrk": wrk_version()}
    machine = {"load": f"{os.getloadavg()[0]:.1f}", "cores": os.cpu_count(), "connections": CONNECTIONS}
    return TEXT.format(**how, **versions, **machine, sizes="\n\n".join(sizes))


def wrk_version() -> str:
    """wrk says its version and fails, since it is given no address."""
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return (said.stdout + said.stderr).split()[1]
