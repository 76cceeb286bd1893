"""What stands around the words of every page: its head, menu, breadcrumb, citations, next page and foot."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.models import Page

from migs_site.base.named_records import NamedRecords, known
from migs_site.base.pages import SitePage
from migs_site.metadata.citations.meta_tags import MetaTag, meta_tags
from migs_site.metadata.citations.references import Reference, references
from migs_site.metadata.social_card import card_of
from migs_site.metadata.structured_data import absolute, structured_data
from migs_site.models import ContactDetails
from migs_site.web import navigation
from migs_site.web.site_facts import SiteFacts, site_facts


class SocialCard(NamedTuple):
    """A page's social card, as other sites ask for it."""

    address: str
    words: str


class PageFrame:
    """The frame of one answer, each part of it made once, when base.html first reads it.

    page: the page at hand; None for a view, which may say as parent_page which page it belongs to. A page that has
    not been saved has no citations, card or structured data.
    """

    def __init__(self, request, page: Page | None, parent_page: Page | None):
        self.request, self.page = request, page or None
        self.place, self.is_view = page or parent_page or None, not page
        self.is_saved = bool(page and page.pk)

    @cached_property
    def facts(self) -> SiteFacts:
        return site_facts(self.request)

    @cached_property
    def contact(self) -> ContactDetails:
        return self.facts.contact or ContactDetails()

    @cached_property
    def around(self) -> list[Page]:
        return navigation.pages_around(self.place, self.facts, self.named)

    @cached_property
    def named(self) -> NamedRecords | None:
        """What the words of the page name."""
        return NamedRecords(self.page) if isinstance(self.page, SitePage) else None

    @contextmanager
    def known_records(self) -> Iterator[None]:
        """While the page is rendered, the pages and the pictures that it names are known: asked for with the menu."""
        if self.named and self.around:
            self.named.give_pictures()
        with known(self.named):
            yield

    @cached_property
    def menu(self) -> list[navigation.MenuEntry]:
        return navigation.menu_entries(self.request, self.place, self.around, self.is_view)

    @cached_property
    def breadcrumb(self) -> list[navigation.Step]:
        return navigation.trail(self.request, self.place, self.around, self.is_view)

    @cached_property
    def versions(self) -> list[navigation.Version]:
        return navigation.language_versions(self.request, self.page, self.around)

    @cached_property
    def foot(self) -> list[navigation.FootEntry]:
        return navigation.foot_entries(self.request, self.page, self.around)

    @cached_property
    def next_page(self) -> Page | None:
        return navigation.next_page(self.page, self.around)

    @cached_property
    def references(self) -> list[Reference]:
        """How to cite the page and its parts; nothing for a page that nobody would cite."""
        return references(self.page, self.contact) if self.is_saved else []

    @cached_property
    def citation_tags(self) -> list[MetaTag]:
        """What the head of a page says of its first work, which is the page itself."""
        return meta_tags(self.references[0].item, absolute(self.page.get_url())) if self.references else []

    @cached_property
    def structured_data(self) -> str:
        """What the page is, for machines (JSON-LD)."""
        is_known = self.is_saved and self.contact.name
        return structured_data(self.page, self.contact, self.breadcrumb) if is_known else ""

    @cached_property
    def social_card(self) -> SocialCard | None:
        """Its address changes with what it shows."""
        if not (self.is_saved and self.contact):
            return None
        card = card_of(self.page, self.contact, navigation.section(self.menu))
        return SocialCard(reverse("card", args=(self.page.pk, card.fingerprint)), f"{card.title} ({card.label})")
