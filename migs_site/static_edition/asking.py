"""Asking the site for an address as a visitor would, in this process and without a network."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation


class Answer(NamedTuple):
    """What an address answers. name: the file name that the answer gives itself. location: where it leads.

    holds_until: until when it is right, by the clock of time.monotonic(), where that is less than its content is.
    """

    status: int
    body: bytes = b""
    type: str = ""
    location: str = ""
    name: str = ""
    is_private: bool = False
    holds_until: float | None = None


class Site(WSGIHandler):
    """The whole site with its middleware, as gunicorn would serve it below BASE_URL."""

    def __init__(self):
        self.load_middleware()

    def ask(self, address: str) -> Answer:
        """The answer to GET. address: path and question, encoded as in a link."""
        parts = urlsplit(address)
        path = unquote(parts.path)
        with translation.override(None):
            request = self.request_class(environ(path, parts.query))
            response = self.get_response(request)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            for close in response._resource_closers:  # response.close() would end the request, and the connection
                close()
        return Answer(
            status=response.status_code,
            body=body,
            type=response.get("Content-Type", "").partition(";")[0],
            location=response.get("Location", ""),
            name=name_in(response.get("Content-Disposition", "")),
            is_private=bool(response.cookies) or "no-store" in response.get("Cache-Control", ""),
            holds_until=getattr(request, "holds_until", None),
        )


def environ(path: str, question: str) -> dict:
    """A request of a visitor (PEP 3333) whose browser loads ahead, which counts nobody as a donor."""
    base = urlsplit(settings.BASE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": question,
        "SERVER_NAME": base.hostname,
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": base.netloc,
        "HTTP_X_FORWARDED_PROTO": base.scheme,
        "HTTP_SEC_PURPOSE": "prefetch",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": io.BytesIO(),
    }


def name_in(disposition: str) -> str:
    """The file name in a Content-Disposition of ours, which is plain; nothing where it is none that a folder takes."""
    name = disposition.partition('filename="')[2].partition('"')[0]
    return "" if "/" in name or name.startswith(".") else name


def is_form(address: str) -> bool:
    """Whether something is sent at an address, which no static host can receive."""
    path = unquote(urlsplit(address).path)
    with translation.override(language_of(path)):
        try:
            return hasattr(resolve(path).func, "takes_forms")
        except Resolver404:
            return False


def forms() -> list[str]:
    """The addresses of all forms that have one of their own, whoever sends them."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for view in views_with_forms(get_resolver().url_patterns):
                with suppress(NoReverseMatch):  # it is about one record
                    found.append(reverse(view))
    return sorted(filter(is_form, set(found)))


def views_with_forms(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The names of the views that are marked so."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views_with_forms(pattern.url_patterns, inner)
        elif pattern.name and hasattr(pattern.callback, "takes_forms"):
            yield namespace + pattern.name


def language_of(path: str) -> str:
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE
