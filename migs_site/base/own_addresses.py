"""Addresses that the site answers by itself, which no page can have."""

from contextlib import suppress

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

BELOW_HOME = 3  # the depth of pages right below the home page of a language


def address_error(page, depth: int | None) -> str:
    """A sentence where visitors would see something else than a page at this depth, or than the pages below it."""
    if depth != BELOW_HOME:
        return ""
    language, views = page.locale.language_code, set()
    with suppress(Resolver404), translation.override(language):
        views = {resolve(f"/{language}/{page.slug}/{rest}").url_name for rest in ("", "page/")}
    if views <= {"wagtail_serve"}:
        return ""
    sentence = _("The site itself answers at “%(slug)s”, and nobody would find this page. Choose another slug.")
    return sentence % {"slug": page.slug}
