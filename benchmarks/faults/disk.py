"""Disks without room where pictures and documents lie, where files arrive, and where nginx takes them in."""

import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psycopg
from PIL import Image

from benchmarks.faults import Outcome
from benchmarks.faults.outside import SIGN_IN
from benchmarks.faults.site import Postgres, Site, disk_of_memory, room_on, temporary_folder
from benchmarks.faults.students import Student, is_received
from benchmarks.students_at_once import BOUNDARY, document, multipart
from tests.deploy.front import Front

FAMILY = "Disks"
DISK, LEFT = 16, 1_000_000  # megabytes of each; bytes that are left of it, so that a file begins and does not end
LARGE = 4_000_000  # bytes of a file: more than is kept in memory while it arrives
ROWS = "SELECT (SELECT count(*) FROM images_siteimage) + (SELECT count(*) FROM wagtaildocs_document)"
FILES = "SELECT count(*) FROM internships_applicationfile"
SAYS = ["We could not save what you just sent", "Nous n’avons pas pu enregistrer"]
NOT_ALL_SAVED = "Attach those that are missing again in a few minutes."


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended:
        folder = temporary_folder()
        ended.callback(shutil.rmtree, folder)
        arriving = ended.enter_context(disk_of_memory(folder / "arriving", DISK))
        postgres = Postgres(folder / "postgres")
        ended.callback(postgres.stop)
        site = Site(folder, postgres, TMPDIR=str(arriving))
        ended.callback(site.stop)
        stored = ended.enter_context(disk_of_memory(folder / "site" / "media", DISK))
        staff = Staff(site)
        yield of_stored_files(staff, stored)
        yield of_arriving_files(site, staff, arriving)
        yield behind_nginx(site)


class Staff:
    """Somebody who has signed in, with a picture and a document to publish."""

    def __init__(self, site: Site):
        session = site.ours.manage("shell", "--no-imports", "-c", SIGN_IN).strip()
        address = f"http://127.0.0.1:{site.served.port}"
        self.site, self.files = site, {"images": picture(), "documents": document(LARGE)}
        self.client = httpx.Client(base_url=address, cookies={"sessionid": session}, timeout=60)

    def publish(self, kind: str) -> httpx.Response:
        page = self.client.get(f"/admin/{kind}/add/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="(.*?)"', page)[1]
        words = {"title": "Large", "alt_en": "Noise", "alt_fr": "Du bruit", "csrfmiddlewaretoken": token}
        name = {"images": "large.png", "documents": "large.pdf"}[kind]
        return self.client.post(f"/admin/{kind}/add/", data=words, files={"file": (name, self.files[kind])})

    def rows(self) -> int:
        return self.site.rows(ROWS)[0][0]


def picture() -> bytes:
    """Noise, which no format makes smaller."""
    content, side = io.BytesIO(), 1_150
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(content, "PNG")
    return content.getvalue()


@contextmanager
def almost_full(disk: Path) -> Iterator[None]:
    rest = disk / "rest"
    rest.write_bytes(bytes(room_on(disk) - LEFT))
    try:
        yield
    finally:
        rest.unlink()


def bytes_in(disk: Path) -> int:
    return sum(path.lstat().st_size for path in disk.rglob("*") if path.is_file() and path.name != "rest")


def published(staff: Staff, disk: Path) -> tuple[str, int]:
    """A picture and a document, without room and with room again: what came of it, and what is wrong with that."""
    before, held = staff.rows(), bytes_in(disk)
    with almost_full(disk):
        answers = [staff.publish(kind) for kind in staff.files]
        rows, left = staff.rows() - before, bytes_in(disk) - held
    clear = sum(all(words in answer.text for words in SAYS) for answer in answers)
    again = sum(staff.publish(kind).status_code == 302 for kind in staff.files)
    missing = again - (staff.rows() - before)
    said = (
        f"picture and document: {', '.join(str(answer.status_code) for answer in answers)}, {clear} of {len(answers)} "
        f"with what to do in both languages, rows {rows}, bytes left behind {left}; sent again with room {again} stored"
    )
    return said, missing + rows + (len(answers) - clear) + (left > 0)


def of_stored_files(staff: Staff, disk: Path) -> Outcome:
    said, wrong = published(staff, disk)
    with almost_full(disk):
        student = Student(staff.site)
        received = is_received(student, student.send())
    said += f"; an application meanwhile, which lies in the database: {'received' if received else 'lost'}"
    return Outcome("Disk of pictures and documents full", "a disk of memory", said, wrong + (not received))


def of_arriving_files(site: Site, staff: Staff, disk: Path) -> Outcome:
    said, wrong = published(staff, disk)
    student, held = Student(site), bytes_in(disk)
    form = student.form(files={"cv": document(LARGE)})
    with almost_full(disk):
        status = student.send(form).status
        told = NOT_ALL_SAVED in student.page
        left = bytes_in(disk) - held
    received = is_received(student, student.send())
    said += (
        f"; an application: {status}, {'told' if told else 'not told'} which file to attach again, bytes left behind "
        f"{left}; with room again {'received' if received else 'lost'}"
    )
    return Outcome("Temporary folder full", "a disk of memory", said, wrong + (not told) + (not received) + (left > 0))


def behind_nginx(site: Site) -> Outcome:
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="migs-faults-")))
        site.ours.manage("collectstatic", "--no-input", "--verbosity=0", STATIC_DIR=str(folder / "static"))
        front = Front(folder / "machine", folder / "static", DATABASE_URL=site.postgres.url)
        disk = ended.enter_context(disk_of_memory(front.folder / "temp", DISK))
        ended.callback(front.end)
        front.start_nginx()
        front.start_django()
        with psycopg.connect(site.postgres.url, autocommit=True) as connection, front.client("127.0.1.1") as client:
            path, [[before]] = client.get("/en/apply/").headers["Location"], connection.execute(FILES)
            with almost_full(disk):
                refused, left = send(client, path), bytes_in(disk)
            told = all(words in refused.text for words in SAYS)
            saved = send(client, path).status_code
            [[after]] = connection.execute(FILES)
    said = (
        f"a draft with a file: {refused.status_code}, {'with' if told else 'without'} what to do in both languages, "
        f"bytes left behind {left}; sent again with room {saved}, files stored {after - before}"
    )
    wrong = (not told) + (left > 0) + (after - before != 1)
    return Outcome("nginx’s temporary folder full", "a disk of memory", said, wrong)


def send(client: httpx.Client, path: str) -> httpx.Response:
    body = multipart({"name": "Camille", "do": "save"}, {"cv": document(LARGE)})
    return client.post(path, content=body, headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
