"""Organizations the institute works with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from migs_site.base.bilingual import Bilingual
from migs_site.base.plain_text import one_line


class Organization(index.Indexed, models.Model):
    """A partner, funder, collaborator or seller; often more than one of these."""

    slug = models.SlugField(_("identifier"), unique=True, max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=250, validators=[one_line])
    name_fr = models.CharField(
        _("name (French)"),
        max_length=250,
        blank=True,
        validators=[one_line],
        help_text=_("Leave empty if it is the same in French."),
    )
    place_en = models.CharField(_("place (English)"), max_length=100, blank=True, validators=[one_line])
    place_fr = models.CharField(
        _("place (French)"),
        max_length=100,
        blank=True,
        validators=[one_line],
        help_text=_("Leave empty if it is the same in French."),
    )
    website = models.URLField(_("website"), blank=True)
    is_partner = models.BooleanField(_("partner"), default=False)
    is_funder = models.BooleanField(_("funder"), default=False)
    is_collaborator = models.BooleanField(_("collaborator"), default=False)
    is_seller = models.BooleanField(_("bookseller"), default=False)

    name = Bilingual()
    place = Bilingual()

    search_fields = [index.SearchField("name_en"), index.SearchField("name_fr"), index.AutocompleteField("name_en")]

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self):
        return self.name
