"""Lists of rows in a form, of which no two may say the same."""

from django.db.models import UniqueConstraint
from modelcluster.forms import BaseChildFormSet

from migs_site.base.form_rows import RowsPanel


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
