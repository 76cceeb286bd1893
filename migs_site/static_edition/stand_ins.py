"""Pages that only an edition has: for addresses that lead on, and for forms, which no static host can receive."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from wagtail import hooks

from migs_site.static_edition.asking import Site, environ, language_of
from migs_site.web.errors import page_not_found

NOWHERE = "/no-such-page/"


def leading_on(target: str) -> bytes:
    """A page that sends visitors on to where an address leads, and says so to those whose browser does not."""
    with translation.override(language_of(target)):
        return render_to_string("static_edition/leading_on.html", {"target": target}).encode()


def start() -> bytes:
    """What stands at “/”, where no server reads which language a browser asks for."""
    return render_to_string(
        "static_edition/start.html", {"languages": settings.LANGUAGES, "name": settings.WAGTAIL_SITE_NAME}
    ).encode()


def closed_form(site: Site, path: str) -> bytes:
    """That a form is closed for the moment, and whom to write to: those whom an app names, else the institute."""
    language = language_of(path)
    request = site.request_class(environ(path, ""))
    with translation.override(language):
        named = (contact(path, language) for contact in hooks.get_hooks("closed_form_contact"))
        context = {"contact_address": next(filter(None, named), "")}
        return render_to_string("static_edition/closed_form.html", context, request=request).encode()


def missing_page(site: Site) -> bytes:
    """What hosts show in the place of a page that is not there: 404.html, in both languages."""
    with translation.override(settings.LANGUAGE_CODE):
        return page_not_found(site.request_class(environ(NOWHERE, ""))).content
