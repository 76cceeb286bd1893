"""Figures inside texts: an editor writes “[[canada: carried out]]”, and readers read “4 of 10”, as it is today.

The set is named by the slug of its English page, or “all”; the status by its code in statuses.py, with spaces.
Capitals and spaces do not matter.
"""

import re
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Value
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from migs_site.base.primary_pages import primary
from recommendations.models.set_page import RecommendationSetPage
from recommendations.models.statuses import Status
from recommendations.progress_table.counts import public_recommendations

ALL = "all"
A_SET = -1  # in place of a number, with the slug of a set in place of a status
GONE = "–"  # what readers see where a set has left the site since

# As rendered pages may hold it: no mark of HTML or JSON, so that nothing but words is ever replaced.
CODE = re.compile(r"\[\[([\w\s-]{1,255}):([\w\s-]{1,100})\]\]")
# As editors may write it, with all that they may get wrong.
WRITTEN = re.compile(r"\[\[([^\[\]:]{0,255}):([^\[\]:]{0,255})\]\]")

STATUSES = {status.value.replace("_", " "): status.value for status in Status}
SETS_NAMED = 10


@hooks.register("filter_text")
def with_figures(text: str) -> str:
    """The same text, plain or HTML, with the figure of each code: one query, and none where no code stands."""
    if not CODE.search(text):
        return text
    numbers = numbers_by_set()
    return CODE.sub(lambda found: figure(numbers, *found.groups()), text)


def numbers_by_set() -> dict[str, Counter]:
    """For each live set, by the slug of its English page, and for all: how many recommendations have which status."""
    counted = public_recommendations().english_with_status().order_by().values_list("within", "status")
    sets = RecommendationSetPage.objects.live().filter(primary()).order_by()
    rows = list(counted.annotate(number=Count("pk")).union(sets.values_list("path", "slug", Value(A_SET)), all=True))
    slugs = {place: slug.casefold() for place, slug, number in sorted(rows) if number == A_SET}
    numbers = {name: Counter() for name in [ALL, *slugs.values()]}
    for place, status, number in rows:
        for name in {ALL, slugs.get(place, ALL)} if number != A_SET else ():
            numbers[name][status] += number
    return numbers


def figure(numbers: dict[str, Counter], set_name: str, status_name: str) -> str:
    """“4 of 10” in the language that is active."""
    counted, status = numbers.get(normalized(set_name)), STATUSES.get(normalized(status_name))
    if counted is None or status is None:
        return GONE
    return _("%(number)d of %(total)d") % {"number": counted[status], "total": counted.total()}


@hooks.register("refuse_quoted_words")
def quoted_figures(texts: Iterable[str]) -> list[str]:
    """A sentence about the first code in texts that are quoted elsewhere, where nobody puts a figure in its place."""
    found = next((code for text in texts for code in WRITTEN.finditer(text)), None)
    sentence = _(
        "“%(code)s” changes over time, but titles, names, statements and dated entries are quoted as they stand. "
        "Enter the number itself, or use the code in the text of a page."
    )
    return [sentence % {"code": " ".join(found[0].split())}] if found else []


def normalized(words: str) -> str:
    return " ".join(words.split()).casefold()


@hooks.register("refuse_words")
def unknown_figures(texts: Iterable[str]) -> list[str]:
    """A sentence about the first code in these texts that stands for no figure; nothing where all do."""
    written = [found for text in texts for found in WRITTEN.finditer(text)]
    numbers = numbers_by_set() if written else {}
    for found in written:
        if figure(numbers, *found.groups()) == GONE:
            return [about_unknown(found[0], list(numbers))]
    return []


def about_unknown(code: str, sets: list[str]) -> str:
    more = ", …" if len(sets) > SETS_NAMED else ""
    sentence = _(
        "“%(code)s” is not a valid code. Use [[set: status]], where the set is one of %(sets)s and the status is "
        "one of %(statuses)s."
    )
    names = {"sets": ", ".join(sets[:SETS_NAMED]) + more, "statuses": ", ".join(STATUSES)}
    return sentence % {"code": " ".join(code.split()), **names}


class FiguresReport(WagtailAdminTemplateMixin, View):
    """All codes, set by set."""

    page_title = gettext_lazy("Figures in texts")
    header_icon = "clipboard-list"
    template_name = "recommendations/admin/figures.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request):
        numbers = numbers_by_set()
        codes = [(f"[[{name}: {status}]]", figure(numbers, name, status)) for name in numbers for status in STATUSES]
        return self.render_to_response(self.get_context_data(codes=codes))


@hooks.register("register_reports_menu_item")
def show_figures():
    report = reverse_lazy("figures_report")
    return MenuItem(FiguresReport.page_title, report, name="figures", icon_name="clipboard-list", order=60)


@hooks.register("register_admin_urls")
def address_of_figures():
    return [path("reports/figures/", FiguresReport.as_view(), name="figures_report")]
