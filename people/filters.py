"""The forms that narrow a list of people: a day, a group, present or former members."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from migs_site.base.dates import is_partial_date, with_hyphens
from migs_site.base.long_lists import NarrowingForm
from migs_site.base.plain_text import tidy


class PartialDate(forms.Field):
    """A day, a month or a year, as text; see PartialDateField."""

    def to_python(self, value):
        return with_hyphens(tidy(value or "")).strip()

    def validate(self, value):
        super().validate(value)
        if value and not is_partial_date(value):
            raise forms.ValidationError(_("Enter a date as 2009-09-22, 2009-09 or 2009."))


class RosterDay(forms.Form):
    """The day, month or year whose roster is shown; empty, the latest list."""

    on = PartialDate(
        label=_("Members on"),
        required=False,
        # Not a date input: it has three places to tab through, and takes no month or year alone.
        widget=forms.TextInput({"class": "field__input", "size": 10}),
        help_text=_("For example 2009-09-22, 2009-09 or 2009"),
    )

    def cleaned_day(self) -> str:
        """A partial date; nothing where none was given or it could not be read, and then the field has an error."""
        self.full_clean()
        return self.cleaned_data.get("on", "")


class PeopleFilter(NarrowingForm):
    group = forms.ChoiceField(
        label=_("Group"),
        required=False,
        error_messages={"invalid_choice": _("Select a group from the list.")},
    )
    who = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", pgettext_lazy("people", "Everyone")),
            ("current", _("Members, as last confirmed")),
            ("former", _("Former members")),
        ],
        error_messages={"invalid_choice": _("Select one of these options.")},
    )

    def __init__(self, data, titles):
        """titles: pairs of the English slug of a group, which both languages call it by, and its title."""
        super().__init__(data)
        self.fields["group"].choices = [("", pgettext_lazy("groups", "All groups")), *titles]

    def cleaned_filters(self) -> dict:
        """The answers that can be used; one that is in no list is as if it had not been given, and has its error."""
        self.full_clean()
        return self.cleaned_data
