"""What may be applied for now, in which round, and what opens next.

Whether it is open is decided by the clock of the database, whichever web machine asks: a round takes what arrives from
the instant of its opening until just before that of its closing.
"""

import datetime
import re
import time
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from django.db.models import IntegerField, Q
from django.db.models.functions import Now
from django.utils.timesince import timeuntil
from django.utils.translation import get_language, gettext

from migs_site.base.dates import instant_in_words
from migs_site.base.primary_pages import of_primary
from migs_site.database_functions import Call
from migs_site.models import ProjectPage

from .applications import Application
from .rounds import LateCode, Round


class Kind(Enum):
    ALWAYS = "always"
    OPEN = "open"
    FULL = "full"
    LATER = "later"
    CLOSED = "closed"


class Opening(NamedTuple):
    """One project: whether it may be applied for now, in which round, and the next round that opens.

    ``project`` is the number of its English page, which both languages share. ``round`` is the one that is open or
    full, or else the last one that has closed. ``by_code``: it is open for the late code alone.
    """

    project: int
    title: str
    kind: Kind
    round: Round | None = None
    next_round: Round | None = None
    by_code: bool = False

    @property
    def is_open(self) -> bool:
        return self.kind in (Kind.ALWAYS, Kind.OPEN)

    @property
    def said_round(self) -> Round | None:
        """The round that in_words is about."""
        return self.next_round if self.kind is Kind.LATER else self.round

    @property
    def in_words(self) -> str:
        """Of a project that is open with a late code only its round would tell; the public page knows of no codes."""
        ends = instant_in_words(self.round.closes_at, is_end=True) if self.round else ""
        opens = instant_in_words(self.next_round.opens_at) if self.next_round else ""
        next_one = gettext("The next round opens on %(instant)s.") % {"instant": opens} if opens else ""
        said = {
            Kind.ALWAYS: gettext("Open throughout the year."),
            Kind.OPEN: gettext("Open until %(instant)s.") % {"instant": ends},
            Kind.FULL: " ".join(filter(None, [gettext("This round has received all it can take."), next_one])),
            Kind.LATER: gettext("Opens on %(instant)s.") % {"instant": opens},
            Kind.CLOSED: gettext("Closed on %(instant)s.") % {"instant": ends},
        }
        return said[self.kind]


@dataclass
class Openings:
    """All projects that take interns, in the order of the menu. ``now`` is the database's, where there are rounds.

    ``late_code`` is the code that was given and holds; ``asked_at`` the moment before the question, by this process's
    own clock.
    """

    is_open: bool
    projects: list[Opening] = field(default_factory=list)
    now: datetime.datetime | None = None
    late_code: LateCode | None = None
    asked_at: float = 0.0
    changes_at: datetime.datetime | None = None
    counts_places: bool = False

    @property
    def open_projects(self) -> list[Opening]:
        return [each for each in self.projects if each.is_open] if self.is_open else []

    @property
    def may_apply(self) -> bool:
        """Where no project takes interns nobody is asked for one, and only staff close the form."""
        return self.is_open and (not self.projects or bool(self.open_projects))

    @property
    def has_rounds(self) -> bool:
        return any(each.kind is not Kind.ALWAYS for each in self.projects)

    @property
    def takes_codes(self) -> bool:
        """Whether a late code would let anybody in: a round has closed, or is full."""
        return self.is_open and any(each.round for each in self.closed)

    def reminders(self) -> list[str]:
        """How much time is left of each round that is open, or of the late code: for the form."""
        if not self.now:
            return []
        return [time_left(names, end, self.now) for end, names in sorted(self.ends().items())]

    def ends(self) -> dict[datetime.datetime, list[str]]:
        """The titles of the open projects by the instant at which they close; with a late code, at which it expires."""
        found: dict[datetime.datetime, list[str]] = {}
        for each in self.open_projects:
            if each.round:
                end = self.late_code.expires_at if self.late_code and each.by_code else each.round.closes_at
                found.setdefault(end, []).append(each.title)
        return found

    @property
    def closed(self) -> list[Opening]:
        return [each for each in self.projects if not each.is_open]

    @property
    def next_round(self) -> Round | None:
        """The round that opens first, of those that have not opened."""
        rounds = [each.next_round for each in self.projects if each.next_round]
        return min(rounds, key=lambda each: each.opens_at, default=None)

    @property
    def holds_until(self) -> float | None:
        """Until when a page that shows this is right, by the clock of time.monotonic(); None: as long as the content.

        What is received changes no version of the content, so that while places are counted it holds no time at all.
        """
        if self.counts_places:
            return self.asked_at
        return self.asked_at + (self.changes_at - self.now).total_seconds() if self.changes_at and self.now else None


def time_left(titles: list[str], end: datetime.datetime, now: datetime.datetime) -> str:
    sentence = gettext("Applications for %(projects)s close on %(instant)s, in %(left)s.")
    names = ", ".join(gettext("“%(title)s”") % {"title": title} for title in titles)
    return sentence % {"projects": names, "instant": instant_in_words(end, is_end=True), "left": timeuntil(end, now)}


def openings(*, is_open: bool = True, late_code: LateCode | None = None) -> Openings:
    """In the language in force; two queries. is_open: what the internship page says, which closes everything."""
    found = Openings(is_open=is_open, asked_at=time.monotonic(), late_code=late_code)
    if not is_open:
        return found
    titles = dict(projects_in_language())
    rounds: dict[int, list[Round]] = {number: [] for number in titles}
    for row in rounds_of(list(titles)):
        found.now = row.now
        row.round.taken = row.taken
        rounds[row.projectpage_id].append(row.round)
    everything = [each for of_one in rounds.values() for each in of_one]
    instants = [instant for each in everything for instant in (each.opens_at, each.closes_at)]
    found.changes_at = min((each for each in instants if each > found.now), default=None)
    found.counts_places = any(is_running(each, found.now) and each.capacity for each in everything)
    found.projects = [opening(number, title, rounds[number], found) for number, title in titles.items()]
    return found


def projects_in_language():
    """(number of the English page, title) of each live project that takes interns."""
    return (
        ProjectPage.objects.live()
        .filter(locale__language_code=get_language())
        .annotate(number=of_primary("pk"), takes=of_primary("takes_interns", ProjectPage))
        .filter(takes=True)
        .order_by(of_primary("path"))
        .values_list("number", "title")
    )


def rounds_of(projects: list[int]):
    """Each round of each of these projects, with how many applications it has received, and the time it is."""
    taken = Call("internships_places_taken", "round_id", output_field=IntegerField())
    rows = Round.projects.through.objects.filter(projectpage__in=projects).select_related("round")
    return rows.annotate(taken=taken, now=Now())


def counted(prefix: str = "") -> Q:
    """Applications that take a place: a draft is not received yet, and one that was withdrawn makes room.

    Migration 45 holds the same.
    """
    taking = set(Application.State.values) - {Application.State.DRAFT, Application.State.WITHDRAWN}
    return Q(**{f"{prefix}state__in": sorted(taking)})


def is_running(each: Round, now: datetime.datetime) -> bool:
    return each.opens_at <= now < each.closes_at


def has_room(each: Round) -> bool:
    return each.capacity is None or (each.taken or 0) < each.capacity


def opening(number: int, title: str, rounds: list[Round], found: Openings) -> Opening:
    """Of several rounds that are open the one that closes first takes what arrives, as long as it has room."""
    if not rounds or found.now is None:
        return Opening(number, title, Kind.ALWAYS)
    now, code = found.now, found.late_code
    running = sorted((each for each in rounds if is_running(each, now)), key=lambda each: each.closes_at)
    coming = min((each for each in rounds if each.opens_at > now), key=lambda each: each.opens_at, default=None)
    roomy = list(filter(has_room, running))
    late = [each for each in rounds if code and each.pk == code.round_id and each.opens_at <= now]
    if late and late[0] not in roomy:
        return Opening(number, title, Kind.OPEN, late[0], coming, by_code=True)
    if roomy:
        return Opening(number, title, Kind.OPEN, roomy[0], coming)
    if running:
        return Opening(number, title, Kind.FULL, running[0], coming)
    over = max((each for each in rounds if each.closes_at <= now), key=lambda each: each.closes_at, default=None)
    return Opening(number, title, Kind.LATER if coming else Kind.CLOSED, over, coming)


def plain_code(typed: str) -> str:
    """A code as it is stored, however it was typed: “k7qx 39tm” is “K7QX-39TM”."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper())[:8]
    return f"{letters[:4]}-{letters[4:]}"
