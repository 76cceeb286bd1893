"""Who would be taken to a state, and be written what: frozen and counted, before anything is done."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from internships.models import Application, Decision, Letter
from internships.staff.letters.writing import Words
from internships.states import Actor, State, possible_moves

signer = signing.Signer(salt="internships.staff.decisions")  # the time is in the content, by the database's clock
GOOD_FOR = datetime.timedelta(hours=2)


class OutOfDate(Exception):
    """What was frozen is too old, was frozen by somebody else, or was never frozen here."""


@dataclass(frozen=True)
class Verdict:
    """What is decided, and said in each language. batch: the number of what is confirmed together.

    again: the letter may go to who has had it, which only one applicant at a time can be sent on purpose.
    """

    to: str
    answer_by: datetime.date | None
    letters: Mapping[str, Words]
    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    again: bool = False


@dataclass(frozen=True)
class Recipients:
    """Those who would be written to, and those who would not, each with the reason."""

    verdict: Verdict
    chosen: list[Application]
    left_out: list[tuple[Application, str]]

    def languages(self) -> list[tuple[str, int]]:
        """In words, each with the number of letters in it."""
        counted = Counter(application.language for application in self.chosen)
        return [(get_language_info(code)["name_translated"], number) for code, number in sorted(counted.items())]

    def first_of_each_language(self) -> list[Application]:
        first: dict[str, Application] = {}
        for application in self.chosen:
            first.setdefault(application.language, application)
        return list(first.values())

    def frozen(self, by) -> str:
        """To be sent back with the confirmation. Signed, so that nobody is added on the way."""
        verdict = self.verdict
        content = {
            "by": by.pk,
            "at": timezone.now().timestamp(),
            "to": verdict.to,
            "answer_by": verdict.answer_by and verdict.answer_by.isoformat(),
            "letters": {code: [words.subject, words.text] for code, words in verdict.letters.items()},
            "batch": str(verdict.batch),
            "again": verdict.again,
            "states": {str(application.pk): application.state for application in self.chosen},
        }
        return signer.sign_object(content, compress=True)


def thaw(frozen: str, by) -> tuple[Verdict, dict[uuid.UUID, str]]:
    """What was frozen, and the state in which each application was then. Raises OutOfDate."""
    try:
        content = signer.unsign_object(frozen)
    except signing.BadSignature as error:
        raise OutOfDate from error
    if content["by"] != by.pk or timezone.now().timestamp() - content["at"] > GOOD_FOR.total_seconds():
        raise OutOfDate
    answer_by = content["answer_by"] and datetime.date.fromisoformat(content["answer_by"])
    letters = {code: Words(*words) for code, words in content["letters"].items()}
    verdict = Verdict(content["to"], answer_by, letters, uuid.UUID(content["batch"]), content["again"])
    return verdict, {uuid.UUID(pk): state for pk, state in content["states"].items()}


def recipients(applications: Iterable[Application], *, to: str, answer_by: datetime.date | None) -> Recipients:
    """In two queries, however many they are."""
    applications = list(applications)
    letters = {letter.language: Words(letter.subject, letter.text) for letter in Letter.objects.filter(state=to)}
    told = already_told(applications, to)
    verdict = Verdict(to, answer_by, letters, again=len(applications) == 1 and bool(told))
    reasons = [(application, reason_to_leave_out(application, verdict, told)) for application in applications]
    return Recipients(
        verdict,
        chosen=[application for application, reason in reasons if not reason],
        left_out=[(application, reason) for application, reason in reasons if reason],
    )


def already_told(applications: Iterable[Application], to: str) -> set[uuid.UUID]:
    """Those who have had the letter for a state, or will have it in a moment."""
    told = Decision.objects.standing().filter(change__application__in=applications, change__to_state=to)
    return set(told.values_list("change__application", flat=True))


def reason_to_leave_out(application: Application, verdict: Verdict, told: Iterable[uuid.UUID]) -> str:
    """A sentence, or nothing."""
    if application.pk in told and not verdict.again:
        return _("This letter has already been sent or is waiting to be sent.")
    if verdict.to not in possible_moves(application, Actor.STAFF):
        sentence = _("Is now “%(state)s” and cannot become “%(to)s”.")
        return sentence % {"state": application.get_state_display(), "to": State(verdict.to).label}
    if application.language not in verdict.letters:
        return _("There is no letter for this state in the applicant’s language.")
    return ""
