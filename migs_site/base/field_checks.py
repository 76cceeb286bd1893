"""Constraints of the database whose sentence stands beside the fields that mend it, and not above the whole form."""

import copy

from django.core.exceptions import ValidationError
from django.db import models


class FieldCheck(models.CheckConstraint):
    """A check of several fields together. To the database and to migrations it is a CheckConstraint like any other.

    ``mended_in``: the fields of which those that are empty carry the sentence; where none is empty, the first.
    ``said_at``: the fields under which forms say the sentence before anything is wrong, the first of these unless
    something else is given; nothing for what need not be said before.
    """

    def __init__(self, *, mended_in: tuple[str, ...] = (), said_at: tuple[str, ...] | None = None, **kwargs):
        self.mended_in = mended_in
        self.said_at = mended_in[:1] if said_at is None else said_at
        super().__init__(**kwargs)

    def validate(self, model, instance, exclude=None, **options):
        try:
            super().validate(model, instance, exclude=exclude, **options)
        except ValidationError as error:
            empty = [name for name in self.mended_in if getattr(instance, name) in (None, "")]
            marked = [name for name in empty or self.mended_in[:1] if name not in (exclude or ())]
            raise ValidationError(dict.fromkeys(marked, error.messages) if marked else error.messages) from error

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self):
        return copy.copy(self)
