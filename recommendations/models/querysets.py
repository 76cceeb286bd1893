"""Queries for recommendations: with their status, with what they depend on, and by addressee."""

import datetime

from django.db.models import Count, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, Left, Length, RowNumber, TruncDate
from wagtail.models import Page
from wagtail.query import PageQuerySet

from migs_site.base.dates import not_over_by
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.primary_pages import primary
from migs_site.base.versions import LINKED_BY, narrow

from .addressees import Addressee
from .assessment_settings import AssessmentSettings
from .dependencies import Dependency
from .progress import ProgressEntry
from .statuses import Status

ADDRESSEE = ("slug", "name_en", "name_fr")


class RecommendationQuerySet(PageQuerySet):
    def with_status(self):
        """Each with ``status`` and ``assessed_on``, those of its latest live entry, in no query more.

        ``assessed_on`` is a partial date, empty where nothing was entered.
        """
        english = Page.objects.filter(primary()).order_by()
        english = english.filter(translation_key=OuterRef(OuterRef("translation_key")))
        return self.with_status_of(Subquery(english.values("pk")))

    def english_with_status(self):
        """The same of English pages, which entries are about: in half the time, for questions about all of them."""
        return self.with_status_of(OuterRef("pk"))

    def with_status_of(self, english):
        latest = ProgressEntry.objects.live().newest_first().filter(recommendation=english)
        return self.annotate(
            status=Coalesce(Subquery(latest.values("status")[:1]), Value(Status.NOT_ASSESSED.value)),
            assessed_on=Coalesce(Subquery(latest.values("date")[:1]), Value("")),
        )

    def due_for_assessment(self, on: datetime.date):
        """The live English ones that were last assessed, or else made public, longer ago than staff have settled.

        On the very day on which the months are over one is not due yet. An assessment whose day or month is not known
        counts as the last day it may be. One was made public with its set, or where that has no day when it was
        published.
        """
        limit = AssessmentSettings.limit(on)
        launched = Page.objects.filter(path=OuterRef("within")).values("recommendationsetpage__launched_on")
        rows = self.english_with_status().with_place().filter(primary(), live=True)
        rows = rows.alias(public_since=Coalesce(Subquery(launched), TruncDate("first_published_at")))
        return rows.filter(~not_over_by("assessed_on", limit) | Q(assessed_on="", public_since__lt=limit))

    def with_place(self):
        """Each with ``within``, the place of its set in the tree."""
        return self.annotate(within=Left("path", Length("path") - Page.steplen))

    def listing(self, page):
        """The live recommendations below a page by number, narrow, with their addressees."""
        return self.descendant_of(page).live().in_lists().order_by("number", "path")

    def in_lists(self, *columns: str):
        """What lists show of each, with its addressee, and these columns."""
        return narrow(self, "path", "number", "statement", "addressee", *columns).select_related("addressee")

    def first_of_each_set(self, sets: list, number: int) -> list:
        """The first recommendations of each of these sets, with ``size``, how many that set has, in one query."""
        rows = self.live().with_place().filter(within__in=[page.path for page in sets])
        rows = rows.annotate(
            rank=Window(RowNumber(), partition_by="within", order_by=["number", "path"]),
            size=Window(Count("pk"), partition_by="within"),
        )
        rows = rows.filter(rank__lte=number).in_lists().order_by("number", "path")
        return self.with_dependencies(rows) if sets else []

    def with_dependencies(self, rows, *columns: str) -> list:
        """Recommendations with ``needs`` and ``needed_by``: the live ones they depend on, and that depend on them.

        In one query beside that of the rows. columns: what is shown of those that are not in the list, beside their
        numbers; “to” is their addressees.
        """
        pages = list(rows)
        by_key = {page.translation_key: page for page in pages}
        others = self.model.objects.live().filter(locale=pages[0].locale_id) if pages else self.none()
        others = others.order_by().annotate(to=packed(Addressee.objects.filter(pk=OuterRef("addressee")), *ADDRESSEE))
        pairs = Dependency.objects.touching(by_key, others, *LINKED_BY, "number", *columns) if pages else []
        for key, needed_key, *both in pairs:
            for each, found in zip((key, needed_key), both, strict=True):
                if found and each not in by_key:
                    by_key[each] = self.unpacked(found[0])
        for page in by_key.values():
            page.needs, page.needed_by = [], []
        for key, needed_key, *_both in pairs:
            if key in by_key and needed_key in by_key:
                by_key[key].needs.append(by_key[needed_key])
                by_key[needed_key].needed_by.append(by_key[key])
        return pages

    def unpacked(self, row: dict):
        page = unpacked(self.model, row)
        for each in row.get("to", ()):
            page.addressee = unpacked(Addressee, each)
        return page


def group_by_addressee(recommendations: list) -> list[tuple]:
    """Recommendations under their addressees; the groups in the order of their lowest number."""
    groups = {}
    for each in recommendations:
        groups.setdefault(each.addressee, []).append(each)
    return list(groups.items())


def size_if_more(recommendations: list) -> int | None:
    """How many recommendations a set has, where not all of them are shown."""
    first = next(iter(recommendations), None)
    return first.size if first and first.size > len(recommendations) else None
