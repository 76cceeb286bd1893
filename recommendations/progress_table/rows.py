"""The table of all recommendations: the same rows on the page, as CSV and as JSON."""

from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.primary_pages import is_primary
from recommendations.models.progress import ProgressEntry
from recommendations.models.recommendation_page import RecommendationPage
from recommendations.models.set_page import RecommendationSetPage
from recommendations.models.sources import ProgressSource


class TableRow(NamedTuple):
    """page: the recommendation, with its status. set and source: None where there is none on the site."""

    page: RecommendationPage
    set: RecommendationSetPage | None
    source: ProgressSource | None


class Columns(NamedTuple):
    """Which columns of the table have anything to say."""

    sets: bool
    dates: bool
    sources: bool


def visible_columns(rows: list[TableRow]) -> Columns:
    """A date and a source where one row has them; the set where the rows are not all of one."""
    sets = {row.set.pk for row in rows if row.set}
    return Columns(len(sets) > 1, any(row.page.assessed_on for row in rows), any(row.source for row in rows))


def table_rows(pages: QuerySet, here: Page, sets: dict, *columns: str) -> list[TableRow]:
    """Rows for English recommendations, in their order, each in the language of the page at hand where it exists in it,
    in one query.

    sets: what sets_by_path() gave for that language. columns: what is shown of each beside number and statement.
    """
    latest = ProgressEntry.objects.live().newest_first().filter(recommendation=OuterRef(OuterRef("pk")))
    sources = ProgressSource.objects.filter(entry=Subquery(latest.values("pk")[:1])).order_by("sort_order", "pk")
    translations = RecommendationPage.objects.live().with_status().in_lists(*columns).select_related("locale")
    translations = translations.annotate(sources=packed(sources[:1], *ProgressSource.SHOWN))
    translations = list(translations.filter(translation_key__in=pages.values("translation_key")))
    english = [page for page in translations if is_primary(page)]
    english.sort(key=lambda page: (page.path[: -page.steplen], page.number, page.path))
    local = {page.translation_key: page for page in translations if page.locale_id == here.locale_id}
    return [
        TableRow(
            local.get(page.translation_key, page),
            sets.get(page.path[: -page.steplen], ("", None))[1],
            next((unpacked(ProgressSource, each) for each in page.sources), None),
        )
        for page in english
    ]
