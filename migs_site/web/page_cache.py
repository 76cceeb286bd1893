"""Answers that are the same for everybody, kept in the memory of each process by the version of the content.

One small query says whether what is kept still holds (migs_site/base/content_version.py); then nothing is rendered. An
answer is kept by its scheme, host and path, and what the page there reads of the question behind the “?”.

A page that changes at an instant, whatever is stored, says so in ``request.holds_until``, by the clock of
time.monotonic(): it knows from the database's clock how long that is, and the clocks of web machines need not agree.
"""

import gzip
import math
import sys
import time
from collections import OrderedDict
from copy import copy
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import set_response_etag
from django.utils.text import compress_string
from wagtail.models import Site

from migs_site.base.content_version import Version, at_version
from migs_site.base.deadlocks import is_conflict
from migs_site.web.middleware import ADMIN_PATH, is_public, share, worth_compressing
from migs_site.web.read_parameters import ALL, read_part
from migs_site.web.replica import READ_FROM_COPY, Reading, at_hand, look

# What nobody keeps here: it is private, a file, or answered without the database, which may be away.
PASSED_BY = (ADMIN_PATH, "/documents/", settings.MEDIA_URL, "/robots.txt")
QUESTIONS = 4  # one part in so many is for answers to questions, of which there is no end
OVERHEAD = 2_000  # bytes of an answer beside its content; between 700 and 1,800 were measured
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Answer(NamedTuple):
    """An answer as it is kept: compressed, where that makes it smaller."""

    content: bytes
    is_compressed: bool
    headers: dict[str, str]
    holds_until: float = math.inf

    def response(self, request) -> HttpResponse:
        """The answer in the encoding that is asked for."""
        content, headers = self.content, self.headers.copy()
        if self.is_compressed and re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            headers |= {"Content-Encoding": "gzip", "ETag": f"W/{headers['ETag']}"}
        elif self.is_compressed:
            content = gzip.decompress(content)
        headers["Content-Length"] = str(len(content))
        return HttpResponse(content, headers=headers)


def answer_of(response: HttpResponse, holds_until: float | None) -> Answer:
    if not response.has_header("ETag"):
        set_response_etag(response)
    headers = {sys.intern(name): sys.intern(value) if name != "ETag" else value for name, value in response.items()}
    # Not padded against BREACH: what everybody gets holds no secret.
    small = compress_string(response.content) if worth_compressing(response) else response.content
    is_compressed = len(small) < len(response.content)
    content = small if is_compressed else response.content
    return Answer(content, is_compressed, headers, math.inf if holds_until is None else holds_until)


class Answers:
    """Answers by key; those that were asked for longest ago go, once all together are larger than a limit in bytes.

    One that is larger by itself is not kept, and nothing goes for it.
    """

    def __init__(self, limit: int):
        self.limit, self.size, self.by_key = limit, 0, OrderedDict()

    def get(self, key) -> Answer | None:
        answer = self.by_key.get(key)
        if answer:
            self.by_key.move_to_end(key)
        return answer

    def put(self, key, answer: Answer) -> None:
        self.drop(key)
        if size_of(key, answer) > self.limit:
            return
        self.by_key[key] = answer
        self.size += size_of(key, answer)
        while self.size > self.limit:
            self.drop(next(iter(self.by_key)))

    def drop(self, key) -> None:
        answer = self.by_key.pop(key, None)
        self.size -= size_of(key, answer) if answer else 0


def size_of(key: tuple[str, ...], answer: Answer) -> int:
    """In bytes; an address may be longer than what is found there."""
    return sum(map(len, key)) + len(answer.content) + OVERHEAD


class PageCache:
    """The answers of one version of the content, within a limit in bytes. Safe with threads."""

    def __init__(self, limit: int):
        self.lock, self.limit = Lock(), limit
        self.turn_to(None)

    def turn_to(self, version: Version | None) -> None:
        self.version = version
        self.read_parameters = {}  # by path, of pages that read any: of those there are few, and each has one path
        self.pages, self.questions = Answers(self.limit - self.limit // QUESTIONS), Answers(self.limit // QUESTIONS)

    def get(self, version: Version, request) -> Answer | None:
        with self.lock:
            if self.version != version:
                self.turn_to(version)
            names = self.read_parameters.get(request.path_info)
        question = read_part(request.GET, names).urlencode() if names else ""
        with self.lock:
            kept = self.questions if question else self.pages
            answer = kept.get(key_of(request, question)) if self.version == version else None
        return answer if answer and time.monotonic() < answer.holds_until else None

    def put(self, version: Version, request, answer: Answer) -> None:
        """Keep the answer to a request, unless another has read a newer version meanwhile."""
        question = request.GET.urlencode()
        with self.lock:
            if self.version == version:
                if request.read_parameters:
                    self.read_parameters[request.path_info] = request.read_parameters
                (self.questions if question else self.pages).put(key_of(request, question), answer)


def key_of(request, question: str) -> tuple[str, str, str, str]:
    return request.scheme, request.get_host(), request.path_info, question


class PageCacheMiddleware:
    """Answers from what is kept, and keeps what is made. Stands outside of whatever depends on a visitor."""

    def __init__(self, get_response):
        if settings.DEBUG or not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.cache = PageCache(settings.PAGE_CACHE_BYTES)

    def __call__(self, request):
        reading = look() if is_for_anybody(request) else None
        if reading is None:
            return self.get_response(request)
        with at_version(reading.version):
            answer = self.cache.get(reading.version, request)
            if answer:
                return answer.response(request)
            if request.method == "HEAD":  # makes nothing that could be kept, and must not count a donor as a GET does
                with reading.under_way():
                    return self.get_response(request)
            return self.made(reading, request)

    def process_view(self, request, view, args, kwargs):
        """Only now it is known what answers."""
        if (reading := at_hand.get()) and request.resolver_match.url_name in READ_FROM_COPY:
            reading.choose()

    def made(self, reading: Reading, request) -> HttpResponse:
        """The answer made anew, and kept if it is for everybody."""
        question = unconditional(request)
        with reading.under_way():
            response = self.get_response(question)
        if reading.is_from_copy and response.status_code >= 500 and not reading.is_database_away:
            return self.made(reading.without_copy(), request)  # it has gone, or has ended a query that was in its way
        share(question, response)
        if not can_be_kept(question, response):
            return response
        if not reading.still_holds():
            return response if reading.is_database_away else self.made_in_snapshot(request)
        answer = answer_of(response, getattr(question, "holds_until", None))
        self.cache.put(reading.version, question, answer)
        return answer.response(request)

    def made_in_snapshot(self, request) -> HttpResponse:
        """The page again, as the content is at one moment: it changed while the page was made, which may be half old.

        Not kept, since in a transaction; the next visit does that. A picture that is made meanwhile may find that
        another transaction has been quicker, on the page (which is then a 500) or at the end; then a page that may be
        mixed is better than none.
        """
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                Site.clear_site_root_paths_cache()
                response = self.get_response(unconditional(request))
        except OperationalError as error:
            if not is_conflict(error):
                raise
            return self.get_response(request)
        return self.get_response(request) if response.status_code == 500 else response


def is_for_anybody(request) -> bool:
    """Whether everybody may get the same answer to a request. A preview is a request inside one of the admin’s."""
    return (
        request.method in ("GET", "HEAD")
        and request.path_info != "/"
        and not request.path_info.startswith(PASSED_BY)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not getattr(request, "is_dummy", False)
    )


def unconditional(request):
    """The same request without what it knows already, so that it is answered whole."""
    question = copy(request)
    question.META = {name: value for name, value in request.META.items() if name not in CONDITIONS}
    question.__dict__.pop("headers", None)
    return question


def can_be_kept(request, response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and is_public(response)
        and response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        and getattr(request, "read_parameters", ALL) is not ALL
    )
