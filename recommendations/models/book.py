"""The book: who wrote it and what it says. Its editions have a file of their own."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from migs_site.base.blocks import PROSE, HeadingBlock, KeyMessageBlock, ParagraphBlock, UniqueAnchorsBlock
from migs_site.base.citable_works import Author, Work
from migs_site.base.form_rows import UniqueRowsPanel
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.pages import SitePage
from migs_site.base.versions import LINKED_BY, in_versions, narrow, together, with_versions
from migs_site.metadata.structured_data import node_of
from migs_site.models import ContactPage
from recommendations.forms import EditionsPanel

from .editions import Edition, with_sellers
from .libraries import LibraryCatalogue, give_libraries


class SummaryBlock(UniqueAnchorsBlock):
    """Long text whose paragraphs are numbered, with key messages between them."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=["bold", "italic", "link"])
    key_message = KeyMessageBlock()


class ExecutiveSummaryBlock(UniqueAnchorsBlock):
    """The authors' own text, as it was printed."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=["bold", "italic", "link"])


class BookQuerySet(PageQuerySet):
    def with_first_edition(self):
        """Each with what other pages say of its first edition, in no query more."""
        same = Edition.objects.filter(book__translation_key=OuterRef("translation_key")).order_by("sort_order", "pk")
        return self.annotate(first_editions=packed(same[:1], "language", "imprint", "year"))

    def linked(self):
        """What a link to a book needs: its own title and the language of that."""
        return narrow(self, "book_title").with_first_edition()


class BookPage(SitePage):
    book_title = models.CharField(_("title of the book"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    cover = models.ForeignKey(
        "images.SiteImage", verbose_name=_("cover"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)
    buying_note = models.CharField(
        _("note on buying"), max_length=200, blank=True, help_text=_("Shown below the sellers.")
    )
    executive_summary = StreamField(
        ExecutiveSummaryBlock(),
        verbose_name=_("executive summary"),
        blank=True,
        help_text=_("The authors’ own, word for word, and cited as theirs. Leave empty until we have it."),
    )
    summary = StreamField(
        SummaryBlock(),
        verbose_name=_("in brief, and key messages"),
        blank=True,
        help_text=_("Our own digest. The key messages follow it, in this order, under their own heading."),
    )
    brief_note = models.CharField(
        _("note on the digest"),
        max_length=200,
        blank=True,
        help_text=_("States who wrote the digest. Shown beside its heading."),
    )

    objects = PageManager.from_queryset(BookQuerySet)()

    teaser_columns = (
        *("book_title", "subtitle", "cover_id", "introduction", "executive_summary", "summary"),
        "first_editions",
    )
    shared_rows = ("authorships",)
    quoted_fields = ("title", "book_title", "subtitle")
    # A book keeps its own title in every language.
    override_translatable_fields = [
        SynchronizedField("book_title", overridable=False),
        SynchronizedField("subtitle", overridable=False),
    ]

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("book_title"),
        FieldPanel("subtitle"),
        UniqueRowsPanel("authorships", label=_("author"), heading=_("Authors, in the order of the title page")),
        FieldPanel("cover"),
        FieldPanel("introduction"),
        EditionsPanel(heading=_("Editions and their sellers")),
        FieldPanel("buying_note"),
        FieldPanel("executive_summary"),
        FieldPanel("summary"),
        FieldPanel("brief_note"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("book_title"),
        index.SearchField("subtitle"),
        index.SearchField("introduction"),
        index.SearchField("summary"),
        index.SearchField("executive_summary"),
    ]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")

    def clean(self):
        super().clean()
        for anchor in sorted(anchors(self.executive_summary) & anchors(self.summary)):
            message = _("Another section of this page already uses the anchor “%s”.") % anchor
            raise ValidationError({"executive_summary": message})

    @classmethod
    def teasers(cls):
        return cls.objects.with_first_edition()

    @property
    def heading(self) -> str:
        return self.book_title

    @property
    def heading_language(self) -> str:
        return self.first_edition.language if self.first_edition else ""

    @cached_property
    def editions_shown(self) -> list[Edition]:
        """The editions of this book in staff's order with their sellers, in one query however often they are asked
        for."""
        return with_sellers(Edition.objects.of_work(self))

    @cached_property
    def first_edition(self) -> Edition | None:
        """The edition that stands for the book elsewhere: in a teaser, on its cover, in a reference."""
        if hasattr(self, "first_editions"):
            return next((unpacked(Edition, each) for each in self.first_editions), None)
        return next(iter(self.editions_shown), None)

    @property
    def whole_title(self) -> str:
        colon = "\u00a0: " if self.heading_language == "fr" else ": "
        return colon.join(filter(None, [self.book_title, self.subtitle]))

    def schema_node(self, contact) -> dict:
        authors = [node_of("Person", author) | {"name": author.name} for author in self.authors]
        return node_of("Book", self) | {
            "name": self.whole_title,
            "author": authors,
            "inLanguage": self.heading_language,
            "workExample": [edition.schema_node(self.whole_title) for edition in self.editions_shown],
        }

    def citable_works(self) -> list[Work]:
        """The book as it was printed, its executive summary, and the digest, which is the site’s."""
        edition = self.first_edition
        if edition is None:
            return []
        facts = {
            "issued": str(edition.year),
            "authors": tuple(Author(p.surname, p.given_names, p.family_name_first) for p in self.authors),
            "publisher": edition.imprint,
            "title_language": edition.language,
        }
        book = Work(
            kind="book", name=gettext("The book"), title=self.whole_title, isbn=edition.isbn, is_online=False, **facts
        )
        parts = []
        if self.executive_summary:
            title = gettext("Executive summary")
            part = {"name": title, "title": title, "anchor": "executive-summary"}
            parts.append(Work(kind="chapter", container=self.whole_title, **part, **facts))
        return [book, *parts, *self.cited_digest()]

    def cited_digest(self) -> list[Work]:
        """The digest as what it is: words of the institute's website about the book."""
        if not self.digest:
            return []
        changed = self.last_published_at
        return [
            Work(
                kind="webpage",
                name=gettext("The argument in brief"),
                note=self.brief_note,
                title=gettext("In brief: the argument of “%(title)s”") % {"title": self.book_title},
                issued=timezone.localdate(changed).isoformat() if changed else "",
                anchor="in-brief",
            )
        ]

    @cached_property
    def digest(self) -> list:
        """The blocks of the argument in brief."""
        return [block for block in self.summary if block.block_type != "key_message"]

    @cached_property
    def key_messages(self) -> list:
        """The key messages of the book in their order, each with claim, explanation and anchor."""
        return [block.value for block in self.summary if block.block_type == "key_message"]

    @cached_property
    def authors(self) -> list:
        """The authors' pages in this page's language, in the order of the title page, in one query."""
        rows = Authorship.objects.filter(book__translation_key=self.translation_key)
        rows = with_versions(rows, "person", self, "given_names", "surname", "family_name_first")
        return [row.person for row in in_versions(rows, "person")]

    def key_message(self):
        """The first key message; None where there is none."""
        return next(iter(self.key_messages), None)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["authors"] = self.authors
        editions = context["editions"] = self.editions_shown
        for edition in editions:
            edition.book = self  # its title is the same in both languages
        # Only where nobody sells an edition does the page ask for libraries, and where the institute is.
        is_sold = all(not edition.is_out_of_print and edition.sellers.all() for edition in editions)
        context["ask"] = None if is_sold else self.find_copies([each for each in editions if each.is_out_of_print])
        return context

    def find_copies(self, editions: list[Edition]) -> ContactPage | None:
        """Give these editions their libraries; the page on how to reach the institute, in this page's language."""
        contact = ContactPage.objects.live().filter(locale=self.locale_id).order_by("pk")[:1]
        catalogues = LibraryCatalogue.objects.order_by("name_en")
        found = together(contact=packed(contact, *LINKED_BY), catalogues=packed(catalogues, *LibraryCatalogue.SHOWN))
        give_libraries(editions, [unpacked(LibraryCatalogue, each) for each in found["catalogues"]])
        return next((unpacked(ContactPage, each) for each in found["contact"]), None)


def anchors(stream) -> set[str]:
    return {block.value["anchor"] for block in stream if block.block_type != "paragraph"}


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
        return f"{self.person}, {self.book}"

    def clean(self):
        super().clean()
        problem = self.person_id and self.person.why_not_named()
        if problem:
            raise ValidationError({"person": problem})
