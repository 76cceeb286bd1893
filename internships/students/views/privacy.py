"""What every answer about somebody's application says of itself, so that its address stays with its student."""

from functools import wraps

from django.views.decorators.cache import never_cache


def private(view):
    """Kept by no browser and no proxy, in no search engine, and named to no site that its reader goes on to."""

    @never_cache
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer
