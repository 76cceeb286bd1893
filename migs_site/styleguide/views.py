"""The style guide: an index with the tokens and a frame for each specimen, and a page for each specimen alone.

For anybody but staff there is nothing here: a 404 like that of any other wrong address.
"""

import functools
import itertools

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.common import no_append_slash

from migs_site.styleguide.registry import all_specimens
from migs_site.styleguide.tokens import token_groups

THEMES = ("light", "dark")


def for_staff(view):
    """Answer on a laptop, and to signed-in staff. Nobody is redirected: that would tell that there is something.

    Browsers keep nothing: “304 Not Modified” would bring a kept frame the policy of all other pages, which forbids it.
    """

    @never_cache
    @no_append_slash
    @functools.wraps(view)
    def answer(request, *, language=settings.LANGUAGE_CODE, **parts):
        if not settings.SHOW_STYLE_GUIDE and not request.user.has_perm("wagtailadmin.access_admin"):
            raise Http404
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return view(request, **parts)

    return answer


@for_staff
@csp_replace({"frame-src": [SELF]})
def index(request):
    groups = itertools.groupby(all_specimens().values(), key=lambda specimen: specimen.template)
    components = [
        (template.removesuffix(".html"), opening_comment(template), list(specimens)) for template, specimens in groups
    ]
    context = {"token_groups": token_groups(), "components": components, "theme": theme(request), "themes": THEMES}
    return HttpResponse(themed(render(request, "styleguide/index.html", context).text, request))


@for_staff
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def specimen(request, address):
    found = all_specimens().get(address)
    if not found:
        raise Http404
    html = found.render(request)
    if found.place != "document":
        html = render(request, "styleguide/specimen.html", {"specimen": found, "shown": html}).text
    return HttpResponse(themed(html, request))


@for_staff
def token_sheet(request):
    """For each token a rule that lets the index draw it: no other way is open where inline styles are forbidden."""
    return render(request, "styleguide/tokens.css", {"token_groups": token_groups()}, content_type="text/css")


def opening_comment(template: str) -> str:
    """What a template says of itself and its inputs, in as many lines as it needs."""
    lines = get_template(template).template.source.splitlines()
    return " ".join(line.strip("{# }") for line in itertools.takewhile(lambda line: line.startswith("{# "), lines))


def theme(request) -> str:
    chosen = request.GET.get("theme", "")
    return chosen if chosen in THEMES else ""


def themed(html: str, request) -> str:
    """A whole page with the guide's style sheet, and in the theme that was asked for.

    Put in afterwards, because the site's own pages know nothing of the guide.
    """
    sheet = format_html('<link rel="stylesheet" href="{}">', static("css/styleguide.css"))
    chosen = format_html(' data-theme="{}"', theme(request)) if theme(request) else ""
    return html.replace("<html", f"<html{chosen}", 1).replace("</head>", f"{sheet}</head>", 1)
