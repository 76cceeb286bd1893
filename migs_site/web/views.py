"""The addresses of the site as a whole that are not pages."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from migs_site.base.languages import browser_language

DEEPEST = 12  # parts of an address that are looked for; nobody builds a tree as deep


def choose_language(request):
    """Send “/” on to the home page in the browser's language, keeping the query string."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"/{browser_language(request)}/" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def serve_page(request, path: str):
    """Answer with the page that has this address, or the nearest above it, which may answer more: lists, feeds.

    Wagtail goes from the site to its home page, to that page in the reader's language, and down level by level, with
    three to nine queries more. It looks first for the answer that it would have kept on the request itself.
    """
    home = next((root.root_path for root in Site.get_site_root_paths() if root.language_code == get_language()), None)
    parts = path.split("/")[:-1]
    if home and len(parts) <= DEEPEST:
        addresses = [home + "".join(f"{part}/" for part in parts[:depth]) for depth in range(len(parts) + 1)]
        # Addresses have no index, but what each of them ends in has.
        named = Page.objects.live().filter(slug__in=[address.split("/")[-2] for address in addresses])
        page = named.filter(url_path__in=addresses).order_by("-depth").first()
        if page:
            rest = parts[page.url_path.count("/") - home.count("/") :]
            page = page.specific
            request._wagtail_route_for_request = page.route(request, rest) if rest else RouteResult(page)
    return serve(request, path)


@cache_control(max_age=86_400)
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
