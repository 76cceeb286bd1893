"""People, groups and organizations in the admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from migs_site.base.page_listings import PAGE_MENU_HOOK
from migs_site.base.primary_pages import primary
from migs_site.editorial.attention import AttentionItem
from migs_site.link_checker.sources import AddressesInBlocks, AddressField
from people.admin.groups import GroupListing
from people.admin.organizations import OrganizationViewSet
from people.admin.page_buttons import MergeButton, PasteRosterButton
from people.admin.people import PersonListing
from people.merging.views import ChooseTargetView, MergeView
from people.models import GroupPage, Membership, Organization, PersonPage
from people.rosters.views import PasteRosterView


class PeopleMenu(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu", "People")
    menu_name = "people-menu"
    menu_icon = "group"
    menu_order = 200
    items = [PersonListing, GroupListing, OrganizationViewSet]


register_snippet(PeopleMenu)


@hooks.register("needs_attention")
def lists_to_confirm(request) -> list[AttentionItem]:
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        return []
    groups = GroupPage.objects.live().filter(primary())
    number = groups.to_confirm(timezone.localdate()).count()
    sentence = ngettext(
        "%(number)d group has a list of members that has not been confirmed in the last two years.",
        "%(number)d groups have lists of members that have not been confirmed in the last two years.",
        number,
    )
    return (
        [AttentionItem(sentence % {"number": number}, reverse("people_groups:index") + "?confirmed=due")]
        if number
        else []
    )


@hooks.register("needs_attention")
def staff_who_have_left(request) -> list[AttentionItem]:
    """The day on which they left is for staff to say, so nothing ends by itself."""
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        return []
    left = PersonPage.Standing.FORMER
    rows = Membership.objects.current().public().filter(person__standing=left, group__is_own_staff=True)
    number = rows.values("person").distinct().count()
    sentence = ngettext(
        "%(number)d person is marked as formerly of the institute but still serves in one of its staff groups.",
        "%(number)d people are marked as formerly of the institute but still serve in its staff groups.",
        number,
    )
    address = reverse("people:index") + f"?membership=current&standing={left}"
    return [AttentionItem(sentence % {"number": number}, address)] if number else []


@hooks.register("outside_links")
def websites_of_organizations():
    return AddressField(Organization.objects.all(), "website", edited_at="wagtailsnippets_people_organization:edit")


@hooks.register("outside_links")
def links_of_people():
    return AddressesInBlocks(PersonPage.objects.filter(merged_into=None), "links", edited_at="wagtailadmin_pages:edit")


@hooks.register("register_page_header_buttons")
def add_buttons_to_editor(page, user, view_name, next_url=None):
    return [PasteRosterButton(page=page, priority=12), MergeButton(page=page, priority=45)]


@hooks.register(PAGE_MENU_HOOK)
@hooks.register("register_page_listing_more_buttons")
def add_buttons_to_lists(page, user, next_url=None):
    return [PasteRosterButton(page=page, priority=12), MergeButton(page=page, priority=25)]


@hooks.register("register_admin_urls")
def register_merging_and_rosters():
    return [
        path("people_groups/<int:group_id>/paste/", PasteRosterView.as_view(), name="paste_roster"),
        path("people/<int:source>/merge/", ChooseTargetView.as_view(), name="choose_merge_target"),
        path("people/<int:source>/merge/<int:target>/", MergeView.as_view(), name="merge_person"),
    ]


@hooks.register("before_edit_page")
def redirect_to_merge_target(request, page):
    """A merged person is not edited any more; their history can be read."""
    if not getattr(page, "merged_into_id", None):
        return None
    sentence = gettext("%(source)s was merged into %(target)s. This is the record that was kept.")
    messages.warning(request, sentence % {"source": page.title, "target": page.merged_into.title})
    return redirect("wagtailadmin_pages:edit", page.merged_into_id)


@hooks.register("refuse_deletion")
def refuse_to_delete_merged_people(pages) -> str:
    """Old versions of other pages name them, and links in texts lead through them."""
    merged = PersonPage.objects.filter(pk__in=pages.values("pk"), merged_into__isnull=False).first()
    sentence = gettext(
        "Not deleted: %(name)s was merged into %(target)s and is kept so that its old addresses lead there."
    )
    return sentence % {"name": merged.title, "target": merged.merged_into.title} if merged else ""


@hooks.register("refuse_deletion")
def refuse_to_delete_rosters(pages) -> str:
    """Memberships would go with their group, and with them who served when."""
    rows = Membership.objects.filter(group__in=pages.values("pk"))
    row = rows.select_related("group").first()
    sentence = ngettext(
        "Not deleted: the membership in %(group)s would be lost, and with it the record of who served when. "
        "Unpublish the page instead, or remove its member first.",
        "Not deleted: %(number)d memberships in %(group)s would be lost, and with them the record of who served "
        "when. Unpublish the page instead, or remove its members first.",
        number := rows.filter(group=row.group).count() if row else 0,
    )
    return sentence % {"number": number, "group": row.group.title} if row else ""


@hooks.register("construct_page_chooser_queryset")
def offer_no_merged_people(pages, request):
    """By number, because the search backend filters by no field of a page type."""
    return pages.exclude(pk__in=PersonPage.objects.filter(merged_into__isnull=False).values("pk"))


class PersonLogFormatter(LogFormatter):
    """“Absorbed another record: Juan Mendez (Membership: Steering Committee)”: enough to part the two again by hand."""

    def format_message(self, log_entry):
        rows = "; ".join(log_entry.data.get("rows", []))
        return f"{self.label}: {log_entry.data['person']['title']}" + (f" ({rows})" if rows else "")


@hooks.register("register_log_actions")
def register_merges_in_histories(actions):
    @actions.register_action("people.merge")
    class TookIn(PersonLogFormatter):
        label = _("Absorbed another record")

    @actions.register_action("people.merged")
    class WasMerged(PersonLogFormatter):
        label = _("Merged into another record")
