"""What every answer about somebody's application says of itself, so that its address stays with its student."""

from functools import wraps

from django.views.decorators.cache import never_cache


def private(view):
    """Kept by no browser and no proxy, in no search engine, named to no site that its reader goes on to or on paper."""

    @never_cache
    @wraps(view)
    def answer(request, *args, **kwargs):
        request.is_private = True  # for templates/base.html and static/css/print/private.css
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer
