"""Deleting pages: the French goes with its English page, and what others name or an app keeps cannot go.

An app says so through a hook:

    @hooks.register("refuse_deletion")
    def keep_rosters(pages: QuerySet) -> str:
        return _("Not deleted: …") if … else ""    # one whole sentence; pages: all that would go

The forms for one page and for many ask. Code does not: whoever writes it knows what goes.
"""

from django.contrib import messages
from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Locale, Page

from migs_site.base.primary_pages import primary


def with_all_below(pages: list[Page]):
    found = Page.objects.none()
    for page in pages:
        found |= Page.objects.descendant_of(page, inclusive=True)
    return found


def what_names(pages) -> str:
    """A sentence on what still names some of these pages; nothing where they could go."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(pages)
    except ProtectedError as error:
        names = sorted({str(row) for row in error.protected_objects})
        sentence = _(
            "Not deleted: this is still used in %(names)s. Remove it there first, or unpublish the page instead."
        )
        return sentence % {"names": "; ".join(names[:5])}
    return ""


def translations_of(pages: list[Page]) -> list[Page]:
    """What goes with English pages: their French, which would say nothing true without them."""
    english = Locale.get_default().pk
    keys = [page.translation_key for page in pages if page.locale_id == english]
    return list(Page.objects.filter(translation_key__in=keys).exclude(locale=english))


def what_stands_elsewhere(pages: list[Page], translations: list[Page]) -> str:
    """A sentence on a page that would be left alone, or go by mistake, because its place differs in French."""
    going, with_them = with_all_below(pages).filter(primary()), with_all_below(translations)
    others = Page.objects.filter(translation_key__in=going.order_by().values("translation_key"))
    left = others.exclude(primary()).exclude(pk__in=with_them.order_by().values("pk"))
    torn = Page.objects.filter(primary(), translation_key__in=with_them.order_by().values("translation_key"))
    torn = torn.exclude(pk__in=going.order_by().values("pk"))
    found = left.first() or (torn.first() if translations else None) or next(filter(is_elsewhere, translations), None)
    sentence = _(
        "Not deleted: “%(title)s” is in a different place in the page tree in the other language. Move it "
        "to the same place first."
    )
    return sentence % {"title": found.title} if found else ""


def is_elsewhere(translation: Page) -> bool:
    above = Page.objects.filter(primary(), translation_key=translation.translation_key).first()
    return bool(above) and above.get_parent().translation_key != translation.get_parent().translation_key


def why_not_deleted(pages: list[Page], user) -> str:
    """Why these pages, all below them and the French of both stay; nothing where they can go."""
    translations = translations_of(pages)
    kept = [page for page in translations if not page.permissions_for_user(user).can_delete()]
    if kept:
        return _("Not deleted: you do not have permission to delete “%(title)s”, its French page.") % {
            "title": kept[0].title
        }
    going = with_all_below([*pages, *translations])
    reasons = (refuse(going) for refuse in hooks.get_hooks("refuse_deletion"))
    return next(filter(None, reasons), "") or what_stands_elsewhere(pages, translations) or what_names(going)


@hooks.register("construct_translated_pages_to_cascade_actions")
def delete_in_both_languages(pages, action):
    """The form for one page asks Wagtail's own way; it says how many go."""
    return {page: translations_of([page]) for page in pages} if action == "delete" else {}


@hooks.register("before_delete_page")
def refuse_to_delete_a_page(request, page):
    """Say why a page stays; Wagtail would speak of a missing permission."""
    reason = why_not_deleted([page], request.user) if request.method == "POST" else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_to_delete_many(request, action_type, objects, action):
    """The same for pages that were ticked in a list; one that stays keeps all the others, too."""
    is_deletion = action_type == "delete" and issubclass(action.model, Page)
    reason = why_not_deleted(objects, request.user) if is_deletion else ""
    if not reason:
        if is_deletion:
            # Wagtail deletes what is in this list; a page goes with the one above it.
            every = sorted({*objects, *translations_of(objects)}, key=lambda page: page.path)
            objects[:] = [page for page in every if not any(page.is_descendant_of(other) for other in every)]
        return None
    messages.error(request, reason)
    return redirect(action.next_url)
