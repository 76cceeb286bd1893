"""Following the site from address to address, and laying each answer into the folder of an edition."""

import os
import time
from collections import deque
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from migs_site.static_edition import hosting, places
from migs_site.static_edition.asking import Answer, Site, forms, is_form
from migs_site.static_edition.listing import WrongEdition, facts, read_sums, sha256
from migs_site.static_edition.reading import addresses, below_the_site
from migs_site.static_edition.rewriting import rewritten
from migs_site.static_edition.stand_ins import closed_form, leading_on, missing_page, start
from migs_site.web.middleware import ADMIN_PATH

FIRST = ["/sitemap.xml", "/robots.txt", "/favicon.ico", "/apple-touch-icon.png", "/Donate.html"]
WORDMARKS = [f"/wordmark/{code}{kind}.svg" for code, _name in settings.LANGUAGES for kind in ("", "-on-dark")]
OPTIONAL = {*WORDMARKS, "/Donate.html", "/favicon.ico", "/apple-touch-icon.png"}
LEADING_ON = (301, 302, 303, 307, 308)
FIXED = ("/cards/", settings.STATIC_URL)  # their names carry a hash of what they show


class PageFailed(WrongEdition):
    pass


class Collector:
    """What has been laid into a folder, by file (sums) and by address (answers)."""

    def __init__(self, folder: Path, *, last: Path | None, at: str = ""):
        self.folder, self.last, self.at, self.site = folder, last, at, Site()
        self.begun_at = time.monotonic()
        self.sums: dict[str, str] = {}
        self.answers: dict[str, dict] = {}
        self.broken: list[str] = []
        self.leads: list[hosting.Lead] = []
        self.written = self.size = 0
        self.holds_until: float | None = None
        self.last_sums, self.last_answers = known_of(last, at)
        self.waiting: deque[str] = deque()
        self.seen: set[str] = set()

    def collect(self) -> None:
        self.follow(["/", *FIRST, *WORDMARKS, *forms(), *redirected(), *permanent()])
        while self.waiting:
            self.take(self.waiting.popleft())
        self.put("404.html", self.readdressed(missing_page(self.site)))
        for name, content in hosting.files(self.leads, self.at or settings.BASE_URL).items():
            self.put(name, content)

    def follow(self, found) -> None:
        for address in found:
            if address not in self.seen and places.stored_address(address):
                self.seen.add(address)
                self.waiting.append(address)

    def take(self, address: str) -> None:
        """Ask for one address, and lay down what it answers."""
        if address == "/":
            self.follow(f"/{code}/" for code, _name in settings.LANGUAGES)
            self.put("index.html", start())
            answer = self.site.ask("/")  # where a browser is led that says nothing of languages
            self.answers["/"] = {"status": answer.status, "location": urljoin(settings.BASE_URL, answer.location)}
        elif is_form(address):
            self.put_form(address)
        elif not self.taken_over(address):
            self.store(address, self.site.ask(address))

    def taken_over(self, address: str) -> bool:
        """Take a file of the last edition whose name says that its content is the same; not its word, its hash."""
        known = self.last_answers.get(address)
        if not known or not address.startswith(FIXED) or known["status"] != 200 or is_unhashed(address):
            return False
        content = read(self.last / known["file"])
        if content is None or sha256(content) != self.last_sums.get(known["file"]):
            return False
        self.put(known["file"], content)
        self.follow(addresses(content, known["type"], address))
        self.answers[address] = known
        return True

    def store(self, address: str, answer: Answer) -> None:
        if answer.status in LEADING_ON:
            self.lead(address, answer)
        elif answer.status == 200 and answer.is_private:
            self.put_form(address)
        elif answer.status == 200:
            self.lay(address, answer)
        elif answer.status in (403, 404, 410):
            self.broken += [address] if address not in OPTIONAL else []
        else:
            raise PageFailed(f"{address} answered {answer.status}: the last edition stays as it is.")

    def lead(self, address: str, answer: Answer) -> None:
        """A page in the place of a redirect, which hosts that can make real ones do not need."""
        own = below_the_site(answer.location, urlsplit(address).path)
        if own and own.startswith(ADMIN_PATH):  # the public process has nothing there
            self.broken.append(address)
            return
        if own:
            self.follow([own])
        target = quote(places.stored_address(own) or urlsplit(own).path, safe="/%=&?") if own else answer.location
        target += f"#{urlsplit(answer.location).fragment}".rstrip("#") if own else ""
        stored = places.stored_address(address)
        self.leads.append(hosting.Lead(stored, target, answer.status))
        self.put(places.file_at(stored), leading_on(target))
        if not answer.is_private:
            absolute = urljoin(settings.BASE_URL + address, answer.location)
            self.answers[address] = {"status": answer.status, "location": absolute}

    def lay(self, address: str, answer: Answer) -> None:
        stored = places.stored_address(address)
        media_type = answer.type or "application/octet-stream"
        content = rewritten(answer.body, media_type, address, self.at)
        file = places.file_at(stored)
        if media_type != "text/html":
            file = places.file_beside(stored, media_type, answer.name)
            if stored.endswith("/") and file:
                target = places.address_of(file)
                self.leads.append(hosting.Lead(stored, target, 200, media_type))
                self.put(places.file_at(stored), leading_on(target))
        self.put(file, content)
        self.follow(addresses(answer.body, media_type, urlsplit(address).path))
        holds = self.hold(answer)
        self.answers[address] = {
            "status": 200,
            "file": file,
            "type": media_type,
            "holds": holds,
            "sha256": sha256(answer.body),
        }

    def changed(self) -> list[str]:
        """The addresses that answer otherwise than in the last edition, or are new, or gone."""
        before, now = self.last_answers, self.answers
        return sorted(address for address in before.keys() | now.keys() if before.get(address) != now.get(address))

    def put_form(self, address: str) -> None:
        path = urlsplit(address).path
        self.put(places.file_at(path), self.readdressed(closed_form(self.site, path)))

    def readdressed(self, page: bytes) -> bytes:
        return rewritten(page, "text/html", "/", self.at)

    def hold(self, answer: Answer) -> bool:
        """Whether a page shows the same as long as its content does, or until an instant, which is remembered.

        One that counts what arrives may differ at each visit.
        """
        if answer.holds_until is None:
            return True
        left = answer.holds_until - time.monotonic()
        if left > 0:
            self.holds_until = min(self.holds_until or float("inf"), timezone.now().timestamp() + left)
        return left > 0

    def put(self, file: str, content: bytes) -> None:
        """Lay down a file; one that the last edition has as well is the same file on the disk."""
        if not file or file in self.sums:
            return
        path = self.folder / file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            return  # an address that leads on below another that is a file: the lists for hosts have it
        if path.is_dir():
            return
        if self.last and read(self.last / file) == content:
            os.link(self.last / file, path)
        else:
            write(path, content)
            self.written += 1
        self.sums[file] = sha256(content)
        self.size += len(content)


def known_of(last: Path | None, at: str) -> tuple[dict, dict]:
    """The files and the answers of the last edition, if it is one of the same host."""
    try:
        known = facts(last) if last else {}
        return (read_sums(last), known["answers"]) if known.get("address") == (at or settings.BASE_URL) else ({}, {})
    except WrongEdition:
        return {}, {}


def is_unhashed(address: str) -> bool:
    """Whether a static file has a name that stays when its content changes."""
    if not address.startswith(settings.STATIC_URL):
        return False
    names = getattr(staticfiles_storage, "hashed_files", {})
    return address.removeprefix(settings.STATIC_URL) not in set(names.values())


def redirected() -> list[str]:
    """The old addresses of pages that have moved."""
    return [quote(path, safe="/?=&%") for path in Redirect.objects.order_by("pk").values_list("old_path", flat=True)]


def permanent() -> list[str]:
    return [f"/id/{number}" for number in Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True)]


def read(path: Path) -> bytes | None:
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None


def write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
