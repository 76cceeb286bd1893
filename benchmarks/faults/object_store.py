"""An object store that refuses, stalls, cuts answers short and comes back, under visitors, staff and the worker."""

import hashlib
import io
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg
from PIL import Image

from benchmarks.faults import Outcome
from benchmarks.faults.beside import beside
from benchmarks.faults.outside import SIGN_IN
from benchmarks.servers import empty_database
from benchmarks.students_at_once import document
from migs_site.media_storage.store import FOLDER, shared_connection
from tests.browser.running_site import manage
from tests.deploy.front import Front, until_kept
from tests.object_store import BUCKET, ObjectStore, Road

FAMILY = "Object store"
SECONDS, QUIET = 30, 4  # of a fault, and after it
AWAY = "Files cannot be stored at the moment"
PATIENCE = 240  # seconds for jobs of the worker, which tries again after one minute, then two
PAGES = ["/en/", "/fr/", "/en/people/", "/en/recommendations/"]
FAULTS = [
    ("Refusing", "refuses", "nobody listens at its port"),
    ("Broken", "503", "every answer is 503"),
    ("Stalling", "stalls", "it takes every request and says nothing"),
    ("Cut short", "cuts", "half of each answer, then the end of the connection"),
]
FIRST = """
from migs_site.images.models import SiteImage
for image in SiteImage.objects.order_by("id"):
    print(image.get_rendition("fill-360x450|bare|format-jpeg").url)
"""
WANTED = """
from migs_site.images.models import SiteImage
from migs_site.images.tasks import make_renditions
for image in SiteImage.objects.all():
    make_renditions.defer(image_id=image.pk, shape="body")
"""


def photograph(size: tuple[int, int]) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "grey").save(content, "JPEG")
    return content.getvalue()


class Seen(NamedTuple):
    status: int
    seconds: float


class Site:
    """The whole site of one machine, with somebody of its staff who has signed in."""

    def __init__(self, folder: Path, url: str, road: Road):
        static = folder / "static"
        static.mkdir()
        self.url, self.road, self.number = url, road, 0
        self.front = Front(folder / "machine", static, DATABASE_URL=url, MEDIA_STORAGE_URL=road.address())
        self.front.settings |= {"DATABASE_POOL_SIZE": "22", "LOG_LEVEL": "ERROR"}
        self.front.machine = replace(self.front.machine, has_store=True)
        self.front.write_configuration()
        self.promised: dict[str, str] = {}  # the title of a picture that was said to be stored, and its hash

    def start(self) -> None:
        manage(self.front.settings, "collectstatic", "--no-input")
        self.front.start_nginx()  # before anybody else has its ports
        manage(self.front.settings, "migrate")
        manage(self.front.settings, "load_brochure")
        self.session = manage(self.front.settings, "shell", "--no-imports", "-c", SIGN_IN).strip()
        self.front.start_django()
        self.front.start_worker()

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def staff(self) -> httpx.Client:
        client = self.front.client(side="staff")
        client.cookies.set("sessionid", self.session)
        client.headers["Referer"] = f"{self.front.staff}/admin/"
        return client

    def send(self, address: str, name: str, content: bytes, kind: str) -> httpx.Response:
        """Fill in the form of the admin with a file, and send it."""
        self.number += 1
        fields = {"title": f"{name} {self.number}", "alt_en": "A field", "alt_fr": "Un champ"}
        with self.staff() as client:
            form = client.get(address).text
            fields |= {"csrfmiddlewaretoken": re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[0]}
            fields |= {
                "collection": re.findall(r'name="collection" value="(\d+)"', form + ' name="collection" value="1"')[0]
            }
            answer = client.post(address, data=fields, files={"file": (f"{name}.{kind}", content)})
        if answer.status_code == 302:
            self.promised[fields["title"]] = hashlib.sha256(content).hexdigest()
        return answer

    def send_picture(self) -> str:
        """What came of it, in a word."""
        self.number += 1
        content = photograph((600 + self.number, 800))
        answer = self.send("/admin/images/add/", "Picture", content, "jpg")
        if answer.status_code == 200:
            return "told beside the file" if AWAY in answer.text else "another page"
        return {302: "stored", 503: "told on a page"}.get(answer.status_code, str(answer.status_code))


@contextmanager
def doing(deeds: dict[str, Callable[[], object]]) -> Iterator[dict[str, list]]:
    """Each deed again and again, in a thread of its own; what each time came of it."""
    over, found = threading.Event(), {name: [] for name in deeds}

    def again(name: str) -> None:
        while not over.wait(0.1):
            found[name].append(deeds[name]())

    with beside(over, *(partial(again, name) for name in deeds)):
        yield found


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended, empty_database("_faults") as url:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="migs-faults-")))
        store = ObjectStore(folder / "store")
        ended.callback(store.stop)
        road = Road(store)
        ended.callback(road.close)
        site = Site(folder, url, road)
        ended.callback(site.front.end)
        site.start()
        for _picture in range(3):
            site.send_picture()
        site.send("/admin/documents/add/", "Report", document(100_000), "pdf")
        kept = manage(site.front.settings, "shell", "--no-imports", "-c", FIRST).split()
        for path in [*PAGES, *kept]:
            until_kept(site.front, path)
        for fault, trouble, injected in FAULTS:
            yield counted(site, kept, fault, trouble, injected)


def counted(site: Site, kept: list[str], fault: str, trouble: str, injected: str) -> Outcome:
    [[number, name]] = site.rows("SELECT id, file FROM wagtaildocs_document")
    report = f"/documents/{number}/{name.rpartition('/')[2]}"
    deeds = {
        "pages": lambda: look(site, PAGES[int(time.monotonic() * 10) % len(PAGES)]),
        "pages of the admin": lambda: look(site, "/admin/images/", staff=True),
        "kept pictures": lambda: look(site, kept[int(time.monotonic() * 10) % len(kept)]),
        "documents": lambda: look(site, report),
        "uploads": site.send_picture,
    }
    with doing(deeds) as found:
        with site.road.in_trouble(trouble):
            manage(site.front.settings, "shell", "--no-imports", "-c", WANTED)
            time.sleep(SECONDS)
        back = until_back(site, report)
        time.sleep(QUIET)
    manage(site.front.settings, "shell", "--no-imports", "-c", WANTED)  # for what came since
    late = until_made(site)
    lost, orphans = looked_at(site)
    parts = [f"{name}: {of(found[name])}" for name in deeds]
    said = (
        f"{'; '.join(parts)}; documents back {back:.1f} s after its end; jobs for sizes ended {late:.0f} s after; "
        f"of {len(site.promised)} files promised {lost} missing or other; files without a row {orphans}"
    )
    return Outcome(f"{fault} object store", f"{injected}, for {SECONDS} s and some", said, lost)


def look(site: Site, path: str, staff: bool = False) -> Seen:
    began = time.monotonic()
    with site.staff() if staff else site.front.client() as client:
        status = client.get(path).status_code
    return Seen(status, time.monotonic() - began)


def of(seen: list) -> str:
    statuses = Counter(each.status if isinstance(each, Seen) else each for each in seen)
    slowest = max((each.seconds for each in seen if isinstance(each, Seen)), default=0)
    said = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items(), key=str))
    return said + (f" (slowest {slowest:.1f} s)" if slowest else "")


def until_back(site: Site, path: str) -> float:
    return site.front.until(lambda: site.front.ask(path).status_code == 200)


def until_made(site: Site) -> float:
    """Until no job waits any more that makes sizes of pictures; the seconds that it took."""
    missing = """SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
        AND task_name = 'migs_site.images.tasks.make_renditions'"""
    return site.front.until(lambda: site.rows(missing) == [(0,)], PATIENCE)


def looked_at(site: Site) -> tuple[int, int]:
    """Of the files that were promised how many are missing or others; how many files in the store have no row."""
    client = shared_connection(site.road.store.address()).meta.client
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{FOLDER}/")
    there = {each["Key"].removeprefix(f"{FOLDER}/") for page in pages for each in page.get("Contents", [])}
    files = site.rows("SELECT title, file FROM images_siteimage UNION SELECT title, file FROM wagtaildocs_document")
    sizes = {file for (file,) in site.rows("SELECT file FROM images_siterendition")}
    rows, lost = dict(files), len(sizes - there)
    for title, wanted in site.promised.items():
        name = rows.get(title)
        body = client.get_object(Bucket=BUCKET, Key=f"{FOLDER}/{name}")["Body"].read() if name in there else b""
        lost += hashlib.sha256(body).hexdigest() != wanted
    lost += len(set(rows.values()) - there) + missing_sizes(site)
    return lost, len(there - sizes - set(rows.values()))


def missing_sizes(site: Site) -> int:
    """How many pictures have not every size for the body of a page, which the worker was asked for."""
    [[number]] = site.rows("""
        SELECT count(*) FROM (
            SELECT image.id FROM images_siteimage image
            LEFT JOIN images_siterendition size ON size.image_id = image.id AND size.filter_spec LIKE 'max-%|bare|%'
            GROUP BY image.id HAVING count(size.id) < 6
        ) AS lacking
    """)
    return number
