"""Addresses that stay: /id/<number of a page>, wherever the page moves to in the tree, and what hangs on them.

The number belongs to the page in one language. docs/decisions/0011 says why it is a redirect that is not kept.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from wagtail.models import Page

from migs_site.base.pages import SitePage
from migs_site.metadata.citations.exports import FORMATS
from migs_site.metadata.citations.references import references
from migs_site.metadata.vcards import vcard
from migs_site.models import ContactDetails
from migs_site.web.middleware import WEEK
from people.models import PersonPage


def permanent_address(page: Page, anchor: str = "") -> str:
    """The whole address to cite a page by, or a part of it."""
    address = urljoin(settings.BASE_URL, reverse("permanent", args=[page.pk]))
    return f"{address}#{anchor}" if anchor else address


def public_page(page_id: int) -> Page:
    """The page of that number; for a person's record that was merged into another, the one that was kept, in the same
    language if it is on the site in it."""
    merged = PersonPage.objects.filter(pk=page_id)
    page = get_object_or_404(Page.objects.live().public(), Q(pk=page_id) | Q(pk__in=merged.values("merged_into")))
    if page.pk == page_id:
        return page
    return page.get_translations().live().public().filter(locale__in=merged.values("locale")).first() or page


def current_address(request, page_id: int):
    """Send on to where a page is now. Browsers take along what stands after “#” (RFC 9110, 10.2.2)."""
    address = public_page(page_id).get_url(request)
    if not address:
        raise Http404
    response = HttpResponseRedirect(address)
    patch_cache_control(response, public=True, max_age=0, stale_if_error=WEEK)
    return response


def reference_file(request, page_id: int, ending: str, part: str = ""):
    """A work, or the part of it with that anchor, as a file for reference managers."""
    page = public_page(page_id).specific
    if ending not in FORMATS or not isinstance(page, SitePage):
        raise Http404
    with translation.override(page.locale.language_code):
        found = references(page, ContactDetails.load(request), permanent_address(page))
    reference = next((each for each in found if each.work.anchor == part), None)
    if not reference:
        raise Http404
    file = FORMATS[ending]
    return attachment(file.write(reference.item), file.media_type, f"{reference.item['id']}.{ending}", page)


def contact_card(request, page_id: int):
    """How to reach one of the institute's own staff, as a vCard; nobody else works there."""
    page = public_page(page_id).specific
    if not isinstance(page, PersonPage) or not page.posts:
        raise Http404
    with translation.override(page.locale.language_code):
        card = vcard(page, ContactDetails.load(request), permanent_address(page))
    return attachment(card, "text/vcard", f"person-{page_id}.vcf", page)


def attachment(content: str, media_type: str, name: str, page: Page) -> HttpResponse:
    """A file in the language of a page. Its name is ASCII without quotation marks."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": page.locale.language_code,
    }
    return HttpResponse(content, content_type=f"{media_type}; charset=utf-8", headers=headers)
