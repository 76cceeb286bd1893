"""Groups of people: the team, committees, boards; and the page that lists them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from migs_site.shared.blocks import PROSE
from migs_site.shared.pages import SitePage
from people.forms import GroupPageForm

from .memberships import Membership


class PeopleIndexPage(SitePage):
    """Everybody, by group."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = ["people.GroupPage", "people.PersonPage"]

    class Meta:
        verbose_name = _("people index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        groups = list(GroupPage.objects.child_of(self).live().order_by("path"))
        context["rosters"] = Membership.objects.rosters(groups)
        return context


class GroupPage(SitePage):
    """A group and its members, in the order of their surnames unless staff number them."""

    class Kind(models.TextChoices):
        TEAM = "team", _("Team")
        COMMITTEE = "committee", _("Committee")
        BOARD = "board", _("Board")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.COMMITTEE)
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)

    shared_rows = ("memberships",)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("introduction"),
        InlinePanel(
            "memberships",
            label=_("member"),
            heading=_("Members, shown on the English and the French page"),
        ),
    ]
    base_form_class = GroupPageForm
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.FilterField("kind")]
    parent_page_types = ["people.PeopleIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["memberships"] = Membership.objects.roster(self)
        return context

    def live_parent(self) -> Page | None:
        """The page that lists all groups; None while it is not on the site, although its groups may be."""
        return self.get_ancestors().live().filter(depth=self.depth - 1).first()

    def neighbours(self) -> list[tuple["GroupPage", int]]:
        """The other live groups beside this one, each with the number of its members today, in two queries."""
        groups = list(GroupPage.objects.sibling_of(self, inclusive=False).live().order_by("path"))
        sizes = Membership.objects.sizes(groups)
        return [(group, sizes.get(group.translation_key, 0)) for group in groups]
