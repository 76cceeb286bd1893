"""The addresses of the site as a whole that are not pages."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control

from migs_site.shared.languages import browser_language


def choose_language(request):
    """Send “/” on to the home page in the browser's language, keeping the query string."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"/{browser_language(request)}/" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@cache_control(max_age=86_400)
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
