"""The forms in which editors enter people and groups."""

from itertools import combinations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from migs_site.base.text_hooks import WrittenPageForm

TWICE = _("This person is already listed in the same role for the same period.")


class GroupPageForm(WrittenPageForm):
    """Finds two rows of the form that contradict each other; the database sees them only once they are saved."""

    def clean(self):
        cleaned = super().clean()
        forms = [form for form in self.formsets.get("memberships", []) if self.is_filled_in(form)]
        by_person = {}
        for form in forms:
            by_person.setdefault(form.instance.person_id, []).append(form)
        for rows in by_person.values():
            for first, second in combinations(rows, 2):
                if first.instance.overlaps(second.instance):
                    second.add_error("person", TWICE)
        return cleaned

    def is_valid(self):
        # The formsets must have been validated before two of their rows can be compared.
        for formset in self.formsets.values():
            formset.is_valid()
        return super().is_valid()

    @staticmethod
    def is_filled_in(form) -> bool:
        return form.is_valid() and bool(form.cleaned_data.get("person")) and not form.cleaned_data.get("DELETE")


class PersonPageForm(WrittenPageForm):
    """Needs no address: the page makes one from the names, as it makes its title."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.ask_about_memberships()

    def ask_about_memberships(self):
        """Offer to end on the day of death what would outlast it; nothing is asked of somebody who holds nothing."""
        rows = self.instance.outlasting() if self.instance.pk else []
        if not rows:
            self.fields.pop("ends_memberships", None)
        elif "ends_memberships" in self.fields:
            sentence = ngettext(
                "If they have died, end their membership on that day (%(groups)s)",
                "If they have died, end their %(number)d memberships on that day (%(groups)s)",
                len(rows),
            )
            named = {"number": len(rows), "groups": ", ".join(row.group.title for row in rows)}
            self.fields["ends_memberships"].label = sentence % named
