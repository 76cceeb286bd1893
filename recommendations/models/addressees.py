"""Those whom recommendations are addressed to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from migs_site.base.bilingual import Bilingual, both_languages
from migs_site.base.field_checks import JointForm
from migs_site.base.plain_text import one_line


class Addressee(models.Model):
    """An office or body: the Prime Minister, Parliament, an office that does not exist yet."""

    class Kind(models.TextChoices):
        HEAD_OF_GOVERNMENT = "head_of_government", pgettext_lazy("addressee", "Head of government")
        GOVERNMENT = "government", pgettext_lazy("addressee", "Government")
        LEGISLATURE = "legislature", pgettext_lazy("addressee", "Legislature")
        LEGISLATORS = "legislators", pgettext_lazy("addressee", "Legislators")
        OFFICE = "office", pgettext_lazy("addressee", "Department or office")
        PROPOSED = "proposed", pgettext_lazy("addressee", "Proposed office")
        ORGANIZATION = "organization", pgettext_lazy("addressee", "International organization")
        SOCIETY = "society", pgettext_lazy("addressee", "Civil society or media")

    slug = models.SlugField(
        _("identifier"),
        unique=True,
        max_length=80,
        help_text=_("Part of the address of its list and feed, which others may have saved. Do not change it later."),
    )
    name_en = models.CharField(_("name (English)"), max_length=150, validators=[one_line])
    name_fr = models.CharField(_("name (French)"), max_length=150, validators=[one_line])
    kind = models.CharField(pgettext_lazy("addressee", "kind"), max_length=20, choices=Kind)
    jurisdiction_en = models.CharField(
        _("jurisdiction (English)"),
        max_length=100,
        blank=True,
        validators=[one_line],
        help_text=_("The state or body it belongs to, always worded the same way: Canada."),
    )
    jurisdiction_fr = models.CharField(_("jurisdiction (French)"), max_length=100, blank=True, validators=[one_line])

    name = Bilingual()
    jurisdiction = Bilingual()

    base_form_class = JointForm

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints = [both_languages("jurisdiction")]

    def __str__(self):
        return self.name

    @property
    def described(self) -> str:
        """What it is, and of which state: Legislature, Canada."""
        return ", ".join(filter(None, [self.get_kind_display(), self.jurisdiction]))
