"""Library catalogues, where a book can be found that is no longer sold."""

import re
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import isbn

from migs_site.base.bilingual import Bilingual
from migs_site.base.plain_text import one_line


def validate_search_address(address: str) -> None:
    """Refuse an address that does not say where a book's number or title goes, or that has other words in braces."""
    places = set(re.findall(r"{[^{}]*}|[{}]", address))
    if not places or places - {"{isbn}", "{title}"}:
        raise ValidationError(
            _("Put {isbn} or {title} in the address where the catalogue expects them, with nothing else in braces.")
        )


class LibraryCatalogue(models.Model):
    """A catalogue that can be searched for an edition by its ISBN or its title."""

    slug = models.SlugField(_("identifier"), unique=True, max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=150, validators=[one_line])
    name_fr = models.CharField(
        _("name (French)"),
        max_length=150,
        blank=True,
        validators=[one_line],
        help_text=_("Leave empty if it is the same in French."),
    )
    address = models.URLField(
        _("search address"),
        max_length=300,
        validators=[one_line, validate_search_address],
        help_text=_("For example https://search.worldcat.org/search?q=bn:{isbn}, or with {title} for the title."),
    )

    name = Bilingual()

    SHOWN = ("name_en", "name_fr", "address")

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("library catalogue")
        verbose_name_plural = _("library catalogues")

    def __str__(self):
        return self.name

    def address_of(self, edition) -> str:
        """Where this catalogue shows an edition; empty where it asks for an ISBN that the edition does not have."""
        if "{isbn}" in self.address and not edition.isbn:
            return ""
        number, title = isbn.compact(edition.isbn), quote(edition.book.book_title, safe="")
        return self.address.replace("{isbn}", number).replace("{title}", title)


def give_libraries(editions: list, catalogues: list[LibraryCatalogue]) -> None:
    """Give each of these editions ``libraries``: name of a catalogue and address there."""
    for edition in editions:
        addresses = [(catalogue.name, catalogue.address_of(edition)) for catalogue in catalogues]
        edition.libraries = [(name, address) for name, address in addresses if address]
