"""What the admin says and allows beyond Wagtail's own: translations, and warnings to staff."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

from migs_site.links import LivePageLink
from migs_site.shared.translation import missing_words


@hooks.register("before_edit_page", order=-1)
def refuse_half_translations(request, page):
    """Say why a French page cannot be published yet; SitePage.publish would keep it back without a word."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    missing = missing_words(page)
    if not missing:
        return None
    sentence = ngettext(
        "Not published: %(count)d text has no translation yet. Translate it, then publish again.",
        "Not published: %(count)d texts have no translation yet. Translate them, then publish again.",
        missing,
    )
    messages.error(request, sentence % {"count": missing})
    return redirect(request.path)


@hooks.register("before_delete_page")
def refuse_to_delete_what_others_name(request, page):
    """Say what still names a page; Wagtail would speak of a missing permission."""
    if request.method != "POST":
        return None
    below = Page.objects.descendant_of(page, inclusive=True)
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(below)
    except ProtectedError as error:
        names = sorted({str(row) for row in error.protected_objects})
        sentence = _(
            "Not deleted: this is still named in %(names)s. Remove it there first, or unpublish the page instead."
        )
        messages.error(request, sentence % {"names": "; ".join(names[:5])})
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items, request, context):
    """An alias would show the English words at a French address."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


def no_alias(request, page_id):
    raise PermissionDenied(_("A French page is never a copy of the English one."))


@hooks.register("register_admin_urls")
def close_alias_view():
    return [path("localize/page/<int:page_id>/convert_to_alias/", no_alias)]


@hooks.register("register_rich_text_features", order=10)
def lead_links_to_live_pages(features):
    features.register_link_type(LivePageLink)
