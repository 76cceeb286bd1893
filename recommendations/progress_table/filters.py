"""The filters of the progress table: what visitors and programs may choose in its address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from migs_site.base.long_lists import NarrowingForm
from recommendations.models.statuses import Status


def choice(label: str, sentence: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.Select({"class": "field__input"}),
        error_messages={"invalid_choice": sentence},
    )


class ProgressFilter(NarrowingForm):
    set = choice(_("Set"), _("Select a set from the list."))
    addressee = choice(_("Addressee"), _("Select an addressee from the list."))
    status = choice(pgettext_lazy("recommendation", "Status"), _("Select a status from the list."))

    def __init__(self, data, sets, addressees):
        """sets: pairs of slug and page; addressees: those in the table."""
        super().__init__(data)
        titles = [(slug, page.title) for slug, page in sets]
        names = [(addressee.slug, addressee.name) for addressee in addressees]
        self.fields["set"].choices = [("", pgettext_lazy("sets", "All sets")), *titles]
        self.fields["addressee"].choices = [("", pgettext_lazy("addressees", "All addressees")), *names]
        self.fields["status"].choices = [("", pgettext_lazy("statuses", "All statuses")), *Status.choices]

    def cleaned_filters(self) -> dict[str, str]:
        """The choices that can be used; one that is in no list counts as not given, and has its error."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
