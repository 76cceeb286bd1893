"""One recommendation of the institute: to whom, and what it depends on."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import OuterRef
from django.dispatch import receiver
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.signals import page_published

from migs_site.base.bilingual import both_languages
from migs_site.base.citable_works import Work
from migs_site.base.form_rows import UniqueRowsPanel
from migs_site.base.long_lists import page_of
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.pages import NotTranslated, SitePage
from migs_site.base.versions import LINKED_BY, chosen_version
from migs_site.metadata.structured_data import institute_named, node_of
from recommendations.forms import CORRECTION_PANEL, PRINTED_WORDING, RecommendationPageForm

from .book import BookPage
from .cited_words import CORRECTION, IN_TRANSLATIONS, PRINTED, PUBLISHED, CitedWords, Wording, with_its_page
from .corrections import Correction, PublishedVersion, save_correction, wording_errors
from .dependencies import cycle_errors
from .progress import ProgressEntry, proved
from .querysets import RecommendationQuerySet
from .statuses import Status

# How much of each list one page shows.
AROUND_SHOWN = 30
HISTORY_SHOWN = 20
# Of the set on a recommendation's own page.
SET_SHOWN = (
    *("title", "url_path", "path", "depth", "live", "locale"),
    *(f"recommendationsetpage__{name}" for name in ("launched_on", "launched_at", "wording_note", "french_report")),
)


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
        help_text=_("What the addressee should do, in our own short form, beginning with the verb: Establish a …"),
    )
    dependency_note = models.TextField(
        _("note on the dependency"), blank=True, help_text=_("Why this cannot be done before the others.")
    )

    objects = PageManager.from_queryset(RecommendationQuerySet)()

    progress_key = "recommendation"
    leads_to = "recommendations.ProgressPage"  # the next recommendation is on the page already
    shared_rows = ("dependencies",)
    quoted_fields = ("statement", *PRINTED, *CORRECTION)
    # The title and the address follow from the number and the statement, so there is nothing to translate.
    override_translatable_fields = [*[NotTranslated(name) for name in ("title", "slug")], *IN_TRANSLATIONS]
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
    read_parameters = ("page",)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [both_languages("correction"), with_its_page("en"), with_its_page("fr")]

    def set_derived_fields(self):
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
    def set_page(self) -> Page:
        """The set it belongs to, narrow, and where both lead; in one query.

        Its ``leads`` are packed: ``books``, the versions of the book that has the printed wording, ``progress``, the
        page of it, and ``corrections``, what was changed on this page.
        """
        books = BookPage.objects.linked().live()
        books = books.filter(translation_key=OuterRef("recommendationsetpage__source__translation_key")).order_by()
        corrections = Correction.objects.shown_on(self)
        parent = Page.objects.parent_of(self).annotate(
            books=packed(books, *LINKED_BY, "book_title", "first_editions"),
            progress=packed(self.first_page("recommendations.ProgressPage"), *LINKED_BY),
            corrections=packed(corrections, *Correction.SHOWN),
        )
        parent = parent.select_related("recommendationsetpage").only(*SET_SHOWN).get()
        found = parent.recommendationsetpage
        found.leads = {"books": parent.books, "progress": parent.progress, "corrections": parent.corrections}
        return found

    def citable_works(self) -> list[Work]:
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

    def schema_node(self, contact) -> dict:
        made_public, wording = str(self.set_page.launched_on or ""), self.wording
        return node_of("Report", self) | {
            "name": wording.words,
            "alternateName": self.heading if wording.is_printed else "",
            "genre": self.label,
            "reportNumber": str(self.number),
            "author": institute_named(contact),
            "publisher": institute_named(contact),
            "datePublished": made_public,
            "inLanguage": wording.language or get_language(),
            "audience": {"@type": "Audience", "name": self.addressee.name},
            "isPartOf": node_of("Report", self.set_page) | {"name": self.set_page.title, "datePublished": made_public},
        }

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
            message = _("This set already has a recommendation with this number. Choose another number.")
            raise ValidationError({"number": message}) from error

    def publication_errors(self):
        return super().publication_errors() or wording_errors(self) or cycle_errors(self)

    def version_to_publish(self, revision):
        return revision.as_object()

    def neighbours(self) -> list["RecommendationPage"]:
        """The live recommendations of the set around this one, by number, with their dependencies."""
        around = (self.number - AROUND_SHOWN, self.number + AROUND_SHOWN)
        rows = RecommendationPage.objects.with_status().listing(self.set_page).filter(number__range=around)
        return RecommendationPage.objects.with_dependencies(rows, "statement", "to")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        pages = self.neighbours()
        place = next((at for at, page in enumerate(pages) if page.number == self.number), None)
        here = pages[place] if place is not None else self.unlisted()
        if here.addressee_id == self.addressee_id:
            self.addressee = here.addressee  # asked for with the others
        history = page_of(request, ProgressEntry.objects.history(self), HISTORY_SHOWN)
        history.object_list = proved(history.object_list)
        progress = self.first_page("recommendations.ProgressPage").model
        context["set"] = self.set_page
        context["progress"] = next((unpacked(progress, each) for each in self.set_page.leads["progress"]), None)
        context["wording"] = self.wording
        context["printed_in"] = self.printed_in(self.wording)
        context["recommendations"] = pages
        context["addressee"] = self.addressee
        context["status"], context["status_label"] = here.status, here.status_label
        context["history"] = history
        context["corrections"] = [Correction.unpacked(each) for each in self.set_page.leads["corrections"]]
        context["needs"], context["needed_by"] = here.needs, here.needed_by
        context["before"] = pages[place - 1] if place else None
        context["after"] = pages[place + 1] if place is not None and place + 1 < len(pages) else None
        return context

    def printed_in(self, wording: Wording) -> tuple[str, str]:
        """The title of what a printed wording is quoted from, and the language of that title; empty without a book."""
        if wording.language == "fr":
            return self.set_page.french_report, "fr"
        books = [unpacked(BookPage, each) for each in self.set_page.leads["books"]] if wording.is_printed else []
        book = chosen_version(books, self)
        return (book.book_title, book.heading_language) if book else ("", "")

    def unlisted(self) -> "RecommendationPage":
        """This page where it is not on the site yet: a draft that is looked at."""
        latest = ProgressEntry.objects.live().about(self).newest_first().first()
        self.status = latest.status if latest else Status.NOT_ASSESSED.value
        self.needs, self.needed_by = [], []
        return self


@receiver(page_published, sender=RecommendationPage)
@transaction.atomic
def save_what_was_published(sender, instance, revision, **kwargs):
    """Keep the earlier words of a recommendation that has just been published, by whichever way, and lock the new ones.

    The reasons have served then: the next change needs its own.
    """
    if not instance.live:
        return
    save_correction(instance, PublishedVersion.locked(instance))
    published = {f"published_{name}": getattr(instance, name) for name in PublishedVersion._fields}
    sender.objects.filter(pk=instance.pk).update(**published, correction_en="", correction_fr="")
    revision.content |= {"correction_en": "", "correction_fr": ""}
    revision.save(update_fields=["content"])
