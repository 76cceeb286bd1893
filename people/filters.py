"""What visitors may ask of a list of people, in its address."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RosterDay(forms.Form):
    """The day whose roster is asked for; nothing asks for today's."""

    on = forms.DateField(
        label=_("Who served on"),
        required=False,
        # Not a date input: it has three places to tab through, and writes days as the browser's language does.
        widget=forms.DateInput({"class": "field__input", "inputmode": "numeric", "size": 10}),
        help_text=_("For example 2009-09-22"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write a day of the calendar as 2009-09-22.")},
    )

    def asked(self) -> datetime.date | None:
        """The day, or None where none was asked for or it could not be read; then the field has an error."""
        self.full_clean()
        return self.cleaned_data.get("on")


class PeopleFilter(forms.Form):
    group = forms.ChoiceField(
        label=_("Group"),
        required=False,
        error_messages={"invalid_choice": _("This group is not in the list: choose one that is.")},
    )
    who = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", pgettext_lazy("people", "Everybody")),
            ("current", _("Those who serve today")),
            ("former", _("Former members")),
        ],
        error_messages={"invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, data, titles):
        """titles: pairs of the English slug of a group, which both languages call it by, and its title."""
        super().__init__(data)
        self.fields["group"].choices = [("", pgettext_lazy("groups", "All groups")), *titles]

    def asked(self) -> dict:
        """The answers that can be used; one that is in no list is as if it had not been given, and has its error."""
        self.full_clean()
        return self.cleaned_data
