"""Sending donors on, and finding the donate page from addresses on paper."""

from urllib.parse import quote, urlsplit, urlunsplit

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from donations.models import DonatePage, DonationTarget
from donations.services import count_donor
from migs_site.web.views import browser_language


@require_safe
def redirect_to_target(request, slug):
    """Count the donor and send them to the stored address in their language, with the query string they came with."""
    target = get_object_or_404(DonationTarget, slug=slug)
    if not target.address:
        raise Http404
    if is_visit(request):
        count_donor(target=target, language=get_language())
    response = HttpResponseRedirect(with_query(target.address, request))
    add_never_cache_headers(response)
    return response


@require_safe
def printed_address(request):
    """/Donate.html stands in printed brochures: lead it to the donate page in the visitor's language."""
    pages = {page.locale_id: page for page in DonatePage.objects.live()}
    if not pages:
        raise Http404
    wanted = Locale.objects.filter(language_code=browser_language(request)).first()
    page = pages.get(wanted.id if wanted else None) or next(iter(pages.values()))
    response = HttpResponseRedirect(with_query(page.get_url(request), request))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def is_visit(request) -> bool:
    """Whether a person asks; not a HEAD, and not a browser that loads ahead (the Fetch standard's Sec-Purpose)."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def with_query(address: str, request) -> str:
    """The address with the request's query string added to its own; nothing else of it can change."""
    parts = urlsplit(address)
    # A server hands the bytes of a query string over as Latin-1 (PEP 3333); what may not stand in one is encoded.
    query = quote(request.META.get("QUERY_STRING", "").encode("latin-1"), safe="%/?:@!$&'()*+,;=-._~")
    return urlunsplit(parts._replace(query="&".join(part for part in (parts.query, query) if part)))
