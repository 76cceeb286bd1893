"""The ways through the site: the menu, and the same page in the other language."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, override
from wagtail.models import Page, Site

from migs_site.models import HomePage


class MenuEntry(NamedTuple):
    title: str
    address: str
    current: str  # the value of aria-current: "page" on it, "true" below it, otherwise empty


class Version(NamedTuple):
    """The page at hand in one language; without an address where it does not exist in that language.

    question: what follows the address, to ask there what was asked here (a day, a filter); it means the same in both.
    """

    code: str
    name: str
    address: str | None
    home: str | None
    question: str = ""

    @property
    def is_current(self) -> bool:
        return self.code == get_language()


def home_page(language: str) -> HomePage | None:
    return HomePage.objects.live().filter(locale__language_code=language, alias_of=None).first()


def pages_around(here: Page | None) -> list[Page]:
    """The pages of the menu, and the page at hand in each language it is live in: one query for both.

    A page that copies another language word for word (a Wagtail alias) is no translation.
    """
    home = next((root.root_path for root in Site.get_site_root_paths() if root.language_code == get_language()), None)
    twins = Q(translation_key=here.translation_key, alias_of=None) if here else Q(pk=None)
    # “/home/” is on the second level of the tree, and its children are on the third.
    menu = Q(url_path__startswith=home, depth=home.count("/") + 1, show_in_menus=True) if home else Q(pk=None)
    pages = Page.objects.live().filter(menu | twins).annotate(is_in_menu=menu, is_twin=twins)
    return list(pages.select_related("locale").order_by("path"))


def menu_entries(request, here: Page | None, around: list[Page]) -> list[MenuEntry]:
    """The pages below the language's home page that staff show in menus. around: what pages_around() gave."""
    entries = []
    for page in around:
        if page.is_in_menu:
            within = here and here.path and here.path.startswith(page.path)
            current = ("page" if here.path == page.path else "true") if within else ""
            entries.append(MenuEntry(page.title, page.get_url(request), current))
    return entries


def section(menu: list[MenuEntry]) -> str:
    """The menu entry that the page at hand is below; nothing on the entry itself."""
    return next((entry.title for entry in menu if entry.current == "true"), "")


def language_versions(request, page: Page | None, around: list[Page]) -> list[Version]:
    """The page at hand in each of the site's languages, the default one first."""
    addresses = page_addresses(request, page, around) if page else view_addresses(request)
    question = f"?{request.GET.urlencode()}" if page and request and request.GET else ""
    found = []
    for code, _name in settings.LANGUAGES:
        home = None if addresses.get(code) else home_page(code)
        name = get_language_info(code)["name_local"].capitalize()
        found.append(Version(code, name, addresses.get(code), home and home.get_url(request), question))
    return found


def page_addresses(request, page: Page, around: list[Page]) -> dict[str, str | None]:
    addresses = {twin.locale.language_code: twin.get_url(request) for twin in around if twin.is_twin}
    addresses |= {get_language(): page.get_url(request)}
    return {code: address and address + below(request, page, code) for code, address in addresses.items()}


def below(request, page: Page, language: str) -> str:
    """The rest of an address that a page answers below its own (a list, a feed), in a language; mostly nothing."""
    match = getattr(request, "routable_resolver_match", None)
    if match is None:
        return ""
    with override(language):
        return page.reverse_subpage(match.url_name, match.args, match.kwargs)


def view_addresses(request) -> dict[str, str]:
    """An address that a view answers exists in every language; any other is no page at all."""
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name == "wagtail_serve":
        return {}
    addresses = {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}
    return addresses if len(set(addresses.values())) == len(addresses) else {}
