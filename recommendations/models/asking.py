"""What somebody asked of the table of recommendations, and how many answer to it."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from recommendations.filters import ProgressFilter

from .addressees import Addressee
from .rows import Row, rows_of
from .statuses import Status
from .tallies import by_addressee, public_recommendations, sets_by_path, tally


@dataclass(frozen=True)
class Asked:
    """The answer to a question: two queries; the rows are two more.

    form: the question, with its errors. wanted: the parts of it that could be used. sizes: each addressee of whom
    something is asked, with the number of recommendations to them. numbers: how many have each status, whichever of
    them was asked for. sets: every set by its place in the tree.
    """

    form: ProgressFilter
    wanted: dict[str, str]
    sizes: list[tuple[Addressee, int]]
    numbers: dict[str, int]
    sets: dict
    locale_id: int

    @property
    def number(self) -> int:
        return self.numbers[self.wanted["status"]] if self.wanted["status"] else sum(self.numbers.values())

    @property
    def chosen(self) -> QuerySet:
        """The English pages that were asked for, in the order of the table."""
        chosen = public_recommendations()
        if self.wanted["set"]:
            chosen = chosen.filter(within=self.place_of(self.wanted["set"]))
        if self.wanted["addressee"]:
            chosen = chosen.filter(addressee__slug=self.wanted["addressee"])
        return chosen.english_with_status().filter(status=self.wanted["status"]) if self.wanted["status"] else chosen

    def place_of(self, slug: str) -> str:
        return next(place for place, (known, _page) in self.sets.items() if known == slug)

    def page(self, number: str | None, size: int) -> Page:
        """A page of the table; its rows are the objects in it."""
        paginator = Paginator(self.chosen, size)
        paginator.count = self.number  # it has been counted
        shown = paginator.get_page(number)
        shown.object_list = self.rows(shown.object_list) if self.number else []
        return shown

    def rows(self, chosen: QuerySet | None = None) -> list[Row]:
        return rows_of(self.chosen if chosen is None else chosen, self.locale_id, self.sets)


def asked(data, locale_id: int) -> Asked:
    """Read a question (set, addressee, status); data: as in an address."""
    sets, tallies = sets_by_path(locale_id), tally()
    sizes = by_addressee(tallies)
    form = ProgressFilter(data, sets.values(), [addressee for addressee, _size in sizes])
    found = Asked(form, form.asked(), sizes, dict.fromkeys(Status.values, 0), sets, locale_id)
    place = found.place_of(found.wanted["set"]) if found.wanted["set"] else ""
    for each in tallies:
        if place in {"", each.set_path} and found.wanted["addressee"] in {"", each.addressee.slug}:
            found.numbers[each.status] += each.number
    return found
