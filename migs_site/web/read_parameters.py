"""What of a question behind the “?” is read: everything else is dropped before a page is made.

So no link repeats what a tracker or a joker has added to an address, and a page is kept once and not once for each
such addition. Pages say themselves what they read (SitePage.read_parameters); the list below is for all other views.
"""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.deprecation import MiddlewareMixin

from migs_site.web.middleware import ADMIN_PATH

ALL = None
# By the name of the view; one that is not listed reads nothing.
READ_BY_VIEWS = {
    "choose-language": ALL,  # these three pass on what they are given
    "donations:redirect": ALL,
    "internships:apply": ["code"],
    "internships:application": ["code"],
    "printed-address": ALL,
    "wagtail_serve": ALL,  # until it has found the page, whose list then counts
    "sitemap": ["p"],
    "styleguide:index": ["theme"],
    "styleguide:specimen": ["theme"],
}


def read_part(question: QueryDict, names: Sequence[str]) -> QueryDict:
    """The parameters of these names, in their order, so that the same question is always asked in the same words."""
    read = QueryDict(mutable=True)
    for name in names:
        if name in question:
            read.setlist(name, question.getlist(name))
    read._mutable = False
    return read


def drop_unread(request, names: Sequence[str] | None) -> None:
    """Leave of a request's question what is read, and say on the request what that is."""
    request.read_parameters = names
    if names is not ALL:
        request.GET = read_part(request.GET, names)
        request.META["QUERY_STRING"] = request.GET.urlencode()


class ReadParametersMiddleware(MiddlewareMixin):
    """Drops what the view does not read. The admin, and whatever is sent to be stored, is left alone."""

    def process_request(self, request):
        request.whole_question = request.META.get("QUERY_STRING", "")  # which may be part of an address that has moved

    def process_view(self, request, view, arguments, named):
        if request.method in ("GET", "HEAD") and not request.path_info.startswith(ADMIN_PATH):
            drop_unread(request, READ_BY_VIEWS.get(request.resolver_match.view_name, []))
