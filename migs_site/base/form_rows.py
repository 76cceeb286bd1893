"""Lists of rows in the admin's forms: each row is called by what it names, also where two versions are compared."""

from functools import partial

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.compare import ChildObjectComparison, ChildRelationComparison
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model


def row_name(row: models.Model) -> str:
    """What a row says it names (``name_in_list``), or else the record that it leads to; nothing of a new one."""
    if hasattr(row, "name_in_list"):
        return row.name_in_list
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey) and not field.null:
            return str(getattr(row, field.name)) if getattr(row, field.attname) else ""
    return str(row) if values_of(row) != values_of(type(row)()) else ""


def values_of(row: models.Model) -> list:
    return [field.value_from_object(row) for field in row._meta.concrete_fields if not field.is_relation]


class RowName:
    """Stands before the fields of a row that are compared, and says which row it is."""

    def __init__(self, row: models.Model):
        self.row = row

    def field_label(self) -> str:
        return capfirst(self.row._meta.verbose_name)

    def htmldiff(self) -> str:
        return row_name(self.row)

    def has_changed(self) -> bool:
        return False


class RowComparison(ChildObjectComparison):
    """A row by its name, and of its fields those that differ; of a new or a deleted row those that are filled in."""

    def get_field_comparisons(self):
        fields = super().get_field_comparisons()
        is_in_both = self.obj_a and self.obj_b
        shown = [field for field in fields if (field.has_changed() if is_in_both else field.val_b)]
        return [RowName(self.obj_b or self.obj_a), *shown]


class RowsComparison(ChildRelationComparison):
    """The rows that are new, deleted or changed; where there are none, those that changed places."""

    def get_child_comparison(self, obj_a, obj_b):
        return RowComparison(self.field.related_model, self.field_comparisons, obj_a, obj_b)

    def get_child_comparisons(self):
        rows = [part for row in super().get_child_comparisons() for part in self.parted(row)]
        changed = [row for row in rows if not (row.obj_a and row.obj_b) or row.has_changed()]
        return changed or [row for row in rows if row.get_position_change()]

    def parted(self, row: RowComparison) -> list[RowComparison]:
        """Wagtail takes a new row and a deleted one for the same; they are two, if they name two things."""
        a, b = row.obj_a, row.obj_b
        if a and b and a.pk != b.pk and row_name(a) != row_name(b):
            return [self.get_child_comparison(None, b), self.get_child_comparison(a, None)]
        return [row]

    def has_changed(self):
        return bool(self.get_child_comparisons())


class RowsPanel(InlinePanel):
    """A list of rows, each in the form that its model asks for. It takes what InlinePanel takes."""

    def get_form_options(self):
        options = super().get_form_options()
        model, row = self.child_edit_handler.model, self.child_edit_handler.get_form_options()
        if hasattr(model, "base_form_class"):
            waiting = {"defer_required_on_fields": row.get("defer_required_on_fields", [])}
            form = get_form_for_model(model, form_class=model.base_form_class, **waiting)
            options["formsets"][self.relation_name]["form"] = form
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def get_comparison(self):
            return [partial(RowsComparison, *each.args, **each.keywords) for each in super().get_comparison()]


class UniqueRowsFormSet(BaseChildFormSet):
    """Refuses a row that repeats one above it, in the words of the model's constraint; Django has words of its own.

    The database would see it only once the rows are saved.
    """

    def validate_unique(self):
        kept = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self.refuse_repeated(kept, constraint)

    def refuse_repeated(self, forms, constraint):
        seen, names = set(), [name for name in constraint.fields if name != self.fk.name]
        for form in forms:
            values = tuple(form.cleaned_data.get(name) for name in names)
            if values in seen:
                form.add_error(names[0], constraint.violation_error_message)
            elif None not in values:
                seen.add(values)


class UniqueRowsPanel(RowsPanel):
    """A list of such rows. It takes what InlinePanel takes."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = UniqueRowsFormSet
        return options
