"""What the list of applications is narrowed down by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from internships.models import Application, ApplicationFile, ChosenProject, InternshipSettings, Round
from internships.models.visibility import COORDINATE, REVIEW, coordinators, may_coordinate, users_who
from migs_site.base.primary_pages import primary
from migs_site.models import ProjectPage

STATES = [choice for choice in Application.State.choices if choice[0] != Application.State.DRAFT]
FOR_COORDINATORS = ["handled_by", "reviewer", "flagged", "scan"]
BOXES = forms.CheckboxSelectMultiple


def english_projects(request):
    return ProjectPage.objects.filter(primary())


def rounds(request):
    return Round.objects.all()


def handlers(request=None) -> list[tuple[str, object]]:
    people = [(str(person.pk), str(person)) for person in coordinators().order_by("last_name", "first_name", "pk")]
    return [("me", _("Me")), ("nobody", _("Nobody")), *people]


def reviewers(request=None):
    return users_who(COORDINATE, REVIEW).order_by("last_name", "first_name", "pk")


class ApplicationFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=BOXES, distinct=False)
    overdue = django_filters.ChoiceFilter(
        label=_("Answer overdue"), choices=[("yes", _("Yes"))], method="by_overdue", empty_label=_("All")
    )
    projects = django_filters.ModelMultipleChoiceFilter(
        label=_("Projects"), queryset=english_projects, widget=BOXES, method="by_projects"
    )
    round = django_filters.ModelChoiceFilter(label=_("Round"), queryset=rounds)
    level = django_filters.MultipleChoiceFilter(
        label=_("Level of study"), choices=Application.Level, widget=BOXES, distinct=False
    )
    handled_by = django_filters.ChoiceFilter(label=_("Handled by"), choices=handlers, method="by_handler")
    reviewer = django_filters.ModelChoiceFilter(label=_("Reviewer"), queryset=reviewers, method="by_reviewer")
    my_review = django_filters.ChoiceFilter(
        label=_("My review"),
        choices=[("to_do", pgettext_lazy("review", "To do")), ("given", pgettext_lazy("review", "Given"))],
        method="by_my_review",
        empty_label=_("All"),
    )
    flagged = django_filters.ChoiceFilter(
        label=_("Flags"),
        choices=[("yes", _("With flags")), ("no", _("Without flags"))],
        method="by_flags",
        empty_label=_("All"),
    )
    scan = django_filters.ChoiceFilter(
        label=_("Malware scan"), choices=ApplicationFile.ScanState, method="by_scan", empty_label=_("All")
    )
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Application
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_coordinate(self.request.user):
            for name in FOR_COORDINATORS:
                del self.filters[name]

    def by_overdue(self, queryset, name, value):
        return queryset.overdue(InternshipSettings.current().reply_days)

    def by_projects(self, queryset, name, value):
        """By whom one of these was chosen; each once, however many of them it were."""
        chosen = ChosenProject.objects.filter(project__in=value).values("application")
        return queryset.filter(pk__in=chosen) if value else queryset

    def by_handler(self, queryset, name, value):
        return queryset.filter(handled_by={"me": self.request.user, "nobody": None}.get(value, value))

    def by_reviewer(self, queryset, name, value):
        return queryset.filter(assignments__reviewer=value)

    def by_my_review(self, queryset, name, value):
        """Of what is assigned to who asks."""
        mine = queryset.filter(assignments__reviewer=self.request.user)
        reviewed = mine.filter(reviews__reviewer=self.request.user)
        return reviewed if value == "given" else mine.exclude(reviews__reviewer=self.request.user)

    def by_flags(self, queryset, name, value):
        return queryset.exclude(flags=[]) if value == "yes" else queryset.filter(flags=[])

    def by_scan(self, queryset, name, value):
        """Those of which one file at least is in that state."""
        return queryset.filter(pk__in=ApplicationFile.objects.filter(scan_state=value).values("application"))
