"""The two forms of a pasted list: the list itself, and what was understood of it, a row a name."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput

from migs_site.base.joint_forms import JointForm
from migs_site.base.plain_text import one_line
from people.models import Membership, PersonPage
from people.rosters.importing import Entry
from people.rosters.matching import Known, Match, Names
from people.rosters.names import PersonName, holds_several, is_heading, without_affiliation
from people.rosters.parsing import MOST_NAMES, Reading, read_roster
from people.rosters.register import Register, Standing

NAME_FIELDS = ["honorific", "given_names", "surname", "post_nominals"]
NEW, LEAVE_OUT = "new", "skip"


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
            "One name on each line; or several columns, as printed, with a tab between them. Nothing is stored yet."
        ),
        error_messages={"required": gettext_lazy("Paste at least one name.")},
    )
    reading = forms.ChoiceField(
        label=gettext_lazy("Read the list"), choices=Reading, initial=Reading.DOWN, widget=forms.RadioSelect
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
            "required": gettext_lazy("Choose: somebody who is here already, or a new person?"),
            "invalid_choice": gettext_lazy("Choose one of these."),
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
    def known(self) -> Known:
        return Known(f"line-{self.line_number}", self.value("text"), self.value("given_names"), self.value("surname"))

    def match(self, register: Register, earlier: Names) -> None:
        """Find who is here under such a name, and on which earlier lines it stands."""
        self.register = register
        self.people = register.like(self.known.given_names, self.known.surname)
        self.lines = earlier.like(self.known)[:1]
        self.shown = ",".join(match.known.token for match in [*self.people, *self.lines])

    def offer(self, groups: dict[int, str]) -> None:
        """Say what was found, and offer what can be done with it."""
        field = self.fields["decision"]
        field.asked_again = self.question()
        self.notes = [self.note(match) for match in self.people + self.lines if not self.is_plain(match)]
        self.notes += self.remarks()
        people = [(match.known.token, self.label(match, groups)) for match in self.people]
        others = self.people or self.lines
        field.choices = [
            *([] if self.guess and not field.asked_again else [("", _("Choose …"))]),
            *people,
            (NEW, _("Somebody else: a new person") if others else _("A new person")),
            (LEAVE_OUT, _("Leave out")),
        ]
        self.initial["decision"] = self.guess

    def remarks(self) -> list[str]:
        """What of the pasted line is no name."""
        text = self.value("text")
        _name, affiliation = without_affiliation(text)
        if is_heading(text):
            return [_("This looks like a heading, not like a name.")]
        if holds_several(text):
            return [_("This looks like more than one name: leave it out, and paste each on a line of its own.")]
        sentence = _(
            "“%(words)s” is not stored. Where somebody works can be added to their line in the group afterwards; "
            "a second name needs a line of its own."
        )
        return [sentence % {"words": affiliation}] if affiliation else []

    def question(self) -> str:
        """Why staff have to choose once more; nothing where what they chose can stand."""
        if self.unseen:
            sentence = _("Choose once more, because %(name)s was not in the list when you chose.")
            return sentence % {"name": self.unseen[0].known.title}
        chosen = self.value("decision") if self.is_bound else ""
        if chosen.isdecimal() and chosen not in [match.known.token for match in self.people]:
            return _("Choose once more, because the name has changed.")
        return ""

    @staticmethod
    def is_plain(match: Match) -> bool:
        return match.is_exact and not match.known.token.startswith("line-")

    @cached_property
    def guess(self) -> str:
        """What is most likely meant; nothing where staff have to say."""
        if is_heading(self.value("text")) or any(match.is_exact for match in self.lines):
            return LEAVE_OUT
        if holds_several(self.value("text")):
            return ""
        same = [match.known.token for match in self.people if match.is_exact]
        if len(same) == 1 and not self.lines:
            return same[0]
        return "" if self.people or self.lines else NEW

    @cached_property
    def unseen(self) -> list[Match]:
        """Whom the form as it was sent did not show; one who has joined the group since counts as seen."""
        if not self.is_bound:
            return []
        seen = self.value("seen").split(",")
        new = [match for match in [*self.people, *self.lines] if match.known.token not in seen]
        joined = new and self.is_plain(new[0]) and self.standing(new[0]) is Standing.MEMBER
        return [] if joined else new

    def standing(self, match: Match) -> Standing:
        return self.register.standing(int(match.known.token))

    def label(self, match: Match, groups: dict[int, str]) -> str:
        """“Allan Thompson is already here: Research Steering Committee”."""
        person_id = int(match.known.token)
        if self.standing(match) is Standing.MEMBER:
            sentence = _("%(name)s is a member already: nothing to do")
        elif person_id in groups:
            sentence = _("%(name)s is already here: %(groups)s")
        else:
            sentence = _("%(name)s is already here, in no group")
        return sentence % {"name": match.known.title, "groups": groups.get(person_id, "")}

    def note(self, match: Match) -> str:
        if not match.known.token.startswith("line-"):
            sentence = _("Nearly the same name as %(name)s: the same person?")
        elif match.is_exact:
            sentence = _("The same name as on line %(line)s.")
        else:
            sentence = _("Nearly the same name as on line %(line)s: the same person?")
        return sentence % {"name": match.known.title, "line": match.known.token.removeprefix("line-")}

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision == LEAVE_OUT:
            self.errors.clear()  # nothing of this name is stored
        elif decision == NEW and not cleaned.get("surname") and "surname" not in self.errors:
            self.add_error("surname", _("Give the surname, or leave this name out."))
        elif decision and decision != NEW and self.register.standing(int(decision)) is Standing.FORMER:
            self.add_error(
                "decision", _("They served here before: say above from which day they serve again, or leave them out.")
            )
        return cleaned

    def entry(self) -> Entry | None:
        """What was decided; None for a name that is left out."""
        decision = self.cleaned_data["decision"]
        if decision == LEAVE_OUT:
            return None
        name = PersonName(**{field: self.cleaned_data[field] for field in NAME_FIELDS})
        seen = {int(token) for token in self.shown.split(",") if token.isdecimal()}
        shown = set(self.value("seen").split(","))
        return Entry(
            line=self.line_number,
            name=name,
            person_id=None if decision == NEW else int(decision),
            seen=frozenset(token for token in seen if str(token) in shown),
        )


class RosterFormSet(forms.BaseFormSet):
    """The names of one list, each compared with everybody on the site and with the names before it."""

    default_error_messages = {
        "missing_management_form": gettext_lazy("This page did not arrive whole: paste the list again."),
    }

    def __init__(self, *args, register: Register, **kwargs):
        super().__init__(*args, prefix="names", **kwargs)
        self.register = register

    @cached_property
    def forms(self):
        rows, earlier = super().forms, Names()
        for row in rows:
            row.match(self.register, earlier)
            earlier.add(row.known)
        groups = self.register.groups_of({int(match.known.token) for row in rows for match in row.people})
        for row in rows:
            row.offer(groups)
        return rows

    @property
    def marked(self) -> list[RowForm]:
        """The lines that staff have to look at: with an error, a remark, or a choice to make."""
        return [row for row in self.forms if row.notes or row.errors or row["decision"].value() == ""]

    @property
    def new_people(self) -> int:
        return sum(1 for row in self.forms if row["decision"].value() == NEW)

    def entries(self) -> list[Entry]:
        return [entry for row in self.forms if (entry := row.entry())]


NamesFormSet = forms.formset_factory(
    RowForm, formset=RosterFormSet, extra=0, max_num=MOST_NAMES, absolute_max=MOST_NAMES, validate_max=True
)
