"""What staff can do with a group or a person beyond editing, as buttons in the editor and in lists."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from migs_site.base.primary_pages import is_primary
from people.models import GroupPage, PersonPage


class ActionButton(PageMenuItem):
    """A button for pages of one type.

    It asks the database nothing, because it stands in each row of a listing; the view behind it asks for more.
    """

    kind: type[Page]

    def is_shown(self, user):
        page = self.page
        if page.specific_class is not self.kind or not is_primary(page):
            return False
        return page.permissions_for_user(user).can_publish() and not getattr(page, "merged_into_id", None)


class PasteRosterButton(ActionButton):
    kind = GroupPage
    label = _("Paste a list of members")
    icon_name = "clipboard-list"
    url_name = "paste_roster"


class MergeButton(ActionButton):
    kind = PersonPage
    label = _("Merge into another person…")
    icon_name = "resubmit"
    url_name = "choose_merge_target"
