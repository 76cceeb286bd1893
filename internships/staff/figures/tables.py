"""How many applications came in a year: by month, project and state; with those that were erased since."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from internships.models import Application, ApplicationCount
from internships.states import State
from migs_site.models import ProjectPage

STATES = [state for state in State if state != State.DRAFT]


@dataclass(frozen=True)
class Table:
    """columns: what is counted together. rows: each with a number for each column. Rows of nothing are left out."""

    name: str
    title: str
    columns: list[str]
    rows: list[tuple[str, list[int]]]

    def totals(self) -> list[tuple[str, list[int], int]]:
        return [(label, numbers, sum(numbers)) for label, numbers in self.rows]


def years(user) -> list[int]:
    """In which applications came, the last first."""
    visible = Application.objects.visible_to(user).order_by()
    there = visible.annotate(year=ExtractYear("received_at")).values_list("year", flat=True).distinct()
    erased = ApplicationCount.objects.values_list("year", flat=True).distinct()
    return sorted({*there, *erased}, reverse=True)


def tables(user, year: int) -> tuple[list[Table], int]:
    """The three; and how many were erased of which the year alone is known. Four queries."""
    erased: Counter = Counter()
    for fact, value, number in ApplicationCount.objects.filter(year=year).values_list("fact", "value", "number"):
        erased[fact, value] += number
    received = Application.objects.visible_to(user).filter(received_at__year=year).order_by()
    by_month = counted(received.annotate(key=ExtractMonth("received_at")))
    by_project = counted(received.filter(projects__isnull=False).annotate(key=F("projects")))
    months = [(number, str(MONTHS[number]), f"{number:02}") for number in MONTHS]
    columns = [*(str(state.label) for state in STATES), _("Erased since")]
    dated = sum(number for (fact, _value), number in erased.items() if fact == "month")
    return [
        Table("month", _("By month"), columns, rows("month", months, by_month, erased)),
        Table("project", _("By project"), columns, rows("project", projects(by_project, erased), by_project, erased)),
        Table("state", _("By state"), [_("Not erased"), _("Erased since")], by_state(by_month, erased)),
    ], erased["received", ""] - dated


def counted(applications) -> Counter:
    """By what “key” says and by state."""
    found: Counter = Counter()
    for key, state, number in (
        applications.values("key", "state").annotate(n=Count("pk")).values_list("key", "state", "n")
    ):
        found[key, state] += number
    return found


def projects(by_project: Counter, erased: Counter) -> list[tuple[int, str, str]]:
    """Also those whose page is gone, of which applications were erased."""
    numbers = {key for key, _state in by_project} | {int(value) for fact, value in erased if fact == "project"}
    titles = dict(ProjectPage.objects.filter(pk__in=numbers).values_list("pk", "title"))
    named = [(number, titles.get(number) or _("A deleted project"), str(number)) for number in numbers]
    return sorted(named, key=lambda each: (each[1], each[0]))


def rows(
    fact: str, keys: Iterable[tuple[int, str, str]], counts: Counter, erased: Counter
) -> list[tuple[str, list[int]]]:
    """keys: each as it is counted, its words, and as it is counted of what was erased."""
    found = [(label, [*(counts[key, state] for state in STATES), erased[fact, value]]) for key, label, value in keys]
    return [(label, numbers) for label, numbers in found if any(numbers)]


def by_state(by_month: Counter, erased: Counter) -> list[tuple[str, list[int]]]:
    there: Counter = Counter()
    for (_month, state), number in by_month.items():
        there[state] += number
    found = [(str(state.label), [there[state], erased["state", str(state)]]) for state in STATES]
    return [(label, numbers) for label, numbers in found if any(numbers)]
