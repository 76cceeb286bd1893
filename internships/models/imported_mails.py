"""Applications that came by email and were put in by staff."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .applications import Application


class ImportedMail(models.Model):
    """Of which email a draft was made. Only its SHA-256 is kept, by which the same one is known again."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    application = models.OneToOneField(
        Application, on_delete=models.DO_NOTHING, related_name="imported_mail", editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)  # when the applicant was sent the link

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("imported email")
        verbose_name_plural = _("imported emails")

    def __str__(self):
        return str(self.application)
