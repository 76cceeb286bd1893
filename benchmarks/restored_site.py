"""Looks at a site that was restored: every table, every file, what only a key opens, a sign-in, twenty pages."""

import hashlib
import http.cookiejar
import re
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.served import Served
from benchmarks.side_by_side import Ours

PAGES = 20
# What a restore changes itself: everybody is signed out, migrate makes a new version, jobs are queued.
CHANGED = {"django_session", "content_version", "procrastinate_jobs", "procrastinate_events", "procrastinate_workers"}
OPEN = """
from internships.documents.contents import open_content
from internships.models import ApplicationFile
for file in ApplicationFile.objects.exclude(application__received_at=None).order_by("pk"):
    open_content(file).close()
    print(file.kind, file.sha256)
"""


def tables(url: str) -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has and a hash of them all, in whatever order they lie."""
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        query = sql.SQL(
            "SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {} t"
        )
        return {name: connection.execute(query.format(sql.Identifier(name))).fetchone() for [name] in names}


def files(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file() and "cache" not in path.relative_to(folder).parts]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def differences(before: dict, after: dict, but: set[str] = frozenset()) -> list[str]:
    """The names of what is not the same."""
    return sorted(
        name for name in before.keys() | after.keys() if name not in but and before.get(name) != after.get(name)
    )


def opened(ours: Ours, identity: Path) -> list[str]:
    """Kind and hash of every file that was sent, each opened with one private key and compared."""
    return ours.manage("shell", "--no-imports", "-c", OPEN, FILE_IDENTITIES=str(identity)).splitlines()


class Visitor:
    """A browser without a window."""

    def __init__(self, served: Served):
        self.address = f"http://127.0.0.1:{served.port}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str, **form: str) -> tuple[str, str]:
        """Where it ends, and the page; raises for an error."""
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.address + path, data, {"Referer": self.address + path})  # noqa: S310 (ours)
        with self.opener.open(request, timeout=60) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode(errors="replace")

    def sign_in(self, email: str, password: str) -> bool:
        _place, page = self.get("/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        place, _page = self.get(
            "/admin/login/", username=email, password=password, csrfmiddlewaretoken=token, next="/admin/"
        )
        return place == "/admin/"

    def crawl(self) -> int:
        """How many pages of the sitemap answer, of the first twenty; raises for one that does not."""
        _place, sitemap = self.get("/sitemap.xml")
        paths = [urllib.parse.urlsplit(found).path for found in re.findall("<loc>(.*?)</loc>", sitemap)][:PAGES]
        return sum("</html>" in self.get(path)[1] for path in paths)
