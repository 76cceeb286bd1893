"""The book: who wrote it, what it says, where to buy it."""

from typing import NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from migs_site.shared.blocks import PROSE, HeadingBlock, KeyMessageBlock, ParagraphBlock, UniqueAnchorsBlock
from migs_site.shared.pages import SitePage, localize
from migs_site.shared.works import Author, Work
from recommendations.isbn import validate_isbn13


class SummaryBlock(UniqueAnchorsBlock):
    """Long text whose paragraphs are numbered, with key messages between them."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=["bold", "italic", "link"])
    key_message = KeyMessageBlock()


class EditionFacts(NamedTuple):
    language: str
    format: str
    isbn: str
    pages: int | None
    year: int
    imprint: str


class BookPage(SitePage):
    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")

    book_title = models.CharField(_("title of the book"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    book_language = models.CharField(
        _("language of the book"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    imprint = models.CharField(_("imprint"), max_length=150, help_text=_("The publisher as the title page names it."))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1800), MaxValueValidator(2200)])
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=17, blank=True, validators=[validate_isbn13])
    cover = models.ForeignKey(
        "images.SiteImage", verbose_name=_("cover"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)
    buying_note = models.CharField(
        _("note on buying"), max_length=200, blank=True, help_text=_("Stands below the sellers.")
    )
    summary = StreamField(SummaryBlock(), verbose_name=_("executive summary"), blank=True)

    shared_rows = ("authorships", "sellers")
    # A book keeps its own title in every language.
    override_translatable_fields = [
        SynchronizedField("book_title", overridable=False),
        SynchronizedField("subtitle", overridable=False),
        SynchronizedField("imprint", overridable=False),
        SynchronizedField("isbn", overridable=False),
    ]

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("book_title"),
        FieldPanel("subtitle"),
        InlinePanel("authorships", label=_("author"), heading=_("Authors, in the order of the title page")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("imprint"), FieldPanel("book_language")]),
                FieldRowPanel([FieldPanel("year"), FieldPanel("pages"), FieldPanel("isbn")]),
                FieldPanel("cover"),
            ],
            heading=_("The edition"),
        ),
        FieldPanel("introduction"),
        InlinePanel("sellers", label=_("seller"), heading=_("Sellers, in the order visitors see them")),
        FieldPanel("buying_note"),
        FieldPanel("summary"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("book_title"),
        index.SearchField("subtitle"),
        index.SearchField("introduction"),
        index.SearchField("summary"),
    ]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")

    @property
    def heading(self) -> str:
        return self.book_title

    @property
    def heading_language(self) -> str:
        return next((edition.language for edition in self.editions_shown), "")

    @property
    def editions_shown(self) -> list[EditionFacts]:
        """What references and descriptions for machines say of each edition, the one to cite first."""
        return [EditionFacts(self.book_language, "", self.isbn, self.pages, self.year, self.imprint)]

    @property
    def whole_title(self) -> str:
        colon = "\u00a0: " if self.heading_language == "fr" else ": "
        return colon.join(filter(None, [self.book_title, self.subtitle]))

    def works(self) -> list[Work]:
        """The book as it was printed, and its executive summary, which is read here."""
        edition = next(iter(self.editions_shown), None)
        if edition is None:
            return []
        facts = {
            "issued": str(edition.year),
            "authors": tuple(Author(person.surname, person.given_names) for person in self.authors),
            "publisher": edition.imprint,
            "title_language": edition.language,
        }
        book = Work(
            kind="book", name=gettext("The book"), title=self.whole_title, isbn=edition.isbn, is_online=False, **facts
        )
        if not self.summary:
            return [book]
        title = gettext("Executive summary")
        return [
            book,
            Work(kind="chapter", name=title, title=title, container=self.whole_title, anchor="summary", **facts),
        ]

    @cached_property
    def authors(self) -> list:
        """The authors' pages in this page's language, in the order of the title page, in two queries."""
        rows = list(self.record.authorships.select_related("person").all())
        localize(rows, "person", self.locale_id)
        return [row.person for row in rows]

    def key_message(self):
        """The first key message of the summary (claim, explanation, anchor); None where it has none."""
        return next((block.value for block in self.summary if block.block_type == "key_message"), None)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["authors"] = self.authors
        context["sellers"] = self.record.sellers.select_related("organization").all()
        return context


class Authorship(Orderable):
    book = ParentalKey(BookPage, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(
        "people.PersonPage", verbose_name=_("author"), on_delete=models.PROTECT, related_name="authorships"
    )

    panels = [PageChooserPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "person"],
                name="author_once_per_book",
                deferrable=models.Deferrable.DEFERRED,  # two rows of one form may change places
                violation_error_message=_("This person is already in the list of authors."),
            ),
        ]

    def __str__(self):
        return str(self.person)


class BookSeller(Orderable):
    book = ParentalKey(BookPage, on_delete=models.CASCADE, related_name="sellers")
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("seller"), on_delete=models.PROTECT, related_name="sold_books"
    )
    address = models.URLField(_("address of the book there"))

    panels = [FieldRowPanel([FieldPanel("organization"), FieldPanel("address")])]

    class Meta(Orderable.Meta):
        verbose_name = _("seller")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "organization"],
                name="seller_once_per_book",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This seller is already in the list."),
            ),
        ]

    def __str__(self):
        return str(self.organization)
