"""The ways through the site: the menu, the foot, the way to a page and on from it, and its other language."""

from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, Subquery
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, gettext, override
from wagtail.models import Page

from migs_site.base.merged_records import merged_into
from migs_site.base.named_records import LINKED_BY, NamedPages, NamedRecords, has_key_of, named_by
from migs_site.base.primary_pages import of_primary
from migs_site.web.site_facts import SiteFacts

NONE = Q(pk=None)
# What is said of a page somewhere else: its title, its address, and the words below the link to the next one.
NAMED_BY = (*LINKED_BY, "search_description", "path", "depth", "content_type")


class MenuEntry(NamedTuple):
    title: str
    address: str
    current: str  # the value of aria-current: "page" on it, "true" below it, otherwise empty


class FootEntry(NamedTuple):
    """A page in the foot, with the address of its feed where it has one."""

    title: str
    address: str
    is_current: bool
    feed: str = ""


class Step(NamedTuple):
    """A page on the way from the home page to the page at hand, which comes last and is current."""

    title: str
    address: str
    is_current: bool = False


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


def is_saved(page: Page | None) -> bool:
    return bool(page and page.pk and page.path)


def pages_around(here: Page | None, facts: SiteFacts, named: NamedRecords | None = None) -> list[Page]:
    """The pages that lead through the site from the page at hand, in one query. Each says what it is:

    is_home; is_in_menu; is_listed, in the foot; is_above the page at hand; is_chosen by staff as the next one, or
    is_following otherwise; is_version, the page at hand or its translation. A page that copies another language word
    for word (a Wagtail alias) is no translation.

    named: what the words of the page at hand name. Its pages are fetched with the others and given to it.
    """
    home = facts.home_path(get_language())
    kinds = {
        "is_home": Q(pk__in=facts.homes, alias_of=None),
        "is_in_menu": first_level(home) & Q(is_shown=True) if home else NONE,
        "is_listed": Q(url_path__startswith=home) & (first_level(home) | deeper_in_menus(home)) if home else NONE,
        "is_version": Q(translation_key=here.translation_key, alias_of=None) if here else NONE,
        **(kinds_around(here) if is_saved(here) else dict.fromkeys(("is_above", "is_chosen", "is_following"), NONE)),
    }
    wanted, facts_of_each = Q(reduce(or_, kinds.values()), live=True), kinds
    if named and named.page_numbers:
        wanted |= named_by(named.page_numbers)
        facts_of_each = kinds | {"stands_for": merged_into("translation_key")}
    pages = Page.objects.annotate(is_shown=of_primary("show_in_menus")).filter(wanted).annotate(**facts_of_each)
    pages = list(pages.select_related("locale", "content_type").only(*NAMED_BY).order_by(of_primary("path"), "path"))
    if named:
        named.pages = NamedPages(pages)
    return [page for page in pages if page.live]


def first_level(home: str) -> Q:
    # “/home/” is on the second level of the tree, and its children are on the third.
    return Q(url_path__startswith=home, depth=home.count("/") + 1)


def deeper_in_menus(home: str) -> Q:
    """is_shown alone would be worked out for every page of the site."""
    in_menus = Page.objects.filter(show_in_menus=True).order_by().values("translation_key")
    return Q(has_key_of(in_menus), depth__gt=home.count("/") + 1, is_shown=True)


def kinds_around(here: Page) -> dict[str, Q]:
    """What pages are to one that has been saved. Each subquery gives one value, so that PostgreSQL asks its indexes."""
    above = [here.path[:end] for end in range(3 * here.steplen, len(here.path), here.steplen)]  # below the home page
    chosen = Page.objects.filter(pk=here.next_page_id).exclude(translation_key=here.translation_key)
    return {
        "is_above": Q(path__in=above) if above else NONE,
        "is_chosen": Q(translation_key=Subquery(chosen.values("translation_key"))) if here.next_page_id else NONE,
        "is_following": Q(pk=Subquery(here.following().values("pk"))),
    }


def menu_entries(request, here: Page | None, around: list[Page], is_below: bool = False) -> list[MenuEntry]:
    """The pages below the language's home page that staff show in menus. around: what pages_around() gave.

    is_below: whether the reader is not on the page at hand but on something that belongs to it, such as a form.
    """
    entries = []
    for page in around:
        if page.is_in_menu:
            within = here and here.path and here.path.startswith(page.path)
            current = ("page" if here.path == page.path and not is_below else "true") if within else ""
            entries.append(MenuEntry(page.title, page.get_url(request), current))
    return entries


def foot_entries(request, here: Page | None, around: list[Page]) -> list[FootEntry]:
    """All pages of the first level, and deeper ones that staff show in menus."""
    return [
        FootEntry(page.title, page.get_url(request), here is not None and page.pk == here.pk, feed_of(request, page))
        for page in around
        if page.is_listed
    ]


def feed_of(request, page: Page) -> str:
    route = page.content_type.model_class().feed_route()
    return page.get_url(request) + route if route else ""


def pages_above(around: list[Page]) -> list[Page]:
    """From the top down, also where the English pages stand elsewhere."""
    return sorted((page for page in around if page.is_above), key=lambda page: page.path)


def trail(request, here: Page | None, around: list[Page], is_below: bool = False) -> list[Step]:
    """The way from the home page to the page at hand; nothing on the home page and on what is in the menu itself."""
    if not is_saved(here) or here.depth < 3:
        return []
    is_deeper = is_below or bool(below(request, here, get_language()))
    if not is_deeper and any(page.is_in_menu and page.path == here.path for page in around):
        return []
    above = [Step(page.title, page.get_url(request)) for page in pages_above(around)]
    last = Step(here.place_name, here.get_url(request), not is_deeper)
    return [Step(gettext("Home"), f"/{get_language()}/"), *above, last]


def next_page(here: Page | None, around: list[Page]) -> Page | None:
    """Where a reader goes on: the page that staff chose, the one that follows, or the one above.

    From the first level, where that is the home page, to the first page there. A chosen page without a translation is
    given in the other language.
    """
    if not is_saved(here):
        return None
    chosen = sorted((page for page in around if page.is_chosen), key=lambda page: page.locale_id != here.locale_id)
    following = [page for page in around if page.is_following]
    above = pages_above(around)[::-1]
    first = [page for page in around if page.is_listed and page.pk != here.pk]
    ways = chosen if here.depth < 3 else [*chosen, *following, *above, *first]
    return next(iter(ways), None)


def section(menu: list[MenuEntry]) -> str:
    """The menu entry that the page at hand is below; nothing on the entry itself."""
    return next((entry.title for entry in menu if entry.current == "true"), "")


def language_versions(request, page: Page | None, around: list[Page]) -> list[Version]:
    """The page at hand in each of the site's languages, the default one first."""
    addresses = page_addresses(request, page, around) if page else view_addresses(request)
    question = f"?{request.GET.urlencode()}" if page and request and request.GET else ""
    found = []
    homes = {home.locale.language_code: home for home in around if home.is_home}
    for code, _name in settings.LANGUAGES:
        home = None if addresses.get(code) else homes.get(code)
        name = get_language_info(code)["name_local"].capitalize()
        found.append(Version(code, name, addresses.get(code), home and home.get_url(request), question))
    return found


def page_addresses(request, page: Page, around: list[Page]) -> dict[str, str | None]:
    addresses = {version.locale.language_code: version.get_url(request) for version in around if version.is_version}
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
