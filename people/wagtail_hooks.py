"""People and organizations in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from migs_site.outside_links.sources import AddressesInBlocks, AddressField
from people.models import GroupPage, Organization, PersonPage


class ListingMenuItem(MenuItem):
    """Shown to those who have pages to look at; without this, to everybody in the admin."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})


class PersonListing(PageListingViewSet):
    name = "people"
    menu_item_class = ListingMenuItem
    model = PersonPage
    icon = "user"
    menu_label = _("People")
    menu_order = 200
    add_to_admin_menu = True


class GroupListing(PageListingViewSet):
    name = "groups"
    menu_item_class = ListingMenuItem
    model = GroupPage
    icon = "group"
    menu_label = _("Groups")
    menu_order = 210
    add_to_admin_menu = True


@hooks.register("register_admin_viewset")
def list_people_and_groups():
    return [PersonListing("people"), GroupListing("people_groups")]


class OrganizationViewSet(SnippetViewSet):
    model = Organization
    icon = "globe"
    menu_label = _("Organizations")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name_en", "name_fr", "is_partner", "is_funder", "is_collaborator", "is_seller"]
    list_filter = ["is_partner", "is_funder", "is_collaborator", "is_seller"]
    list_export = ["name_en", "name_fr", "place_en", "place_fr", "website"]
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]),
                FieldRowPanel([FieldPanel("place_en"), FieldPanel("place_fr")]),
                FieldPanel("slug"),
                FieldPanel("website"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_partner"), FieldPanel("is_funder")]),
                FieldRowPanel([FieldPanel("is_collaborator"), FieldPanel("is_seller")]),
            ],
            heading=_("What it is to us"),
        ),
    ]


register_snippet(OrganizationViewSet)


@hooks.register("outside_links")
def websites_of_organizations():
    return AddressField(Organization.objects.all(), "website", edited_at="wagtailsnippets_people_organization:edit")


@hooks.register("outside_links")
def links_of_people():
    return AddressesInBlocks(PersonPage.objects.all(), "links", edited_at="wagtailadmin_pages:edit")
