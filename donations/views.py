"""Sending donors on, and finding the donate page from addresses on paper."""

from urllib.parse import urlsplit, urlunsplit

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from wagtail.models import Locale

from donations.models import DonatePage, DonationTarget
from donations.services import count_donor
from migs_site.shared.languages import browser_language


@require_GET
def redirect_to_target(request, slug):
    """Count the donor and send them to the stored address in their language, with the query string they came with."""
    target = get_object_or_404(DonationTarget, slug=slug)
    if not target.address:
        raise Http404
    count_donor(target=target, language=get_language())
    response = HttpResponseRedirect(with_query(target.address, request.META.get("QUERY_STRING", "")))
    add_never_cache_headers(response)
    return response


@require_GET
def printed_address(request):
    """/Donate.html stands in printed brochures: lead it to the donate page in the visitor's language."""
    pages = {page.locale_id: page for page in DonatePage.objects.live()}
    if not pages:
        raise Http404
    wanted = Locale.objects.filter(language_code=browser_language(request)).first()
    page = pages.get(wanted.id if wanted else None) or next(iter(pages.values()))
    response = HttpResponseRedirect(with_query(page.get_url(request), request.META.get("QUERY_STRING", "")))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def with_query(address: str, query: str) -> str:
    """The address with a query string added to its own; nothing else of it can change."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(part for part in (parts.query, query) if part)))
