"""Very many slow visitors at nginx, and pages that are withdrawn while they are asked for all the time."""

import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from benchmarks.faults import Outcome
from benchmarks.faults.beside import beside
from benchmarks.faults.front import of, reading
from benchmarks.faults.site import Postgres, temporary_folder
from tests.browser.running_site import manage
from tests.deploy.front import Front, until_kept
from tests.deploy.test_front import secure

FAMILY = "Slow visitors, and a race"
SLOW = 200
DURING = 15  # seconds
PAGES = 10
GONE_WITHIN, LOOKED_AT = 2, 10  # seconds
HALF = {
    "headers": b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "bodies": b"POST /en/apply/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\na=",
    "answers": b"GET /static/css/index.css HTTP/1.1\r\nHost: localhost\r\n\r\n",
}
CHOSEN = """
from people.models import PersonPage
for page in PersonPage.objects.live().filter(locale__language_code="en").order_by("pk")[:{number}]:
    print(page.get_url_parts()[2])
"""
WITHDRAWN = """
import time
from people.models import PersonPage
for page in PersonPage.objects.live().filter(locale__language_code="en").order_by("pk")[:{number}]:
    path = page.get_url_parts()[2]
    page.unpublish()
    print(time.time(), path, flush=True)
    time.sleep(0.5)
"""


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended:
        folder = temporary_folder()
        ended.callback(shutil.rmtree, folder)
        postgres = Postgres(folder / "postgres")
        ended.callback(postgres.stop)
        front = Front(folder / "machine", folder / "static", DATABASE_URL=postgres.url)
        front.settings |= {"DATABASE_POOL_SIZE": "22", "LOG_LEVEL": "ERROR", "FRONT_CACHES": front.inside}
        for command in (["collectstatic", "--no-input"], ["migrate"]):
            manage(front.settings, *command)
        ended.callback(front.end)
        front.start_nginx()
        front.start_django()
        front.start_worker()
        for kind in HALF:
            yield beside_slow_ones(front, kind)
        yield withdrawn(front)


def beside_slow_ones(front: Front, kind: str) -> Outcome:
    """Who begins and never ends holds a place at nginx, and nobody's at gunicorn."""
    until_kept(front, "/en/")
    with ExitStack() as slow:
        for number in range(SLOW):
            visitor = slow.enter_context(secure(front, f"127.0.{2 + number // 50}.{1 + number % 50}"))
            visitor.sendall(HALF[kind])
        with reading(front) as seen:
            time.sleep(DURING)
            began = time.monotonic()
            form = front.ask("/en/apply/").status_code
            took = time.monotonic() - began
    wrong = sum(number for status, number in seen.items() if status != 200)
    said = f"others’ pages meanwhile {of(seen)}; a form opened: {form} in {took:.2f} s"
    return Outcome(f"{SLOW} slow visitors: {kind}", f"begun and not gone on with for {DURING} s", said, wrong)


def withdrawn(front: Front) -> Outcome:
    """Each page is asked for all the time, and so is on its way from Django when it leaves the site."""
    paths = shell(front, CHOSEN).split()
    seen: dict[str, list[tuple[float, int]]] = {path: [] for path in paths}
    over = threading.Event()

    def ask(path: str) -> None:
        with front.client() as client:
            while not over.wait(0.02):
                asked = time.time()
                seen[path].append((asked, client.get(path).status_code))

    with beside(over, *(partial(ask, path) for path in paths)):
        left = {
            line.split()[1]: float(line.split()[0]) for line in shell(front, WITHDRAWN).splitlines() if " /" in line
        }
        time.sleep(LOOKED_AT)
    last = {path: max([at - left[path] for at, status in seen[path] if status == 200] or [0]) for path in left}
    late = sum(seconds > GONE_WITHIN for seconds in last.values())
    statuses = Counter(status for path in left for _at, status in seen[path])
    said = (
        f"{len(left)} pages, asked for {sum(map(len, seen.values()))} times ({of(statuses)}); the last answer with a "
        f"page came {max(last.values()):.1f} s after it had left, later than {GONE_WITHIN} s: {late}"
    )
    return Outcome("A withdrawal that races updates", f"{PAGES} pages unpublished under load", said, late)


def shell(front: Front, code: str) -> str:
    return manage(front.settings, "shell", "--no-imports", "-c", code.format(number=PAGES))
