"""What the institute recommends, to whom, and what rests on what."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from migs_site.shared.blocks import PROSE
from migs_site.shared.pages import LeftAlone, SitePage
from migs_site.shared.works import Work
from recommendations.forms import RecommendationPageForm


class RecommendationIndexPage(SitePage):
    """All sets of recommendations, each grouped by addressee."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = ["recommendations.RecommendationSetPage"]

    class Meta:
        verbose_name = _("recommendations index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        sets = list(RecommendationSetPage.objects.child_of(self).live().order_by("path"))
        docket = RecommendationPage.objects.docket(self)
        entries = {page: [entry for entry in docket if entry.path.startswith(page.path)] for page in sets}
        context["sets"] = [(page, by_addressee(entries[page])) for page in sets]
        return context


class RecommendationSetPage(SitePage):
    """Recommendations made public together."""

    addressed_to = models.CharField(_("addressed to"), max_length=150)
    launched_on = models.DateField(_("made public on"), null=True, blank=True)
    launched_at = models.CharField(_("made public at"), max_length=200, blank=True)
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("addressed_to"), FieldRowPanel([FieldPanel("launched_on"), FieldPanel("launched_at")])],
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
        return RecommendationPage.objects.docket(self)

    def works(self) -> list[Work]:
        name = gettext("These recommendations")
        return [Work(kind="report", name=name, title=self.title, issued=str(self.launched_on or ""))]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["addressees"] = by_addressee(self.entries())
        return context


class RecommendationQuerySet(PageQuerySet):
    def docket(self, page) -> list["RecommendationPage"]:
        """The live recommendations below a page by number, with addressee and dependencies, in two queries.

        Each carries ``needs`` and ``needed_by``: those of the same list that it rests on, and that rest on it.
        """
        entries = list(self.descendant_of(page).live().select_related("addressee").order_by("number", "path"))
        by_key = {entry.translation_key: entry for entry in entries}
        for entry in entries:
            entry.needs, entry.needed_by = [], []
        for key, needed_key in Dependency.objects.between(by_key):
            by_key[key].needs.append(by_key[needed_key])
            by_key[needed_key].needed_by.append(by_key[key])
        return entries


class RecommendationPage(SitePage):
    """One recommendation. Its number is its address, so that it can be cited: /recommendations/canada/7/."""

    class Status(models.TextChoices):
        NOT_ASSESSED = "not_assessed", pgettext_lazy("recommendation", "Not assessed yet")
        NOT_STARTED = "not_started", pgettext_lazy("recommendation", "Not started")
        ANNOUNCED = "announced", pgettext_lazy("recommendation", "Announced")
        UNDER_WAY = "under_way", pgettext_lazy("recommendation", "Under way")
        PARTLY = "partly", pgettext_lazy("recommendation", "Partly carried out")
        CARRIED_OUT = "carried_out", pgettext_lazy("recommendation", "Carried out")
        REJECTED = "rejected", pgettext_lazy("recommendation", "Rejected")
        REVERSED = "reversed", pgettext_lazy("recommendation", "Reversed")

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
    status = models.CharField(
        pgettext_lazy("recommendation", "status"), max_length=20, choices=Status, default=Status.NOT_ASSESSED
    )

    objects = PageManager.from_queryset(RecommendationQuerySet)()

    shared_rows = ("dependencies",)
    # The title and the address follow from the number and the statement, so there is nothing to translate.
    override_translatable_fields = [LeftAlone("title"), LeftAlone("slug")]

    content_panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("addressee")]),
        FieldPanel("statement"),
        FieldPanel("status"),
        InlinePanel("dependencies", label=_("recommendation"), heading=_("Depends on")),
        FieldPanel("dependency_note"),
    ]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    base_form_class = RecommendationPageForm
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("statement"),
        index.FilterField("number"),
        index.FilterField("status"),
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

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        entries = self.set_page.entries()
        place = next((at for at, entry in enumerate(entries) if entry.number == self.number), None)
        here = entries[place] if place is not None else self
        context["set"] = self.set_page
        context["recommendations"] = entries
        if here.addressee_id == self.addressee_id:
            self.addressee = here.addressee  # asked for with the others
        context["addressee"] = self.addressee
        context["needs"] = getattr(here, "needs", [])
        context["needed_by"] = getattr(here, "needed_by", [])
        context["before"] = entries[place - 1] if place else None
        context["after"] = entries[place + 1] if place is not None and place + 1 < len(entries) else None
        return context


class DependencyQuerySet(models.QuerySet):
    def between(self, keys) -> list[tuple]:
        """Pairs of translation keys (recommendation, what it needs), both among ``keys``, by the needed number."""
        rows = self.filter(recommendation__translation_key__in=keys, needs__translation_key__in=keys)
        rows = rows.order_by("needs__number", "recommendation__number")
        return list(rows.values_list("recommendation__translation_key", "needs__translation_key"))

    def foundations(self, recommendation_id: int) -> set[int]:
        """All that a recommendation rests on, directly or through others, in one query."""
        needs = {}
        for later, earlier in self.values_list("recommendation_id", "needs_id"):
            needs.setdefault(later, []).append(earlier)
        found, waiting = set(), [recommendation_id]
        while waiting:
            new = set(needs.get(waiting.pop(), [])) - found
            found |= new
            waiting += new
        return found


class Dependency(models.Model):
    """A recommendation that cannot be carried out before another. Stored with the English pages."""

    recommendation = ParentalKey(RecommendationPage, on_delete=models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(
        RecommendationPage, verbose_name=_("needs"), on_delete=models.PROTECT, related_name="dependents"
    )

    objects = DependencyQuerySet.as_manager()

    panels = [PageChooserPanel("needs")]

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "needs"],
                name="dependency_once",
                deferrable=models.Deferrable.DEFERRED,  # two rows of one form may change places
                violation_error_message=_("This recommendation is already in the list."),
            ),
            models.CheckConstraint(
                condition=~Q(recommendation=F("needs")),
                name="dependency_not_on_itself",
                violation_error_message=_("A recommendation cannot depend on itself."),
            ),
        ]

    def __str__(self):
        return f"{self.recommendation_id} needs {self.needs_id}"

    def clean(self):
        super().clean()
        if self.needs_id and self.needs.locale_id != Locale.get_default().id:
            raise ValidationError({"needs": _("Choose the English page of this recommendation.")})


def by_addressee(entries: list[RecommendationPage]) -> list[tuple]:
    """Entries grouped by addressee; the groups in the order of their lowest number."""
    groups = {}
    for entry in entries:
        groups.setdefault(entry.addressee, []).append(entry)
    return list(groups.items())
