"""The editions of a book, and where to buy each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, RevisionMixin

from migs_site.base.bilingual import Bilingual
from migs_site.base.dates import PartialDateField
from migs_site.base.field_checks import FieldCheck, JointForm
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.plain_text import one_line
from migs_site.base.primary_pages import refuse_translations
from people.models import Organization
from recommendations.isbn import IsbnField, isbn10
from recommendations.iso_codes import (
    country_choices,
    country_name,
    currency_choices,
    language_choices,
    language_name,
    price_in_words,
)

SCHEMA_FORMATS = {"hardcover": "Hardcover", "paperback": "Paperback", "ebook": "EBook", "audiobook": "AudiobookFormat"}


class EditionQuerySet(models.QuerySet):
    def of_work(self, book):
        """The editions of a book in staff's order, whichever its page's language."""
        return self.filter(book__translation_key=book.translation_key)


class Edition(RevisionMixin, ClusterableModel, Orderable):
    """One printing of a work that has an ISBN of its own. Stored with the book's English page, shown with both."""

    class Format(models.TextChoices):
        HARDCOVER = "hardcover", _("Hardcover")
        PAPERBACK = "paperback", _("Paperback")
        EBOOK = "ebook", _("E-book")
        AUDIOBOOK = "audiobook", _("Audiobook")

    book = models.ForeignKey(
        "recommendations.BookPage", verbose_name=_("book"), on_delete=models.PROTECT, related_name="editions"
    )
    language = models.CharField(_("language of the edition"), max_length=2, choices=language_choices, default="en")
    format = models.CharField(
        _("format"), max_length=20, choices=Format, blank=True, help_text=_("Leave empty if unknown.")
    )
    imprint = models.CharField(
        _("imprint"), max_length=150, validators=[one_line], help_text=_("The publisher as named on the title page.")
    )
    place_en = models.CharField(_("place of publication (English)"), max_length=100, blank=True, validators=[one_line])
    place_fr = models.CharField(
        _("place of publication (French)"),
        max_length=100,
        blank=True,
        validators=[one_line],
        help_text=_("Leave empty if it is the same in French."),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1800), MaxValueValidator(2200)])
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True, validators=[MinValueValidator(1)])
    isbn = IsbnField(
        _("ISBN"), help_text=_("From the back of the book, with 13 digits or 10. The site adds the hyphens.")
    )
    price = models.DecimalField(
        _("price"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=currency_choices, blank=True)
    priced_on = PartialDateField(
        _("date of the price"),
        blank=True,
        help_text=_("For example 2010-09-13, or 2010-09 or 2010 if the day or month is not known."),
    )
    is_out_of_print = models.BooleanField(
        _("out of print"), default=False, help_text=_("Visitors then see libraries instead of its sellers.")
    )

    place = Bilingual()

    objects = EditionQuerySet.as_manager()

    base_form_class = JointForm

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["isbn"],
                condition=~Q(isbn=""),
                name="edition_isbn_once",
                violation_error_message=_("Another edition already has this ISBN. Each edition has its own."),
            ),
            FieldCheck(
                mended_in=("price", "currency", "priced_on"),
                condition=Q(price=None, currency="", priced_on="")
                | (Q(price__isnull=False, price__gte=0) & ~Q(currency="") & ~Q(priced_on="")),
                name="edition_price_with_currency_and_date",
                violation_error_message=_("Enter the price with its currency and date, or leave all three empty."),
            ),
        ]

    def __str__(self):
        return f"{self.book.book_title} ({self.name})"

    @property
    def name(self) -> str:
        """What tells one edition of a book from another: “Paperback, French, 2010”."""
        parts = [self.get_format_display(), self.language_name, str(self.year)]
        return capfirst(", ".join(part for part in parts if part))

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def isbn10(self) -> str:
        return isbn10(self.isbn)

    @property
    def price_in_words(self) -> str:
        return price_in_words(self.price, self.currency) if self.currency else ""

    @property
    def sellers_by_country(self) -> list[tuple[str, list["BookSeller"]]]:
        """Sellers under the names of their countries, in staff's order; a group stands where its first seller does.

        Sellers for every country come under words that say so, or under none where there are no others.
        """
        groups = {}
        for seller in self.sellers.all():
            groups.setdefault(seller.country, []).append(seller)
        everywhere = gettext("All countries") if len(groups) > 1 else ""
        return [(country_name(code) if code else everywhere, sellers) for code, sellers in groups.items()]

    def schema_node(self, title: str) -> dict:
        """The edition in the words of schema.org. title: that of the whole book."""
        form = SCHEMA_FORMATS.get(self.format)
        return {
            "@type": "Book",
            "name": title,
            "isbn": self.isbn.replace("-", "").replace(" ", ""),
            "bookFormat": form and f"https://schema.org/{form}",
            "inLanguage": self.language,
            "numberOfPages": self.pages,
            "datePublished": str(self.year or ""),
            "publisher": {"@type": "Organization", "name": self.imprint},
        }

    def clean(self):
        super().clean()
        refuse_translations(self, "book")


class BookSeller(Orderable):
    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sellers")
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("seller"), on_delete=models.PROTECT, related_name="sold_books"
    )
    address = models.URLField(_("address of the book at this seller"), validators=[one_line])
    country = models.CharField(
        _("country"),
        max_length=2,
        choices=country_choices,
        blank=True,
        help_text=_("Leave empty for a seller who serves every country."),
    )
    language = models.CharField(
        _("language of the shop"),
        max_length=2,
        choices=language_choices,
        blank=True,
        help_text=_("Leave empty if it has several."),
    )

    panels = [
        FieldRowPanel([FieldPanel("organization"), FieldPanel("address")]),
        FieldRowPanel([FieldPanel("country"), FieldPanel("language")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organization", "country"],
                name="seller_once_per_edition_and_country",
                deferrable=models.Deferrable.DEFERRED,  # two rows of one form may change places
                violation_error_message=_("This seller is already in the list for this country."),
            ),
        ]

    def __str__(self):
        return str(self.organization)

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else gettext("All countries")

    @property
    def language_name(self) -> str:
        return language_name(self.language) if self.language else ""


def with_sellers(editions: models.QuerySet) -> list[Edition]:
    """These editions with their sellers, in one query."""
    sellers = BookSeller.objects.filter(edition=models.OuterRef("pk")).order_by("sort_order", "pk")
    organization = Organization.objects.filter(pk=models.OuterRef("organization_id"))
    sellers = sellers.annotate(sold_by=packed(organization, "name_en", "name_fr"))
    shown = ("sort_order", "address", "country", "language", "organization_id", "sold_by")
    editions = list(editions.annotate(all_sellers=packed(sellers, *shown)))
    for edition in editions:
        found = [unpacked(BookSeller, each) for each in edition.all_sellers]
        for seller in found:
            seller.organization = unpacked(Organization, seller.sold_by[0])
        edition.sellers = found
    return editions
