"""Pictures and documents as visitors get them: from our own host, wherever they are stored.

On a server whose files lie in a folder nginx serves the pictures by itself; where they lie in an object store it asks
here, and keeps what it gets.
"""

import mimetypes

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from wagtail.documents.views.serve import serve

from migs_site.images.models import SiteRendition
from migs_site.media_storage.failures import RETRY_AFTER, StoreAway
from migs_site.web.errors import plain

PICTURES = "images/"  # beside them lies what staff uploaded, with all that the camera noted
# Browsers keep a picture for a day. nginx asks once a minute whether it is still there, which costs one query, and
# shows what it has while it asks, and for as long as we or the store fail.
KEPT = "public, max-age=86400, s-maxage=60, stale-while-revalidate=86400, stale-if-error=604800"


def picture(request, name: str):
    """A picture as pages show it. What no row names is not there, whatever still lies in the store."""
    if "\0" in name:  # which no database can look for
        raise Http404
    row = SiteRendition.objects.filter(file=PICTURES + name).values_list("pk", flat=True).first()
    if row is None:
        raise Http404
    tag = f'"{row}"'
    response = get_conditional_response(request, etag=tag) or content_of(name)
    response.headers["Cache-Control"], response.headers["ETag"] = KEPT, tag
    return response


def content_of(name: str) -> HttpResponse:
    try:
        with default_storage.open(PICTURES + name) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


def document(request, document_id: int, name: str):
    """Wagtail's view, which decides who may have it. From a store the file is here before the answer begins.

    A network in front would keep it for hours where nothing is said, also what was for whoever is signed in alone; and
    browsers would not ask whether it is still there.
    """
    try:
        response = serve(request, document_id, name)
    except FileNotFoundError as error:
        raise Http404 from error
    patch_cache_control(response, private=True, no_cache=True)
    return response


class StoreAwayMiddleware(MiddlewareMixin):
    """Says that files are not to be had for the moment. What was sent is in the browser, and was not stored."""

    def process_exception(self, request, exception):
        if not isinstance(exception, StoreAway):
            return None
        response = plain(request, "files_away.html", 503, was_sent=request.method == "POST")
        response.headers["Retry-After"], response.headers["Cache-Control"] = RETRY_AFTER, "no-store, private"
        return response
