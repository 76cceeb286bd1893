"""The editor's form of a recommendation."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class RecommendationPageForm(WagtailAdminPageForm):
    """Finds what one row cannot know: a number that is taken in this set, and circles of dependencies."""

    def clean(self):
        cleaned = super().clean()
        number = cleaned.get("number")
        if number is not None and not Page._slug_is_available(str(number), self.parent_page, self.instance):
            self.add_error("number", _("This set already has a recommendation with this number: choose another."))
        for row in self.formsets["dependencies"].forms if "dependencies" in self.formsets else []:
            if row.is_valid() and row.cleaned_data.get("needs") and not row.cleaned_data.get("DELETE"):
                self.refuse_circles(row)
        return cleaned

    def refuse_circles(self, row):
        needs = row.cleaned_data["needs"]
        if needs.pk == self.instance.pk:
            row.add_error("needs", _("A recommendation cannot depend on itself."))
        elif self.instance.pk in row.instance.__class__.objects.foundations(needs.pk):
            row.add_error(
                "needs", _("That one already depends on this one, itself or through others: remove one of the two.")
            )
