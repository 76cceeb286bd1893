"""From the words of a letter to the message that an applicant gets."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives

from internships.models import Application
from internships.staff.letters.variables import Facts, facts_for, fill, values_of
from migs_site.outbox.messages import in_frame, mail_of
from migs_site.outbox.models import Mail


@dataclass(frozen=True)
class Words:
    """A subject and a text, with variables or without."""

    subject: str
    text: str

    def filled(self, values: Mapping[str, str]) -> "Words":
        return Words(fill(self.subject, values), fill(self.text, values))


def message_to(application: Application, words: Words, facts: Facts) -> EmailMultiAlternatives:
    """The message of words that are filled in."""
    reply_to = facts.reply_to(application.language)
    options = {"reply_to": reply_to} if reply_to else {}
    return in_frame(
        words.text,
        subject=words.subject,
        to=application.email,
        language=application.language,
        contact=facts.institute,
        **options,
    )


def preview(
    words: Words, *, application: Application, answer_by: datetime.date | None = None, facts: Facts | None = None
) -> Mail:
    """The mail as it would be sent, stored nowhere. Raises ValueError where none can be made of it."""
    facts = facts or facts_for([application] if application.state != Application.State.DRAFT else [])
    return mail_of(message_to(application, words.filled(values_of(application, facts, answer_by)), facts))


def sample(language: str) -> Application:
    """Nobody’s application, to see a letter with."""
    return Application(language=language, name="Camille Tremblay", email="camille@example.org", reference="K7QX-39TM")
