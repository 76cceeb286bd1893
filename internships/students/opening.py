"""The form of a draft with all that it depends on: what may be applied for now, and with which code."""

from internships.models import InternshipPage
from internships.places import openings_for
from internships.students.drafts import Draft
from internships.students.forms import ApplicationForm


def form_of(draft: Draft, *, offer: InternshipPage) -> ApplicationForm:
    code = draft.answers.get("late_code", "")
    openings, code_error = openings_for(str(code), is_open=offer.is_open)
    return ApplicationForm(draft, offer=offer, openings=openings, code_error=code_error)
