"""The two forms of a pasted list: the list itself, and what was understood of it, a row a name."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput

from migs_site.base.field_checks import JointForm
from migs_site.base.plain_text import one_line
from people.models import Membership, PersonPage
from people.rosters.importing import NameDecision
from people.rosters.names import PersonName
from people.rosters.parsing import MOST_NAMES, Reading, read_roster
from people.rosters.suggestions import LEAVE_OUT, LINE, NEW, GroupMembers, MemberState, Suggestion, suggest
from people.similar_names import NameRecord

NAME_FIELDS = ["honorific", "given_names", "surname", "post_nominals"]


def without_null_check(field: forms.Field) -> list:
    """A field's checks but for Django's on NUL, of which our own speak better."""
    return [check for check in field.validators if not isinstance(check, ProhibitNullCharactersValidator)]


class RosterField(forms.CharField):
    """A pasted list. Every character reaches the reader of lists, which says on which line one cannot be taken."""

    widget = AdminAutoHeightTextInput

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)
        self.validators = without_null_check(self)


class TermsForm(JointForm):
    """What is the same for everybody on the list."""

    class Meta:
        model = Membership
        fields = ["role_en", "role_fr", "starts_on"]


class PasteForm(TermsForm):
    text = RosterField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "One name per line, or several columns as printed, separated by tabs. Nothing is saved yet."
        ),
        error_messages={"required": gettext_lazy("Paste at least one name.")},
    )
    reading = forms.ChoiceField(
        label=gettext_lazy("Review the list"), choices=Reading, initial=Reading.DOWN, widget=forms.RadioSelect
    )
    field_order = ["text", "reading"]

    def clean(self):
        cleaned = super().clean()
        if "text" in cleaned and "reading" in cleaned:
            try:
                cleaned["pasted"] = read_roster(cleaned["text"], cleaned["reading"])
            except ValidationError as error:
                self.add_error("text", error)
        return cleaned


class DecisionField(forms.ChoiceField):
    """What to do with a name. Asked again, without the earlier answer, where that was given on other facts."""

    asked_again = ""  # why, in one sentence

    def bound_data(self, data, initial):
        return "" if self.asked_again else data

    def clean(self, value):
        if self.asked_again:
            raise ValidationError(self.asked_again)
        return super().clean(value)


class RowForm(forms.Form):
    """One name: what was pasted, how it was split, and who it is taken for.

    ``seen`` carries whom the reader of the form has been shown, so that nobody is made who came in the meantime.
    """

    line = forms.Field(required=False, widget=forms.HiddenInput)
    text = forms.Field(required=False, widget=forms.HiddenInput)
    seen = forms.Field(required=False, widget=forms.HiddenInput)
    decision = DecisionField(
        label=gettext_lazy("What will happen"),
        widget=forms.Select(attrs={"class": "w-w-full"}),
        error_messages={
            "required": gettext_lazy("Choose an existing person or a new one."),
            "invalid_choice": gettext_lazy("Select one of these options."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"empty_permitted": False})
        for name, field in forms.fields_for_model(
            PersonPage, NAME_FIELDS, formfield_callback=formfield_for_dbfield
        ).items():
            field.required = False
            field.help_text = ""
            field.validators = [*without_null_check(field), one_line]
            self.fields[name] = field

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in NAME_FIELDS]

    def value(self, name: str) -> str:
        return str(self[name].value() or "").strip()

    @property
    def line_number(self) -> int:
        return int(line) if (line := self.value("line")).isdecimal() else 0

    @property
    def name_record(self) -> NameRecord:
        token = f"{LINE}{self.line_number}"
        return NameRecord(token, self.value("text"), self.value("given_names"), self.value("surname"))

    def offer(self, suggestion: Suggestion) -> None:
        """Let staff choose between what is suggested for the name and what else can be done with it."""
        self.suggestion = suggestion
        field = self.fields["decision"]
        if self.is_bound:
            field.asked_again = suggestion.why_choose_again(self.value("decision"), self.value("seen").split(","))
        has_to_choose = field.asked_again or not suggestion.decision
        field.choices = [*([("", _("Choose …"))] if has_to_choose else []), *suggestion.choices]
        self.initial["decision"] = suggestion.decision

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision == LEAVE_OUT:
            self.errors.clear()  # nothing of this name is stored
        elif decision == NEW and not cleaned.get("surname") and "surname" not in self.errors:
            self.add_error("surname", _("Enter the surname, or leave this name out."))
        elif decision and decision != NEW and self.suggestion.members.state(int(decision)) is MemberState.FORMER:
            self.add_error(
                "decision",
                _("They have served here before. Enter above the day from which they serve again, or leave them out."),
            )
        return cleaned

    def decide(self) -> NameDecision | None:
        """What was decided; None for a name that is left out."""
        decision = self.cleaned_data["decision"]
        if decision == LEAVE_OUT:
            return None
        seen = set(self.suggestion.tokens) & set(self.value("seen").split(","))
        return NameDecision(
            line=self.line_number,
            name=PersonName(**{field: self.cleaned_data[field] for field in NAME_FIELDS}),
            person_id=None if decision == NEW else int(decision),
            seen=frozenset(int(token) for token in seen if token.isdecimal()),
        )


class RosterFormSet(forms.BaseFormSet):
    """The names of one list, each with what is suggested for it."""

    default_error_messages = {
        "missing_management_form": gettext_lazy("The form arrived incomplete. Paste the list again."),
    }

    def __init__(self, *args, members: GroupMembers, **kwargs):
        super().__init__(*args, prefix="names", **kwargs)
        self.members = members

    @cached_property
    def forms(self):
        rows = super().forms
        suggestions = suggest([row.name_record for row in rows], self.members)
        for row, suggestion in zip(rows, suggestions, strict=True):
            row.offer(suggestion)
        return rows

    @property
    def marked(self) -> list[RowForm]:
        """The lines that staff have to look at: with an error, a note, or a choice to make."""
        return [row for row in self.forms if row.suggestion.notes or row.errors or row["decision"].value() == ""]

    @property
    def new_people(self) -> int:
        return sum(1 for row in self.forms if row["decision"].value() == NEW)

    def decisions(self) -> list[NameDecision]:
        return [decision for row in self.forms if (decision := row.decide())]


NamesFormSet = forms.formset_factory(
    RowForm, formset=RosterFormSet, extra=0, max_num=MOST_NAMES, absolute_max=MOST_NAMES, validate_max=True
)
