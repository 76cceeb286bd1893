"""Files of several applications as one archive."""

import itertools
import uuid

from django import forms
from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from internships.documents.archives import zipped
from internships.models import Application, ApplicationFile
from internships.staff.decisions.views import CoordinatorsView
from internships.staff.selection import MOST, offered, ticked
from migs_site.audit.services import record


class KindsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Files"),
        choices=ApplicationFile.Kind.choices,
        initial=ApplicationFile.Kind.values,
        widget=forms.CheckboxSelectMultiple,
    )


class FilesView(CoordinatorsView):
    """Asked for, it offers applications to be ticked; sent, it is the archive."""

    template_name = "internships/admin/choose_files.html"
    page_title = gettext_lazy("Download files")

    def get(self, request):
        return self.choose(KindsForm())

    def post(self, request):
        form, chosen = KindsForm(request.POST), list(ticked(request))
        if not chosen:
            form.add_error(None, _("Tick at least one application."))
        if not form.is_valid():
            return self.choose(form, {application.pk for application in chosen})
        return archive(chosen, form.cleaned_data["kinds"], request.user)

    def choose(self, form, already=()):
        found = offered(self.request)
        context = {"form": form, "offered": found, "ticked": already, "is_cut": len(found) == MOST}
        return self.render_to_response(self.get_context_data(**context))


def archive(applications: list[Application], kinds: list[str], by) -> StreamingHttpResponse:
    """Each application is asked for once more when its turn comes: whoever is recused meanwhile gets no more of it."""
    numbers = write_down(applications, kinds, by)
    response = StreamingHttpResponse(in_language(get_language(), zipped(files(numbers, kinds, by))))
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="applications-{timezone.localdate()}.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


@transaction.atomic
def write_down(applications: list[Application], kinds: list[str], by) -> list[uuid.UUID]:
    for application in applications:
        record(action="application.files_exported", about=application, by=by, detail={"kinds": sorted(kinds)})
    return [application.pk for application in applications]


def files(numbers: list[uuid.UUID], kinds: list[str], by):
    for number in numbers:
        visible = Application.objects.visible_to(by).filter(pk=number)
        found = ApplicationFile.objects.filter(application__in=visible, kind__in=kinds).select_related("application")
        yield from list(found)


def in_language(language: str, pieces):
    """A stream is made after the request, when the language of the thread is another's."""
    pieces = iter(pieces)
    while True:
        with override(language):
            piece = list(itertools.islice(pieces, 1))
        if not piece:
            return
        yield piece[0]
