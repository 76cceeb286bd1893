"""People and organizations in the admin."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from migs_site.base.attention import Matter
from migs_site.base.page_listings import EnglishParentView, ListingMenuItem
from migs_site.link_checker.sources import AddressesInBlocks, AddressField
from people import page_actions  # noqa: F401 (registers its hooks)
from people.listings import (
    ROLES,
    GroupFilterSet,
    GroupIndexView,
    OrganizationIndexView,
    PersonFilterSet,
    PersonIndexView,
    roles_of,
    usage_of_organization,
)
from people.models import GroupPage, Membership, Organization, PersonPage


class PersonListing(PageListingViewSet):
    name = "people"
    menu_item_class = ListingMenuItem
    model = PersonPage
    icon = "user"
    menu_label = _("People")
    index_view_class = PersonIndexView
    choose_parent_view_class = EnglishParentView
    filterset_class = PersonFilterSet
    columns = PersonIndexView.columns
    ordering = "sort_key"
    list_export = [
        "title",
        "sort_name",
        "groups_today",
        "position",
        "affiliation",
        "french",
        "latest_revision_created_at",
        "status_string",
    ]
    export_headings = {
        "title": _("Name"),
        "groups_today": _("Groups today"),
        "french": _("French page"),
        "latest_revision_created_at": _("Updated"),
        "status_string": _("Status"),
    }
    export_filename = "people"


class GroupListing(PageListingViewSet):
    name = "people_groups"
    menu_item_class = ListingMenuItem
    model = GroupPage
    icon = "group"
    menu_label = _("Committees and groups")
    index_view_class = GroupIndexView
    choose_parent_view_class = EnglishParentView
    filterset_class = GroupFilterSet
    columns = GroupIndexView.columns
    ordering = "title"
    list_export = [
        "title",
        "get_kind_display",
        "members_today",
        "confirmed_on",
        "french",
        "latest_revision_created_at",
        "status_string",
    ]
    export_headings = {
        "title": _("Name"),
        "get_kind_display": _("Kind"),
        "members_today": _("Members"),
        "confirmed_on": _("List confirmed"),
        "french": _("French page"),
        "latest_revision_created_at": _("Updated"),
        "status_string": _("Status"),
    }
    export_filename = "groups"


class OrganizationViewSet(SnippetViewSet):
    model = Organization
    icon = "globe"
    menu_label = _("Organizations")
    index_view_class = OrganizationIndexView
    list_display = [
        "name_en",
        "name_fr",
        Column("place", label=_("Place"), sort_key="place_en"),
        Column("roles", label=_("What it is to us"), accessor=roles_of),
        "website",
        TitleColumn("uses", label=_("Named on"), get_url=usage_of_organization, sort_key="uses"),
    ]
    list_filter = ROLES
    search_backend_name = None  # plain words: the list can then be ordered by any column while it is searched
    search_fields = ["name_en", "name_fr", "place_en", "place_fr", "website"]
    list_export = ["name_en", "name_fr", "place_en", "place_fr", "roles", "website", "uses"]
    export_headings = {"roles": _("What it is to us"), "uses": _("Named on")}
    export_filename = "organizations"
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]),
                FieldRowPanel([FieldPanel("place_en"), FieldPanel("place_fr")]),
            ],
            heading=_("Name and place"),
            help_text=_("As they write it themselves. The place stands in brackets after the name; most need none."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_partner"), FieldPanel("is_funder")]),
                FieldRowPanel([FieldPanel("is_collaborator"), FieldPanel("is_seller")]),
            ],
            heading=_("What it is to us"),
            help_text=_("Tick all that is true: one organization can be several of these."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "website", help_text=_("Their own page, with https://. We look every night whether it works.")
                ),
                FieldPanel(
                    "slug", help_text=_("Tells organizations of the same name apart. Choose it once and leave it.")
                ),
            ],
            heading=_("On the web"),
        ),
    ]


class PeopleMenu(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu", "People")
    menu_name = "people-menu"
    menu_icon = "group"
    menu_order = 200
    items = [PersonListing, GroupListing, OrganizationViewSet]


register_snippet(PeopleMenu)


@hooks.register("needs_attention")
def lists_to_confirm(request) -> list[Matter]:
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        return []
    groups = GroupPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    number = groups.to_confirm(timezone.localdate()).count()
    sentence = ngettext(
        "%(number)d group has a list of members that nobody has confirmed in the last two years.",
        "%(number)d groups have lists of members that nobody has confirmed in the last two years.",
        number,
    )
    return [Matter(sentence % {"number": number}, reverse("people_groups:index") + "?confirmed=due")] if number else []


@hooks.register("needs_attention")
def staff_who_have_left(request) -> list[Matter]:
    """The day on which they left is for staff to say, so nothing ends by itself."""
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        return []
    left = PersonPage.Standing.FORMER
    rows = Membership.objects.current().public().filter(person__standing=left, group__is_own_staff=True)
    number = rows.values("person").distinct().count()
    sentence = ngettext(
        "%(number)d person is marked as formerly of the institute, and still serves in a group of its own staff.",
        "%(number)d people are marked as formerly of the institute, and still serve in a group of its own staff.",
        number,
    )
    address = reverse("people:index") + f"?membership=current&standing={left}"
    return [Matter(sentence % {"number": number}, address)] if number else []


@hooks.register("outside_links")
def websites_of_organizations():
    return AddressField(Organization.objects.all(), "website", edited_at="wagtailsnippets_people_organization:edit")


@hooks.register("outside_links")
def links_of_people():
    return AddressesInBlocks(PersonPage.objects.filter(merged_into=None), "links", edited_at="wagtailadmin_pages:edit")
