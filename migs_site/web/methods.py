"""Which views take what is sent by a form; all others can only be read."""

from functools import wraps

from django.http import HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from migs_site.web.errors import method_not_allowed
from migs_site.web.middleware import is_admin


def takes_forms(view):
    """Mark a view that answers POST as well as GET and HEAD. The outermost decorator: urls.py finds what it returns."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    marked.takes_forms = True
    return marked


class AllowedMethodsMiddleware(MiddlewareMixin):
    """Answer 405 to what an address does not take, before the check of forms says that one was not sent."""

    def process_view(self, request, view, arguments, named):
        allowed = ["GET", "HEAD", *(["POST"] if hasattr(view, "takes_forms") else [])]
        if request.method in allowed or is_admin(request):
            return None
        return HttpResponseNotAllowed(allowed)

    def process_response(self, request, response):
        if response.status_code != 405 or is_admin(request):
            return response
        page = method_not_allowed(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page
