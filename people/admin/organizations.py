"""Organizations in the admin: the list and the form."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from people.models import Organization

ROLES = ["is_partner", "is_funder", "is_collaborator", "is_seller"]


def roles_of(organization: Organization) -> str:
    """What an organization is to us, in words."""
    fields = [Organization._meta.get_field(name) for name in ROLES if getattr(organization, name)]
    return ", ".join(str(field.verbose_name) for field in fields)


def usage_of_organization(organization: Organization) -> str:
    return reverse("wagtailsnippets_people_organization:usage", args=[organization.pk])


class OrganizationIndexView(IndexView):
    """Organizations, each with the number of pages and records that name it (``uses``)."""

    def get_base_queryset(self):
        return super().get_base_queryset().annotate(uses=ReferenceIndex.usage_count_subquery(Organization))

    def to_row_dict(self, item):
        item.roles = roles_of(item)
        return super().to_row_dict(item)


class OrganizationViewSet(SnippetViewSet):
    model = Organization
    icon = "globe"
    menu_label = _("Organizations")
    index_view_class = OrganizationIndexView
    list_display = [
        "name_en",
        "name_fr",
        Column("place", label=_("Place"), sort_key="place_en"),
        Column("roles", label=_("Relationship to us"), accessor=roles_of),
        "website",
        TitleColumn("uses", label=_("Mentioned on"), get_url=usage_of_organization, sort_key="uses"),
    ]
    list_filter = ROLES
    search_backend_name = None  # plain words: the list can then be ordered by any column while it is searched
    search_fields = ["name_en", "name_fr", "place_en", "place_fr", "website"]
    list_export = ["name_en", "name_fr", "place_en", "place_fr", "roles", "website", "uses"]
    export_headings = {"roles": _("Relationship to us"), "uses": _("Mentioned on")}
    export_filename = "organizations"
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]),
                FieldRowPanel([FieldPanel("place_en"), FieldPanel("place_fr")]),
            ],
            heading=_("Name and place"),
            help_text=_(
                "As the organization writes it. The place appears in parentheses after the name; most "
                "organizations need none."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_partner"), FieldPanel("is_funder")]),
                FieldRowPanel([FieldPanel("is_collaborator"), FieldPanel("is_seller")]),
            ],
            heading=_("Relationship to us"),
            help_text=_("Check all that apply."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "website",
                    help_text=_("The organization’s own site, with https://. The link is checked every night."),
                ),
                FieldPanel(
                    "slug", help_text=_("Tells apart organizations with the same name. Do not change it later.")
                ),
            ],
            heading=_("On the web"),
        ),
    ]
