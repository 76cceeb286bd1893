"""Where anybody finds the key that signs the lists of editions."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from migs_site.static_edition.services import published_signers


@cache_control(public=True, max_age=3_600)
def signers(request):
    """The public half of our key, in the form that docs/operating.md verifies with."""
    published = published_signers()
    if not published:
        raise Http404
    return HttpResponse(published, content_type="text/plain; charset=utf-8")
