"""The addresses of the site as a whole that are not pages."""

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import cache_control
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve_chain

from migs_site.web.read_parameters import drop_unread
from migs_site.web.site_facts import site_facts


def browser_language(request) -> str:
    """The first language the browser asks for that the site has; otherwise the default one.

    Only addresses that name no language may ask: “/” and the addresses printed on paper.
    """
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


DEEPEST = 12  # parts of an address that are looked for at once


def choose_language(request):
    """Send “/” on to the home page in the browser's language, keeping the query string."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"/{browser_language(request)}/" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def serve_page(request, path: str):
    """Answer with the page that has this address, or the nearest above it, which may answer more: lists, feeds.

    As Wagtail's own ``serve``, which walks down from the site to the page level by level, with up to ten queries more
    (measured in benchmarks/serving.md), and which answers /fr/… from the English pages while there are no French ones.
    """
    page, rest = nearest_page(path, site_facts(request).home_path(get_language()))
    page, args, kwargs = page.route(request, rest)
    drop_unread(request, getattr(page, "read_parameters", ()))
    serve = serve_chain
    for around in reversed(hooks.get_hooks("on_serve_page")):
        serve = around(serve)
    for before in hooks.get_hooks("before_serve_page"):
        answer = before(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return serve(page, request, args, kwargs)


def nearest_page(path: str, home: str | None) -> tuple[Page, list[str]]:
    """The live page whose address is the longest beginning of this one, and the parts of the address after it.

    home: the place of the language's home page.
    """
    if not home:
        raise Http404("This language has no home page.")
    parts = path.split("/")[:-1]
    depths = range(min(len(parts), DEEPEST) + 1)
    addresses = [home + "".join(f"{part}/" for part in parts[:depth]) for depth in depths]
    # Addresses have no index, but what each of them ends in has.
    named = Page.objects.live().filter(slug__in={address.split("/")[-2] for address in addresses})
    found = named.filter(url_path__in=addresses).order_by("-depth")
    nearest = found.values("pk", "content_type__app_label", "content_type__model").first()
    if not nearest:
        raise Http404("The home page is not on the site.")
    page = page_to_serve(**nearest)
    return page, parts[page.url_path.count("/") - home.count("/") :]


def page_to_serve(pk: int, content_type__app_label: str, content_type__model: str) -> Page:
    """The whole page of its type, with what every answer needs of it; Wagtail would first fetch it as a bare page."""
    model = apps.get_model(content_type__app_label, content_type__model)
    if model is Page:  # Wagtail's own welcome, for whoever sets a site up; the public process may not even ask about it
        raise Http404("The site has no pages of its own yet.")
    page = model.objects.live().filter(pk=pk).select_related("locale", *getattr(model, "served_with", ())).first()
    if not page:
        raise Http404("The page has just left the site.")
    return page


@cache_control(public=True, max_age=86_400)
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
