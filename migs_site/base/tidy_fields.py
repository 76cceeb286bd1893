"""Fields of one line that clean what is typed or pasted before they judge it, its length included."""

from django import forms
from django.db import models

from migs_site.base.plain_text import tidy


class TidyCharField(forms.CharField):
    """One line of text without what copying leaves in it."""

    def to_python(self, value):
        return tidy(super().to_python(value))


class NormalizedCharField(models.CharField):
    """A short text of which each has one spelling, however it was typed: ``normalize`` makes it, or refuses it."""

    LONGEST_TYPED = 200

    def normalize(self, text: str) -> str:
        """The one spelling; ValidationError for what can have none. text: tidy, and not empty."""
        raise NotImplementedError

    def clean(self, value, model_instance):
        typed = tidy(self.to_python(value) or "")
        return super().clean(self.normalize(typed) if typed else "", model_instance)

    def formfield(self, **options):
        return super().formfield(**{"form_class": TidyCharField, "max_length": self.LONGEST_TYPED} | options)
