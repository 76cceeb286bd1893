"""What may be applied for now: the internship page, and the form of a draft with all that it depends on."""

from django.utils.translation import get_language

from internships.models import InternshipPage
from internships.places import openings_for
from internships.students.drafts import Draft
from internships.students.forms import ApplicationForm


def offer_in_language() -> InternshipPage | None:
    """The internship page in the language of the address."""
    return InternshipPage.objects.live().filter(locale__language_code=get_language()).first()


def closed_offer() -> InternshipPage:
    """In the place of a page that has left the site while its form was open: what was typed is kept as a draft."""
    return InternshipPage(is_open=False)


def published(offer: InternshipPage) -> InternshipPage | None:
    """A page that can be linked to."""
    return offer if offer.pk else None


def form_of(draft: Draft, *, offer: InternshipPage) -> ApplicationForm:
    code = draft.answers.get("late_code", "")
    openings, code_error = openings_for(str(code), is_open=offer.is_open)
    return ApplicationForm(draft, offer=offer, openings=openings, code_error=code_error)
