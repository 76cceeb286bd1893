"""Gives an application its place in a round as it is received: two at once never take the last one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from internships.models import Application, LateCode
from internships.models.openings import Openings, openings, plain_code
from migs_site.base.dates import instant_in_words
from migs_site.database_functions import call

UNKNOWN = _("We do not know this code. Check each letter and digit, or ask whoever gave it to you.")
USED = _("This code was used for another application. Each code is good for one.")


def find_late_code(typed: str) -> LateCode | None:
    """The code that was typed, if it holds now; None where nothing was typed. ValidationError says why it does not."""
    if not typed.strip():
        return None
    codes = LateCode.objects.filter(code=plain_code(typed)).select_related("round").defer("note")
    found = codes.annotate(now=Now()).first()
    if not found:
        raise ValidationError(UNKNOWN)
    if found.used_at:
        raise ValidationError(USED)
    if found.expires_at <= found.now:
        sentence = gettext("This code expired on %(instant)s.")
        raise ValidationError(sentence % {"instant": instant_in_words(found.expires_at, is_end=True)})
    return found


def openings_for(typed_code: str, *, is_open: bool) -> tuple[Openings, str]:
    """What may be applied for with a code, and what is wrong with the code; as without one where something is."""
    try:
        code = find_late_code(typed_code) if is_open else None
    except ValidationError as error:
        return openings(is_open=is_open), " ".join(error.messages)
    return openings(is_open=is_open, late_code=code), ""


def refusal(found: Openings, projects: list[int]) -> str:
    """Why these projects, by the numbers of their English pages, cannot be applied for together now; empty if they can.

    Projects that are open throughout the year go with any round; two rounds need two applications.
    """
    chosen = [each for each in found.projects if each.project in projects]
    if not found.is_open:
        return gettext("Applications are closed.")
    if found.projects and len(chosen) != len(set(projects) or [None]):  # none, or one that is not offered any more
        return gettext("Select at least one project.")
    closed = [f"{each.title}{gettext(': ')}{each.in_words}" for each in chosen if not each.is_open]
    if closed:
        return " ".join(closed)
    by_round = {each.round.pk: each.title for each in chosen if each.round}
    if len(by_round) > 1:
        sentence = gettext(
            "“%(one)s” and “%(other)s” are in different rounds. Choose one of them, and send another application for "
            "the other."
        )
        one, other, *_more = by_round.values()
        return sentence % {"one": one, "other": other}
    return ""


def take_place(*, application: Application, projects: list[int], is_open: bool, typed_code: str = "") -> None:
    """Give an application that is about to be received its round, inside the transaction that receives it.

    ValidationError says, by field (``projects``, ``late_code``), why there is no place. Whoever comes meanwhile for one
    of the same rounds, or with the same code, waits until that transaction ends, and then counts anew.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A place is taken where the application is received.")
    call("internships_lock_places", projects, plain_code(typed_code))
    found, wrong = openings_for(typed_code, is_open=is_open)
    said = {"late_code": wrong, "projects": refusal(found, projects)}
    if errors := {name: sentence for name, sentence in said.items() if sentence}:
        raise ValidationError(errors)
    place = next((each for each in found.projects if each.project in projects and each.round), None)
    if not place:
        return
    application.round = place.round
    if place.by_code:
        application.late_code = found.late_code
        LateCode.objects.filter(pk=found.late_code.pk).update(used_at=Now())
    application.save(update_fields=["round", "late_code"])
