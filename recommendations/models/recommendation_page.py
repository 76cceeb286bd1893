"""What the institute recommends, to whom, and what rests on what."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from migs_site.base.bilingual import both_languages
from migs_site.base.blocks import PROSE
from migs_site.base.citable_works import Work
from migs_site.base.pages import LeftAlone, SitePage, linked_page, record_id
from migs_site.base.paging import page_of
from migs_site.base.unique_rows import UniqueRowsPanel
from recommendations.forms import RecommendationPageForm
from recommendations.wording_panels import CORRECTION_PANEL, PRINTED_WORDING

from .cited_words import CORRECTION, IN_TRANSLATIONS, PRINTED, PUBLISHED, CitedWords, Wording, with_its_page
from .corrections import Correction
from .progress import ProgressEntry, name_assessors
from .querysets import RecommendationQuerySet, by_addressee, of_all
from .statuses import Status

# How much of each list one page shows.
ENTRIES_SHOWN = 50
AROUND_SHOWN = 30
RECORD_SHOWN = 20


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
        help_text=_("Outcomes of the set as a whole are listed under this addressee. It may stay empty."),
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
        help_text=_("The book that the text of these recommendations comes from."),
    )
    french_report = models.CharField(
        _("title of the French report"),
        max_length=200,
        blank=True,
        help_text=_("Where the French wording was printed: it is named below what is quoted from it."),
    )
    wording_note = models.CharField(
        _("note on the wording"),
        max_length=300,
        blank=True,
        help_text=_("Says that these are short forms of ours, wherever the printed wording is not quoted."),
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
            heading=_("Groups that stood behind it"),
            help_text=_("The page leads to each group’s roster of the day on which the set was made public."),
        ),
        FieldPanel("introduction"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["recommendations.RecommendationIndexPage"]
    subpage_types = ["recommendations.RecommendationPage"]

    class Meta:
        verbose_name = _("set of recommendations")
        verbose_name_plural = _("sets of recommendations")

    def first_entries(self, number: int) -> tuple[list["RecommendationPage"], int | None]:
        """The first recommendations of the set, each with what it needs and what needs it, in two queries; and how many
        there are where these are not all."""
        entries = RecommendationPage.objects.first_of_each_set([self], number)
        return entries, of_all(entries)

    def english_slug(self) -> str:
        """What the set is called in a question to the table of progress; one query of a French page, else none."""
        if get_language() == settings.LANGUAGE_CODE:
            return self.slug
        english = RecommendationSetPage.objects.filter(pk=record_id(self)).values_list("slug", flat=True)
        return english.first() or self.slug

    def assessed_among(self, shown) -> int:
        """How many of the set were assessed; asked for only where the page at hand has not all of them."""
        if shown.has_other_pages():
            rows = RecommendationPage.objects.with_status().docket(self)
            return rows.exclude(status=Status.NOT_ASSESSED).count()
        return sum(1 for entry in shown.object_list if entry.status != Status.NOT_ASSESSED)

    def works(self) -> list[Work]:
        name = gettext("These recommendations")
        return [Work(kind="report", name=name, title=self.title, issued=str(self.launched_on or ""))]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shown = page_of(request, RecommendationPage.objects.with_status().docket(self), ENTRIES_SHOWN)
        outcomes = page_of(request, ProgressEntry.objects.record(self), RECORD_SHOWN, name="outcomes")
        name_assessors(outcomes.object_list, self.locale_id)
        context["shown"], context["assessed"] = shown, self.assessed_among(shown)
        context["addressees"] = by_addressee(RecommendationPage.objects.entangled(shown.object_list))
        context["outcomes"], context["english_slug"] = outcomes, self.english_slug()
        context["source"] = linked_page(self, "source") if self.source_id else None
        return context


class RecommendationPage(CitedWords, SitePage):
    """One recommendation. Its number is its address, so that it can be cited: /recommendations/canada/7/."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    addressee = models.ForeignKey(
        "recommendations.Addressee",
        verbose_name=_("addressee"),
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    statement = models.TextField(
        _("statement"),
        max_length=2000,
        help_text=_("What the addressee should do, in a short form of ours, from the verb on: Establish a …"),
    )
    dependency_note = models.TextField(
        _("about what it depends on"), blank=True, help_text=_("Why this cannot be done before the others.")
    )

    objects = PageManager.from_queryset(RecommendationQuerySet)()

    progress_key = "recommendation"
    leads_to = "recommendations.ProgressPage"  # the next recommendation is on the page already
    shared_rows = ("dependencies",)
    quoted_fields = ("statement", *PRINTED, *CORRECTION)
    # The title and the address follow from the number and the statement, so there is nothing to translate.
    override_translatable_fields = [*[LeftAlone(name) for name in ("title", "slug")], *IN_TRANSLATIONS]
    exclude_fields_in_copy = [*PUBLISHED, *CORRECTION]

    content_panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("addressee")]),
        FieldPanel("statement"),
        PRINTED_WORDING,
        CORRECTION_PANEL,
        UniqueRowsPanel("dependencies", label=_("recommendation"), heading=_("Depends on")),
        FieldPanel("dependency_note"),
    ]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("next_page")]
    base_form_class = RecommendationPageForm
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("statement"),
        index.FilterField("number"),
        index.FilterField("addressee"),
    ]
    parent_page_types = ["recommendations.RecommendationSetPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [both_languages("correction"), with_its_page("en"), with_its_page("fr")]

    def derive(self):
        if self.number is not None:
            self.title = f"{self.number}. {Truncator(self.statement).chars(120)}"
            self.slug = str(self.number)

    @property
    def status_label(self) -> str:
        """The words of ``status``, which with_status() gives."""
        return Status(self.status).label

    @property
    def card_label(self) -> str:
        return gettext("Recommendation %(number)s") % {"number": self.number}

    @property
    def heading(self) -> str:
        return self.statement

    @property
    def first_words(self) -> str:
        return self.statement

    @property
    def card_numeral(self) -> str:
        return str(self.number)

    @cached_property
    def set_page(self) -> RecommendationSetPage:
        return RecommendationSetPage.objects.parent_of(self).get()

    def works(self) -> list[Work]:
        """The recommendation as it was printed, or else the short form, which says that it is one."""
        wording = self.wording
        return [
            Work(
                kind="report",
                name=gettext("This recommendation"),
                note="" if wording.is_printed else self.set_page.wording_note,
                title=wording.words,
                title_language=wording.language,
                issued=str(self.set_page.launched_on or ""),
                label=self.label,
                number=str(self.number),
                container=self.set_page.title,
            )
        ]

    @property
    def label(self) -> str:
        """What machines and references call it, before its number."""
        return gettext("Recommendation") if self.wording.is_printed else gettext("Short form of recommendation")

    def clean(self):
        try:
            super().clean()
        except ValidationError as error:
            if "slug" not in error.error_dict:
                raise
            message = _("This set already has a recommendation with this number: choose another.")
            raise ValidationError({"number": message}) from error

    def neighbours(self) -> list["RecommendationPage"]:
        """The live recommendations of the set around this one, by number, with their dependencies."""
        around = (self.number - AROUND_SHOWN, self.number + AROUND_SHOWN)
        rows = RecommendationPage.objects.with_status().with_corrections()
        rows = rows.docket(self.set_page).filter(number__range=around)
        return RecommendationPage.objects.entangled(rows)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        entries = self.neighbours()
        place = next((at for at, entry in enumerate(entries) if entry.number == self.number), None)
        here = entries[place] if place is not None else self.unlisted()
        if here.addressee_id == self.addressee_id:
            self.addressee = here.addressee  # asked for with the others
        record = page_of(request, ProgressEntry.objects.record(self), RECORD_SHOWN)
        name_assessors(record.object_list, self.locale_id)
        context["set"] = self.set_page
        context["wording"] = self.wording
        context["printed_in"] = self.printed_in(self.wording)
        context["recommendations"] = entries
        context["addressee"] = self.addressee
        context["status"], context["status_label"] = here.status, here.status_label
        context["record"] = record
        context["corrections"] = Correction.objects.shown_on(self) if here.is_corrected else []
        context["needs"], context["needed_by"] = here.needs, here.needed_by
        context["before"] = entries[place - 1] if place else None
        context["after"] = entries[place + 1] if place is not None and place + 1 < len(entries) else None
        return context

    def printed_in(self, wording: Wording) -> tuple[str, str]:
        """The title of what a printed wording is quoted from, and the language of that title; empty without a book."""
        if wording.language == "fr":
            return self.set_page.french_report, "fr"
        book = linked_page(self.set_page, "source") if wording.is_printed and self.set_page.source_id else None
        return (book.book_title, book.heading_language) if book else ("", "")

    def unlisted(self) -> "RecommendationPage":
        """This page where it is not on the site yet: a draft that is looked at."""
        latest = ProgressEntry.objects.live().about(self).newest_first().first()
        self.status = latest.status if latest else Status.NOT_ASSESSED.value
        self.needs, self.needed_by, self.is_corrected = [], [], True
        return self
