"""Pictures that are drawn when they are asked for."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from wagtail.models import Page

from migs_site.base.pages import SitePage
from migs_site.metadata.social_card import card_of, draw
from migs_site.metadata.wordmark import wordmark_svg
from migs_site.models import ContactDetails
from migs_site.web.navigation import menu_entries, pages_around, section
from migs_site.web.site_facts import site_facts

A_DAY = 86_400  # no longer: a page that is taken down takes its card along


def card(request, page_id: int, fingerprint: str):
    """The social card of a live page. An address from before a change leads to the card as it is now."""
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if not isinstance(page, SitePage):
        raise Http404
    with translation.override(page.locale.language_code):
        facts = site_facts(request)
        menu = menu_entries(request, page, pages_around(page, facts))
        wanted = card_of(page, facts.contact or ContactDetails(), section(menu))
    if fingerprint != wanted.fingerprint:
        return redirect("card", page_id, wanted.fingerprint)
    # A network in front asks each second: nobody could tell it of all cards that a page has had.
    kept = f"public, max-age={A_DAY}, s-maxage=1"
    headers = {"Cache-Control": kept, "Content-Language": page.locale.language_code}
    return HttpResponse(draw(wanted), content_type="image/png", headers=headers)


@cache_control(public=True, max_age=A_DAY)
@conditional_page
def wordmark(request, language: str, on_dark: bool = False):
    """The institute's name as a drawing, for those who print it or link to it."""
    contact = ContactDetails.shown(request)
    with translation.override(language):
        name = contact.name
    if not name:
        raise Http404
    svg = wordmark_svg(contact.acronym, name, on_dark=on_dark)
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Content-Language": language})
