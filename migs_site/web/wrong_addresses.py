"""What stands in for a page that is not found: where its address leads on, or what was meant by it.

A redirect is followed to its end, and only to what answers. What print, mail programs and phones add to an address is
taken off again: full stops, brackets, quotation marks, notes, capitals, hyphens and spaces of a line break.
"""

import re
import unicodedata
from collections.abc import Iterator
from copy import copy
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import escape_uri_path, iri_to_uri, uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from migs_site.web.middleware import ADMIN_PATH, KEPT_BY_PROXIES
from migs_site.web.permanent_addresses import public_page

MOST_HOPS = 10
KEPT_AT_THE_END = ("L", "M", "Nd")  # letters, their accents, figures; never the raised figure of a note
HYPHENS = dict.fromkeys(map(ord, "‐‑‒–−"), "-")
ENTITY = re.compile(r"&(?:gt|lt|quot|apos|nbsp|rsquo|rdquo|raquo|#0*3[49]);?$", re.IGNORECASE)
LETTER = r"[^\W\d_]"
BROKEN_WORD = re.compile(rf"(?<={LETTER})-\s+(?={LETTER})")


class FoundAgainMiddleware(MiddlewareMixin):
    """Send on whoever asks for an address that leads on or that is merely spelled differently."""

    def process_response(self, request, response):
        is_question = request.method in ("GET", "HEAD") and not request.path_info.startswith(ADMIN_PATH)
        if response.status_code != 404 or not is_question or "\0" in request.path_info:
            return response
        query = request.whole_question
        return moved(request, request.path_info, query) or respelled(request, query) or response


def moved(request, path: str, query: str) -> HttpResponseRedirect | None:
    """Follow the redirects from a path to something that answers; nothing where they end in nothing or in a circle."""
    seen, is_permanent = set(), True
    while path.rstrip("/") not in seen and len(seen) < MOST_HOPS:
        seen.add(path.rstrip("/"))
        redirect, query = redirect_from(request, path, query)
        address = redirect and target(request, redirect)
        if not address:
            return None
        is_permanent &= redirect.is_permanent
        parts = urlsplit(address)
        query = parts.query or query
        if is_elsewhere(request, parts.hostname) or answers(request, unquote(parts.path), query):
            return leading_to(urlunsplit(parts._replace(query=query)), is_permanent)
        path = unquote(parts.path)
    return None


def redirect_from(request, path: str, query: str) -> tuple[Redirect | None, str]:
    """The redirect from an address, and what is left of the question: what the redirect itself names is used up."""
    path = escape_uri_path(path)
    with_query = redirect_at(request, f"{path}?{query}") if query else None
    return (with_query, "") if with_query else (redirect_at(request, path), query)


def redirect_at(request, address: str) -> Redirect | None:
    """The redirect from an address, as it is read rather than as it is encoded.

    Two people can make one each at the same moment, since rows for all sites are no duplicates to the database; Wagtail
    then fails. The later one counts.
    """
    encoded = Redirect.normalise_path(address, decode_unicode=False)
    paths = [uri_to_iri(encoded), encoded]
    found = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=paths)
    return min(found, key=lambda row: (paths.index(row.old_path), row.site_id is None, -row.pk), default=None)


def target(request, redirect: Redirect) -> str | None:
    """Where one redirect leads; for the page of somebody who was merged, to the page that was kept."""
    if not redirect.redirect_page_id:
        return redirect.link
    try:
        page = public_page(redirect.redirect_page_id)
    except Http404:
        return None
    return redirect.link if page.pk == redirect.redirect_page_id else page.get_url(request)


def is_elsewhere(request, host: str | None) -> bool:
    own = {urlsplit(settings.BASE_URL).hostname, urlsplit(f"//{request.get_host()}").hostname, *settings.OTHER_HOSTS}
    return bool(host) and host not in own


def respelled(request, query: str) -> HttpResponseRedirect | None:
    """The address that somebody meant who asked for this one, if it is an address of the site or was one."""
    for path in spellings(request.path_info):
        if answers(request, path, query):
            return leading_to(f"{escape_uri_path(path)}?{query}".rstrip("?"))
        if found := moved(request, path, query):
            return found
    return None


def spellings(path: str) -> Iterator[str]:
    """Other spellings of a path, the likeliest first. Each begins with one “/”, so that none leads to another site."""
    tried = {path, f"{path}/"}  # Django itself adds a slash
    for text in unbroken(plain_letters(unquote(path))):
        whole = "/" + "/".join(part for part in without_ending(text).split("/") if part)
        if ".." in text.split("/") or whole.lower().startswith(ADMIN_PATH.rstrip("/")):
            return
        for spelling in (whole, whole.lower()):
            for form in (spelling, f"{spelling}/".replace("//", "/")):
                if form not in tried:
                    tried.add(form)
                    yield form


def plain_letters(text: str) -> str:
    """Without soft hyphens and other signs that nobody sees; ligatures, wide letters and hyphens as they are typed."""
    seen = [sign for sign in text.translate(HYPHENS) if unicodedata.category(sign) != "Cf"]
    # Not every sign: the raised 1 of a note would become a figure of the number before it.
    return "".join(unicodedata.normalize("NFKC", sign) if "ﬀ" <= sign <= "～" else sign for sign in seen)


def unbroken(text: str) -> Iterator[str]:
    """The text with the breaks of lines taken out of it; figures are never put together to another number."""
    if not re.search(r"\d\s+\d", text):
        yield re.sub(r"\s+", "", text)
        yield re.sub(r"\s+", "", BROKEN_WORD.sub("", text))


def without_ending(text: str) -> str:
    """The text up to its last letter or figure."""
    shorter = ENTITY.sub("", text)
    while shorter and not unicodedata.category(shorter[-1]).startswith(KEPT_AT_THE_END):
        shorter = ENTITY.sub("", shorter[:-1])
    return shorter


def answers(request, path: str, query: str) -> bool:
    """Whether the site has something at an address; asked with HEAD, which counts no donor and changes nothing."""
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
            question = question_for(request, path, query, language)
            response = match.func(question, *match.args, **match.kwargs)
        except (Http404, Resolver404, PermissionDenied, SuspiciousOperation):
            return False
    for close in response._resource_closers:  # response.close() would end the request, and with it the connection
        close()
    return response.status_code < 400


def question_for(request, path: str, query: str, language: str):
    """The same visitor's request for another address."""
    question = copy(request)
    question.META = request.META | {"QUERY_STRING": query, "PATH_INFO": path, "REQUEST_METHOD": "HEAD"}
    question.GET = QueryDict(query)
    question.path = question.path_info = path
    question.method, question.LANGUAGE_CODE = "HEAD", language
    return question


def leading_to(address: str, is_permanent: bool = True) -> HttpResponseRedirect:
    """Browsers ask each time: an address that was given up may be a page again tomorrow."""
    kind = HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect
    response = kind(iri_to_uri(address))
    patch_cache_control(response, **KEPT_BY_PROXIES)
    return response
