"""The words of a recommendation that others cite: a short form of ours, how it was printed, and what guards both."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from migs_site.base.field_checks import FieldCheck
from migs_site.base.pages import NotTranslated
from migs_site.base.plain_text import plain_text
from migs_site.base.primary_pages import is_primary, primary_id

from .corrections import PublishedVersion, printed_wording, wording_errors

PUBLISHED = [f"published_{name.removesuffix('_id')}" for name in PublishedVersion._fields]
PRINTED = ["printed_en", "printed_page_en", "printed_fr", "printed_page_fr"]
CORRECTION = ["correction_en", "correction_fr"]
# The printed wording is a fact of the English page in both languages, because it is no translation of ours.
IN_TRANSLATIONS = [
    *[SynchronizedField(name, overridable=False) for name in PRINTED],
    *[NotTranslated(name) for name in CORRECTION],
]
PAGE_MISSING = _("Enter the page on which this is printed.")
WORDING_MISSING = _("Enter the wording printed on this page, or leave the page empty.")

page_number = RegexValidator(
    r"^([0-9]+|[ivxlc]+)([-–]([0-9]+|[ivxlc]+))?\Z", _("Enter the page in digits only: 12 or 12–13.")
)


def page_field(name: str) -> models.CharField:
    return models.CharField(name, max_length=20, blank=True, validators=[page_number])


def with_its_page(code: str) -> FieldCheck:
    words, page = Q(**{f"printed_{code}": ""}), Q(**{f"printed_page_{code}": ""})
    return FieldCheck(
        mended_in=(f"printed_page_{code}", f"printed_{code}"),
        said_at=(f"printed_{code}",),
        condition=(words & page) | (~words & ~page),
        name=f"recommendation_printed_{code}_with_its_page",
        violation_error_message=PAGE_MISSING,
    )


class Wording(NamedTuple):
    """The words by which a recommendation is cited, and how they were printed. The last two are empty for a short form
    of ours, which is in the language of its page."""

    words: str
    language: str = ""
    page: str = ""

    @property
    def is_printed(self) -> bool:
        return bool(self.page)

    @property
    def code(self) -> str:
        """What it is, for programs."""
        return "printed" if self.is_printed else "short_form"

    @property
    def pages(self) -> str:
        """“p. 12” or “pp. 12–13”; nothing for a short form."""
        first, _dash, last = self.page.replace("–", "-").partition("-")
        if last:
            return gettext("pp. %(first)s–%(last)s") % {"first": first, "last": last}
        return gettext("p. %(page)s") % {"page": first} if first else ""


class CitedWords(models.Model):
    """What a page type of recommendations keeps of its public words, which no draft and no old revision can alter."""

    printed_en = models.TextField(
        _("printed wording (English)"),
        max_length=2000,
        blank=True,
        validators=[plain_text],
        help_text=_("Word for word as printed in the book. It is then quoted and cited instead of the short form."),
    )
    printed_page_en = page_field(_("page of the book"))
    printed_fr = models.TextField(
        _("printed wording (French)"),
        max_length=2000,
        blank=True,
        validators=[plain_text],
        help_text=_("Only as printed, never our own translation. If empty, the French page quotes the English."),
    )
    printed_page_fr = page_field(_("page of the French report"))
    correction_en = models.TextField(
        _("reason for the change (English)"), max_length=1000, blank=True, validators=[plain_text]
    )
    correction_fr = models.TextField(
        _("reason for the change (French)"), max_length=1000, blank=True, validators=[plain_text]
    )
    published_number = models.PositiveSmallIntegerField(null=True, editable=False)
    published_statement = models.TextField(blank=True, editable=False)
    published_addressee = models.ForeignKey(
        "recommendations.Addressee", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    published_printed_en = models.TextField(blank=True, editable=False)
    published_printed_page_en = models.CharField(max_length=20, blank=True, editable=False)
    published_printed_fr = models.TextField(blank=True, editable=False)
    published_printed_page_fr = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def wording(self) -> Wording:
        """As it was printed: in the reader's language, or else in English; where neither is known the statement."""
        for code in (get_language(), settings.LANGUAGE_CODE):
            if code in dict(settings.LANGUAGES) and (printed := printed_wording(self, code)).words:
                return Wording(printed.words, code, printed.page)
        return Wording(self.statement)

    def clean(self):
        super().clean()
        missing = {}
        for code in dict(settings.LANGUAGES):
            printed = printed_wording(self, code)
            if printed.words and not printed.page:
                missing[f"printed_page_{code}"] = PAGE_MISSING
            if printed.page and not printed.words:
                missing[f"printed_{code}"] = WORDING_MISSING
        # Some ways to publish, and wagtail-localize’s way to save, go past publish(); none goes past this.
        if errors := wording_errors(self) | missing:
            raise ValidationError(errors)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Store the page; what is public of it stays as it is stored, however long ago this page was read."""
        if self.pk:
            self.set_published(PublishedVersion.locked(self))
        return super().save(*args, **kwargs)

    def set_published(self, published: PublishedVersion) -> None:
        for name, value in published._asdict().items():
            setattr(self, f"published_{name}", value)

    def with_content_json(self, content):
        """A revision as a page; what is public is not the revision’s to say, nor, in French, what was printed."""
        page = super().with_content_json(content)
        page.set_published(PublishedVersion.of(self))
        if not is_primary(page):
            english = type(self).objects.filter(pk=primary_id(page)).values(*PRINTED).first()
            for name, value in (english or {}).items():
                setattr(page, name, value)
        return page

    @transaction.atomic
    def publish(self, revision, **options):
        """Publish while nobody else publishes this page: its errors are judged by what is public of it."""
        PublishedVersion.locked(self)
        super().publish(revision, **options)
