"""What each request passes through: its language; and its answer's security policy, weight and caching."""

import logging

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.core.paginator import InvalidPage
from django.db import IntegrityError
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.cache import cc_delim_re, has_vary_header, patch_cache_control, patch_vary_headers
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from psycopg.errors import (
    CheckViolation,
    ExclusionViolation,
    ForeignKeyViolation,
    InvalidTextRepresentation,
    NumericValueOutOfRange,
    UniqueViolation,
)
from wagtail.models import Page

from migs_site.base.deadlocks import is_conflict
from migs_site.base.outages import is_outage
from migs_site.content_security import PERMISSIONS_POLICY
from migs_site.serving import PUBLIC
from migs_site.web.errors import bad_request

logger = logging.getLogger(__name__)

ADMIN_PATH = "/admin/"
MISSING = (404, 410)
BRIEFLY_KEPT = (301, *MISSING)
QUOTED = 100  # letters of a value; Python cuts long ones in its errors
NOT_A_NUMBER = "expected a number but got"  # how Django puts it, of any field
# Who keeps an answer asks each time whether it still holds. A proxy asks at most once a second; it may show what it has
# while it asks, for ten seconds, and while the site fails, for a week (RFC 5861).
KEPT_BY_BROWSERS = {"public": True, "max_age": 0, "stale_if_error": 7 * 24 * 60 * 60}
KEPT_A_SECOND = {"public": True, "max_age": 0, "s_maxage": 1}
KEPT_BY_PROXIES = KEPT_A_SECOND | {"stale_while_revalidate": 10} | KEPT_BY_BROWSERS


def is_admin(request) -> bool:
    """Whether an address is the admin's; below the same words the public process has nothing."""
    return settings.SERVES != PUBLIC and request.path_info.startswith(ADMIN_PATH)


class HeadersAloneMiddleware(MiddlewareMixin):
    """Answer HEAD with the headers of GET and no content: gunicorn writes a warning for each byte it has to drop."""

    def process_response(self, request, response):
        if not response.streaming and response.status_code not in (204, 304):
            response.headers.setdefault("Content-Length", str(len(response.content)))  # of HEAD and of GET
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = []
        elif request.method == "HEAD":
            response.content = b""
        return response


class OneHostMiddleware(MiddlewareMixin):
    """Send visitors who typed another name of the site, such as www., to the same address below its own name."""

    def process_request(self, request):
        name = request.get_host().lower().split(":")[0].rstrip(".")
        if name not in settings.OTHER_HOSTS:
            return None
        address = settings.BASE_URL + request.get_full_path()
        # What is no question goes on as it was sent (308).
        return HttpResponsePermanentRedirect(address, preserve_request=request.method not in ("GET", "HEAD"))


class AddressLanguageMiddleware(MiddlewareMixin):
    """Take the language from the address alone; an address without one is answered in the default language.

    Django's own middleware asks cookies and the browser too, so that one address would give two pages. Only the admin,
    which no cache keeps, asks the browser: whoever signs in there has not said a language yet.
    """

    def process_request(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        if is_admin(request):
            language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        if is_admin(request):
            patch_vary_headers(response, ("Accept-Language",))
        return response


class ReadableQueryMiddleware(MiddlewareMixin):
    """Refuses in the admin what no database can look for: a NUL behind the “?”. No form and no browser writes one."""

    def process_request(self, request):
        if is_admin(request) and "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A NUL in the address.")


class NonsenseMiddleware(MiddlewareMixin):
    """Refuses an address of the admin whose view expects a number where there is none, or one too large to be stored,
    and a form that lacks a field.

    Wagtail's views hand such values to the database as they come (“?id=abc”), and fail.
    """

    def process_exception(self, request, exception):
        if not is_admin(request) or not is_nonsense(exception, request):
            return None
        logger.warning("Not understood: %s", request.path_info, exc_info=exception)
        return bad_request(request, exception)


def is_nonsense(error: Exception, request) -> bool:
    """Whether a view failed at a missing field, or at a wrong value behind the “?”, which the error quotes."""
    if isinstance(error, MultiValueDictKeyError):
        return True
    refused = isinstance(error.__cause__, (NumericValueOutOfRange, InvalidTextRepresentation))
    if refused or isinstance(error, InvalidPage):
        return True
    if not isinstance(error, (ValueError, NoReverseMatch)):
        return False
    values = [value for _name, values in request.GET.lists() for value in values]
    return NOT_A_NUMBER in str(error) or any(repr(value)[:QUOTED] in str(error) for value in values)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin, whose own pages need a wider one and frames of the site itself.

    A preview in the editor is a request inside a request: only the outer one, below the admin, decides.
    """

    def process_response(self, request, response):
        if getattr(request, "is_dummy", False):
            return response
        if is_admin(request):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return super().process_response(request, response)

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and is_admin(request):
            parts.replace = settings.CONTENT_SECURITY_POLICY_ADMIN
        return parts


class IsolationMiddleware(MiddlewareMixin):
    """Say in every answer that no other site may build it in, and which parts of a machine no page of ours uses."""

    def process_response(self, request, response):
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class PageCompressionMiddleware(GZipMiddleware):
    """Compress pages, but no file: a stored one passes as it is, with its length. (Django pads against BREACH.)"""

    def process_response(self, request, response):
        if response.headers.get("Content-Encoding") == "None":  # which Wagtail says of its documents
            del response.headers["Content-Encoding"]
        return super().process_response(request, response) if worth_compressing(response) else response


def worth_compressing(response) -> bool:
    """Whether an answer is neither a stored file nor a picture, which is compressed as it is."""
    return not response.streaming and response.headers.get("Content-Type") != "image/png"


class SharedCacheMiddleware(ConditionalGetMiddleware):
    """Let browsers and proxies keep what is the same for everybody, and ask each time whether it still holds.

    They ask by the hash of the content (ETag) alone: the newest date of a sitemap says nothing of a page that has left.
    """

    def process_response(self, request, response):
        if request.method not in ("GET", "HEAD"):
            return response
        share(request, response)
        is_named = response.status_code == 200 and is_public(response)
        if is_named and not response.streaming:
            response.headers.pop("Last-Modified", None)
        return super().process_response(request, response) if is_named else response


def share(request, response) -> None:
    """Say in an answer who may keep it, unless its view has said so.

    A missing page is kept for a second: a proxy that may not keep it would go on showing the page that was there. To
    staff nothing says “stale-while-revalidate”, for browsers read it too, and would show them what they had before.
    A cookie is for one visitor, whatever a view says: Django gives a new one for each token against forgery that it
    cannot read, on any page; everybody for whom that page was kept would have the same.
    """
    if response.cookies and "no-store" not in response.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store, private"
    elif is_for_everybody(response) and response.status_code == 200:
        is_staff = settings.SERVES != PUBLIC and settings.SESSION_COOKIE_NAME in request.COOKIES
        patch_cache_control(response, **(KEPT_BY_BROWSERS if is_staff else KEPT_BY_PROXIES))
        if not response.streaming:  # the compression says so too, but not of an answer without content (304)
            patch_vary_headers(response, ["Accept-Encoding"])
    elif is_for_everybody(response) and response.status_code in BRIEFLY_KEPT and not is_admin(request):
        patch_cache_control(response, **KEPT_A_SECOND)
    if response.status_code in MISSING:
        response.headers.setdefault("Cache-Control", "no-cache")  # the page may be there in a minute


def is_for_everybody(response) -> bool:
    """Whether an answer depends on nobody; a view that has decided about caching itself is left alone."""
    decided = response.has_header("Cache-Control") or response.has_header("ETag")
    personal = bool(response.cookies) or has_vary_header(response, "Cookie")
    return not decided and not personal


def is_public(response) -> bool:
    return "public" in cc_delim_re.split(response.get("Cache-Control", ""))


# Two people can bring about these, each with a form that was right when it was sent; any other is an error of ours.
COLLISIONS = (UniqueViolation, ExclusionViolation, CheckViolation, ForeignKeyViolation)

# What Wagtail calls the pages that stand in an address.
PAGES_IN_ADDRESSES = ("page_id", "page_to_move_id", "parent_page_id", "destination_id")


class CollisionMiddleware(MiddlewareMixin):
    """Tells an editor that what they sent failed, because somebody else had just stored the contrary or deleted it.

    Forms find what contradicts that is stored already; only two who store at the same moment come here. Nothing of
    the second is made public; of a page that is still there, what they typed is kept as a draft.
    """

    def process_exception(self, request, exception):
        if not is_admin(request) or is_outage(exception):
            return None
        if has_lost_its_page(request):
            said, back = _("Someone else deleted this page at the same time."), reverse("wagtailadmin_explore_root")
        elif is_collision(exception) or (request.method == "POST" and isinstance(exception, ObjectDoesNotExist)):
            said, back = _("Someone else made a change here at the same time. Check it, then save again."), request.path
        else:
            return None
        logger.warning("Two stored at the same time: %s", request.path_info, exc_info=exception)
        messages.error(request, said)
        return HttpResponseRedirect(back)


def has_lost_its_page(request) -> bool:
    """Whether a page was deleted while a view worked on it, which fails in as many ways as there are views."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    numbers = {named[name] for name in PAGES_IN_ADDRESSES if name in named}
    return Page.objects.filter(pk__in=numbers).count() < len(numbers)


def is_collision(error: Exception) -> bool:
    """Whether the database refused a row for what stands in others, or ended one of two who wrote the same rows.

    Django's own refusals to delete are none.
    """
    return is_conflict(error) or (isinstance(error, IntegrityError) and isinstance(error.__cause__, COLLISIONS))
