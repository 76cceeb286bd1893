"""What a visitor sees when something goes wrong.

Only the page for a wrong address has the menu; the others need no database.
"""

from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """Rendered without the request, so that no context processor can fail a second time."""
    return render(None, "500.html", status=500)


def form_expired(request, reason=""):
    """A form that was open too long, or came from another site. The back button still has what was typed."""
    return render(request, "403_form_expired.html", status=403)
