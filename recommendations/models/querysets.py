"""Lists of recommendations: with their status, with what rests on what, and by addressee."""

import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, Left, Length, RowNumber, TruncDate
from wagtail.models import Page
from wagtail.query import PageQuerySet

from migs_site.base.dates import not_over_by

from .assessing import AssessmentSettings
from .corrections import Correction
from .dependencies import Dependency
from .progress import ProgressEntry
from .statuses import Status


class RecommendationQuerySet(PageQuerySet):
    def with_status(self):
        """Each with ``status`` and ``assessed_on``, those of its latest live entry, in no query more.

        ``assessed_on`` is a partial date, empty where nothing was entered.
        """
        english = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by()
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
        rows = self.english_with_status().with_place().filter(live=True, locale__language_code=settings.LANGUAGE_CODE)
        rows = rows.alias(public_since=Coalesce(Subquery(launched), TruncDate("first_published_at")))
        return rows.filter(~not_over_by("assessed_on", limit) | Q(assessed_on="", public_since__lt=limit))

    def with_place(self):
        """Each with ``within``, the place of its set in the tree."""
        return self.annotate(within=Left("path", Length("path") - Page.steplen))

    def with_corrections(self):
        """Each with ``is_corrected``, whether its words or its addressee were ever changed in public."""
        same = Correction.objects.filter(recommendation__translation_key=OuterRef("translation_key"))
        return self.annotate(is_corrected=Exists(same))

    def docket(self, page):
        """The live recommendations below a page by number, with their addressees."""
        return self.descendant_of(page).live().select_related("addressee").order_by("number", "path")

    def first_of_each_set(self, sets: list, number: int) -> list:
        """The first recommendations of each of these sets, with ``size``, how many that set has, in one query."""
        rows = self.live().with_place().filter(within__in=[page.path for page in sets])
        rows = rows.annotate(
            rank=Window(RowNumber(), partition_by="within", order_by=["number", "path"]),
            size=Window(Count("pk"), partition_by="within"),
        )
        rows = rows.filter(rank__lte=number).select_related("addressee").order_by("number", "path")
        return self.entangled(rows) if sets else []

    def entangled(self, rows) -> list:
        """Recommendations with ``needs`` and ``needed_by``: the live ones they rest on, and that rest on them.

        One query, and one more where some of these are not in the list.
        """
        entries = list(rows)
        by_key = {entry.translation_key: entry for entry in entries}
        pairs = Dependency.objects.touching(by_key) if entries else []
        others = {key for pair in pairs for key in pair} - by_key.keys()
        if others:
            found = self.model.objects.live().filter(translation_key__in=others, locale=entries[0].locale_id)
            by_key |= {entry.translation_key: entry for entry in found.select_related("addressee")}
        for entry in by_key.values():
            entry.needs, entry.needed_by = [], []
        for key, needed_key in pairs:
            if key in by_key and needed_key in by_key:
                by_key[key].needs.append(by_key[needed_key])
                by_key[needed_key].needed_by.append(by_key[key])
        return entries


def by_addressee(entries: list) -> list[tuple]:
    """Entries grouped by addressee; the groups in the order of their lowest number."""
    groups = {}
    for entry in entries:
        groups.setdefault(entry.addressee, []).append(entry)
    return list(groups.items())


def of_all(entries: list) -> int | None:
    """How many recommendations a set has, where not all of them are shown."""
    return entries[0].size if entries and entries[0].size > len(entries) else None
