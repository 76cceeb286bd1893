"""How many recommendations have come how far: one query, for filters, pictures and the figures in texts."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from migs_site.base.primary_pages import is_primary, of_primary, of_type, primary
from migs_site.base.versions import narrow
from recommendations.models.addressees import Addressee
from recommendations.models.progress import ProgressEntry
from recommendations.models.recommendation_page import RecommendationPage
from recommendations.models.set_page import RecommendationSetPage
from recommendations.models.statuses import Status


class StatusCount(NamedTuple):
    """So many recommendations of the set at this place in the tree, to this addressee, have come so far."""

    set_path: str
    addressee: Addressee
    status: str
    number: int


class Segment(NamedTuple):
    """A status in the picture, in thousandths of its width. rise: how much of the height is filled, in hundredths.

    address: where the recommendations are listed that it counts.
    """

    status: Status
    number: int
    start: int
    width: int
    address: str

    @property
    def rise(self) -> int:
        return RISES.get(self.status, 0)

    @property
    def fall(self) -> int:
        return 100 - self.rise

    @property
    def is_struck(self) -> bool:
        return self.status in {Status.REJECTED, Status.REVERSED}


RISES = {Status.ANNOUNCED: 25, Status.UNDER_WAY: 40, Status.PARTLY: 65, Status.CARRIED_OUT: 100}


def public_recommendations() -> QuerySet[RecommendationPage]:
    """The English pages, which stand for the recommendation in both languages, set by set and by number.

    ``within`` is the place of the set in the tree.
    """
    pages = RecommendationPage.objects.live().filter(primary(), of_type(RecommendationPage))
    return pages.with_place().order_by("within", "number", "path")


def count_statuses() -> list[StatusCount]:
    """How many recommendations of each set, to each addressee, have each status, in one query."""
    names = [field.name for field in Addressee._meta.concrete_fields]
    counted = public_recommendations().english_with_status().order_by()
    counted = counted.values_list("within", "status", *[f"addressee__{name}" for name in names])
    return [
        StatusCount(within, Addressee(*named), status, number)
        for within, status, *named, number in counted.annotate(number=Count("pk"))
    ]


def count_by_addressee(counts: list[StatusCount], others: Iterable[Addressee] = ()) -> list[tuple[Addressee, int]]:
    """Each addressee, and these others, with the number of recommendations to it, by name in the reader's language."""
    sizes = dict.fromkeys(others, 0)
    for each in counts:
        sizes[each.addressee] = sizes.get(each.addressee, 0) + each.number
    return sorted(sizes.items(), key=lambda pair: pair[0].name.casefold())


def segments(numbers: dict[str, int], address_of: Callable[[str], str]) -> list[Segment]:
    """The picture: one segment for each status that occurs, in the order of the statuses, together 1000 wide."""
    total, before, found = sum(numbers.values()), 0, []
    for status in Status:
        number = numbers.get(status.value, 0)
        if number:
            start, end = 1000 * before // total, 1000 * (before + number) // total
            found.append(Segment(status, number, start, end - start, address_of(status.value)))
            before += number
    return found


def sets_by_path(locale_id: int) -> dict[str, tuple[str, RecommendationSetPage]]:
    """Every live set by its place in the English tree: its English slug, and its page in a language, in one query.

    Each page has ``outcome_counts``, how many public outcomes of each status were reported of the set.
    """
    pages = narrow(RecommendationSetPage.objects.live(), "slug", "path", "addressed_to", "addressee", "launched_on")
    pages = pages.annotate(outcomes=count_outcomes()).select_related("locale", "addressee")
    pages = list(pages.order_by(of_primary("path"), "path"))
    translations = {page.translation_key: page for page in pages if page.locale_id == locale_id}
    found = {}
    for english in filter(is_primary, pages):
        page = translations.get(english.translation_key, english)
        page.outcome_counts = {row["status"]: row["number"] for row in english.outcomes}
        found[english.path] = (english.slug, page)
    return found


def count_outcomes() -> ArraySubquery:
    """How many public outcomes of each status an English set has, packed."""
    entries = ProgressEntry.objects.live().filter(set=OuterRef("pk")).order_by()
    counted = entries.values("status").annotate(number=Count("pk"))
    return ArraySubquery(counted.values(counted=JSONObject(status="status", number="number")))
