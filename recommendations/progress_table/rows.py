"""The table of all recommendations: the same rows on the page, as CSV and as JSON."""

from typing import NamedTuple

from django.db.models import QuerySet

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


def table_rows(pages: QuerySet, locale_id: int, sets: dict) -> list[TableRow]:
    """Rows for English recommendations, in their order, with pages in a language where it has them: two queries.

    sets: what sets_by_path() gave for that language.
    """
    translations = RecommendationPage.objects.live().with_status().select_related("addressee", "locale")
    translations = list(translations.filter(translation_key__in=pages.values("translation_key")))
    english = [page for page in translations if is_primary(page)]
    english.sort(key=lambda page: (page.path[: -page.steplen], page.number, page.path))
    local = {page.translation_key: page for page in translations if page.locale_id == locale_id}
    sources = latest_sources(english)
    return [
        TableRow(
            local.get(page.translation_key, page),
            sets.get(page.path[: -page.steplen], ("", None))[1],
            sources.get(page.pk),
        )
        for page in english
    ]


def latest_sources(pages: list[RecommendationPage]) -> dict[int, ProgressSource]:
    """The first source of the latest live entry of each English page, by the page's number in the database."""
    latest = ProgressEntry.objects.live().filter(recommendation__in=[page.pk for page in pages])
    latest = latest.order_by("recommendation", "-date", "-pk").distinct("recommendation")
    sources = ProgressSource.objects.filter(entry__in=latest.values("pk")).select_related("entry")
    found = {}
    for source in sources.order_by("sort_order", "pk") if pages else []:
        found.setdefault(source.entry.recommendation_id, source)
    return found
