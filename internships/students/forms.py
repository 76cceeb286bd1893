"""The application form, as a draft shows it."""

import copy

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from internships.documents.files import NOTES
from internships.models import Application, ApplicationFile, InternshipPage
from internships.models.openings import Openings
from internships.notices import notice_of
from internships.places import refusal
from internships.students import answers
from internships.students.drafts import Draft
from internships.students.fields import DocumentField, EmailField, LineField, LinesField

KINDS = ApplicationFile.Kind.values
PARTS = (
    ("you", _("About you"), ("name", "email")),
    ("studies", _("Your studies"), ("institution", "programme", "level")),
    ("internship", _("Your internship"), ("late_code", "projects", "availability", "message")),
    ("documents", _("Your documents"), tuple(KINDS)),
    ("sending", _("Consent"), ("consent",)),
)
ANSWERS = ("name", "email", "institution", "programme", "level", "availability", "message")


class ApplicationForm(forms.Form):
    name = LineField(
        label=pgettext_lazy("person in full", "Name"),
        max_length=150,
        autocomplete="name",
        if_empty=_("Enter your full name."),
    )
    email = EmailField(label=_("Email"), if_empty=_("Enter a valid email address, for example name@example.ca."))
    institution = LineField(
        label=_("University or college"),
        max_length=200,
        autocomplete="organization",
        if_empty=_("Enter the name of your university or college."),
    )
    programme = LineField(label=_("Program"), max_length=200, if_empty=_("Enter the name of your program."))
    level = forms.ChoiceField(
        label=_("Level of study"),
        choices=Application.Level.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Select your level of study.")),
    )
    projects = forms.TypedMultipleChoiceField(
        label=_("Projects"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["required", "invalid_choice", "invalid_list"], _("Select at least one project.")),
    )
    late_code = LineField(label=_("Late code"), max_length=40, required=False, if_empty="")
    availability = LinesField(
        label=_("Availability"),
        max_length=1000,
        rows=4,
        if_empty=_("Enter when you could start and for how long."),
        help_text=_("When you could start, for how long, and how many hours a week."),
    )
    message = LinesField(label=_("Message"), max_length=5000, rows=8, required=False, if_empty="")
    cv = DocumentField(label=_("CV"), kind="cv", if_empty=_("Attach your CV."))
    writing_sample = DocumentField(
        label=_("Writing sample"), kind="writing_sample", if_empty=_("Attach your writing sample.")
    )
    cover_letter = DocumentField(label=_("Cover letter"), kind="cover_letter", if_empty=_("Attach your cover letter."))
    consent = forms.BooleanField(
        error_messages={
            "required": _("Check this box to give your consent. Without it, we cannot read your application.")
        }
    )

    def __init__(self, draft: Draft, *, offer: InternshipPage, openings: Openings, code_error: str = ""):
        self.draft, self.offer, self.openings, self.code_error = draft, offer, openings, code_error
        self.notice = notice_of(offer)
        self.consent_version = self.notice.version
        super().__init__(self._typed(), label_suffix="")
        self.seen = answers.seen(draft.answers)
        self.fields["consent"].label = offer.consent_text
        self.fields["consent"].widget.attrs["value"] = self.consent_version
        if draft.answers.get("consent") and "consent" not in self.data:
            self.fields["consent"].error_messages["required"] = _(
                "This text has changed. Read it again, then check the box."
            )
        for kind in KINDS:
            self.fields[kind].set_most_pages(offer.most_pages)
            self.fields[kind].stored = draft.files.get(kind)
        self.fields["late_code"].widget.attrs["autocomplete"] = "off"
        if not (openings.takes_codes or draft.answers.get("late_code") or code_error):
            del self.fields["late_code"]
        self._offer_projects()

    def parts(self) -> list[tuple]:
        """The form as it is laid out: (anchor, heading, fields) of each part."""
        return [
            (anchor, title, [self[name] for name in names if name in self.fields]) for anchor, title, names in PARTS
        ]

    def full_clean(self):
        """Mistakes are named once the form was sent; a file that was refused or is malware, in any case."""
        if self.draft.was_sent:
            super().full_clean()
        else:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(renderer=self.renderer), {}
        for name, said in self.draft.refused.items():
            self._errors.pop(name, None)
            self.add_error(name if name in self.fields else None, said)
        for kind, file in self.draft.files.items():
            if file.is_quarantined:
                self.add_error(kind, NOTES["quarantined"])

    def clean(self):
        """What the form takes is asked for again when it is received; here it is said beside the field."""
        if self.code_error:
            self.add_error("late_code", self.code_error)
        if "projects" not in self.errors and (said := refusal(self.openings, self._chosen())):
            self.add_error("projects" if "projects" in self.fields else None, said)

    def replaced(self) -> list[tuple]:
        """(label, answer) of what another window had typed, where this one has typed something else.

        Also of an answer that is not asked for any more, such as a late code.
        """
        fields = self.base_fields | self.fields
        return [(fields[name].label, self.in_words(name, answer)) for name, answer in self.draft.replaced.items()]

    def in_words(self, name: str, answer: answers.Answer) -> str:
        values = [answer] if isinstance(answer, str) else answer
        labels = {str(value): label for value, label in getattr(self.fields.get(name), "choices", [])}
        return ", ".join(str(labels.get(value, value)) for value in values)

    def _typed(self) -> MultiValueDict:
        """A box that was ticked beside other words is shown empty again."""
        typed = {name: [value] if isinstance(value, str) else value for name, value in self.draft.answers.items()}
        if typed.get("consent") != [self.consent_version]:
            typed.pop("consent", None)
        return MultiValueDict(typed)

    def _chosen(self) -> list[int]:
        """What was typed, for a sentence about it: what is not offered any more as well."""
        typed = self.draft.answers.get("projects", [])
        return [each.project for each in self.openings.projects if str(each.project) in typed]

    def _offer_projects(self) -> None:
        """Those that may be applied for now; the value is their English page, which both languages share."""
        choices = [(each.project, each.title) for each in self.openings.open_projects]
        if choices:
            self.fields["projects"].choices = choices
            if said := refusal(self.openings, self._chosen()):  # of one that has closed since it was chosen
                self.fields["projects"].error_messages["invalid_choice"] = said
        else:
            del self.fields["projects"]


class ReplacementForm(forms.Form):
    """One file in place of another. said: what is wrong with the one that came."""

    def __init__(self, kind: str, *, offer: InternshipPage | None, said: str = ""):
        self.said = {kind: said} if said else {}
        super().__init__({} if said else None, label_suffix="")
        self.fields[kind] = copy.deepcopy(ApplicationForm.base_fields[kind])
        if offer:
            self.fields[kind].set_most_pages(offer.most_pages)

    def full_clean(self):
        self._errors, self.cleaned_data = forms.utils.ErrorDict(renderer=self.renderer), {}
        for kind, said in self.said.items():
            self.add_error(kind, said)
