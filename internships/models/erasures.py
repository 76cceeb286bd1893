"""What is left of applications that were erased: that they were, and sums in which nobody can be found."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Erasure(models.Model):
    """That an application was erased, by its number, which is random and says nothing once the application is gone.

    With it an old backup is cleaned again. A trigger writes one for whatever deletes an application (migration 26).
    """

    class Why(models.TextChoices):
        RETENTION = "retention", pgettext_lazy("erased because", "Its time was over")
        APPLICANT = "applicant", pgettext_lazy("erased because", "The applicant erased it")
        STAFF = "staff", pgettext_lazy("erased because", "Staff deleted it")
        COMMAND = "command", pgettext_lazy("erased because", "The applicant asked for it")
        OTHER = "other", pgettext_lazy("erased because", "Deleted in another way")

    application_id = models.UUIDField(primary_key=True, editable=False)
    erased_at = models.DateTimeField(db_default=Now(), editable=False)
    why = models.CharField(max_length=10, choices=Why, editable=False)
    proved_at = models.DateTimeField(null=True, editable=False)  # when nothing of it was found anywhere

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self):
        return str(self.application_id)


class ApplicationCount(models.Model):
    """How many of the erased applications of a year have something in common (migration 46).

    fact: received, month, project, state, level or language. No two facts are ever counted together.
    """

    year = models.PositiveSmallIntegerField(editable=False)
    fact = models.CharField(max_length=10, editable=False)
    value = models.CharField(max_length=255, blank=True, editable=False)
    number = models.PositiveIntegerField(editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("count of erased applications")
        verbose_name_plural = _("counts of erased applications")
        constraints = [models.UniqueConstraint(fields=["year", "fact", "value"], name="one_count_of_each_fact")]

    def __str__(self):
        return f"{self.year}, {self.fact} {self.value}: {self.number}"


class ErasedLink(models.Model):
    """That a link led to what was erased, so that a form left open there makes no new application (migration 43).

    The hash of a random token, and the month in which it is forgotten: nothing that leads to a person or an erasure.
    """

    token_hash = models.CharField(primary_key=True, max_length=64, editable=False)
    forget_on = models.DateField(editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("link to an erased application")
        verbose_name_plural = _("links to erased applications")

    def __str__(self):
        return self.token_hash
