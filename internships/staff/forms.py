"""What staff send from the page of an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from internships.models import Application, Criterion, Review
from internships.models.reviews import HIGHEST, LOWEST
from internships.models.visibility import COORDINATE, REVIEW, coordinators, users_who
from internships.staff.filters import STATES
from internships.staff.services import Opinion
from internships.states import Actor, State, possible_moves


def lines(**options) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea({"rows": 3}), **options)


class ApplicationForm(forms.Form):
    """For an application and somebody of staff. Each has a prefix, because one page holds them all."""

    def __init__(self, data=None, *, application: Application, user):
        self.application, self.user = application, user
        super().__init__(data, prefix=self.prefix)


class MoveForm(ApplicationForm):
    prefix = "move"
    to = forms.ChoiceField(label=_("New state"), choices=STATES)
    reason = lines(label=_("Reason, for other coordinators"), required=False, max_length=2000)

    def __init__(self, *args, **kwargs):
        """Offers what can be now; what could be when the page was opened is refused with a sentence of its own."""
        super().__init__(*args, **kwargs)
        possible = possible_moves(self.application, Actor.STAFF)
        self.fields["to"].widget.choices = [(state, State(state).label) for state in possible]


class NoteForm(ApplicationForm):
    prefix = "note"
    text = lines(label=_("Note"), max_length=5000)


class HandlerForm(ApplicationForm):
    prefix = "handler"
    handled_by = forms.ModelChoiceField(label=_("Handled by"), queryset=None, required=False, empty_label=_("Nobody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handled_by"].queryset = coordinators(self.application).order_by("last_name", "first_name", "pk")
        self.initial["handled_by"] = self.application.handled_by_id


class AssignForm(ApplicationForm):
    prefix = "assign"
    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        free = users_who(COORDINATE, REVIEW).exclude(recusals__application=self.application)
        self.fields["reviewer"].queryset = free.order_by("last_name", "first_name", "pk")


class RecuseForm(ApplicationForm):
    """Of oneself."""

    prefix = "recuse"
    reason = lines(
        label=_("Reason for the recusal"),
        max_length=1000,
        help_text=_("Coordinators read it. You will not see this application again until one of them lets you."),
    )


class ReviewForm(ApplicationForm):
    """A score for each criterion in use, and a recommendation; or neither, for who abstains."""

    prefix = "review"
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=Review.Recommendation, widget=forms.RadioSelect, required=False
    )
    comment = lines(label=_("Comment on the application"), max_length=5000, required=False)
    abstains = forms.BooleanField(label=_("I abstain: no scores, no recommendation"), required=False)

    def __init__(self, *args, own: Review | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = {f"score_{each.pk}": each for each in Criterion.objects.filter(is_active=True)}
        for name, criterion in self.criteria.items():
            self.fields[name] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=criterion.help,
                choices=[(value, str(value)) for value in range(LOWEST, HIGHEST + 1)],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )
        self.order_fields([*self.criteria, "recommendation", "comment", "abstains"])
        if own:
            self.initial |= {name: getattr(own, name) for name in ("recommendation", "comment", "abstains")}
            self.initial |= {f"score_{score.criterion_id}": score.value for score in own.scores.all()}

    def clean(self):
        sent = super().clean()
        if not sent.get("abstains"):
            for name in self.criteria:
                if name in sent and sent[name] is None:
                    self.add_error(name, _("Choose a score, or tick “I abstain”."))
            if "recommendation" in sent and not sent["recommendation"]:
                self.add_error("recommendation", _("Choose a recommendation, or tick “I abstain”."))
        return sent

    def opinion(self) -> Opinion:
        sent = self.cleaned_data
        if sent["abstains"]:
            return Opinion(comment=sent["comment"], abstains=True)
        scores = {criterion: sent[name] for name, criterion in self.criteria.items()}
        return Opinion(scores, sent["recommendation"], sent["comment"])
