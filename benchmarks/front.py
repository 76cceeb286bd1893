"""How nginx stands in front of the site: python -m benchmarks.front, which writes benchmarks/front.md (needs wrk)."""

import gzip
import http.client
import math
import os
import re
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.servers import empty_database
from migs_site.local.database import ROOT
from tests.browser.running_site import manage
from tests.deploy.front import Front, until_kept
from tests.system_packages import find_nginx

REPORT = ROOT / "benchmarks" / "front.md"
PAGE, COPY = "/en/", "/static/copy.html"
ROUNDS, SECONDS, CLIENTS, SINGLE = 9, 3, 100, 500
LOOKS = 30  # seconds at what was withdrawn
EDITS = 8
PAGES = """
from migs_site.models import StandardPage as P
from wagtail.models import Page
home = Page.objects.get(depth=2, locale__language_code="en")
"""
MAKE = f"""{PAGES}
for name in ["edited", "withdrawn", "deleted", "moved", "target"]:
    home.add_child(instance=P(title=name, slug=name, introduction="-"))
"""
EDIT = f"""{PAGES}
import time
for number in range({EDITS}):
    page = P.objects.get(slug="edited")
    page.title = f"Edit number {{number}}."
    page.save_revision().publish()
    print(time.time(), flush=True)
    time.sleep(4)
"""
WITHDRAW = f"""{PAGES}
import time
P.objects.get(slug="withdrawn").unpublish()
P.objects.get(slug="deleted").delete()
P.objects.get(slug="moved").move(P.objects.get(slug="target"), pos="last-child")
print(time.time(), flush=True)
"""
LEFT = [f"/en/{name}/" for name in ("withdrawn", "deleted", "moved")]


class Finding(NamedTuple):
    what: str
    found: str
    wanted: str
    is_met: bool
    how: str

    def __str__(self):
        return f"| {self.what} | {self.found} | {self.wanted} | {'yes' if self.is_met else '**no**'} | {self.how} |"


def main() -> None:
    with empty_database("_front") as url, tempfile.TemporaryDirectory(prefix="migs-front-") as folder:
        static = Path(folder) / "static"
        static.mkdir()
        front = Front(Path(folder) / "machine", static, DATABASE_URL=url)
        front.settings |= {"FRONT_CACHES": front.inside, "DATABASE_POOL_SIZE": "22"}
        front.settings["GUNICORN_CMD_ARGS"] = f"--access-logfile={front.folder}/asked"
        for command in (["collectstatic", "--no-input"], ["migrate"], ["load_brochure"], ["shell", "-c", MAKE]):
            manage(front.settings, *command)
        try:
            front.start_nginx()
            front.start_django()
            findings = [*speed(front, static), *stampedes(front)]
            front.start_worker()
            findings += [edits(front), withdrawals(front)]
        finally:
            front.end()
    REPORT.write_text(report(findings))
    print(REPORT.read_text())


def speed(front: Front, static: Path) -> Iterator[Finding]:
    page = until_kept(front, PAGE).content
    (static / "copy.html").write_bytes(page)
    (static / "copy.html.gz").write_bytes(gzip.compress(page, mtime=0))
    pairs = [(wrk(front, PAGE), wrk(front, COPY)) for _round in range(ROUNDS)]
    ratios = sorted(kept / copy for kept, copy in pairs)
    ratio, spread = statistics.median(ratios), f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    how = f"`wrk -t1 -c8 -d{SECONDS}s`, the median of {ROUNDS} rounds in turn; {spread}"
    yield Finding("kept page to static copy, requests a second", f"{ratio:.2f}", "0.8 at least", ratio >= 0.8, how)
    waits = first_bytes(front)
    middle, late = (of(waits[PAGE]) / of(waits[COPY]) for of in (statistics.median, p95))
    how = f"{SINGLE} requests for each in turn, each on a connection of its own that is open; p95 {late:.2f}"
    yield Finding("kept page to static copy, first byte, p50", f"{middle:.2f}", "1.3 at most", middle <= 1.3, how)


def wrk(front: Front, path: str) -> float:
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", front.public + path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(said)
    return float(re.search(r"Requests/sec: +([\d.]+)", said)[1])


def first_bytes(front: Front) -> dict[str, list[float]]:
    """Seconds from a request until its answer begins, by address; asked in turn."""
    trust = ssl.create_default_context(cafile=front.machine.certificate)
    connections = {
        path: http.client.HTTPSConnection("localhost", front.ports["https"], context=trust) for path in (PAGE, COPY)
    }
    waits = {path: [] for path in connections}
    for _single in range(SINGLE):
        for path, connection in connections.items():
            asked = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            waits[path].append(time.perf_counter() - asked)
            answer.read()
    for connection in connections.values():
        connection.close()
    return waits


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def stampedes(front: Front) -> Iterator[Finding]:
    for kind in ("cold", "expired"):
        until_kept(front, "/en/edited/")
        time.sleep(3)
        before = asked_of_django(front)
        if kind == "cold":
            front.tell("/en/edited/", "PURGE")
        with ThreadPoolExecutor(CLIENTS) as clients:
            began = time.monotonic()
            statuses = list(clients.map(lambda _client: front.ask("/en/edited/").status_code, range(CLIENTS)))
            took = time.monotonic() - began
        seen = asked_of_django(front) - before
        how = f"{statuses.count(200)} answered 200 within {took:.1f} s, in which they also connect by TLS"
        wanted = "1" if kind == "cold" else f"one a second: {math.ceil(took) + 1} at most"
        is_met = seen == 1 if kind == "cold" else seen <= math.ceil(took) + 1
        yield Finding(f"{CLIENTS} at once on a page that is {kind}: Django sees", str(seen), wanted, is_met, how)


def asked_of_django(front: Front) -> int:
    time.sleep(1)
    return (front.folder / "asked").read_text().count(" /en/edited/ ")


def edits(front: Front) -> Finding:
    until_kept(front, "/en/edited/")
    waits = []
    with shell(front, EDIT) as editing:
        for number in range(EDITS):
            published = float(editing.stdout.readline())
            front.until(lambda number=number: f"Edit number {number}." in front.ask("/en/edited/").text)
            waits.append(time.time() - published)
    how = f"{EDITS} edits, median {statistics.median(waits):.2f} s; looked at all the time"
    return Finding(
        "an edit is shown, after publishing returned, worst", f"{max(waits):.2f} s", "1 s", max(waits) <= 1, how
    )


def withdrawals(front: Front) -> Finding:
    for path in LEFT:
        until_kept(front, path)
    with shell(front, WITHDRAW) as editing:
        left = float(editing.stdout.readline())
        front.kill("django")
        killed, last, looks = time.time() - left, 0.0, 0
        while time.time() - left < LOOKS:
            if 200 in [front.ask(path).status_code for path in LEFT]:
                last = time.time() - left
            looks += 1
            time.sleep(0.05)
    home = front.ask(PAGE).status_code
    how = f"Django killed {killed:.2f} s after; {looks} looks at each in {LOOKS} s; the home page then: {home}"
    what = "a page withdrawn, one deleted and one moved are last seen at their addresses"
    return Finding(what, f"{last:.2f} s", "2 s", last <= 2 and home == 200, how)


def shell(front: Front, script: str) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    environment = os.environ | front.settings
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def report(findings: list[Finding]) -> str:
    said = subprocess.run([find_nginx(), "-v"], capture_output=True, text=True, check=True).stderr
    version, load = said.split("/")[-1].strip(), f"{os.getloadavg()[0]:.1f}"
    return f"""# nginx in front of the site

`python -m benchmarks.front` writes this page; all rows are of one run. nginx {version} with the configuration of
`deploy/nginx/` as a server has it, over TLS, before gunicorn (`deploy/gunicorn.conf.py`, 2 processes), the worker and
PostgreSQL, with the brochure, all on one machine of {os.cpu_count()} cores. Its load at the end was {load}: only
ratios mean something. The static copy is the same page as a compressed file, which the same nginx serves.

| What | Found | Wanted | Met | How |
| --- | --- | --- | --- | --- |
{chr(10).join(map(str, findings))}
"""


if __name__ == "__main__":
    main()
