"""What every page needs of the site as a whole: where it begins in each language, and who the institute is."""

from typing import NamedTuple

from django.core.cache import cache
from django.db.models import F, OuterRef
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from migs_site.base.content_version import cached
from migs_site.base.packed_rows import packed, unpacked
from migs_site.models import ContactDetails, SocialLink

ROOTS_KNOWN_FOR = 3600  # seconds, as long as Wagtail knows them
CONTACT_COLUMNS = [column.attname for column in ContactDetails._meta.concrete_fields if not column.primary_key]


class SiteFacts(NamedTuple):
    """sites: all of them. roots: their home pages, as Wagtail lists them; homes: the numbers of these pages.

    contact: with its networks; None where nobody has entered any.
    """

    sites: list[Site]
    roots: list[SiteRootPath]
    homes: list[int]
    contact: ContactDetails | None

    def home_path(self, language: str | None) -> str | None:
        """The place of a language's home page, as addresses of pages in it begin."""
        return next((root.root_path for root in self.roots if root.language_code == language), None)

    def serving(self, host: str, port: str) -> Site | None:
        """The site of a host, as Wagtail chooses it: by host and port, else by host, else the default one."""
        named = [site for site in self.sites if site.hostname == host]
        exact = [site for site in named if str(site.port) == port or site.is_default_site]
        if exact:
            return min(exact, key=lambda site: str(site.port) != port)
        default = [site for site in self.sites if site.is_default_site]
        return next(iter(named if len(named) == 1 else default), None)


def site_facts(request: HttpRequest | None) -> SiteFacts:
    """All of them in one query, once in each process until something changes (migs_site.base.content_version).

    They are left where Wagtail looks for them, which would take four queries.
    """
    if request is None:
        return cached("site facts", read_site_facts)
    if not hasattr(request, "_site_facts"):
        facts = request._site_facts = cached("site facts", read_site_facts)
        request._wagtail_site = facts.serving(split_domain_port(request._get_raw_host())[0], request.get_port())
        request._wagtail_cached_site_root_paths = facts.roots
        if facts.contact:
            setattr(request, ContactDetails.get_cache_attr_name(), facts.contact)
        tell_wagtail(facts.roots)
    return request._site_facts


def tell_wagtail(roots: list[SiteRootPath]) -> None:
    """Leave the roots where Wagtail looks for them when it makes an address without a request."""
    if cache.get(SITE_ROOT_PATHS_CACHE_KEY, version=SITE_ROOT_PATHS_CACHE_VERSION) is None:
        cache.set(SITE_ROOT_PATHS_CACHE_KEY, roots, ROOTS_KNOWN_FOR, version=SITE_ROOT_PATHS_CACHE_VERSION)


def read_site_facts() -> SiteFacts:
    homes = Page.objects.filter(translation_key=OuterRef("root_page__translation_key")).order_by("pk")
    rows = Site.objects.annotate(
        homes=packed(homes.annotate(language=F("locale__language_code")), "url_path", "language"),
        contact=packed(ContactDetails.objects.order_by("pk")[:1], *CONTACT_COLUMNS),
        networks=packed(SocialLink.objects.order_by("sort_order"), "contact_id", "network", "address"),
    )
    sites = list(rows.order_by("-root_page__url_path", "-is_default_site", "hostname"))
    roots = [
        SiteRootPath(site.pk, home["url_path"], site.root_url, home["language"])
        for site in sites
        for home in site.homes
    ]
    homes = [home["pk"] for site in sites for home in site.homes]
    return SiteFacts(sites, roots, homes, contact_of(sites[0]) if sites else None)


def contact_of(site: Site) -> ContactDetails | None:
    for row in site.contact:
        contact = unpacked(ContactDetails, row)
        contact.networks = [unpacked(SocialLink, each) for each in site.networks if each["contact_id"] == contact.pk]
        return contact
    return None
