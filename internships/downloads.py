"""Handing the files of applications to staff, and to nobody else."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from internships.models import ApplicationFile


@require_GET
def download(request, pk, kind):
    """A file as an attachment under a plain name, so that no browser opens what a stranger sent."""
    if not request.user.has_perm("internships.view_application"):
        raise PermissionDenied
    file = get_object_or_404(ApplicationFile.objects.select_related("application"), application=pk, kind=kind)
    try:
        content = file.file.open()
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content, as_attachment=True, filename=file.download_name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    add_never_cache_headers(response)
    return response
