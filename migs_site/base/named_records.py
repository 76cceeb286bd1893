"""The records that the words of a page name by number: pages in links and in choosers, and pictures.

Each text and each stream would ask for its own. While a page is rendered they are known instead: its pages come with
the menu (migs_site/web/navigation.py), its pictures in one query.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ForeignKey, Func, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from migs_site.base.merged_records import merged_into
from migs_site.base.packed_rows import packed, unpacked
from migs_site.images.models import SiteImage, SiteRendition

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
# What a link to a page needs of it.
LINKED_BY = ("title", "url_path", "live", "translation_key", "locale")
RENDITION = ("filter_spec", "focal_point_key", "file", "width", "height")


def number_in(attributes: dict) -> int | None:
    """The number of the record that a link or an embed names; None where that is no number."""
    named = str(attributes.get("id") or "")
    return int(named) if NUMBER.fullmatch(named) else None


def has_key_of(pages: QuerySet) -> Func:
    """Whether a page is one of these or its translation: an array of few keys, which PostgreSQL makes once and looks
    up; a subquery beside other conditions would have it read every page of the site."""
    few = Func(ArraySubquery(pages), function="ANY")
    return Func("translation_key", few, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField())


def named_by(numbers: Collection[int]) -> Q:
    """The pages with these numbers, and the live versions of what they stand for: of a merged record, its target."""
    pages = Page.objects.filter(pk__in=numbers).order_by().values(stands_for=merged_into("translation_key"))
    return Q(pk__in=numbers) | Q(has_key_of(pages), live=True)


class NamedPages:
    """Pages by the numbers that name them. Rows: what named_by() finds, each with ``stands_for``."""

    def __init__(self, rows: Iterable[Page]):
        self.by_number = {page.pk: page for page in rows}
        self.versions = {}
        for page in self.by_number.values():
            if page.live:
                self.versions.setdefault(page.translation_key, {})[page.locale.language_code] = page

    def meant_by(self, number: int | None) -> dict[str, Page]:
        """The live pages that a link leads to, by language."""
        page = self.by_number.get(number)
        return self.versions.get(page.stands_for, {}) if page else {}


class NamedRecords:
    """What the words of a page name, and of the pages that it quotes."""

    def __init__(self, page: Page):
        self.quoted = [page, *page.quoted_pages]
        self.pages: NamedPages | None = None  # once they are fetched, with what stands around the page
        self.page_numbers: set[int] = set()
        self.picture_numbers: set[int] = set()
        for each in self.quoted:
            self.collect(each)

    def collect(self, page: Page) -> None:
        for field in page._meta.concrete_fields:
            value = page.__dict__.get(field.attname)  # nothing of a deferred field, which nobody shows
            if not value:
                continue
            if isinstance(field, RichTextField):
                self.page_numbers |= set(linked_pages(value))
            elif isinstance(field, StreamField):
                self.collect_block(field.stream_block, value.raw_data)
            elif isinstance(field, ForeignKey) and field.related_model is SiteImage:
                self.picture_numbers.add(value)

    def collect_block(self, block: blocks.Block, stored) -> None:
        """Walk a stream as it is stored; to make its values would ask the database for what they name."""
        if isinstance(block, blocks.RichTextBlock):
            self.page_numbers |= set(linked_pages(stored or ""))
        elif isinstance(block, blocks.PageChooserBlock | ImageChooserBlock):
            numbers = self.page_numbers if isinstance(block, blocks.PageChooserBlock) else self.picture_numbers
            numbers |= {stored} if stored else set()
        for child, part in parts_of(block, stored):
            self.collect_block(child, part)

    @cached_property
    def pictures(self) -> dict[int, SiteImage]:
        return pictures_by_number(self.picture_numbers)

    def give_pictures(self) -> None:
        """Let each page have its own, a portrait or a cover, in the query that finds them all."""
        for page in self.quoted:
            for field in page._meta.concrete_fields if self.picture_numbers else []:
                number = page.__dict__.get(field.attname)
                if number and isinstance(field, ForeignKey) and field.related_model is SiteImage:
                    setattr(page, field.name, self.pictures.get(number))


def linked_pages(text: str) -> Iterator[int]:
    """The numbers of the pages that a stored rich text links to."""
    for tag in FIND_A_TAG.findall(text) if "linktype" in text else []:
        attributes = extract_attrs(tag)
        if attributes.get("linktype") == "page" and (number := number_in(attributes)):
            yield number


def parts_of(block: blocks.Block, stored) -> Iterator[tuple[blocks.Block, object]]:
    """The blocks inside of a block, each with what is stored for it."""
    if isinstance(block, blocks.StructBlock):
        yield from ((child, (stored or {}).get(name)) for name, child in block.child_blocks.items())
    elif isinstance(block, blocks.ListBlock):
        yield from ((block.child_block, item.get("value")) for item in stored or [])
    elif isinstance(block, blocks.StreamBlock):
        yield from ((block.child_blocks[part["type"]], part["value"]) for part in stored or [])


shown: ContextVar[NamedRecords | None] = ContextVar("shown", default=None)


@contextmanager
def known(records: NamedRecords | None) -> Iterator[None]:
    """While a page is rendered, what it names is known."""
    before = shown.set(records)
    try:
        yield
    finally:
        shown.reset(before)


def pages_named(numbers: Collection[int]) -> NamedPages:
    """The pages with these numbers and their live versions: the known ones, or else one query."""
    here = shown.get()
    if here and here.pages and here.page_numbers.issuperset(numbers):
        return here.pages
    rows = Page.objects.filter(named_by(numbers)).annotate(stands_for=merged_into("translation_key"))
    return NamedPages(rows.select_related("locale").only(*LINKED_BY) if numbers else [])


def pictures_named(numbers: Collection[int]) -> dict[int, SiteImage]:
    here = shown.get()
    return here.pictures if here and here.picture_numbers.issuperset(numbers) else pictures_by_number(numbers)


def pictures_by_number(numbers: Collection[int]) -> dict[int, SiteImage]:
    """Pictures with all that has been made of them, in one query, so that a list of them asks no more than one."""
    made = SiteRendition.objects.filter(image=OuterRef("pk"))
    rows = SiteImage.objects.filter(pk__in=numbers).annotate(made=packed(made, *RENDITION)) if numbers else []
    pictures = {}
    for picture in rows:
        picture.prefetched_renditions = [unpacked(SiteRendition, each) for each in picture.made]
        for rendition in picture.prefetched_renditions:
            rendition.image = picture
        pictures[picture.pk] = picture
    return pictures
