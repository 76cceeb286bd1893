"""What has happened to an application, oldest first, for coordinators."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from internships.models import Application, StateChange
from migs_site.audit.models import AuditEntry


@dataclass(frozen=True)
class Event:
    """who: a member of staff; nothing where it was the applicant, or where their account is gone."""

    at: datetime.datetime
    what: str
    who: object = None
    text: str = ""


def history(application: Application) -> list[Event]:
    found = [*moves(application), *notes(application), *reviews(application), *recusals(application)]
    return sorted(found, key=lambda event: event.at)


def moves(application: Application) -> list[Event]:
    changes = application.state_changes.select_related("by")
    return [Event(change.at, change.get_to_state_display(), who(change), change.reason) for change in changes]


def who(change: StateChange):
    return _("the applicant") if change.actor == StateChange.Actor.APPLICANT else change.by


def notes(application: Application) -> list[Event]:
    return [Event(note.at, _("Note"), note.author, note.text) for note in application.notes.select_related("author")]


def reviews(application: Application) -> list[Event]:
    found = application.reviews.all()
    given = [Event(review.given_at, _("Review given"), review.reviewer) for review in found]
    changed = [Event(review.changed_at, _("Review changed"), review.reviewer) for review in found if review.changed_at]
    return [*given, *changed]


def recusals(application: Application) -> list[Event]:
    found = application.recusals.select_related("person")
    return [Event(each.at, _("Recusal"), each.person, each.reason) for each in found]


OPENINGS = [
    "application.opened",
    "application.file_viewed",
    "application.file_downloaded",
    "application.files_exported",
]
SHOWN = 50


def openings(application: Application) -> list[AuditEntry]:
    """Who has read it, and which file, newest first; the whole log is among the reports."""
    found = AuditEntry.objects.about(application).filter(action__in=OPENINGS).order_by("-pk")
    return list(found[:SHOWN])
