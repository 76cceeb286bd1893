"""Unpublishing an English page takes its French along, unless staff say no: for one page, and for ticked rows.

When a page expires its French goes, too (services.keep_to_schedule); a French page goes alone.
"""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from migs_site.base.pages import live_translations
from migs_site.editorial.services import unpublish_in_both_languages


def may_unpublish(user, page: Page) -> bool:
    return page.permissions_for_user(user).can_unpublish()


def with_public_pages_below(pages: list[Page], user) -> list[Page]:
    below = [page for above in pages for page in above.get_descendants().live().specific()]
    return [*pages, *(page for page in below if may_unpublish(user, page))]


def why_french_stays(pages: list[Page], user) -> str:
    stays = [page.title for page in live_translations(pages) if not may_unpublish(user, page)]
    sentence = _(
        "Nothing was unpublished: “%(title)s” is locked, or you do not have permission to unpublish it. Leave the "
        "French page out, or ask someone who has permission."
    )
    return sentence % {"title": stays[0]} if stays else ""


@hooks.register("before_unpublish_page")
def unpublish_with_its_french(request, page):
    """What Wagtail's view would do one after the other, done at once; that view finds nothing left to do."""
    if "with_translations" not in request.POST:
        return None
    pages = with_public_pages_below([page], request.user) if request.POST.get("include_descendants") else [page]
    reason = why_french_stays(pages, request.user)
    if reason:
        messages.error(request, reason)
        return redirect(request.path)
    unpublish_in_both_languages(pages=pages, user=request.user)
    return None


class UnpublishForm(DefaultPageForm):
    with_translations = forms.BooleanField(
        label=gettext_lazy("Also unpublish the French pages"), required=False, initial=True
    )


@hooks.register("register_bulk_action", order=1)  # after Wagtail's own, which it replaces
class UnpublishInBothLanguages(UnpublishBulkAction):
    form_class = UnpublishForm

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        pages, _without_access = self.get_actionable_objects()
        if not any(page.get_descendants().live().exists() for page in pages):
            form.fields["include_descendants"].widget = forms.HiddenInput()
        if not live_translations(with_public_pages_below(pages, self.request.user)):
            form.fields.pop("with_translations")
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["has_live_descendants"] |= "with_translations" in context["form"].fields  # shows the form's fields
        return context

    def chosen(self, pages: list[Page]) -> list[Page]:
        below = self.cleaned_form.cleaned_data["include_descendants"]
        return with_public_pages_below(pages, self.request.user) if below else pages

    def takes_french(self) -> bool:
        return self.cleaned_form.cleaned_data.get("with_translations", False)

    def prepare_action(self, objects, objects_without_access):
        reason = why_french_stays(self.chosen(objects), self.request.user) if self.takes_french() else ""
        if reason:
            messages.error(self.request, reason)
            return redirect(self.next_url)
        return super().prepare_action(objects, objects_without_access)

    def get_execution_context(self):
        english = self.chosen(self.actionable_objects) if self.takes_french() else []
        return {**super().get_execution_context(), "english": english}

    @classmethod
    def execute_action(cls, objects, english=(), user=None, **kwargs):
        parents, children = super().execute_action(objects, user=user, **kwargs)
        french = live_translations(english)  # those that were not ticked themselves
        for page in french:
            page.unpublish(user=user)
        return parents + len(french), children
