"""A home page stays public: nothing in the admin takes the front of the site down. Where it is, its type says."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, Site

from migs_site.editorial.deletion import with_all_below


@hooks.register("refuse_deletion", order=-1)
def keep_home_pages(pages) -> str:
    """A sentence if a home page is among them, in either language."""
    fronts = Site.objects.values("root_page__translation_key")
    home = pages.filter(translation_key__in=fronts).first()
    sentence = _("“%(title)s” is a home page: it cannot be unpublished or deleted.")
    return sentence % {"title": home.title} if home else ""


@hooks.register("before_unpublish_page", order=-1)  # before its French is taken down
def refuse_to_unpublish_a_home_page(request, page):
    reason = keep_home_pages(Page.objects.filter(pk=page.pk))
    if reason:
        messages.error(request, reason)
    return redirect("wagtailadmin_pages:edit", page.pk) if reason else None


@hooks.register("before_bulk_action", order=-1)
def refuse_to_unpublish_many(request, action_type, objects, action):
    """The same for pages that were ticked in a list: a home page among them keeps all the others, too."""
    if action_type != "unpublish" or not issubclass(action.model, Page):
        return None
    below = action.cleaned_form.cleaned_data["include_descendants"]
    ticked = Page.objects.filter(pk__in=[page.pk for page in objects])
    reason = keep_home_pages(with_all_below(objects) if below else ticked)
    if reason:
        messages.error(request, reason)
    return redirect(action.next_url) if reason else None
