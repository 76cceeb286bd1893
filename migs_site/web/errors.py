"""What a visitor sees when something goes wrong.

Only the page for a wrong address has the menu. The others stand alone: they ask no database and no request.
"""

import re
import sys
from collections.abc import Iterator
from itertools import product

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token
from wagtail.models import Page

from migs_site.base.outages import is_outage
from migs_site.full_disks import lacks_room
from migs_site.web.interrupted_uploads import give_up

RETRY_AFTER = 120  # seconds; how long a restart of the database takes at most
LANGUAGES = [code for code, _name in settings.LANGUAGES]
MARKS = " \t.,;:!?)]}>»”’\"'"  # what a sentence leaves hanging on an address
ENDING = re.compile(r"\.(html?|php|aspx?)$")


def languages_of(path: str) -> list[str]:
    """The site's languages, that of the address first."""
    own = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    return sorted(LANGUAGES, key=lambda code: code != own)


@requires_csrf_token
def page_not_found(request, exception=None):
    own, *others = languages_of(request.path_info)
    meant = {page.locale.language_code: page for page in meant_pages(request.path_info)}
    in_own = meant.get(own) or next(iter(meant.values()), None)
    sections = [(own, in_own), *((code, meant.get(code)) for code in others)]
    return render(request, "404.html", {"sections": sections}, status=404)


def meant_pages(path: str) -> list[Page]:
    """The live page that a wrong address seems to mean, once in each language that has it; one query.

    Its last word is the page's own; capitals, an ending such as “.html”, the language or the parents may be wrong.
    """
    words = [ENDING.sub("", word.replace("_", "-").rstrip(MARKS)) for word in path.lower().split("/")]
    slugs = [word for word in words if word and word not in {*LANGUAGES, "index"}]
    if not slugs or "\x00" in path or slugs[0] == "id":
        return []  # the number of a page is nobody's slug: it would name another text
    live = Page.objects.live().filter(alias_of=None, depth__gt=2)
    named = live.filter(slug=slugs[-1])
    versions = live.filter(translation_key__in=named.values("translation_key")).select_related("locale")
    tail = "/" + "/".join(slugs) + "/"
    exact = {page.translation_key for page in versions if page.url_path.endswith(tail)}
    keys = exact or {page.translation_key for page in versions}
    return [page for page in versions if page.translation_key in keys] if len(keys) == 1 else []


def plain(request, template: str, status: int, **context) -> HttpResponse:
    """A page that needs nothing but its template, in both languages."""
    return HttpResponse(plain_text(languages_of(request.path_info), template, status, **context), status=status)


def plain_text(languages: list[str], template: str, status: int, **context) -> str:
    context |= {"languages": languages, "status": status, "name": settings.WAGTAIL_SITE_NAME}
    with translation.override(languages[0]):
        return render_to_string(template, context)


def bad_request(request, exception=None):
    return plain(request, "400.html", 400)


def permission_denied(request, exception=None):
    return plain(request, "403.html", 403)


def method_not_allowed(request):
    return plain(request, "405.html", 405)


def form_expired(request, reason=""):
    """A form that was open too long, or came from another site. The back button still has what was typed."""
    return plain(request, "403_form_expired.html", 403)


def server_error(request):
    """A mistake of ours; or, where the database cannot be reached or a disk is full, a pause."""
    error = sys.exception()
    if lacks_room(error):
        give_up(request)
    elif not is_outage(error):
        return plain(request, "500.html", 500)
    response = plain(request, "503.html", 503, was_sent=request.method == "POST")
    response.headers["Retry-After"] = RETRY_AFTER
    return response


# What nginx answers by itself (deploy/nginx/errors.conf): the template of each status, and that for whoever was sending
# a form. A process that dies may have saved the form before (502): nobody can tell. With no room for what is being sent
# nginx passes nothing on (500).
OF_NGINX = {
    400: ("400.html", ""),
    403: ("403.html", ""),
    404: ("no_file.html", ""),
    405: ("405.html", ""),
    413: ("413.html", ""),
    429: ("429.html", "429.html"),
    500: ("500.html", "503.html"),
    502: ("503.html", "504.html"),
    503: ("503.html", "503.html"),
    504: ("504.html", "504.html"),
}


class ErrorPages(BaseFinder):
    """Puts pages among the collected files for nginx to show where Django has not answered: errors/fr/503-sent.html.

    They name no hashed file, so that they hold for every release, and read well without a style sheet.
    """

    def check(self, **kwargs) -> list:
        return []

    def find(self, path, find_all=False, **kwargs) -> list:
        return []

    def list(self, ignore_patterns) -> Iterator[tuple[str, InMemoryStorage]]:
        storage = InMemoryStorage()
        for (status, templates), code in product(OF_NGINX.items(), LANGUAGES):
            for was_sent, template in enumerate(filter(None, templates)):
                name = f"errors/{code}/{status}{'-sent' if was_sent else ''}.html"
                words = plain_text(languages_of(f"/{code}/"), template, status, was_sent=bool(was_sent))
                storage.save(name, ContentFile(words))
                yield name, storage
