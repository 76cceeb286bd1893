"""Who is here already, and where, as a pasted list is compared with it."""

from enum import Enum, auto
from functools import cached_property

from django.utils import timezone
from wagtail.models import Locale

from migs_site.base.dates import last_day
from people.models import GroupPage, Membership, PersonPage
from people.rosters.matching import Known, Match, Names


class Standing(Enum):
    """How somebody stands to the group and role that a list is for."""

    OUTSIDE = auto()
    MEMBER = auto()
    FORMER = auto()  # served until a day, and the list does not say that they came back later


class Register:
    """Everybody on the site and the members of one group, in two queries; ``terms`` is the membership to be given."""

    def __init__(self, group: GroupPage, terms: Membership):
        self.group = group
        self.terms = terms

    @cached_property
    def records(self) -> list[PersonPage]:
        """Every person's English page, with those that were merged into another."""
        pages = PersonPage.objects.filter(locale=Locale.get_default())
        return list(pages.only("title", "given_names", "surname", "live", "merged_into_id"))

    @cached_property
    def people(self) -> dict[int, PersonPage]:
        return {page.pk: page for page in self.records if not page.merged_into_id}

    @cached_property
    def names(self) -> Names:
        """All names; that of a merged record is another name of the person who was kept."""
        owners = [(self.people.get(page.merged_into_id or page.pk), page) for page in self.records]
        return Names(
            Known(str(owner.pk), owner.title, page.given_names, page.surname) for owner, page in owners if owner
        )

    @cached_property
    def members(self) -> dict[int, list[Membership]]:
        found = {}
        for row in Membership.objects.filter(group=self.group.pk):
            found.setdefault(row.person_id, []).append(row)
        return found

    def like(self, given_names: str, surname: str) -> list[Match]:
        return self.names.like(Known("", "", given_names, surname))

    def standing(self, person_id: int) -> Standing:
        rows = [row for row in self.members.get(person_id, []) if row.overlaps(self.membership(person_id))]
        if not rows:
            return Standing.OUTSIDE
        return Standing.FORMER if all(map(is_over, rows)) else Standing.MEMBER

    def membership(self, person_id: int) -> Membership:
        """A new row of the group for somebody, in the role and from the day that the list is for."""
        given = {name: getattr(self.terms, name) for name in ("role_en", "role_fr", "starts_on")}
        return Membership(person_id=person_id, **given)

    def admit(self, person_id: int) -> Membership:
        """The same, and from now on they count as a member."""
        row = self.membership(person_id)
        self.members.setdefault(person_id, []).append(row)
        return row

    def groups_of(self, person_ids: set[int]) -> dict[int, str]:
        """The names of the groups that these people are or were in, in one query."""
        found = {}
        rows = Membership.objects.filter(person__in=person_ids).order_by("group__path")
        for person_id, title in rows.values_list("person_id", "group__title"):
            titles = found.setdefault(person_id, [])
            if title not in titles:
                titles.append(title)
        return {person_id: ", ".join(titles) for person_id, titles in found.items()}


def is_over(row: Membership) -> bool:
    return bool(row.ends_on) and last_day(row.ends_on) < timezone.localdate().isoformat()
