"""Measure this site beside Wagtail's starter project and a bare view of Django, and write that into side_by_side.md.

python -m benchmarks.side_by_side [--people 50 10000] [--rounds 3] [--seconds 4]     needs wrk; leave the machine alone
"""

import argparse
import copy
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.comparison import Measured, Row, report
from benchmarks.sample_data import in_proportion
from benchmarks.served import CONNECTIONS, Served, bare
from benchmarks.servers import server_of_the_tests
from benchmarks.shares import shares
from benchmarks.starter import Starter, run
from migs_site.local import static_files
from migs_site.local.database import ROOT
from migs_site.local.environment import local_environment
from tests.browser.running_site import free_port
from tests.databases import Databases, address_of

REPORT = Path(__file__).with_name("side_by_side.md")
MISSING = "wrk was not found: install the package of that name (make side-by-side does so, as root on Debian)."
OURS = {"home": "/en/", "list": "/en/people/", "page": "/en/people/romeo-dallaire/"}
GZIP = {"Accept-Encoding": "gzip"}
SINGLES = 40
COUNT = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

client, headers = Client(SERVER_NAME="127.0.0.1"), {"Accept-Encoding": "gzip"}
for path in PATHS:
    etag = client.get(path, headers=headers).headers.get("ETag", "none")
    for more in ({}, {"If-None-Match": etag}):
        with CaptureQueriesContext(connection) as asked:
            client.get(path, headers=headers | more)
        print(len(asked))
"""


class Ours:
    """This site on a database of its own, with the brochure and made-up people."""

    def __init__(self, folder: Path, database_url: str):
        self.folder = folder
        folder.mkdir()
        self.environment = local_environment(0, database_url) | {"DATA_DIR": str(folder), "LOG_LEVEL": "WARNING"}
        self.environment["STATIC_DIR"] = str(collected(self.environment))

    def at(self, folder: Path, database_url: str) -> "Ours":
        """The same site on another database and other files, which are there already."""
        other = copy.copy(self)
        other.folder, other.environment = (
            folder,
            self.environment | {"DATABASE_URL": database_url, "DATA_DIR": str(folder)},
        )
        return other

    def fill(self, people: int) -> int:
        """Returns how many pages are live."""
        self.manage("migrate", "--verbosity=0")
        self.manage("load_brochure", "--verbosity=0")
        make = f"from benchmarks.bulk_data import add_bulk_data as add; add(seed=1, **{in_proportion(people)})"
        self.manage("shell", "--no-imports", "-c", make)
        count = "from wagtail.models import Page; print(Page.objects.live().count())"
        return int(self.manage("shell", "--no-imports", "-c", count))

    def manage(self, *command: str, **more: str) -> str:
        return run(ROOT, self.environment | more, "manage.py", *command)

    def serve(self, **more: str) -> Served:
        port = free_port()
        environment = self.environment | {"BASE_URL": f"http://127.0.0.1:{port}"} | more
        return Served(ROOT, environment, "migs_site.wsgi", port)


def collected(environment: dict[str, str]) -> Path:
    """Our static files, collected again only when they have changed."""
    folder = ROOT / "var" / "side-by-side"
    folder.mkdir(parents=True, exist_ok=True)
    if static_files.have_changed(folder):
        run(ROOT, environment | {"STATIC_DIR": str(folder / "static")}, "manage.py", *static_files.COLLECT)
        static_files.remember(folder)
    return folder / "static"


def counted(manage, paths: list[str], **more: str) -> list[int]:
    """How many queries each address takes the second time, whole and revalidated, one after the other."""
    code = COUNT.replace("PATHS", repr(paths))
    return [int(line) for line in manage("shell", "--no-imports", "-c", code, **more).split()]


@contextmanager
def rows_of(people: int, databases: Databases) -> Iterator[tuple[list[Row], int, dict[str, float]]]:
    """All that is measured at one size, ready to answer; how many pages each site has; what making our home costs."""
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="migs-side-by-side-")))
        names = [databases.clone("template0", f"_{name}") for name in ("ours", "starter")]
        for name in names:
            ended.callback(databases.drop, name)
        ours = Ours(folder / "ours", address_of(names[0]))
        pages = ours.fill(people)
        keeping, forgetful = ours.serve(), ours.serve(PAGE_CACHE_MB="0")
        starter = Starter(folder / "starter", address_of(names[1]))
        port = free_port()
        plain = Served(bare(folder / "bare"), dict(os.environ), "bare:application", port)
        for each in (keeping, forgetful, plain):
            ended.callback(each.stop)
        for served, path in ((keeping, "/en/"), (forgetful, "/en/"), (plain, "/")):
            served.until_ready(path)
        lengths = {name: len(body_of(forgetful.ask(path, {})[1])) for name, path in OURS.items()}
        starter.fill(pages, lengths)
        beside = Served(starter.folder, starter.environment, starter.wsgi, free_port())
        ended.callback(beside.stop)
        beside.until_ready("/")
        rows = [*our_rows(ours, keeping, forgetful), *other_rows(starter, beside, plain)]
        yield rows, pages, shares(ours.manage, OURS["home"])


def our_rows(ours: Ours, keeping: Served, forgetful: Served) -> Iterator[Row]:
    paths = list(OURS.values())
    kept, made = counted(ours.manage, paths), counted(ours.manage, paths, PAGE_CACHE_MB="0")
    for number, (page, path) in enumerate(OURS.items()):
        etag = header_of(keeping.ask(path, GZIP)[1], "ETag")
        yield Row("ours", "kept", page, keeping, path, GZIP, kept[2 * number])
        revalidated = GZIP | {"If-None-Match": etag}
        yield Row("ours", "revalidated", page, keeping, path, revalidated, kept[2 * number + 1])
        yield Row("ours", "nothing kept", page, forgetful, path, GZIP, made[2 * number])


def other_rows(starter: Starter, beside: Served, plain: Served) -> Iterator[Row]:
    queries = counted(starter.manage, list(starter.pages.values()))
    for number, (page, path) in enumerate(starter.pages.items()):
        yield Row("starter", "as it comes", page, beside, path, GZIP, queries[2 * number])
    yield Row("bare", "as it comes", "home", plain, "/", GZIP, 0)


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def header_of(answer: bytes, name: str) -> str:
    lines = answer.partition(b"\r\n\r\n")[0].decode().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name.lower()}: ")), "")


def measured(rows: list[Row], rounds: int, seconds: int) -> list[Measured]:
    """All rows in turn, so that whatever else the machine does slows each of them; first without counting."""
    found = [Measured(row, [], []) for row in rows]
    for each in found:
        answers_well(each.row)
    for _single in range(SINGLES):
        for each in found:
            each.singles.append(each.row.served.ask(each.row.path, each.row.headers)[0])
    for number in range(rounds):
        for each in found:
            each.loads.append(each.row.served.load(each.row.path, each.row.headers, seconds))
        print(f"Round {number + 1} of {rounds} is done.", flush=True)
    return found


def answers_well(row: Row) -> None:
    wanted = b" 304 " if row.state == "revalidated" else b" 200 "
    for _turn in range(2 * CONNECTIONS):
        _single, answer = row.served.ask(row.path, row.headers)
        if wanted not in answer.split(b"\r\n")[0]:
            sys.exit(f"{row.path} of {row.site}, {row.state}, answers {answer.splitlines()[0].decode()}.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side")
    parser.add_argument("--people", type=int, nargs="+", default=[50, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each round, for each row")
    wanted = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit(MISSING)
    tables = {}
    with server_of_the_tests() as databases:
        for people in wanted.people:
            with rows_of(people, databases) as (rows, pages, parts):
                tables[people, pages] = (measured(rows, wanted.rounds, wanted.seconds), parts)
        how = {"rounds": wanted.rounds, "seconds": wanted.seconds, "singles": SINGLES}
        REPORT.write_text(report(tables, how, databases.connection.info.server_version))
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
