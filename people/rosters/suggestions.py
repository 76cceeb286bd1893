"""What is suggested for each name of a pasted list: somebody on the site, perhaps a member; a new person; or none."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from migs_site.base.dates import last_day
from people.models import GroupPage, Membership
from people.rosters.names import holds_several, is_heading, without_affiliation
from people.similar_names import NameIndex, NameMatch, NameRecord, PeopleDirectory


class MemberState(Enum):
    """What somebody is to the group, in the role and from the day that a list is for."""

    OUTSIDE = auto()
    MEMBER = auto()
    FORMER = auto()  # served until a day, and the list does not say that they came back later


class GroupMembers:
    """The members of a group, read in one query; ``terms`` is the membership that everybody on the list gets."""

    def __init__(self, group: GroupPage, terms: Membership):
        self.group = group
        self.terms = terms

    @cached_property
    def rows(self) -> dict[int, list[Membership]]:
        """The memberships of each person, by the person's number."""
        rows: dict[int, list[Membership]] = {}
        for row in Membership.objects.filter(group=self.group.pk):
            rows.setdefault(row.person_id, []).append(row)
        return rows

    def state(self, person_id: int) -> MemberState:
        new = self.new_membership(person_id)
        rows = [row for row in self.rows.get(person_id, []) if row.overlaps(new)]
        if not rows:
            return MemberState.OUTSIDE
        today = timezone.localdate().isoformat()
        is_over = all(row.ends_on and last_day(row.ends_on) < today for row in rows)
        return MemberState.FORMER if is_over else MemberState.MEMBER

    def new_membership(self, person_id: int) -> Membership:
        terms = {name: getattr(self.terms, name) for name in ("role_en", "role_fr", "starts_on")}
        return Membership(person_id=person_id, **terms)

    def admit(self, person_id: int) -> Membership:
        """A new membership, after which the person counts as a member."""
        row = self.new_membership(person_id)
        self.rows.setdefault(person_id, []).append(row)
        return row


NEW, LEAVE_OUT = "new", "skip"
LINE = "line-"  # before the number of a line in the token of its name; the token of a person is their number


@dataclass(frozen=True)
class Suggestion:
    """A name of the list, with the people on the site and the earlier lines of the list that have such a name.

    A decision is the number of a person, NEW, LEAVE_OUT, or nothing where staff have to choose.
    """

    name: NameRecord
    people: list[NameMatch]
    lines: list[NameMatch]
    members: GroupMembers
    groups: dict[int, str]  # of these people, as one text each

    @property
    def tokens(self) -> list[str]:
        """Who and which lines are shown with the name."""
        return [match.record.token for match in [*self.people, *self.lines]]

    @property
    def decision(self) -> str:
        """What is most likely meant."""
        if is_heading(self.name.title) or any(match.is_exact for match in self.lines):
            return LEAVE_OUT
        if holds_several(self.name.title):
            return ""
        same = [match.record.token for match in self.people if match.is_exact]
        if len(same) == 1 and not self.lines:
            return same[0]
        return "" if self.people or self.lines else NEW

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each possible decision, and what will happen then."""
        return [
            *[(match.record.token, self.label(match)) for match in self.people],
            (NEW, _("Someone else: a new person") if self.tokens else _("A new person")),
            (LEAVE_OUT, _("Leave out")),
        ]

    def label(self, match: NameMatch) -> str:
        """“Allan Thompson is already here: Research Steering Committee”."""
        person_id = int(match.record.token)
        if self.members.state(person_id) is MemberState.MEMBER:
            sentence = _("%(name)s is already a member: nothing to do")
        elif person_id in self.groups:
            sentence = _("Existing person: %(name)s, %(groups)s")
        else:
            sentence = _("Existing person: %(name)s, in no group")
        return sentence % {"name": match.record.title, "groups": self.groups.get(person_id, "")}

    @property
    def notes(self) -> list[str]:
        """What staff should look at: similar names, and what of the line is not one person's name."""
        similar = _("Similar to %(name)s. Is this the same person?")
        notes = [similar % {"name": match.record.title} for match in self.people if not match.is_exact]
        for match in self.lines:
            line = {"line": match.record.token.removeprefix(LINE)}
            if match.is_exact:
                notes.append(_("The same name as on line %(line)s.") % line)
            else:
                notes.append(_("Similar to the name on line %(line)s. Is this the same person?") % line)
        _name, affiliation = without_affiliation(self.name.title)
        if is_heading(self.name.title):
            notes.append(_("This looks like a heading, not a name."))
        elif holds_several(self.name.title):
            notes.append(_("This looks like more than one name. Leave it out, and paste each name on its own line."))
        elif affiliation:
            sentence = _(
                "“%(words)s” is not saved. You can add a workplace to the member’s row in the group afterwards. Put "
                "a second name on its own line."
            )
            notes.append(sentence % {"words": affiliation})
        return notes

    def why_choose_again(self, decision: str, seen: Collection[str]) -> str:
        """Why a decision cannot stand, taken when staff saw these tokens; nothing where it can.

        Somebody who has joined the group since counts as seen.
        """
        unseen = [match for match in [*self.people, *self.lines] if match.record.token not in seen]
        if unseen and not self.is_member(unseen[0]):
            sentence = _("Choose again: %(name)s was not in the list when you chose.")
            return sentence % {"name": unseen[0].record.title}
        if decision.isdecimal() and decision not in self.tokens:
            return _("Choose again: the name has changed.")
        return ""

    def is_member(self, match: NameMatch) -> bool:
        """Whether a match is a member of the group, under exactly this name."""
        is_person = match.is_exact and not match.record.token.startswith(LINE)
        return is_person and self.members.state(int(match.record.token)) is MemberState.MEMBER


def suggest(names: list[NameRecord], members: GroupMembers) -> list[Suggestion]:
    """Compare each name of a list with everybody on the site and with the names before it, in three queries."""
    directory, earlier, found = PeopleDirectory(), NameIndex(), []
    for name in names:
        found.append((directory.find_similar(name.given_names, name.surname), earlier.find_similar(name)[:1]))
        earlier.add(name)
    groups = groups_of({int(match.record.token) for people, _lines in found for match in people})
    return [Suggestion(name, *matches, members, groups) for name, matches in zip(names, found, strict=True)]


def groups_of(person_ids: set[int]) -> dict[int, str]:
    """The names of the groups that these people are or were in, as one text each, in one query."""
    titles: dict[int, dict[str, bool]] = {}
    rows = Membership.objects.filter(person__in=person_ids).order_by("group__path")
    for person_id, title in rows.values_list("person_id", "group__title"):
        titles.setdefault(person_id, {})[title] = True
    return {person_id: ", ".join(each) for person_id, each in titles.items()}
