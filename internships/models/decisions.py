"""What staff have decided and told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .state_changes import StateChange


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has undone."""
        return self.filter(undone_at=None)


class Decision(models.Model):
    """A move that staff made together with a letter about it. For as long as the letter waits, both can be undone."""

    change = models.OneToOneField(
        StateChange, on_delete=models.DO_NOTHING, primary_key=True, related_name="decision", editable=False
    )
    batch = models.UUIDField(db_index=True, editable=False)  # what was confirmed together
    mail = models.ForeignKey("outbox.Mail", null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return str(self.change)
