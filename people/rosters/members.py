"""The members of a group, as a pasted list is compared with them."""

from enum import Enum, auto
from functools import cached_property

from django.utils import timezone

from migs_site.base.dates import last_day
from people.models import GroupPage, Membership


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
