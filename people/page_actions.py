"""What staff can do with a group or a person beyond editing: the buttons, the addresses, and what is kept from them."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from migs_site.base.page_listings import PAGE_MENU_HOOK
from people.merging.views import ChooseTargetView, MergeView
from people.models import GroupPage, Membership, PersonPage
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


class MergeButton(ActionButton):
    kind = PersonPage
    label = gettext_lazy("Merge into another person…")
    icon_name = "resubmit"
    url_name = "choose_merge_target"


@hooks.register("register_page_header_buttons")
def act_on_edited_page(page, user, view_name, next_url=None):
    return [PasteRosterButton(page=page, priority=12), MergeButton(page=page, priority=45)]


@hooks.register(PAGE_MENU_HOOK)
@hooks.register("register_page_listing_more_buttons")
def act_on_listed_page(page, user, next_url=None):
    return [PasteRosterButton(page=page, priority=12), MergeButton(page=page, priority=25)]


@hooks.register("register_admin_urls")
def addresses_of_actions():
    return [
        path("people_groups/<int:group_id>/paste/", PasteRosterView.as_view(), name="paste_roster"),
        path("people/<int:source>/merge/", ChooseTargetView.as_view(), name="choose_merge_target"),
        path("people/<int:source>/merge/<int:target>/", MergeView.as_view(), name="merge_person"),
    ]


@hooks.register("before_edit_page")
def redirect_to_merge_target(request, page):
    """A merged record is not edited any more; its history can be read."""
    if not getattr(page, "merged_into_id", None):
        return None
    named = {"source": page.title, "target": page.merged_into.title}
    messages.warning(request, _("%(source)s was merged into %(target)s: this is the record that is kept.") % named)
    return redirect("wagtailadmin_pages:edit", page.merged_into_id)


@hooks.register("refuse_deletion")
def keep_merged_records(pages) -> str:
    """Old versions of other pages name them, and links in texts lead through them."""
    merged = PersonPage.objects.filter(pk__in=pages.values("pk"), merged_into__isnull=False).first()
    sentence = _("Not deleted: %(name)s was merged into %(target)s, and stays so that its addresses lead there.")
    return sentence % {"name": merged.title, "target": merged.merged_into.title} if merged else ""


@hooks.register("refuse_deletion")
def keep_rosters(pages) -> str:
    """Memberships would go with their group, and with them who served when."""
    rows = Membership.objects.filter(group__in=pages.values("pk"))
    row = rows.select_related("group").first()
    sentence = ngettext(
        "Not deleted: the membership in %(group)s would go, and nobody could say any more who served when. Unpublish "
        "the page instead, or remove its member first.",
        "Not deleted: %(number)d memberships in %(group)s would go, and nobody could say any more who served when. "
        "Unpublish the page instead, or remove its members first.",
        number := rows.filter(group=row.group).count() if row else 0,
    )
    return sentence % {"number": number, "group": row.group.title} if row else ""


@hooks.register("construct_page_chooser_queryset")
def offer_no_merged_records(pages, request):
    """By number, because the search backend filters by no field of a page type."""
    return pages.exclude(pk__in=PersonPage.objects.filter(merged_into__isnull=False).values("pk"))


class NamesThePerson(LogFormatter):
    """“Took in another record: Juan Mendez (Membership: Steering Committee)”: enough to part the two again by hand."""

    def format_message(self, log_entry):
        rows = "; ".join(log_entry.data.get("rows", []))
        return f"{self.label}: {log_entry.data['person']['title']}" + (f" ({rows})" if rows else "")


@hooks.register("register_log_actions")
def name_merges_in_histories(actions):
    @actions.register_action("people.merge")
    class TookIn(NamesThePerson):
        label = gettext_lazy("Took in another record")

    @actions.register_action("people.merged")
    class WasMerged(NamesThePerson):
        label = gettext_lazy("Merged into another record")
