"""What nginx keeps in front of the site: thrown away when it leaves the site, asked for anew when it changes.

FRONT_CACHES names nginx's own listener on each web machine (deploy/nginx/). Only the worker speaks to them
(migs_site/tasks.py), never an editor's save; what it has to tell them stands in the database with the change itself
(front_triggers.py beside this). docs/decisions/0024 says why.
"""

import datetime
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Now
from django.utils.encoding import iri_to_uri
from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page, Site

logger = logging.getLogger(__name__)

TWO_MINUTES = datetime.timedelta(minutes=2)
TIME_LIMIT = 2  # seconds for a machine to throw something away
TO_MAKE = 15  # seconds for a page to be made anew
MOST_AT_ONCE = 50  # pages that are looked at as just published


class Unreached(Exception):
    """A web machine did not hear what it should throw away: it is off, or hangs, and may have it when it is back."""


class FrontCache(HTTPBackend):
    """Wagtail's way to nginx, with an end to waiting, and one that says when it was not heard.

    That something was not kept is no error: nginx then answers 200.
    """

    def purge(self, url: str) -> None:
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        try:
            statuses = {self.told("PURGE", url, TIME_LIMIT) for url in urls}
        except (OSError, HTTPException) as error:
            raise Unreached(f"{self.cache_netloc}: {error!r}") from error
        if statuses - {200}:
            raise Unreached(f"{self.cache_netloc}: answered {max(statuses)}")

    def refresh(self, urls: Iterable[str]) -> None:
        """Have pages made anew. While Django is away or hangs, nginx goes on showing what it has."""
        try:
            for url in urls:
                self.told("GET", url, TO_MAKE, {"X-Refresh": "1"})
        except (OSError, HTTPException) as error:
            logger.info("%s was not asked for more: %r", self.cache_netloc, error)

    def told(self, method: str, url: str, seconds: int, headers: dict[str, str] | None = None) -> int:
        """The status of nginx's answer. By the standard library: a client of httpx takes longest to open."""
        parts = urlsplit(iri_to_uri(url))
        with closing(HTTPConnection(self.cache_netloc, timeout=seconds)) as connection:
            connection.request(method, urlunsplit(("", "", parts.path, parts.query, "")), headers=headers or {})
            answer = connection.getresponse()
            answer.read()
            return answer.status


def purge(paths: Iterable[str]) -> list[Unreached]:
    """Throw away what each machine keeps of these addresses, all machines at once; those that did not hear it."""
    return on_each_machine("purge_batch", paths)


def refresh(paths: Iterable[str]) -> list[Exception]:
    return on_each_machine("refresh", paths)


def on_each_machine(method: str, paths: Iterable[str]) -> list:
    machines, urls = list(get_backends().values()), [settings.BASE_URL + path for path in dict.fromkeys(paths)]
    with ThreadPoolExecutor(max(1, len(machines))) as pool:
        done = [pool.submit(getattr(machine, method), urls) for machine in machines]
    return [error for each in done if (error := each.exception())]


def addresses_of(pages: Iterable[list]) -> list[str]:
    """Where pages were: what a trigger has written down of each, its number, type, locale and place in the tree."""
    homes = {home.locale_id: home for home in home_pages()}
    found = []
    for pk, content_type_id, locale_id, url_path in pages:
        home = homes.get(locale_id)
        if home and url_path.startswith(home.url_path):
            model = ContentType.objects.get_for_id(content_type_id).model_class() or Page
            page = model(pk=pk, locale_id=locale_id, content_type_id=content_type_id, title="")
            found += [path_below(home, url_path) + part.lstrip("/") for part in page.get_cached_paths()]
        found.append(f"/id/{pk}")
    return found


def around(paths: Iterable[str]) -> list[str]:
    """The pages above these, home pages first: the lists and menus that quote a page."""
    parts = [path.split("/")[:-2] for path in paths if path.endswith("/")]
    above = {"/".join(words[:depth]) + "/" for words in parts for depth in range(2, len(words) + 1)}
    return sorted(above, key=lambda path: path.count("/"))


def changed_addresses() -> list[str]:
    """What was published in the last two minutes, the pages above it, and the home pages."""
    recent = Page.objects.live().filter(last_published_at__gte=Now() - TWO_MINUTES).order_by("-last_published_at")
    paths = paths_of(recent[:MOST_AT_ONCE])
    return [*paths, *around(paths), *paths_of(home_pages())]


def every_address() -> list[str]:
    """All pages, the upper ones first."""
    return paths_of(
        Page.objects.live().filter(depth__gt=1).order_by("depth", F("last_published_at").desc(nulls_last=True))
    )


def paths_of(pages: Iterable[Page]) -> list[str]:
    homes = {home.locale_id: home for home in home_pages()}
    placed = ((homes.get(page.locale_id), page.url_path) for page in pages)
    return [path_below(home, place) for home, place in placed if home and place.startswith(home.url_path)]


def path_below(home: Page, url_path: str) -> str:
    return f"/{home.locale.language_code}/{url_path.removeprefix(home.url_path)}"


def home_pages() -> list[Page]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    key = site and site.root_page.translation_key
    return list(Page.objects.filter(translation_key=key).select_related("locale"))
