"""The forms in which editors enter the book, its recommendations and what became of them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import Page

from migs_site.base.field_checks import JointForm
from migs_site.base.primary_pages import is_primary
from migs_site.base.text_hooks import WrittenPageForm, answers, strings

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


class EditionsPanel(Panel):
    """In a book's form: its editions, each leading to its own form, and the way to add one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "recommendations/admin/editions.html"

        def get_context_data(self, parent_context=None):
            book = self.instance
            editions = list(book.primary.editions.all()) if book.pk else []
            return super().get_context_data(parent_context) | {"editions": editions}


class PrintedPanel(MultiFieldPanel):
    """How the recommendation was printed, in both languages: in the form of the English page, which holds both."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            return is_primary(self.instance) and super().is_shown()


class CorrectionPanel(PrintedPanel):
    """In which staff say why public words change; before they are public, they change freely."""

    class BoundPanel(PrintedPanel.BoundPanel):
        def is_shown(self):
            return self.instance.published_number is not None and super().is_shown()


PRINTED_WORDING = PrintedPanel(
    [
        FieldRowPanel([FieldPanel("printed_en"), FieldPanel("printed_fr")]),
        FieldRowPanel([FieldPanel("printed_page_en"), FieldPanel("printed_page_fr")]),
    ],
    heading=_("Printed wording"),
)
CORRECTION_PANEL = CorrectionPanel(
    [FieldRowPanel([FieldPanel("correction_en"), FieldPanel("correction_fr")])],
    heading=_("Correction"),
    help_text=_(
        "Needed only to change the statement, the printed wording or the addressee once they have been published, "
        "or to let the French statement change. Visitors see the reason, the date and the earlier wording."
    ),
)
