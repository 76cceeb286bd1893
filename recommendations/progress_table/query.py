"""What somebody asked of the table of recommendations, and how many answer to it."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from recommendations.models.addressees import Addressee
from recommendations.models.progress import ProgressEntry
from recommendations.models.statuses import Status
from recommendations.progress_table.counts import Tally, by_addressee, public_recommendations, sets_by_path, tally
from recommendations.progress_table.filters import ProgressFilter
from recommendations.progress_table.outcomes import SetFacts, facts_of, outcome_numbers, outcomes_of
from recommendations.progress_table.rows import Row, rows_of


@dataclass(frozen=True)
class Asked:
    """The answer to a question: three queries; the rows are two more, and outcomes, where there are any, two.

    form: the question, with its errors. wanted: the parts of it that could be used. sizes: each addressee of whom
    something is asked, with the number of recommendations to them. sets: every set by its place in the tree. tallies
    and reported: how many recommendations, and how many outcomes of whole sets, answer to it, whatever their status.
    """

    form: ProgressFilter
    wanted: dict[str, str]
    sizes: list[tuple[Addressee, int]]
    sets: dict
    locale_id: int
    tallies: list[Tally] = field(default_factory=list)
    reported: dict[tuple[str, str], int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many recommendations have each status, whichever of them was asked for."""
        found = dict.fromkeys(Status.values, 0)
        for each in self.tallies:
            found[each.status] += each.number
        return found

    @property
    def number(self) -> int:
        return self.numbers[self.wanted["status"]] if self.wanted["status"] else sum(self.numbers.values())

    @property
    def assessed(self) -> int:
        return sum(self.numbers.values()) - self.numbers[Status.NOT_ASSESSED]

    @property
    def facts(self) -> list[SetFacts]:
        return facts_of(self.sets, self.tallies, self.reported)

    @property
    def outcome_number(self) -> int:
        wanted = self.wanted["status"]
        return sum(many for (_place, status), many in self.reported.items() if wanted in {"", status})

    @property
    def chosen(self) -> QuerySet:
        """The English pages that were asked for, in the order of the table."""
        chosen = public_recommendations()
        if self.wanted["set"]:
            chosen = chosen.filter(within=place_of(self.wanted["set"], self.sets))
        if self.wanted["addressee"]:
            chosen = chosen.filter(addressee__slug=self.wanted["addressee"])
        return chosen.english_with_status().filter(status=self.wanted["status"]) if self.wanted["status"] else chosen

    def page(self, number: str | None, size: int) -> Page:
        """A page of the table; its rows are the objects in it."""
        paginator = Paginator(self.chosen, size)
        paginator.count = self.number  # it has been counted
        shown = paginator.get_page(number)
        shown.object_list = self.rows(shown.object_list) if self.number else []
        return shown

    def rows(self, chosen: QuerySet | None = None) -> list[Row]:
        return rows_of(self.chosen if chosen is None else chosen, self.locale_id, self.sets)

    def words(self, total: int) -> str:
        """“2 of 10 recommendations, 1 outcome reported”."""
        number, said = self.number, []
        if number or not self.outcome_number:
            words = "%(number)s of %(total)s recommendations"
            words = ngettext(words, words, number)
            said.append(words % {"number": number, "total": total})
        if self.outcome_number:
            outcomes = ngettext("%(number)s outcome reported", "%(number)s outcomes reported", self.outcome_number)
            said.append(outcomes % {"number": self.outcome_number})
        return ", ".join(said)

    def outcomes(self) -> list[ProgressEntry]:
        if not self.outcome_number:
            return []
        places = [place for place, _status in self.reported]
        return outcomes_of(places, self.wanted["status"], self.sets, self.locale_id)


def place_of(slug: str, sets: dict) -> str:
    return next(place for place, (known, _page) in sets.items() if known == slug)


def asked(data, locale_id: int) -> Asked:
    """Read a question (set, addressee, status); data: as in an address."""
    sets, tallies, reported = sets_by_path(locale_id), tally(), outcome_numbers()
    told = {place: sets[place][1].addressee for place, _status in reported if place in sets}
    sizes = by_addressee(tallies, [addressee for addressee in told.values() if addressee])
    form = ProgressFilter(data, sets.values(), [addressee for addressee, _size in sizes])
    wanted = form.asked()
    place = place_of(wanted["set"], sets) if wanted["set"] else ""
    whose = wanted["addressee"]
    return Asked(
        form,
        wanted,
        sizes,
        sets,
        locale_id,
        [each for each in tallies if place in {"", each.set_path} and whose in {"", each.addressee.slug}],
        {
            (at, status): many
            for (at, status), many in reported.items()
            if at in told and place in {"", at} and whose in {"", told[at].slug if told[at] else None}
        },
    )
