"""Groups of people: the team, committees, boards."""

import datetime

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, OuterRef, Q, Value, Window
from django.db.models.functions import Coalesce, Left, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from migs_site.base.bilingual import Bilingual, both_languages
from migs_site.base.blocks import PROSE
from migs_site.base.dates import PartialDateField, can_follow, not_over_by, refuse_future
from migs_site.base.form_rows import RowsPanel
from migs_site.base.long_lists import counted_page
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.pages import SitePage
from migs_site.base.plain_text import one_line
from migs_site.base.primary_pages import of_primary, refuse_translations
from migs_site.base.versions import LINKED_BY, in_versions
from people.filters import RosterDay
from people.forms import GroupPageForm

from .memberships import PRINTED, GroupSize, Membership
from .persons import PersonPage

MEMBERS_ON_A_PAGE = 60
NEIGHBOURS = 6
YEARS = 2  # for which a list of members holds before staff look at it again


def size_of(people: int, as_of: str) -> GroupSize:
    """Of a group without members nobody needs to know when that was confirmed."""
    return GroupSize(people, as_of if people else "")


class GroupQuerySet(PageQuerySet):
    def to_confirm(self, on: datetime.date):
        """Those whose list of members nobody has confirmed in the two years before a day, or ever."""
        limit = on.replace(year=on.year - YEARS, day=min(on.day, 28) if on.month == 2 else on.day)
        return self.filter(Q(confirmed_on="") | ~not_over_by("confirmed_on", limit))

    def with_sizes(self):
        """Each with ``size``, its GroupSize today, in no query more."""
        members = Membership.objects.current().public().filter(group__translation_key=OuterRef("translation_key"))
        sizes = members.order_by().values("group__translation_key").annotate(number=Count("person", distinct=True))
        number = Coalesce(models.Subquery(sizes.values("number")), 0)
        return self.annotate(people=number, as_of=of_primary("confirmed_on", GroupPage))

    def sizes(self) -> dict[int, GroupSize]:
        """The GroupSize of each group by its number in the database, in one query."""
        return {pk: size_of(*known) for pk, *known in self.with_sizes().values_list("pk", "people", "as_of")}


class GroupPage(SitePage):
    """A group and its members, in the order of their surnames unless staff number them."""

    class Kind(models.TextChoices):
        TEAM = "team", _("Team")
        COMMITTEE = "committee", _("Committee")
        BOARD = "board", _("Board")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.COMMITTEE)
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)
    is_own_staff = models.BooleanField(
        _("the institute’s own staff"),
        default=False,
        help_text=_("Each of its members has a contact card with the institute’s address. No one else has one."),
    )

    # Facts about the group and its list: stored once, with the English page, like the list itself.
    project = models.ForeignKey(
        "migs_site.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="groups",
        help_text=_("The project this group belongs to, if any."),
    )
    existed_from = PartialDateField(
        _("in existence since"),
        blank=True,
        help_text=_("2008-02-05, 2008-02 or 2008. If empty, the group dates from the start of its project."),
    )
    confirmed_on = PartialDateField(
        _("list of members confirmed"),
        blank=True,
        help_text=_("The last day on which the list was known to be correct. Update it each time you check the list."),
    )
    source_en = models.CharField(
        _("source of the list (English)"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_(
            "For example: as printed in the institute’s brochure. Clear both languages once you have checked the "
            "list yourself."
        ),
    )
    source_fr = models.CharField(_("source of the list (French)"), max_length=200, blank=True, validators=[one_line])

    source = Bilingual()

    objects = PageManager.from_queryset(GroupQuerySet)()

    leads_to = "people.PeopleIndexPage"
    teaser_columns = ("parents", "beside")
    shared_rows = ("memberships", "is_own_staff", "project", "existed_from", "confirmed_on", "source_en", "source_fr")

    content_panels = [
        *SitePage.content_panels,
        FieldPanel(
            "kind",
            help_text=_("A team is shown with each person’s role; a committee or a board, as names in columns."),
        ),
        FieldPanel("is_own_staff"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("existed_from")]),
                FieldRowPanel([FieldPanel("source_en"), FieldPanel("source_fr")]),
                FieldPanel("project"),
            ],
            heading=_("Date and source of the list, shown on both the English and French pages"),
        ),
        RowsPanel(
            "memberships",
            label=_("member"),
            heading=_("Members, shown on both the English and French pages"),
            help_text=_(
                "When a member leaves, fill in “To” and keep the row, so that the site still shows who served when."
            ),
        ),
    ]
    base_form_class = GroupPageForm
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.FilterField("kind")]
    parent_page_types = ["people.PeopleIndexPage"]
    subpage_types = []
    read_parameters = (*RosterDay.base_fields, "page")

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [both_languages("source")]

    def clean(self):
        super().clean()
        refuse_future(self, "confirmed_on")
        refuse_translations(self, "project")

    def with_content_json(self, content):
        """A stored version, its rows with their people, who are named in the form and in comparisons, in one query."""
        group = super().with_content_json(content)
        rows = group.memberships.all()
        people = PersonPage.objects.in_bulk({row.person_id for row in rows})
        for row in rows:
            if row.person_id in people:
                row.person = people[row.person_id]
        return group

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = RosterDay(request.GET)
        on = form.cleaned_day()
        known = self.primary
        unknown = known.why_unknown(on)
        shown = self.members(on, request.GET.get("page")) if not unknown else self.nobody()
        context["form"] = form
        context["on"] = on
        context["known"] = known
        context["unknown"] = unknown
        context["project"] = self.linked_project() if unknown == "before_project" else None
        context["shown"] = shown
        context["memberships"] = [row for row in shown if not row.is_over]
        context["former"] = [row for row in shown if row.is_over]
        # A first day that is not known sets no limit, so that such a member stands on every earlier roster.
        context["is_uncertain"] = bool(on) and any(not row.starts_on for row in shown)
        return context

    @property
    def size(self) -> GroupSize:
        """How many serve today, where with_sizes() has counted them."""
        return size_of(self.people, self.as_of)

    def why_unknown(self, on: str) -> str:
        """Why nobody can be named for a day: “future”, “after”, “before_group”, “before_project”; or nothing.

        To be asked of the English page. A list is known from the day on which the group began, or else its project, to
        the day on which staff last confirmed it. The days that are asked for and those that are known may each be a
        month or a year: they are outside only where no day of the one is in the other.
        """
        if not on:
            return ""
        if not can_follow(on, str(timezone.localdate())):
            return "future"
        if not can_follow(on, self.confirmed_on):
            return "after"
        if self.existed_from:
            return "" if can_follow(self.existed_from, on) else "before_group"
        began = str((self.project and self.project.started_on) or "")
        return "" if can_follow(began, on) else "before_project"

    def linked_project(self) -> Page | None:
        """The live page of the project in this page's language, or else in the other."""
        project = self.primary.project
        return project.get_translations(inclusive=True).live().filter(locale=self.locale_id).first() or project

    @staticmethod
    def nobody() -> ListPage:
        shown = Paginator([], MEMBERS_ON_A_PAGE).get_page(1)
        shown.present = shown.past = 0
        return shown

    def members(self, on: str, page: str | None) -> ListPage:
        """A page of those who serve on a day; without a day, of those who serve now and then those who have.

        Each has ``is_over`` and its person's page in this page's language. ``present`` is how many there are of
        those who serve, ``past`` of the others.
        """
        rows = Membership.objects.public().of_group(self)
        rows = rows.serving(on).annotate(is_over=Value(False)).with_deaths() if on else rows.begun()
        rows = rows.annotate(past=Window(Count("pk", filter=Q(is_over=True)))).with_people(self)
        shown = counted_page(rows.order_by("is_over", *PRINTED), page, MEMBERS_ON_A_PAGE)
        shown.object_list = in_versions(shown.object_list, "person")
        shown.past = shown.object_list[0].past if shown.object_list else 0
        shown.present = shown.paginator.count - shown.past
        return shown

    @classmethod
    def teasers(cls):
        """With ``parents``, the page that lists all groups; none while it is not on the site, although its groups may
        be. With ``beside``, the first live groups beside each, with their sizes."""
        place = Left(OuterRef("path"), Length(OuterRef("path")) - cls.steplen)
        beside = cls.objects.live().annotate(parent=Left("path", Length("path") - cls.steplen)).filter(parent=place)
        beside = beside.exclude(pk=OuterRef("pk")).with_sizes().order_by(of_primary("path"))[:NEIGHBOURS]
        return cls.objects.annotate(
            parents=packed(Page.objects.live().filter(path=place), *LINKED_BY),
            beside=packed(beside, *LINKED_BY, "people", "as_of"),
        )

    @property
    def live_parent(self) -> Page | None:
        """The page that lists all groups, where teasers() has fetched it."""
        return next((unpacked(Page, each) for each in self.parents), None)

    @property
    def neighbours(self) -> list[tuple["GroupPage", GroupSize]]:
        """The first live groups beside this one, where teasers() has fetched them, each with its GroupSize."""
        groups = [unpacked(GroupPage, each) for each in self.beside]
        return [(group, group.size) for group in groups]

    def first_members(self, number: int) -> list[Membership]:
        """Today's first members in printed order, each with its person's page in this page's language."""
        rows = Membership.objects.current().public().with_source().of_group(self).printed()
        return in_versions(rows.with_people(self)[:number], "person")
