"""What the institute recommends, to whom, and what rests on what."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value, Window
from django.db.models.functions import Coalesce, Left, Length, RowNumber
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from migs_site.shared.blocks import PROSE
from migs_site.shared.pages import LeftAlone, SitePage, linked_page
from migs_site.shared.paging import page_of
from migs_site.shared.works import Work
from recommendations.forms import RecommendationPageForm

from .dependencies import Dependency
from .progress import ProgressEntry, name_assessors
from .statuses import Status

# How much of each list one page shows.
SETS_SHOWN = 10
FIRST_SHOWN = 20
ENTRIES_SHOWN = 50
AROUND_SHOWN = 30
RECORD_SHOWN = 20


class RecommendationIndexPage(SitePage):
    """All sets of recommendations, each grouped by addressee."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = ["recommendations.RecommendationSetPage", "recommendations.ProgressPage"]

    class Meta:
        verbose_name = _("recommendations index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shown = page_of(request, RecommendationSetPage.objects.child_of(self).live().order_by("path"), SETS_SHOWN)
        docket = RecommendationPage.objects.first_of_each_set(shown.object_list, FIRST_SHOWN)
        entries = {page: [entry for entry in docket if entry.path.startswith(page.path)] for page in shown.object_list}
        context["progress"] = self.get_children().live().exclude(progresspage=None).first()
        context["shown"] = shown
        context["sets"] = [(page, by_addressee(entries[page]), of_all(entries[page])) for page in shown.object_list]
        return context


class RecommendationSetPage(SitePage):
    """Recommendations made public together."""

    addressed_to = models.CharField(_("addressed to"), max_length=150)
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
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("addressed_to"),
                FieldRowPanel([FieldPanel("launched_on"), FieldPanel("launched_at")]),
                PageChooserPanel("source"),
            ],
            heading=_("Facts"),
        ),
        FieldPanel("introduction"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["recommendations.RecommendationIndexPage"]
    subpage_types = ["recommendations.RecommendationPage"]

    class Meta:
        verbose_name = _("set of recommendations")
        verbose_name_plural = _("sets of recommendations")

    def entries(self) -> list["RecommendationPage"]:
        """The first recommendations of the set, each with what it needs and what needs it, in two queries."""
        return RecommendationPage.objects.entangled(RecommendationPage.objects.docket(self)[:ENTRIES_SHOWN])

    def works(self) -> list[Work]:
        name = gettext("These recommendations")
        return [Work(kind="report", name=name, title=self.title, issued=str(self.launched_on or ""))]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shown = page_of(request, RecommendationPage.objects.with_status().docket(self), ENTRIES_SHOWN)
        outcomes = page_of(request, ProgressEntry.objects.record(self), RECORD_SHOWN, name="outcomes")
        name_assessors(outcomes.object_list, self.locale_id)
        context["shown"] = shown
        context["addressees"] = by_addressee(RecommendationPage.objects.entangled(shown.object_list))
        context["outcomes"] = outcomes
        context["source"] = linked_page(self, "source") if self.source_id else None
        return context


class RecommendationQuerySet(PageQuerySet):
    def with_status(self):
        """Each with ``status`` and ``assessed_on``, those of its latest live entry, in no query more.

        ``assessed_on`` is a partial date, empty where nothing was entered.
        """
        latest = ProgressEntry.objects.live().newest_first()
        latest = latest.filter(recommendation__translation_key=OuterRef("translation_key"))
        return self.annotate(
            status=Coalesce(Subquery(latest.values("status")[:1]), Value(Status.NOT_ASSESSED.value)),
            assessed_on=Coalesce(Subquery(latest.values("date")[:1]), Value("")),
        )

    def docket(self, page):
        """The live recommendations below a page by number, with their addressees."""
        return self.descendant_of(page).live().select_related("addressee").order_by("number", "path")

    def first_of_each_set(self, sets: list, number: int) -> list["RecommendationPage"]:
        """The first recommendations of each of these sets, with ``size``, how many that set has, in one query."""
        within = Left("path", Length("path") - Page.steplen)
        rows = self.live().annotate(within=within).filter(within__in=[page.path for page in sets])
        rows = rows.annotate(
            rank=Window(RowNumber(), partition_by="within", order_by=["number", "path"]),
            size=Window(Count("pk"), partition_by="within"),
        )
        rows = rows.filter(rank__lte=number).select_related("addressee").order_by("number", "path")
        return self.entangled(rows) if sets else []

    def entangled(self, rows) -> list["RecommendationPage"]:
        """Recommendations with ``needs`` and ``needed_by``: the live ones they rest on, and that rest on them.

        One query, and one more where some of these are not in the list.
        """
        entries = list(rows)
        by_key = {entry.translation_key: entry for entry in entries}
        pairs = Dependency.objects.touching(by_key) if entries else []
        others = {key for pair in pairs for key in pair} - by_key.keys()
        if others:
            found = RecommendationPage.objects.live().filter(translation_key__in=others, locale=entries[0].locale_id)
            by_key |= {entry.translation_key: entry for entry in found.select_related("addressee")}
        for entry in by_key.values():
            entry.needs, entry.needed_by = [], []
        for key, needed_key in pairs:
            if key in by_key and needed_key in by_key:
                by_key[key].needs.append(by_key[needed_key])
                by_key[needed_key].needed_by.append(by_key[key])
        return entries


class RecommendationPage(SitePage):
    """One recommendation. Its number is its address, so that it can be cited: /recommendations/canada/7/."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    addressee = models.ForeignKey(
        "recommendations.Addressee",
        verbose_name=_("addressee"),
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    statement = models.TextField(
        _("statement"), max_length=2000, help_text=_("What the addressee should do, from the verb on: Establish a …")
    )
    dependency_note = models.TextField(
        _("about what it depends on"), blank=True, help_text=_("Why this cannot be done before the others.")
    )

    objects = PageManager.from_queryset(RecommendationQuerySet)()

    shared_rows = ("dependencies",)
    # The title and the address follow from the number and the statement, so there is nothing to translate.
    override_translatable_fields = [LeftAlone("title"), LeftAlone("slug")]

    content_panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("addressee")]),
        FieldPanel("statement"),
        InlinePanel("dependencies", label=_("recommendation"), heading=_("Depends on")),
        FieldPanel("dependency_note"),
    ]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
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
        facts = {"label": gettext("Recommendation"), "number": str(self.number), "container": self.set_page.title}
        name, issued = gettext("This recommendation"), str(self.set_page.launched_on or "")
        return [Work(kind="report", name=name, title=self.statement, issued=issued, **facts)]

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
        rows = RecommendationPage.objects.with_status().docket(self.set_page).filter(number__range=around)
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
        context["recommendations"] = entries
        context["addressee"] = self.addressee
        context["status"], context["status_label"] = here.status, here.status_label
        context["record"] = record
        context["needs"], context["needed_by"] = here.needs, here.needed_by
        context["before"] = entries[place - 1] if place else None
        context["after"] = entries[place + 1] if place is not None and place + 1 < len(entries) else None
        return context

    def unlisted(self) -> "RecommendationPage":
        """This page where it is not on the site yet: a draft that is looked at."""
        latest = ProgressEntry.objects.live().about(self).newest_first().first()
        self.status = latest.status if latest else Status.NOT_ASSESSED.value
        self.needs, self.needed_by = [], []
        return self


def by_addressee(entries: list[RecommendationPage]) -> list[tuple]:
    """Entries grouped by addressee; the groups in the order of their lowest number."""
    groups = {}
    for entry in entries:
        groups.setdefault(entry.addressee, []).append(entry)
    return list(groups.items())


def of_all(entries: list[RecommendationPage]) -> int | None:
    """How many recommendations a set has, where not all of them are shown."""
    return entries[0].size if entries and entries[0].size > len(entries) else None
