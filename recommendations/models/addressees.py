"""Those whom recommendations are addressed to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from migs_site.shared.bilingual import Bilingual


class Addressee(models.Model):
    """An office or body: the Prime Minister, Parliament, an office that does not exist yet."""

    slug = models.SlugField(_("identifier"), unique=True, max_length=80)
    name_en = models.CharField(_("name, English"), max_length=150)
    name_fr = models.CharField(_("name, French"), max_length=150)

    name = Bilingual()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")

    def __str__(self):
        return self.name
