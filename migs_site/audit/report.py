"""The audit log, as those read it who may: among Wagtail's reports, and as a table to take away."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from migs_site.audit.models import AuditEntry
from migs_site.audit.registry import ACTIONS
from migs_site.audit.services import record

NOBODY = "0"  # the number of no user
policy = ModelPermissionPolicy(AuditEntry)


def people() -> list[tuple[str, str]]:
    """Everybody in the log, as they were called last, also those whose account is gone; one query."""
    entries = AuditEntry.objects.exclude(user_pk=None).order_by("user_pk", "-id").distinct("user_pk")
    named = sorted(entries.values_list("user_pk", "user_label"), key=lambda person: person[1].casefold())
    return [(NOBODY, gettext("The site, or a visitor")), *((str(pk), label) for pk, label in named)]


def actions() -> list[tuple[str, str]]:
    return sorted(((name, str(label)) for name, label in ACTIONS.items()), key=lambda action: action[1].casefold())


class AuditFilterSet(WagtailFilterSet):
    person = django_filters.ChoiceFilter(label=_("User"), choices=people, method="by_person", empty_label=_("All"))
    action = django_filters.MultipleChoiceFilter(
        label=_("Action"), choices=actions, widget=forms.CheckboxSelectMultiple
    )
    at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["person", "action", "at"]

    def by_person(self, queryset, name, value):
        return queryset.filter(user_pk=None if value == NOBODY else int(value))


def time_of(entry: AuditEntry) -> str:
    return date_format(timezone.localtime(entry.at), "DATETIME_FORMAT")


def person_of(entry: AuditEntry) -> str:
    return entry.user_label or gettext("The site, or a visitor")


class AuditReport(ReportView):
    permission_policy = policy
    any_permission_required = ["view"]
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    page_title = _("Audit log")
    header_icon = "history"
    model = AuditEntry
    filterset_class = AuditFilterSet
    default_ordering = "-id"  # the order in which they came, whatever a clock said
    is_searchable = True
    search_fields = ["about", "user_label"]
    export_filename = "audit-log"
    columns = [
        Column("at", label=_("Date and time"), accessor=time_of),
        Column("who", label=_("User"), accessor=person_of),
        Column("action", label=_("Action"), accessor="action_label"),
        Column("about", label=_("Record")),
        Column("detail", label=_("Details"), accessor="detail_in_words"),
    ]
    list_export = ["at", "who", "action", "about", "detail"]
    export_headings = {column.name: column.label for column in columns}

    def render_to_response(self, context, **response_kwargs):
        """What is taken away is written down; to look is not, or else the log would speak of its readers alone."""
        if self.is_export:
            record(action="audit.exported", by=self.request.user, detail={"format": self.request.GET["export"]})
        return super().render_to_response(context, **response_kwargs)

    def to_row_dict(self, item):
        return {
            "at": timezone.localtime(item.at).isoformat(timespec="seconds"),
            "who": person_of(item),
            "action": item.action_label,
            "about": item.about,
            "detail": item.detail_in_words,
        }
