"""What templates need beyond Django's and Wagtail's own tags: navigation, languages, dates, addresses."""

import datetime
import html
import itertools
from typing import NamedTuple
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import formats, timezone
from django.utils.html import format_html, strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info
from wagtail.images.models import Picture
from wagtail.models import Page, Site

from migs_site.drawings.cards import card_of
from migs_site.images.services import ready_renditions
from migs_site.models import HomePage

register = template.Library()


class MenuEntry(NamedTuple):
    title: str
    address: str
    current: str  # the value of aria-current: "page" on it, "true" below it, otherwise empty


class Version(NamedTuple):
    """The page at hand in one language; without an address where it does not exist in that language."""

    code: str
    name: str
    address: str | None
    home: str | None

    @property
    def is_current(self) -> bool:
        return self.code == get_language()


def home_page(language: str) -> HomePage | None:
    return HomePage.objects.live().filter(locale__language_code=language, alias_of=None).first()


class SocialCard(NamedTuple):
    """A page's social card, as other sites ask for it."""

    address: str
    words: str


@register.simple_tag(takes_context=True)
def navigation(context) -> list[MenuEntry]:
    return menu_entries(context.get("request"), context.get("page"))


def menu_entries(request, here) -> list[MenuEntry]:
    """The pages below the language's home page that staff show in menus, in one query."""
    home = next((root.root_path for root in Site.get_site_root_paths() if root.language_code == get_language()), None)
    entries = []
    # “/home/” is on the second level of the tree, and its children are on the third.
    below = Page.objects.filter(url_path__startswith=home, depth=home.count("/") + 1) if home else Page.objects.none()
    for page in below.live().in_menu():
        within = here and here.path and here.path.startswith(page.path)
        current = ("page" if here.path == page.path else "true") if within else ""
        entries.append(MenuEntry(page.title, page.get_url(request), current))
    return entries


def section(menu: list[MenuEntry]) -> str:
    """The menu entry that the page at hand is below; nothing on the entry itself."""
    return next((entry.title for entry in menu if entry.current == "true"), "")


@register.simple_tag
def social_card(page, contact, menu) -> SocialCard | None:
    """The picture of a page that has been saved. Its address changes with what it shows."""
    if not (page and page.pk and contact):
        return None
    card = card_of(page, contact, section(menu))
    return SocialCard(reverse("card", args=(page.pk, card.fingerprint)), f"{card.title} ({card.label})")


@register.simple_tag(takes_context=True)
def versions(context) -> list[Version]:
    """The page at hand in each of the site's languages, the default one first.

    A page that copies another language word for word (a Wagtail alias) is no translation.
    """
    request, page = context.get("request"), context.get("page")
    addresses = page_addresses(request, page) if page else view_addresses(request)
    found = []
    for code, _name in settings.LANGUAGES:
        home = None if addresses.get(code) else home_page(code)
        name = get_language_info(code)["name_local"].capitalize()
        found.append(Version(code, name, addresses.get(code), home and home.get_url(request)))
    return found


def page_addresses(request, page) -> dict[str, str | None]:
    live = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None).select_related("locale")
    addresses = {twin.locale.language_code: twin.get_url(request) for twin in live}
    return {**addresses, get_language(): page.get_url(request)}


def view_addresses(request) -> dict[str, str]:
    """An address that a view answers exists in every language; any other is no page at all."""
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name == "wagtail_serve":
        return {}
    addresses = {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}
    return addresses if len(set(addresses.values())) == len(addresses) else {}


@register.simple_tag
def in_language(code: str) -> str:
    """A lang attribute for words in the language <code>; nothing where that is the reader's own."""
    return format_html(' lang="{}"', code) if code and code != get_language() else ""


@register.simple_tag(takes_context=True)
def in_language_of(context, page) -> str:
    """A lang attribute for words of a page that has no translation into the language of the page at hand."""
    here = context.get("page")
    if not here or page.locale_id == here.locale_id:
        return ""
    other = next(code for code, _name in settings.LANGUAGES if code != get_language())
    return format_html(' lang="{}"', other)


@register.simple_tag
def picture_of(image, shape: str, **attributes) -> Picture:
    """A picture for one place on a page (migs_site.images.pictures), in the sizes and formats that are ready."""
    by_width = {}  # one that was small from the beginning has the same width in every size
    for made in ready_renditions(image=image, shape=shape):
        by_width.setdefault((made.width, made.filter_spec.rpartition("-")[2]), made)
    if len({width for width, _format in by_width}) == 1:
        attributes.pop("sizes", None)  # it is for a choice of widths only
    return Picture({made.filter_spec: made for made in by_width.values()}, attributes)


@register.filter
def absolute(address: str | None) -> str:
    """The whole address, as it is printed and cited."""
    return urljoin(settings.BASE_URL, address or "")


@register.filter
def description(page) -> str:
    """What search engines show: the editor's words for them, or the beginning of the page's own."""
    sources = ("search_description", "introduction", "statement", "biography")
    words = next((words for name in sources if (words := getattr(page, name, ""))), "")
    plain = " ".join(html.unescape(strip_tags(str(words).replace("</p>", "</p> "))).split())
    return Truncator(plain).chars(160)


@register.simple_tag
def today() -> datetime.date:
    """The day in Montreal."""
    return timezone.localdate()


@register.filter
def day(date) -> str:
    """A date in words: 1 September 2009, 1er septembre 2009. Office québécois de la langue française: only the
    first of a month is an ordinal."""
    if not date:
        return ""
    if get_language() == "fr" and date.day == 1:
        return "1er " + formats.date_format(date, "F Y")
    return formats.date_format(date, "j F Y")


@register.filter
def telephone_link(number: str) -> str:
    """The address that dials a number (RFC 3966). Ten figures are a number in North America."""
    figures = "".join(character for character in number if character.isdigit())
    country = "" if number.strip().startswith("+") or len(figures) != 10 else "1"
    return f"tel:+{country}{figures}"


@register.filter
def parts(body) -> list[tuple]:
    """The blocks of a page's body: each heading with those that follow it, None with those before the first."""
    grouped = []
    for block in body:
        if block.block_type == "heading":
            grouped.append((block, []))
        elif grouped:
            grouped[-1][1].append(block)
        else:
            grouped.append((None, [block]))
    return grouped


@register.filter
def numbered(summary) -> list[tuple]:
    """The blocks of a long text with the number of each paragraph, from 1; None for what is not a paragraph."""
    counter = itertools.count(1)
    return [(block, next(counter) if block.block_type == "paragraph" else None) for block in summary]


@register.filter
def extent(words: str, limit: int) -> str:
    """How much room words need, so that large type can give way: nothing up to <limit> characters, “medium” up to
    twice as many, “long” beyond."""
    length = len(str(words))
    return "" if length <= limit else "medium" if length <= 2 * limit else "long"


@register.filter
def in_columns(entries: list) -> list[tuple]:
    """Entries with the numbers of columns in which each begins one, so that columns differ by one entry at most.

    Browsers fill columns to the same height instead: thirteen names in four would stand as 4, 4, 4 and 1.
    """
    starts = {}
    for columns in (2, 4):
        short, longer = divmod(len(entries), columns)
        for column in range(1, columns):
            starts.setdefault(column * short + min(column, longer), []).append(str(columns))
    return [(entry, " ".join(starts.get(at, []))) for at, entry in enumerate(entries)]
