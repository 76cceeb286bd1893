"""Publishing in the admin: what stops it, and what staff are told of it.

Whether a page may be public it says itself (``SitePage.publication_errors``). Where staff publish they are also told of
wrong words in its texts (migs_site.base.text_hooks), which stop nothing that runs by itself. A form with fields says
both beside them; the form of a translation has none, and a list of ticked pages neither.
"""

import datetime
from functools import reduce
from operator import or_

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy
from wagtail_localize.views.edit_translation import edit_translation

from migs_site.base.text_hooks import refusals_of
from migs_site.base.translation import as_translated, translation_of
from migs_site.editorial.attention import AttentionItem

LATE = datetime.timedelta(minutes=15)  # the schedule is followed every five
MOST_NAMED = 5


def why_not_published(page: Page) -> str:
    """Why a page may not be public as it is at hand, in sentences; nothing where it may."""
    return " ".join(dict.fromkeys(page.publication_errors().values())) or " ".join(refusals_of(page))


@hooks.register("before_edit_page", order=-1)
def refuse_to_publish_a_translation(request, page):
    """A translation has no form that could say it."""
    is_publication = request.method == "POST" and request.POST.get("action") == "publish"
    fresh = as_translated(page) if is_publication else None
    reason = why_not_published(fresh) if fresh else ""
    if reason:
        messages.error(request, reason)
        return redirect(request.path)
    return publish_later(request, page, fresh) if fresh and is_for_later(fresh) else None


def is_for_later(page: Page) -> bool:
    return bool(page.go_live_at and page.go_live_at > timezone.now())


def publish_later(request, page: Page, fresh: Page):
    """Let wagtail-localize schedule a translation, and say so where it says that it is published."""
    response = edit_translation(request, translation_of(page), page)
    for message in list(messages.get_messages(request)):
        if message.level == messages.SUCCESS:
            sentence = _("“%(title)s” is not live yet. It is scheduled for %(day)s.")
            day = date_format(timezone.localtime(fresh.go_live_at), "DATETIME_FORMAT")
            messages.success(request, sentence % {"title": fresh.title, "day": day})
        else:
            messages.add_message(request, message.level, message.message)
    return response


@hooks.register("register_bulk_action", order=1)  # after Wagtail's own, which it replaces
class PublishManyPages(PublishBulkAction):
    """Wagtail's own, but “published” is said of what is public."""

    def get_success_message(self, num_parent_objects, num_child_objects):
        pages = Page.objects.filter(pk__in=[page.pk for page in self.actionable_objects])
        if num_child_objects:
            pages = reduce(or_, (Page.objects.descendant_of(page, inclusive=True) for page in pages))
        later = pages.annotate_approved_schedule().filter(_approved_schedule=True).count()
        published = num_parent_objects + num_child_objects - later
        if not later:
            return super().get_success_message(num_parent_objects, num_child_objects)
        said = ngettext(
            "%(number)d page is not live yet. It will be published on its scheduled date.",
            "%(number)d pages are not live yet. They will be published on their scheduled dates.",
            later,
        ) % {"number": later}
        if published > 0:
            said = f"{super().get_success_message(published, 0)}. {said}"
        return said


@hooks.register("before_bulk_action")
def refuse_to_publish_many(request, action_type, objects, action):
    """The same for pages that were ticked in a list: one that stays keeps all the others, too."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    below = action.cleaned_form.cleaned_data["include_descendants"]
    drafts = [draft for page in objects for draft in page.get_descendants().not_live()] if below else []
    for page in [*objects, *drafts]:
        reason = why_not_published(as_translated(page) or page.get_latest_revision_as_object())
        if reason:
            messages.error(request, _("“%(title)s”: %(reason)s") % {"title": page.title, "reason": reason})
            return redirect(action.next_url)
    return None


@hooks.register("needs_attention")
def pages_that_did_not_appear(request) -> list[AttentionItem]:
    if not page_permission_policy.user_has_any_permission(request.user, {"publish"}):
        return []
    late = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now() - LATE)
    sentence = _("“%(title)s” was scheduled for %(day)s but could not be published. Publish it to see why.")
    return [
        AttentionItem(
            sentence
            % {"title": revision.object_str, "day": date_format(timezone.localdate(revision.approved_go_live_at))},
            reverse("wagtailadmin_pages:edit", args=[revision.object_id]),
        )
        for revision in late.order_by("approved_go_live_at")[:MOST_NAMED]
    ]
