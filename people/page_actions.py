"""What staff can do with a group or a person beyond editing: the buttons, and the addresses that they lead to."""

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from people.models import GroupPage
from people.rosters.views import PasteRosterView


class ActionButton(PageMenuItem):
    """Asks the database nothing, because it stands in each row of a listing; the view behind it asks for more."""

    kind: type[Page]

    def is_shown(self, user):
        page = self.page
        if page.specific_class is not self.kind or page.locale.language_code != settings.LANGUAGE_CODE:
            return False
        return page.permissions_for_user(user).can_publish() and not getattr(page, "merged_into_id", None)


class PasteRosterButton(ActionButton):
    kind = GroupPage
    label = gettext_lazy("Paste a list of members")
    icon_name = "clipboard-list"
    url_name = "paste_roster"


@hooks.register("register_page_header_buttons")
def act_on_edited_page(page, user, view_name, next_url=None):
    return [PasteRosterButton(page=page, priority=12)]


@hooks.register("register_page_listing_more_buttons")
def act_on_listed_page(page, user, next_url=None):
    return [PasteRosterButton(page=page, priority=12)]


@hooks.register("register_admin_urls")
def addresses_of_actions():
    return [
        path("people_groups/<int:group_id>/paste/", PasteRosterView.as_view(), name="paste_roster"),
    ]
