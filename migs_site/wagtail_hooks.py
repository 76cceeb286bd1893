"""What the admin says and allows beyond Wagtail's own: translations, and warnings to staff."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html, strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.models import BaseViewRestriction
from wagtail.permissions import page_permission_policy

from migs_site.base.plain_text import TidyCharField, is_hiding, readable
from migs_site.base.primary_pages import is_primary
from migs_site.base.translation import waiting_translations
from migs_site.editorial import (  # noqa: F401 (they register their hooks)
    deletion,
    home_pages,
    language_gaps,
    moving,
    publishing,
    translating,
    unpublishing,
)
from migs_site.editorial.attention import AttentionItem, AttentionPanel, AttentionReport, attention_items
from migs_site.editorial.guide import EditingGuide
from migs_site.editorial.translating import upload_translation
from migs_site.serving import PUBLIC
from migs_site.web import rich_text_links

# Every form of the admin tidies its lines of text.
register_form_field_override(models.CharField, override={"form_class": TidyCharField}, exact_class=True)


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items, request, context):
    """An alias would show the English words at a French address."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


def no_alias(request, page_id):
    raise PermissionDenied(_("A French page cannot be a copy of its English page."))


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def offer_to_unpublish_last(menu_items, request, context):
    """Who presses Enter in the menu means the first entry: not the one that takes a page off the site."""
    menu_items.sort(key=lambda item: item.name == "action-unpublish")


@hooks.register("before_serve_document", order=-1)
def hide_restricted_documents(document, request):
    """The public process knows nobody who could be let in: what is for some readers only is for staff alone there.

    Who has signed in and is in none of the groups is told so, and not led to sign in, which would lead back here.
    """
    if settings.SERVES == PUBLIC:
        if document.collection.get_view_restrictions():
            raise Http404
    elif request.user.is_authenticated:
        restrictions = document.collection.get_view_restrictions().filter(restriction_type=BaseViewRestriction.GROUPS)
        if not all(restriction.accept_request(request) for restriction in restrictions):
            raise PermissionDenied


@hooks.register("insert_global_admin_css")
def show_whole_words_in_the_menu():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/menu.css"))


@hooks.register("insert_global_admin_css")
def show_whole_words_in_lists():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/lists.css"))


@hooks.register("insert_global_admin_css")
def keep_words_off_the_header():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/pages.css"))


@hooks.register("construct_settings_menu")
def tell_groups_of_users_apart(request, menu_items):
    """Committees are groups, too, and stand in the menu."""
    for item in menu_items:
        if item.name == "groups":
            item.label = gettext_lazy("User groups")


@hooks.register("register_help_menu_item")
def offer_our_guide():
    return MenuItem(
        gettext_lazy("How to edit this site"), reverse_lazy("editing_guide"), name="guide", icon_name="help", order=10
    )


@hooks.register("register_admin_urls")
def address_of_our_guide():
    return [path("editing-guide/", EditingGuide.as_view(), name="editing_guide")]


@hooks.register("register_admin_urls")
def close_alias_view():
    return [path("localize/page/<int:page_id>/convert_to_alias/", no_alias)]


class PagesToRead(PagesAdminAPIViewSet):
    actions = {}


@hooks.register("construct_admin_api")
def let_programs_only_read(router):
    """No page of the admin uses these actions, and they pass by what its forms ask: they delete rosters, for one."""
    router.register_endpoint("pages", PagesToRead)


@hooks.register("construct_explorer_page_queryset")
def say_whose_order_counts(parent_page, pages, request):
    """Sorting French pages would change nothing that anybody sees."""
    is_sorted = request.GET.get("ordering") == "ord" and request.resolver_match.url_name == "wagtailadmin_explore"
    if is_sorted and not is_primary(parent_page):
        sentence = _("Both languages follow the order of the English pages. Sort those instead.")
        messages.info(request, sentence)
    return pages


@hooks.register("register_admin_urls")
def address_of_upload():
    """Before wagtail-localize's own, which fails without a file and at a file that is no translation."""
    address = "localize/translate/<int:translation_id>/pofile/upload/"
    return [path(address, upload_translation)]


@hooks.register("register_rich_text_features", order=10)
def lead_links_to_live_pages(features):
    rich_text_links.register(features)


@hooks.register("refuse_words")
def refuse_hidden_characters(texts: list[str]) -> list[str]:
    """What copying from a PDF or from Word leaves in a text; a feed could not even hold it."""
    for text in texts:
        if is_hiding(text.replace("\r\n", "\n")):
            words = readable(strip_tags(text))
            sentence = _("“%(words)s” contains characters that cannot be displayed. Type it in instead of pasting it.")
            return [sentence % {"words": Truncator(words).chars(60)}]
    return []


@hooks.register("needs_attention")
def translations_to_write(request) -> list[AttentionItem]:
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        return []
    number = waiting_translations().count()
    sentence = ngettext(
        "%(number)d French page has texts that are not translated yet.",
        "%(number)d French pages have texts that are not translated yet.",
        number,
    )
    address = f"{reverse('wagtail_localize:translations_report')}?waiting_for_translation=true"
    return [AttentionItem(sentence % {"number": number}, address)] if number else []


@hooks.register("construct_homepage_panels")
def say_what_needs_attention(request, panels):
    found = attention_items(request)
    if found:
        panels.append(AttentionPanel(found))


@hooks.register("register_reports_menu_item")
def show_what_needs_attention():
    report = reverse_lazy("attention_report")
    return MenuItem(gettext_lazy("What needs attention"), report, name="attention", icon_name="warning", order=10)


@hooks.register("register_admin_urls")
def address_of_attention():
    return [path("reports/attention/", AttentionReport.as_view(), name="attention_report")]
