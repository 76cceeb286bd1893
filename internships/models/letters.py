"""What applicants are written when staff decide."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .applications import Application

State = Application.State
# What a student hears of by a letter; that an application was received is told by a receipt.
TOLD_BY_LETTER = [State.IN_REVIEW, State.INTERVIEW, State.OFFER, State.NOT_SELECTED]


class Letter(models.Model):
    """The words for one state in one language, with variables such as [[name]] (staff/letters/variables.py)."""

    state = models.CharField(
        _("state"), max_length=20, choices=[(state, state.label) for state in TOLD_BY_LETTER], editable=False
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=20_000)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint(fields=["state", "language"], name="one_letter_for_each_state")]

    def __str__(self):
        return f"{self.get_state_display()} ({self.get_language_display()})"
