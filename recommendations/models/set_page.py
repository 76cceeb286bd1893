"""A set: recommendations that were made public together."""

from django.db import models
from django.db.models import Count, Window
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from migs_site.base.blocks import PROSE
from migs_site.base.citable_works import Work
from migs_site.base.form_rows import UniqueRowsPanel
from migs_site.base.long_lists import page_of
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.pages import SitePage
from migs_site.base.primary_pages import is_primary, primary_id
from migs_site.base.versions import LINKED_BY, chosen_version, together, versions_of

from .backing import groups_behind, unpacked_groups
from .book import BookPage
from .progress import ProgressEntry, proved
from .querysets import group_by_addressee, size_if_more
from .recommendation_page import HISTORY_SHOWN, RecommendationPage
from .statuses import Status

RECOMMENDATIONS_SHOWN = 50  # on one page


class RecommendationSetPage(SitePage):
    """Recommendations made public together."""

    addressed_to = models.CharField(_("addressed to"), max_length=150)
    addressee = models.ForeignKey(
        "recommendations.Addressee",
        verbose_name=_("addressee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sets",
        help_text=_("Outcomes of the set as a whole are listed under this addressee. Optional."),
    )
    launched_on = models.DateField(_("made public on"), null=True, blank=True)
    launched_at = models.CharField(_("made public at"), max_length=200, blank=True)
    source = models.ForeignKey(
        "recommendations.BookPage",
        verbose_name=_("published in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sets",
        help_text=_("The book in which these recommendations appear."),
    )
    french_report = models.CharField(
        _("title of the French report"),
        max_length=200,
        blank=True,
        help_text=_("Where the French wording was printed. This title appears below each quotation from it."),
    )
    wording_note = models.CharField(
        _("note on the wording"),
        max_length=300,
        blank=True,
        help_text=_("States that these are our own short forms, wherever the printed wording is not quoted."),
    )
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)

    override_translatable_fields = [SynchronizedField("french_report", overridable=False)]
    progress_key = "set"
    teaser_columns = ("path", "depth", "launched_on", "launched_at", "wording_note")
    shared_rows = ("backings",)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("addressed_to"),
                FieldPanel("addressee"),
                FieldRowPanel([FieldPanel("launched_on"), FieldPanel("launched_at")]),
                PageChooserPanel("source"),
                FieldPanel("french_report"),
                FieldPanel("wording_note"),
            ],
            heading=_("Facts"),
        ),
        UniqueRowsPanel(
            "backings",
            label=_("group"),
            heading=_("Supporting groups"),
            help_text=_("The page links to the members of each group on the day the set was made public."),
        ),
        FieldPanel("introduction"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["recommendations.RecommendationIndexPage"]
    subpage_types = ["recommendations.RecommendationPage"]
    read_parameters = ("page", "outcomes")

    class Meta:
        verbose_name = _("set of recommendations")
        verbose_name_plural = _("sets of recommendations")

    def first_entries(self, number: int) -> tuple[list[RecommendationPage], int | None]:
        """The first recommendations of the set, each with what it needs and what needs it, in two queries; and how many
        there are where these are not all."""
        rows = RecommendationPage.objects.listing(self).annotate(size=Window(Count("pk")))
        first = RecommendationPage.objects.with_dependencies(rows[:number])
        return first, size_if_more(first)

    def assessed_among(self, shown) -> int:
        """How many of the set were assessed; asked for only where the page at hand has not all of them."""
        if shown.has_other_pages():
            rows = RecommendationPage.objects.with_status().listing(self)
            return rows.exclude(status=Status.NOT_ASSESSED).count()
        return sum(1 for each in shown.object_list if each.status != Status.NOT_ASSESSED)

    def citable_works(self) -> list[Work]:
        name = gettext("These recommendations")
        return [Work(kind="report", name=name, title=self.title, issued=str(self.launched_on or ""))]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shown = page_of(request, RecommendationPage.objects.with_status().listing(self), RECOMMENDATIONS_SHOWN)
        outcomes = page_of(request, ProgressEntry.objects.history(self), HISTORY_SHOWN, name="outcomes")
        outcomes.object_list = proved(outcomes.object_list)
        context["shown"], context["assessed"] = shown, self.assessed_among(shown)
        context["addressees"] = group_by_addressee(RecommendationPage.objects.with_dependencies(shown.object_list))
        context["outcomes"] = outcomes
        return context | self.leads()

    def leads(self) -> dict:
        """Where the page leads: the book, the groups and the table of progress, in which the set has its English slug;
        one query."""
        books = versions_of(BookPage.objects.linked(), self.source_id).order_by()
        progress = self.first_page("recommendations.ProgressPage")
        english = RecommendationSetPage.objects.filter(pk=primary_id(self))
        found = together(
            books=packed(books, *LINKED_BY, "book_title", "first_editions"),
            groups=groups_behind(self),
            progress=packed(progress, *LINKED_BY),
            english=packed(english, "slug"),
        )
        return {
            "source": chosen_version([unpacked(BookPage, each) for each in found["books"]], self),
            "groups": unpacked_groups(found["groups"], self.launched_on),
            "progress": next((unpacked(progress.model, each) for each in found["progress"]), None),
            "english_slug": self.slug if is_primary(self) or not found["english"] else found["english"][0]["slug"],
        }
