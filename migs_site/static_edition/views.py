"""Where anybody finds the key that signs the lists of editions."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from migs_site.static_edition.listing import allowed_signers


@cache_control(public=True, max_age=3_600)
def signers(request):
    """The public half of our key, as ssh-keygen -Y verify reads it (docs/operating.md)."""
    key = Path(f"{settings.STATIC_EDITION_KEY}.pub")
    if not settings.STATIC_EDITION_KEY or not key.is_file():
        raise Http404
    return HttpResponse(allowed_signers(key.read_text()), content_type="text/plain; charset=utf-8")
