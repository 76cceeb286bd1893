"""What applicants were told before they agreed, as they read it."""

import hashlib

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class PrivacyNotice(models.Model):
    """One wording of the privacy notice with the consent below it. The database never changes one (migration 20)."""

    language = models.CharField(max_length=2, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    text = models.TextField(editable=False)
    # For how many months it says an application is kept after each decision; nothing in those from before it said so.
    months = models.JSONField(default=dict, db_default={}, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        constraints = [models.UniqueConstraint(fields=["language", "sha256"], name="each_wording_once")]

    def __str__(self):
        return self.text

    @classmethod
    def of(cls, *, language: str, text: str, months: dict[str, int]) -> "PrivacyNotice":
        """The row of this wording, made where it is new; the same one when two ask at once."""
        new = {"text": text, "months": months}
        return cls.objects.get_or_create(language=language, sha256=digest(text), defaults=new)[0]
