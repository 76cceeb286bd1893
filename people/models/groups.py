"""Groups of people: the team, committees, boards."""

import datetime

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Q, Value
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from migs_site.shared.blocks import PROSE
from migs_site.shared.pages import SitePage, localize
from people.filters import RosterDay
from people.forms import GroupPageForm

from .memberships import PRINTED, Membership

MEMBERS_ON_A_PAGE = 60
NEIGHBOURS = 6


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
        FieldPanel(
            "kind",
            help_text=_("A team is shown with what each person does; a committee or a board as names in columns."),
        ),
        FieldPanel("introduction"),
        InlinePanel(
            "memberships",
            label=_("member"),
            heading=_("Members, shown on the English and the French page"),
            help_text=_(
                "When somebody leaves, fill in “to” and keep the line: the site goes on saying who served when."
            ),
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
        form = RosterDay(request.GET)
        on = form.asked()
        shown = self.members(on, request.GET.get("page"))
        context["form"] = form
        context["on"] = on
        context["shown"] = shown
        context["memberships"] = [row for row in shown if not row.is_over]
        context["former"] = [row for row in shown if row.is_over]
        # A first day that is not known sets no limit, so that such a member stands on every earlier roster.
        context["is_uncertain"] = bool(on) and any(not row.starts_on for row in shown)
        return context

    def members(self, on: datetime.date | None, page: str | None) -> ListPage:
        """A page of those who serve on a day; without a day, of those who serve now and then those who have.

        Each has ``is_over`` and its person's page in this page's language. ``present`` is how many there are of
        those who serve, ``past`` of the others.
        """
        rows = Membership.objects.public().of_group(self)
        rows = rows.serving(on).annotate(is_over=Value(False)) if on else rows.begun()
        counts = rows.aggregate(all=Count("pk"), past=Count("pk", filter=Q(is_over=True)))
        paginator = Paginator(rows.order_by("is_over", *PRINTED), MEMBERS_ON_A_PAGE)
        paginator.count = counts["all"]
        shown = paginator.get_page(page)
        shown.object_list = list(shown.object_list)
        localize(shown.object_list, "person", self.locale_id)
        shown.present, shown.past = counts["all"] - counts["past"], counts["past"]
        return shown

    def live_parent(self) -> Page | None:
        """The page that lists all groups; None while it is not on the site, although its groups may be."""
        return self.get_ancestors().live().filter(depth=self.depth - 1).first()

    def neighbours(self) -> list[tuple["GroupPage", int]]:
        """The first live groups beside this one, each with the number of its members today, in two queries."""
        groups = list(GroupPage.objects.sibling_of(self, inclusive=False).live().order_by("path")[:NEIGHBOURS])
        sizes = Membership.objects.sizes(groups)
        return [(group, sizes.get(group.translation_key, 0)) for group in groups]
