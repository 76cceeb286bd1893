"""How an application goes from one state to the next, and who takes it there."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .applications import Application


class StateChange(models.Model):
    """One move of an application. To store it is to make the move: a trigger asks whether it may be, and makes it.

    Nothing changes or deletes it but the end of its application (migration 16).
    """

    class Actor(models.TextChoices):
        APPLICANT = "applicant", _("The applicant")
        STAFF = "staff", _("Staff")

    application = models.ForeignKey(
        Application, on_delete=models.DO_NOTHING, related_name="state_changes", verbose_name=_("application")
    )
    from_state = models.CharField(_("from state"), max_length=20, choices=Application.State)
    to_state = models.CharField(_("to state"), max_length=20, choices=Application.State)
    actor = models.CharField(_("made by"), max_length=10, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"
