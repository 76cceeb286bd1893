"""Files of applications, opened for those who may see the application, each time anew."""

import logging

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from internships.documents.contents import WHY_NOT_OPENED, open_content, why_not_opened
from internships.models import ApplicationFile
from internships.staff.access import visible_application
from migs_site.audit.services import record

logger = logging.getLogger(__name__)

AS_ATTACHMENT = "sandbox; default-src 'none'"
# Chromium 156 and Firefox 153 show a PDF under the policy above as well. WebKitGTK 2.50, whose viewer is part of the
# page, shows one under nothing narrower than this: scripts, which are allowed here, default-src forbids to all others.
TO_VIEW = (
    "sandbox allow-scripts allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@require_GET
def download(request, pk, kind):
    """A file as an attachment under a plain name, so that no browser opens what a stranger sent."""
    return opened(request, visible_application(request.user, pk), kind)


@require_GET
@xframe_options_sameorigin
def view(request, pk, kind):
    """A PDF in the browser’s own viewer, beside the application; every other format can only be downloaded."""
    return opened(request, visible_application(request.user, pk), kind, to_view=True)


def opened(request, application, kind, *, to_view: bool = False):
    files = application.files.filter(format=ApplicationFile.Format.PDF) if to_view else application.files
    file = get_object_or_404(files.select_related("application"), kind=kind)
    try:
        content = open_content(file)
    except WHY_NOT_OPENED as error:
        logger.error("The file %s was not opened: %s", file.pk, error)
        if to_view:
            return HttpResponse(why_not_opened(error), content_type="text/plain; charset=utf-8", status=409)
        messages.error(request, why_not_opened(error))
        return redirect("applications:inspect", application.pk)
    action = "application.file_viewed" if to_view else "application.file_downloaded"
    record(action=action, about=application, by=request.user, detail={"kind": file.kind})
    response = FileResponse(
        content,
        as_attachment=not to_view,
        filename=file.download_name,
        content_type="application/pdf" if to_view else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = TO_VIEW if to_view else AS_ATTACHMENT
    add_never_cache_headers(response)
    return response
