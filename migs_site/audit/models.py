"""Who did what: a log that is only added to."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from migs_site.audit.registry import label_of


class AuditEntryQuerySet(models.QuerySet):
    def about(self, record: models.Model):
        """What was done to one record, which need not be there any more."""
        return self.filter(about=reference_to(record))


class AuditEntry(models.Model):
    """Something that somebody did. Triggers of the table refuse every change, and give each entry the time it came.

    user_pk, user_label: who, as they were called then; no foreign key, so that accounts can be deleted and entries
    stay. Both are empty for what the site does by itself and for what visitors do. about: a record, such as
    “internships.application:<number>”, never its name. detail: numbers and codes, nothing personal.
    """

    at = models.DateTimeField(_("date and time"), db_default=Now(), editable=False)
    user_pk = models.BigIntegerField(_("user"), null=True)
    user_label = models.TextField(_("user"), blank=True)
    action = models.CharField(_("action"), max_length=100)
    about = models.CharField(_("record"), max_length=200, blank=True)
    detail = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ("view",)
        indexes = [
            BrinIndex(fields=["at"], name="audit_at"),  # entries lie in the order of time, so it is tiny
            models.Index(fields=["about", "id"], name="audit_about"),
            models.Index(fields=["user_pk", "id"], name="audit_user"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @property
    def action_label(self) -> str:
        return label_of(self.action)

    @property
    def detail_in_words(self) -> str:
        """“format: csv, rows: 3”: codes, by their names."""
        return ", ".join(f"{name}: {in_words(value)}" for name, value in sorted(self.detail.items()))


def reference_to(record: models.Model) -> str:
    """How the log names a record."""
    return f"{record._meta.label_lower}:{record.pk}"


def in_words(value) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
