"""What applicants are told before they agree: who collects what, why, for how long, and what they can do about it.

Quebec's Act respecting the protection of personal information in the private sector (P-39.1, s. 8, with Law 25), and
the one for public bodies (A-2.1, s. 65), ask for it where the information is given, so it stands in the form. Staff
write what only the institute knows; what this site does by itself is said from its settings, and so is always true.
"""

from typing import NamedTuple

from django.utils.translation import get_language, gettext, ngettext

from internships.models import Application, InternshipPage, InternshipSettings, PrivacyNotice
from internships.models.internship_settings import DRAFT_DAYS, UNDECIDED_MONTHS
from internships.models.notices import digest
from migs_site.models import ContactDetails


class Part(NamedTuple):
    anchor: str
    title: str
    text: str


class Notice(NamedTuple):
    """The notice as a reader sees it now, and the sentence to agree to below it."""

    language: str
    parts: list[Part]
    consent: str
    months: dict[str, int]

    @property
    def text(self) -> str:
        """Every word of it, as it is stored."""
        return "\n\n".join([*(f"{part.title}\n{part.text}" for part in self.parts), self.consent])

    @property
    def version(self) -> str:
        """Changes with any word; the box for consent carries it, so that nobody agrees to words they were not shown."""
        return digest(self.text)[:16]

    def store(self) -> PrivacyNotice:
        return PrivacyNotice.of(language=self.language, text=self.text, months=self.months)


def notice_of(offer: InternshipPage) -> Notice:
    """The notice of an internship page, in the language in force, which is the page's; two queries."""
    contact, setting = ContactDetails.objects.first(), InternshipSettings.current()
    words = {
        "collector": (gettext("Who collects this information"), named(contact, offer.notice_collector)),
        "purposes": (gettext("What it is used for"), offer.notice_purposes),
        "readers": (gettext("Who sees it"), offer.notice_readers),
        "optional": (gettext("What is optional"), offer.notice_optional),
        "retention": (gettext("How long it is kept"), retention_in_words(setting)),
        "rights": (gettext("Your rights"), offer.notice_rights),
        "contact": (gettext("Whom to write to"), whom_to_write_to(offer, contact)),
        "outside-quebec": (gettext("Whether it leaves Quebec"), offer.notice_outside_quebec),
    }
    parts = [Part(anchor, title, text) for anchor, (title, text) in words.items() if text]
    return Notice(language=get_language(), parts=parts, consent=offer.consent_text, months=setting.months)


def named(contact: ContactDetails | None, words: str) -> str:
    """The institute's name and postal address on a line before the words."""
    if not contact:
        return words
    lines = [contact.name, contact.university, *contact.postal_address.splitlines()]
    return "\n".join(filter(None, [", ".join(filter(None, lines)), words]))


def whom_to_write_to(offer: InternshipPage | None, contact: ContactDetails | None) -> str:
    if offer and offer.contact_email:
        return ", ".join(filter(None, [offer.contact_name, offer.contact_email]))
    return ", ".join(filter(None, [contact.name, contact.email])) if contact else ""


def retention_in_words(setting: InternshipSettings) -> str:
    """How long drafts and applications are kept, one sentence a line."""
    begun = gettext(
        "A draft is erased %(days)d days after you last save it, an application without a decision %(months)d months "
        "after we receive it."
    ) % {"days": DRAFT_DAYS, "months": UNDECIDED_MONTHS}
    numbers = setting.months
    if len(set(numbers.values())) == 1:
        return f"{begun}\n{after_any_decision(setting.months_accepted)}"
    return "\n".join([begun, *(after_state(state, number) for state, number in numbers.items())])


def after_any_decision(number: int) -> str:
    sentence = ngettext(
        "After the decision, or after you withdraw, everything is erased after %(number)d month.",
        "After the decision, or after you withdraw, everything is erased after %(number)d months.",
        number,
    )
    return sentence % {"number": number}


def after_state(state: str, number: int) -> str:
    sentence = ngettext(
        "%(state)s: erased after %(number)d month.", "%(state)s: erased after %(number)d months.", number
    )
    return sentence % {"state": Application.State(state).label, "number": number}
