"""How staff find and read applications in the admin. Nobody adds or edits one, whatever their permissions."""

import datetime
import logging

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import DeleteView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from internships.documents.contents import WHY_NOT_OPENED, open_content, why_not_opened
from internships.documents.files import files_with_notes
from internships.erasure.services import erase
from internships.models import Application, ApplicationFile, Erasure
from migs_site.base.primary_pages import primary
from migs_site.models import ProjectPage

logger = logging.getLogger(__name__)


class ReadAndDelete(ModelPermissionPolicy):
    """What was sent stays as it was sent, for administrators as well."""

    def user_has_permission(self, user, action):
        return action in {"view", "delete"} and super().user_has_permission(user, action)


def english_projects(request):
    return ProjectPage.objects.filter(primary())


class ApplicationFilterSet(WagtailFilterSet):
    projects = django_filters.ModelMultipleChoiceFilter(
        label=_("Projects"), queryset=english_projects, widget=forms.CheckboxSelectMultiple
    )
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Application
        fields = ["level", "projects", "received_at"]


class ApplicationIndexView(IndexView):
    any_permission_required = ["view"]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("projects")


class ApplicationInspectView(InspectView):
    any_permission_required = ["view"]
    page_title = pgettext_lazy("internship", "Application")

    def get_field_label(self, field_name, field):
        return _("Files") if field_name == "files" else super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name, field):
        """Instants in our own time; Wagtail would show them as they are stored, in UTC."""
        value = super().get_field_display_value(field_name, field)
        is_instant = isinstance(value, datetime.datetime)
        return date_format(timezone.localtime(value), "DATETIME_FORMAT") if is_instant else value

    def get_language_display_value(self):
        return get_language_info(self.object.language)["name_translated"]

    def get_availability_display_value(self) -> SafeString:
        return as_paragraphs(self.object.availability)

    def get_message_display_value(self) -> SafeString:
        return as_paragraphs(self.object.message)

    def get_notice_display_value(self) -> SafeString:
        return as_paragraphs(self.object.notice.text if self.object.notice else "")

    def get_files_display_value(self) -> SafeString:
        rows = [
            (
                reverse("applications:download", args=[self.object.pk, file.kind]),
                *(file.get_kind_display(), _(": "), file, length_of(file)),
                format_html_join("", "<br>{}", [[note] for note in notes]),
            )
            for file, notes in files_with_notes(self.object)
        ]
        links = format_html_join("", '<li><a href="{}">{}</a>{}{}{}{}</li>', rows)
        return format_html("<ul>{}</ul>", links)


def length_of(file: ApplicationFile) -> str:
    """“ (7 pages)” of a PDF, which alone says how long it is."""
    if not file.pages:
        return ""
    return " (" + ngettext("%(number)d page", "%(number)d pages", file.pages) % {"number": file.pages} + ")"


def as_paragraphs(text: str) -> SafeString:
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 (escaped just here)


class ApplicationDeleteView(DeleteView):
    def delete_action(self):
        """Without Wagtail’s entry in its own history: the audit log has one."""
        erase(self.object, why=Erasure.Why.STAFF, by=self.request.user)


def project_titles(application: Application) -> str:
    return ", ".join(project.title for project in application.projects.all())


class ApplicationViewSet(ModelViewSet):
    name = "applications"
    model = Application
    icon = "mail"
    menu_label = _("Applications")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ApplicationIndexView
    inspect_view_class = ApplicationInspectView
    delete_view_class = ApplicationDeleteView
    form_fields = []
    list_display = [
        "reference",
        "name",
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        Column("level", label=_("Level of study"), accessor="get_level_display", sort_key="level"),
        Column("projects", label=_("Projects"), accessor=project_titles),
    ]
    ordering = "-received_at"
    filterset_class = ApplicationFilterSet
    search_fields = ["reference", "name", "email", "institution", "programme"]
    inspect_view_fields = [
        "reference",
        "received_at",
        "name",
        "email",
        "institution",
        "programme",
        "level",
        "projects",
        "availability",
        "message",
        "files",
        "language",
        "notice",
        "confirmed_at",
    ]

    @cached_property
    def permission_policy(self):
        return ReadAndDelete(self.model)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("<uuid:pk>/files/<slug:kind>/", download, name="download")]


@require_GET
def download(request, pk, kind):
    """A file as an attachment under a plain name, so that no browser opens what a stranger sent."""
    if not request.user.has_perm("internships.view_application"):
        raise PermissionDenied
    file = get_object_or_404(ApplicationFile.objects.select_related("application"), application=pk, kind=kind)
    try:
        content = open_content(file)
    except WHY_NOT_OPENED as error:
        logger.error("The file %s was not opened: %s", file.pk, error)
        messages.error(request, why_not_opened(error))
        return redirect("applications:inspect", pk)
    response = FileResponse(
        content, as_attachment=True, filename=file.download_name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    add_never_cache_headers(response)
    return response
