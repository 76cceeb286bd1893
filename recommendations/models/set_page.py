"""A set: recommendations that were made public together."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from migs_site.base.blocks import PROSE
from migs_site.base.citable_works import Work
from migs_site.base.form_rows import UniqueRowsPanel
from migs_site.base.long_lists import page_of
from migs_site.base.pages import SitePage, linked_page
from migs_site.base.primary_pages import primary_id

from .backing import groups_behind
from .progress import ProgressEntry, attach_assessors
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
        first = RecommendationPage.objects.first_of_each_set([self], number)
        return first, size_if_more(first)

    def english_slug(self) -> str:
        """What the set is called in a query of the progress table; one database query of a French page, else none."""
        if get_language() == settings.LANGUAGE_CODE:
            return self.slug
        english = RecommendationSetPage.objects.filter(pk=primary_id(self)).values_list("slug", flat=True)
        return english.first() or self.slug

    def assessed_among(self, shown) -> int:
        """How many of the set were assessed; asked for only where the page at hand has not all of them."""
        if shown.has_other_pages():
            rows = RecommendationPage.objects.with_status().listing(self)
            return rows.exclude(status=Status.NOT_ASSESSED).count()
        return sum(1 for each in shown.object_list if each.status != Status.NOT_ASSESSED)

    def progress_page(self):
        """The live page of progress in the set's language, if there is one."""
        return self.first_page("recommendations.ProgressPage").first()

    def citable_works(self) -> list[Work]:
        name = gettext("These recommendations")
        return [Work(kind="report", name=name, title=self.title, issued=str(self.launched_on or ""))]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shown = page_of(request, RecommendationPage.objects.with_status().listing(self), RECOMMENDATIONS_SHOWN)
        outcomes = page_of(request, ProgressEntry.objects.history(self), HISTORY_SHOWN, name="outcomes")
        attach_assessors(outcomes.object_list, self.locale_id)
        context["shown"], context["assessed"] = shown, self.assessed_among(shown)
        context["addressees"] = group_by_addressee(RecommendationPage.objects.with_dependencies(shown.object_list))
        context["outcomes"], context["english_slug"] = outcomes, self.english_slug()
        context["source"] = linked_page(self, "source") if self.source_id else None
        context["groups"] = groups_behind(self) if self.pk else []
        context["progress"] = self.progress_page()
        return context
