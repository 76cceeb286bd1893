"""Web machines are told what to throw away of what nginx keeps, and what to ask for anew.

FRONT_CACHES names nginx's own listener on each web machine (deploy/nginx/). Only the worker speaks to them (tasks.py
beside this), never an editor's save; what it has to tell them stands in the database with the change itself
(triggers.py). docs/decisions/0024 says why.
"""

import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.utils import get_backends

logger = logging.getLogger(__name__)

TIME_LIMIT = 2  # seconds for a machine to throw something away
TO_MAKE = 15  # seconds for a page to be made anew


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
            statuses = {self.send("PURGE", url, TIME_LIMIT) for url in urls}
        except (OSError, HTTPException) as error:
            raise Unreached(f"{self.cache_netloc}: {error!r}") from error
        if statuses - {200}:
            raise Unreached(f"{self.cache_netloc}: answered {max(statuses)}")

    def refresh(self, urls: Iterable[str]) -> None:
        """Have pages made anew. While Django is away or hangs, nginx says so, and goes on showing what it has."""
        try:
            for url in urls:
                self.send("GET", url, TO_MAKE, {"X-Refresh": "1"})
        except (OSError, HTTPException) as error:
            raise Unreached(f"{self.cache_netloc}: {error!r}") from error

    def send(self, method: str, url: str, seconds: int, headers: dict[str, str] | None = None) -> int:
        """The status of nginx's answer. By the standard library: a client of httpx takes longest to open."""
        parts = urlsplit(iri_to_uri(url))
        with closing(HTTPConnection(self.cache_netloc, timeout=TIME_LIMIT)) as connection:
            connection.connect()
            connection.sock.settimeout(seconds)
            connection.request(method, urlunsplit(("", "", parts.path, parts.query, "")), headers=headers or {})
            answer = connection.getresponse()
            answer.read()
            return answer.status


def purge(machines: Iterable[str], paths: Iterable[str]) -> list[str]:
    """Throw away what each machine keeps of these addresses; the machines that have heard it."""
    return told(dict.fromkeys(machines, paths), "purge_batch")


def refresh(machines: Iterable[str], paths: Iterable[str]) -> list[str]:
    """Have each machine ask anew for these addresses; the machines that have heard it."""
    return told(dict.fromkeys(machines, paths), "refresh")


def told(paths: Mapping[str, Iterable[str]], method: str = "purge_batch") -> list[str]:
    """Tell machines, by their names in FRONT_CACHES, of addresses; all at once. Those that have heard it."""
    if not paths:
        return []
    ways = {machine: getattr(each, method) for machine, each in get_backends(backends=list(paths)).items()}
    with ThreadPoolExecutor(len(paths)) as pool:
        done = {machine: pool.submit(way, urls_of(paths[machine])) for machine, way in ways.items()}
    for error in filter(None, (each.exception() for each in done.values())):
        if not isinstance(error, Unreached):
            raise error
        logger.info("A web machine was not told: %s", error)
    return [machine for machine, each in done.items() if not each.exception()]


def urls_of(paths: Iterable[str]) -> list[str]:
    return [settings.BASE_URL + path for path in dict.fromkeys(paths)]
