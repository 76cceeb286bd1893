"""A page is moved nowhere where the site answers by itself: nobody would find it there."""

from django.contrib import messages
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from migs_site.base.own_addresses import address_error


@hooks.register("before_move_page")
def refuse_to_move_out_of_sight(request, page, destination):
    error = address_error(page, destination.depth + 1)
    if error:
        messages.error(request, error)
    return redirect("wagtailadmin_explore", page.get_parent().pk) if error else None


@hooks.register("before_bulk_action")
def refuse_to_move_many_out_of_sight(request, action_type, objects, action):
    """The same for pages that were ticked in a list: one that stays keeps all the others, too."""
    if action_type != "move" or not issubclass(action.model, Page):
        return None
    depth = action.cleaned_form.cleaned_data["chooser"].depth + 1
    errors = [error for page in objects if (error := address_error(page, depth))]
    for error in errors:
        messages.error(request, error)
    return redirect(action.next_url) if errors else None
