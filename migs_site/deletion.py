"""What staff cannot delete, and why: what others name, and what an app keeps. An app says so through a hook:

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
from wagtail.models import Page


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
            "Not deleted: this is still named in %(names)s. Remove it there first, or unpublish the page instead."
        )
        return sentence % {"names": "; ".join(names[:5])}
    return ""


def why_not_deleted(pages: list[Page]) -> str:
    """Why these pages, and all below them, stay; nothing where they can go."""
    going = with_all_below(pages)
    reasons = (refuse(going) for refuse in hooks.get_hooks("refuse_deletion"))
    return next(filter(None, reasons), "") or what_names(going)


@hooks.register("before_delete_page")
def refuse_to_delete_a_page(request, page):
    """Say why a page stays; Wagtail would speak of a missing permission."""
    reason = why_not_deleted([page]) if request.method == "POST" else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_to_delete_many(request, action_type, objects, action):
    """The same for pages that were ticked in a list; one that stays keeps all the others, too."""
    asked = action_type == "delete" and issubclass(action.model, Page)
    reason = why_not_deleted(objects) if asked else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect(action.next_url)
