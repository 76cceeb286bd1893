"""The forms in which editors enter recommendations and what became of them."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from migs_site.base.field_checks import JointForm
from migs_site.base.text_checks import WrittenPageForm, answers, strings

EITHER = _("Choose either a recommendation or a set.")
HOW_FAR = _("Select the status of the recommendation.")


class RecommendationPageForm(WrittenPageForm):
    """Says beside its row or field what a page alone cannot: a number taken in its set, a circle of dependencies."""

    def clean(self):
        cleaned = super().clean()
        number = cleaned.get("number")
        if number is not None and not Page._slug_is_available(str(number), self.parent_page, self.instance):
            self.add_error(
                "number", _("This set already has a recommendation with this number. Choose another number.")
            )
        for row in self.formsets["dependencies"].forms if "dependencies" in self.formsets else []:
            is_kept = row.is_valid() and row.cleaned_data.get("needs") and not row.cleaned_data.get("DELETE")
            if is_kept and (error := row.instance.error_in(self.instance.pk)):
                row.add_error("needs", error)
        return cleaned


class ProgressEntryForm(JointForm):
    """Lets an entry be public only with a source; a draft may wait for one."""

    def clean(self):
        cleaned = super().clean()
        self.check_subject_and_status(cleaned)
        rows = self.formsets["sources"].forms if "sources" in self.formsets else []
        if not self.is_deferred_validation and not any(names_a_source(row) for row in rows):
            self.add_error(None, _("Not published: add at least one source below, or save this as a draft for now."))
        for row in rows:
            if row.errors.get("address") and row.has_error("published_on", "missing"):
                del row.errors["published_on"]  # an address was given, only not a good one
        given = [row.cleaned_data for row in rows if row.is_valid()]
        for sentence in answers("refuse_quoted_words", list(strings([cleaned, given]))):
            self.add_error(None, sentence)
        return cleaned

    def check_subject_and_status(self, cleaned):
        """What the table would refuse, but beside its field and together with all else."""
        about, whole = cleaned.get("recommendation"), cleaned.get("set")
        if bool(about) == bool(whole) and not self.errors.keys() & {"recommendation", "set"}:
            self.add_error("recommendation", EITHER)
        if about and not cleaned.get("status") and "status" not in self.errors:
            self.add_error("status", HOW_FAR)


def names_a_source(row) -> bool:
    """Whether a row of the form has been filled in, rightly or not, and is not to be deleted."""
    return (row.has_changed() and not row.data.get(row.add_prefix("DELETE"))) or bool(
        row.instance.pk and not row.data.get(row.add_prefix("DELETE"))
    )
