"""The one place where staff see which links to other sites do not work, and since when."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from migs_site.link_checker.models import UNKNOWN, OutsideLink
from migs_site.link_checker.sources import uses_of

STATES = {
    "broken": (_("Broken"), Q(is_broken=True)),
    "failing": (_("Failed recently, not yet counted as broken"), Q(is_broken=False, failures__gt=0)),
    "unknown": (_("Could not be checked"), Q(problem__in=UNKNOWN)),
    "moved": (pgettext_lazy("links", "Moved"), Q(problem="") & ~Q(moved_to="")),
}


class OutsideLinkFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(name, label) for name, (label, _condition) in STATES.items()],
        method="in_state",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = OutsideLink
        fields = ["state"]

    def in_state(self, queryset, name, value):
        return queryset.filter(STATES[value][1])


def state_of(link: OutsideLink) -> str:
    if link.is_broken:
        return STATES["broken"][0]
    if link.failures:
        return STATES["failing"][0]
    return STATES["unknown" if link.problem else "moved"][0]


def what_is_wrong(link: OutsideLink) -> str:
    if link.problem:
        return link.get_problem_display()
    return gettext("Moved permanently to %(address)s. Update the link.") % {"address": link.moved_to}


def since(link: OutsideLink) -> str:
    return date_format(timezone.localdate(link.failing_since)) if link.failing_since else ""


class AddressColumn(Column):
    """The address, to be looked at in a tab of its own."""

    cell_template_name = "link_checker/admin/address_cell.html"


class UsesColumn(Column):
    """Where it stands, with a way to change it."""

    cell_template_name = "link_checker/admin/uses_cell.html"


class OutsideLinksReport(ReportView):
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    index_url_name = "outside_links_report"
    index_results_url_name = "outside_links_report_results"
    page_title = _("External links")
    header_icon = "link"
    model = OutsideLink
    filterset_class = OutsideLinkFilterSet
    default_ordering = "-is_broken"
    is_searchable = True
    search_fields = ["address"]
    export_filename = "links-to-other-sites"
    columns = [
        AddressColumn("address", label=_("Address"), sort_key="address"),
        UsesColumn("uses", label=_("Found on")),
        Column("state", label=_("State"), accessor=state_of, sort_key="is_broken"),
        Column("problem", label=_("Problem"), accessor=what_is_wrong),
        Column("failing_since", label=_("Since"), accessor=since, sort_key="failing_since"),
        DateColumn("last_checked_at", label=_("Last checked"), sort_key="last_checked_at"),
    ]
    list_export = ["address", "places", "state", "wrong", "since", "looked"]
    export_headings = {
        "address": _("Address"),
        "places": _("Found on"),
        "state": _("State"),
        "wrong": _("Problem"),
        "since": _("Since"),
        "looked": _("Last checked"),
    }

    def get_base_queryset(self):
        return OutsideLink.objects.noteworthy()

    def order_queryset(self, queryset):
        """Broken ones first, the oldest of them on top, unless staff order them otherwise."""
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset).order_by(self.ordering, "pk")
        return queryset.order_by("-is_broken", "failing_since", "address")

    def decorate_paginated_queryset(self, object_list):
        """Each link with the places where it stands: as many queries as there are kinds of places."""
        links = list(object_list)
        uses = uses_of(link.address for link in links)
        for link in links:
            link.uses = uses[link.address]
        return links

    def to_row_dict(self, item):
        return {
            "address": item.address,
            "places": "; ".join(use.record for use in item.uses),
            "state": str(state_of(item)),
            "wrong": what_is_wrong(item),
            "since": day_of(item.failing_since),
            "looked": day_of(item.last_checked_at),
        }


def day_of(instant) -> str:
    return date_format(timezone.localdate(instant), "Y-m-d") if instant else ""
