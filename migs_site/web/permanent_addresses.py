"""Addresses that stay: /id/<number of a page>, wherever the page moves to in the tree, and what hangs on them.

The number belongs to the page in one language. docs/decisions/0011 says why it is a redirect that is not kept.
"""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.cache import patch_cache_control
from wagtail.models import Page

from migs_site.base.pages import SitePage
from migs_site.metadata.citations.exports import FORMATS
from migs_site.metadata.citations.references import references
from migs_site.models import ContactDetails
from migs_site.web.middleware import KEPT_BY_PROXIES


def public_page(page_id: int) -> Page:
    """The page of that number; for a record that was merged into another, the target's, in the same language if it is
    on the site in it."""
    public = Page.objects.live()
    page = public.filter(pk=page_id).first()
    if page:
        return page
    merged = get_object_or_404(Page, pk=page_id).specific
    target = merged.merge_target() if isinstance(merged, SitePage) else None
    if target is None:
        raise Http404
    versions = {page.locale_id: page for page in public.filter(translation_key=target.translation_key)}
    page = versions.get(merged.locale_id) or versions.get(target.locale_id)
    if page is None:
        raise Http404
    return page


def current_address(request, page_id: int):
    """Send on to where a page is now. Browsers take along what stands after “#” (RFC 9110, 10.2.2)."""
    address = public_page(page_id).get_url(request)
    if not address:
        raise Http404
    response = HttpResponseRedirect(address)
    patch_cache_control(response, **KEPT_BY_PROXIES)
    return response


def reference_file(request, page_id: int, ending: str, part: str = ""):
    """A work, or the part of it with that anchor, as a file for reference managers."""
    page = public_page(page_id).specific
    if ending not in FORMATS or not isinstance(page, SitePage):
        raise Http404
    with translation.override(page.locale.language_code):
        found = references(page, ContactDetails.shown(request))
    reference = next((each for each in found if each.work.anchor == part), None)
    if not reference:
        raise Http404
    file = FORMATS[ending]
    return attachment(file.write(reference.item), file.media_type, f"{reference.item['id']}.{ending}", page)


def contact_card(request, page_id: int):
    """How to reach whom a page is about, as a vCard."""
    page = public_page(page_id).specific
    if not isinstance(page, SitePage):
        raise Http404
    with translation.override(page.locale.language_code):
        card = page.contact_card(ContactDetails.shown(request))
    if not card:
        raise Http404
    return attachment(card, "text/vcard", f"person-{page_id}.vcf", page)


def attachment(content: str, media_type: str, name: str, page: Page) -> HttpResponse:
    """A file in the language of a page. Its name is ASCII without quotation marks."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": page.locale.language_code,
    }
    return HttpResponse(content, content_type=f"{media_type}; charset=utf-8", headers=headers)
