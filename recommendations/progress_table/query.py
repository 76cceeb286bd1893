"""A query of the progress table: the recommendations of a set, to an addressee or with a status, and their number."""

from dataclasses import dataclass, field

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from migs_site.base.long_lists import NarrowingForm
from migs_site.base.pages import SitePage
from recommendations.models.addressees import Addressee
from recommendations.models.cited_words import PRINTED
from recommendations.models.progress import ProgressEntry
from recommendations.models.statuses import Status
from recommendations.progress_table.counts import (
    StatusCount,
    count_by_addressee,
    count_statuses,
    public_recommendations,
    sets_by_path,
)
from recommendations.progress_table.outcomes import SetFacts, newest_outcomes, set_facts
from recommendations.progress_table.rows import TableRow, table_rows


def choice(label: str, sentence: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.Select({"class": "field__input"}),
        error_messages={"invalid_choice": sentence},
    )


class ProgressFilter(NarrowingForm):
    set = choice(_("Set"), _("Select a set from the list."))
    addressee = choice(_("Addressee"), _("Select an addressee from the list."))
    status = choice(pgettext_lazy("recommendation", "Status"), _("Select a status from the list."))

    def __init__(self, data, sets, addressees):
        """sets: pairs of slug and page; addressees: those in the table."""
        super().__init__(data)
        titles = [(slug, page.title) for slug, page in sets]
        names = [(addressee.slug, addressee.name) for addressee in addressees]
        self.fields["set"].choices = [("", pgettext_lazy("sets", "All sets")), *titles]
        self.fields["addressee"].choices = [("", pgettext_lazy("addressees", "All addressees")), *names]
        self.fields["status"].choices = [("", pgettext_lazy("statuses", "All statuses")), *Status.choices]

    def cleaned_filters(self) -> dict[str, str]:
        """The choices that can be used; one that is in no list counts as not given, and has its error."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


@dataclass(frozen=True)
class ProgressQuery:
    """What a visitor chose, and what it finds: two database queries; the rows are one more, and so are outcomes, where
    there are any.

    form: what was chosen, with its errors. filters: the parts of it that could be used. addressees: each addressee of
    the table, with the number of recommendations to them. sets: every set by its place in the tree. status_counts and
    outcome_counts: the recommendations, and the outcomes of whole sets, that match, whatever their status.
    """

    form: ProgressFilter
    filters: dict[str, str]
    addressees: list[tuple[Addressee, int]]
    sets: dict
    here: SitePage
    status_counts: list[StatusCount] = field(default_factory=list)
    outcome_counts: dict[tuple[str, str], int] = field(default_factory=dict)

    @cached_property
    def count_by_status(self) -> dict[str, int]:
        """How many recommendations have each status, whichever of them was chosen."""
        counts = dict.fromkeys(Status.values, 0)
        for each in self.status_counts:
            counts[each.status] += each.number
        return counts

    @property
    def count(self) -> int:
        status = self.filters["status"]
        return self.count_by_status[status] if status else sum(self.count_by_status.values())

    @property
    def assessed_count(self) -> int:
        return sum(self.count_by_status.values()) - self.count_by_status[Status.NOT_ASSESSED]

    @property
    def set_facts(self) -> list[SetFacts]:
        return set_facts(self.sets, self.status_counts, self.outcome_counts)

    @property
    def outcome_count(self) -> int:
        chosen = self.filters["status"]
        return sum(number for (_path, status), number in self.outcome_counts.items() if chosen in {"", status})

    @property
    def recommendations(self) -> QuerySet:
        """The English pages that match, in the order of the table."""
        pages = public_recommendations()
        if self.filters["set"]:
            pages = pages.filter(within=path_of_set(self.filters["set"], self.sets))
        if self.filters["addressee"]:
            pages = pages.filter(addressee__slug=self.filters["addressee"])
        return pages.english_with_status().filter(status=self.filters["status"]) if self.filters["status"] else pages

    def page(self, number: str | None, size: int) -> Page:
        """A page of the table; its rows are the objects in it."""
        paginator = Paginator(self.recommendations, size)
        paginator.count = self.count  # so that the database does not count again
        shown = paginator.get_page(number)
        shown.object_list = self.rows(shown.object_list) if self.count else []
        return shown

    def rows(self, pages: QuerySet) -> list[TableRow]:
        return table_rows(pages, self.here, self.sets)

    def whole_rows(self) -> list[TableRow]:
        """All rows, with the words by which each recommendation is cited."""
        return table_rows(self.recommendations, self.here, self.sets, *PRINTED)

    def summary(self, total: int) -> str:
        """“2 of 10 recommendations, 1 outcome reported”."""
        parts = []
        if self.count or not self.outcome_count:
            sentence = "%(number)s of %(total)s recommendations"
            parts.append(ngettext(sentence, sentence, self.count) % {"number": self.count, "total": total})
        if self.outcome_count:
            outcomes = ngettext("%(number)s outcome reported", "%(number)s outcomes reported", self.outcome_count)
            parts.append(outcomes % {"number": self.outcome_count})
        return ", ".join(parts)

    def outcomes(self) -> list[ProgressEntry]:
        if not self.outcome_count:
            return []
        paths = [path for path, _status in self.outcome_counts]
        return newest_outcomes(paths, self.filters["status"], self.sets, self.here)


def path_of_set(slug: str, sets: dict) -> str:
    return next(path for path, (english_slug, _page) in sets.items() if english_slug == slug)


def parse_query(data, here: SitePage) -> ProgressQuery:
    """Read a query (set, addressee, status) from data as in an address, and count what matches."""
    sets, status_counts = sets_by_path(here.locale_id), count_statuses()
    outcome_counts = {
        (path, status): number for path, (_slug, page) in sets.items() for status, number in page.outcome_counts.items()
    }
    addressees = {path: sets[path][1].addressee for path, _status in outcome_counts if path in sets}
    sizes = count_by_addressee(status_counts, [addressee for addressee in addressees.values() if addressee])
    form = ProgressFilter(data, sets.values(), [addressee for addressee, _size in sizes])
    filters = form.cleaned_filters()
    chosen_path = path_of_set(filters["set"], sets) if filters["set"] else ""
    chosen_addressee = filters["addressee"]

    def matches(path: str, addressee: Addressee | None) -> bool:
        return chosen_path in {"", path} and chosen_addressee in {"", addressee.slug if addressee else None}

    return ProgressQuery(
        form,
        filters,
        sizes,
        sets,
        here,
        [each for each in status_counts if matches(each.set_path, each.addressee)],
        {
            (path, status): number
            for (path, status), number in outcome_counts.items()
            if path in addressees and matches(path, addressees[path])
        },
    )
