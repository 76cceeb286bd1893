"""Pages that rows or other pages name, as readers of one language see them, in as few queries as there are lists."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import OuterRef, QuerySet
from wagtail.models import Locale, Page

from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.primary_pages import is_primary

Version = TypeVar("Version", bound=Page)

# What a link to a page needs of it.
LINKED_BY = ("title", "url_path", "live", "locale_id", "translation_key")


def narrow(pages: QuerySet, *columns: str) -> QuerySet:
    """Pages with what a link to each needs and these columns; the others, texts above all, are left in the database."""
    return pages.only(*(name.removesuffix("_id") for name in LINKED_BY), *columns)


def with_versions(rows: QuerySet, name: str, here: Page, *columns: str) -> QuerySet:
    """Rows with the English page <name> of each and its live version in the language of the page at hand, both narrow.

    in_versions() then puts the version in place of the page.
    """
    model = rows.model._meta.get_field(name).related_model
    shown = {*LINKED_BY, *columns}
    others = [each.name for each in model._meta.concrete_fields if not each.primary_key and each.attname not in shown]
    rows = rows.select_related(name).defer(*(f"{name}__{other}" for other in others))
    if is_primary(here):
        return rows
    versions = model.objects.live().filter(locale=here.locale_id, translation_key=OuterRef(f"{name}__translation_key"))
    return rows.annotate(**{f"{name}_versions": packed(versions.order_by(), *shown)})


def in_versions(rows: Iterable, name: str) -> list:
    """The same rows; a page without a version in the language stays as it is."""
    rows = list(rows)
    for row in rows:
        for version in getattr(row, f"{name}_versions", ()):
            setattr(row, name, unpacked(type(getattr(row, name)), version))
    return rows


def versions_of(pages: QuerySet, chosen: int | None) -> QuerySet:
    """Those of these pages that are live versions of the page with a number: itself, or translations."""
    same = pages.model.objects.filter(pk=chosen).order_by().values("translation_key")
    return pages.live().filter(translation_key__in=same)


def chosen_version(versions: list[Version], here: Page) -> Version | None:
    """The version in the language of the page at hand, or else in another; None where none is on the site."""
    for version in versions:
        if version.locale_id == here.locale_id:
            version.locale = here.locale
            return version
    return next(iter(versions), None)


def together(**lists) -> dict[str, list[dict]]:
    """Several packed lists that have nothing to do with each other, in one query; to be unpacked."""
    return Locale.objects.annotate(**lists).values(*lists)[:1].get()
