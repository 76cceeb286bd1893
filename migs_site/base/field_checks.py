"""Checks of several fields together: by the database, and in forms, which say them before and beside their fields."""

import copy
import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


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


class JointChecks:
    """A form of the admin for a model with FieldChecks. A test asks it of each such model."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for check in self.joint_checks:
            for name in check.said_at:
                field = self.fields.get(name)
                if field and not field.required:  # a field with a star says enough
                    field.help_text = " ".join(filter(None, [str(field.help_text), str(check.violation_error_message)]))

    @property
    def joint_checks(self) -> list[FieldCheck]:
        found = [check for check in self._meta.model._meta.constraints if isinstance(check, FieldCheck)]
        return [check for check in found if check.said_at]

    def _clean_fields(self):
        """Some write the last year for “never”. It ends in UTC before it does in Montreal: no such time can be read."""
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, datetime.datetime) and value.year == datetime.MAXYEAR:
                self.add_error(name, _("Choose an earlier year, or leave this empty."))

    def _post_clean(self):
        """Django leaves out the checks of fields that are refused for themselves; those are filled in all the same."""
        super()._post_clean()
        refused = [name for name in self.errors if name in self.fields and name in self.columns]
        if not refused:
            return
        instance, left_out = copy.copy(self.instance), self.columns.keys() - self.fields.keys()
        for name in refused:
            try:
                setattr(instance, name, self.stand_in(name))
            except LookupError:
                left_out.add(name)
        for check in self.joint_checks:
            self.say(check, instance, left_out)

    def say(self, check: FieldCheck, instance: models.Model, left_out: set[str]) -> None:
        try:
            check.validate(type(instance), instance, exclude=left_out)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                if name in self.fields and not self.has_error(name):
                    self.add_error(name, messages)

    @property
    def columns(self) -> dict[str, models.Field]:
        return {field.name: field for field in self._meta.model._meta.concrete_fields}

    def stand_in(self, name: str):
        """A value for a field whose own was refused: empty if nothing was typed, and filled in if something was.
        LookupError where no value can stand for it."""
        typed, field = self[name].value(), self.columns[name]
        if isinstance(field, models.CharField | models.TextField):
            return str(typed or "")
        kinds = {models.DateField: timezone.localdate(), models.DecimalField: 1, models.IntegerField: 1}
        known = [value for kind, value in kinds.items() if isinstance(field, kind)]
        if typed and not known:
            raise LookupError(name)
        return known[0] if typed else None


class JointForm(JointChecks, WagtailAdminModelForm):
    pass
