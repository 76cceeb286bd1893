"""The list of applications as a spreadsheet, for coordinators; each one that is taken away is written down."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.models import Application
from internships.models.visibility import may_coordinate
from migs_site.audit.services import record

HEADINGS = {
    "reference": _("Reference number"),
    "state": _("State"),
    "received_at": _("Received"),
    "name": _("Name"),
    "email": _("Email"),
    "institution": _("University or college"),
    "programme": _("Program"),
    "level": _("Level of study"),
    "projects": _("Projects"),
    "language": _("Language"),
    "answer_by": _("Answer to the offer by"),
    "handled_by": _("Handled by"),
}


class RecordedExport:
    """For the view of the list; formulas are made harmless by the site's own mending of Wagtail's exports."""

    list_export = list(HEADINGS)
    export_headings = HEADINGS
    export_filename = "applications"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_coordinate(request.user):
            if self.is_export:
                raise PermissionDenied
            self.list_export = []  # offers nothing

    def render_to_response(self, context, **response_kwargs):
        if self.is_export:
            detail = {"format": self.request.GET["export"], "rows": self.object_list.count()}
            record(action="application.list_exported", by=self.request.user, detail=detail)
        return super().render_to_response(context, **response_kwargs)

    def to_row_dict(self, item: Application) -> dict:
        return {
            "reference": item.reference,
            "state": item.get_state_display(),
            "received_at": timezone.localtime(item.received_at).isoformat(timespec="minutes"),
            "name": item.name,
            "email": item.email,
            "institution": item.institution,
            "programme": item.programme,
            "level": item.get_level_display(),
            "projects": ", ".join(project.title for project in item.projects.all()),
            "language": item.language,
            "answer_by": item.answer_by.isoformat() if item.answer_by else "",
            "handled_by": str(item.handled_by or ""),
        }
