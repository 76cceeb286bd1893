"""What is decided about the applications that are ticked."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from internships.models import TOLD_BY_LETTER, Application, Letter
from internships.staff.letters.forms import WordsForm
from internships.states import State


class VerdictForm(forms.Form):
    to = forms.ChoiceField(
        label=_("New state"),
        choices=[(state, state.label) for state in TOLD_BY_LETTER],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a state.")},
    )
    answer_by = forms.DateField(
        label=_("Offer to be answered by"), widget=AdminDateInput, required=False, help_text=_("For offers only.")
    )

    def offer_only(self, reachable: set[str]) -> None:
        """Leave out what no application can become; where that is everything, all stays and is refused later."""
        field = self.fields["to"]
        field.choices = [(state, label) for state, label in field.choices if state in reachable] or field.choices

    def clean(self):
        sent = super().clean()
        day = sent.get("answer_by")
        if sent.get("to") != State.OFFER:
            sent["answer_by"] = None
        elif not day and "answer_by" not in self.errors:
            self.add_error("answer_by", _("Enter the date by which the offer must be answered."))
        elif day and day <= timezone.localdate():
            self.add_error("answer_by", _("Choose a date in the future."))
        return sent


class LetterToOneForm(WordsForm):
    """The letter to one applicant, which may say something else than to others."""

    def __init__(self, *args, state: str, **options):
        super().__init__(*args, **options)
        self.state = state


class WriteForm(WordsForm):
    """A mail to an applicant at any time."""

    form = forms.UUIDField(widget=forms.HiddenInput)


class TemplateForm(forms.Form):
    """Which letter to begin with."""

    letter = forms.ModelChoiceField(
        label=_("Begin with the letter"), queryset=None, required=False, empty_label=_("Blank")
    )

    def __init__(self, *args, application: Application, **options):
        super().__init__(*args, **options)
        self.fields["letter"].queryset = Letter.objects.filter(language=application.language).exclude(state=State.OFFER)
