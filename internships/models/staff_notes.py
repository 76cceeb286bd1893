"""What coordinators write down beside an application, and the lists they come back to."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .applications import Application


class Note(models.Model):
    """Of coordinators, for coordinators. What reviewers have to say stands in their reviews."""

    application = models.ForeignKey(
        Application, on_delete=models.DO_NOTHING, related_name="notes", verbose_name=_("application")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(pgettext_lazy("application", "note"), max_length=5000)
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = pgettext_lazy("application", "note")
        verbose_name_plural = pgettext_lazy("application", "notes")

    def __str__(self):
        return str(self.application)


class SavedView(models.Model):
    """Filters and an order of the list of applications under a name. Never searched words: they name people."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000, blank=True, editable=False)
    is_shared = models.BooleanField(_("for all coordinators and reviewers"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_saved_view_of_a_name")]

    def __str__(self):
        return self.name
