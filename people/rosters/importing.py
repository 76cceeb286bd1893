"""Adds the people of a pasted list to a group: all of them or, where anything is not as staff saw it, none."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from migs_site.accounts.models import User
from people.models import GroupPage, Membership, PeopleIndexPage, PersonPage
from people.rosters.names import PersonName
from people.rosters.suggestions import GroupMembers, MemberState
from people.similar_names import PeopleDirectory
from people.tasks import translate_new_person

MOST_NEW = 100  # each takes about a tenth of a second, and a request has thirty seconds


class RosterRefused(Exception):
    """Why nothing was imported, in one sentence for staff."""


@dataclass(frozen=True)
class NameDecision:
    """What staff decided about one pasted name: a person who is here (``person_id``), or else a new one.

    ``seen`` are the people with such a name whom staff were shown before they decided.
    """

    line: int
    name: PersonName
    person_id: int | None = None
    seen: frozenset[int] = frozenset()


@dataclass
class Imported:
    created: list[PersonPage] = field(default_factory=list)  # people who were not here before
    added: int = 0  # memberships
    present: int = 0  # members already, so nothing was done


def import_roster(*, group: GroupPage, terms: Membership, decisions: list[NameDecision], user: User) -> Imported:
    """Make the new people and the memberships, and publish the group's page; ``terms`` gives role and first day.

    RosterRefused where the group has unpublished changes, or where what staff saw has changed since; then nothing
    was written. Somebody who has become a member since is left as they are, so the same list twice adds nothing.
    """
    try:
        with transaction.atomic():
            return RosterImport(group, terms, user, {decision.person_id for decision in decisions}).run(decisions)
    except IntegrityError as error:
        sentence = _("Someone else changed people at the same time. Review the list, then import.")
        raise RosterRefused(sentence) from error


class RosterImport:
    """One import, inside its transaction. Imports wait for each other, whichever group they are for.

    They wait for merges of those whom they bring in, too, and look only then who is here.
    """

    def __init__(self, group: GroupPage, terms: Membership, user: User, people: set[int | None]):
        index = group.get_parent()
        list(Page.objects.select_for_update().filter(pk__in=[index.pk, group.pk, *people]).order_by("pk"))
        self.group = GroupPage.objects.get(pk=group.pk)
        self.index = PeopleIndexPage.objects.get(pk=index.pk)
        self.members = GroupMembers(self.group, terms)
        self.directory = PeopleDirectory()
        self.user = user
        self.imported = Imported()

    def run(self, decisions: list[NameDecision]) -> Imported:
        if self.group.has_unpublished_changes:
            raise RosterRefused(
                _("This group has unpublished changes. Publish or discard them, then paste the list again.")
            )
        if sum(1 for decision in decisions if not decision.person_id) > MOST_NEW:
            sentence = _(
                "No more than %(most)d new people can be created at a time. Leave some out, then paste the list again."
            )
            raise RosterRefused(sentence % {"most": MOST_NEW})
        for decision in decisions:
            self.apply(decision)
        if self.imported.added:
            self.group.save_revision(user=self.user, log_action=True).publish(user=self.user)
        return self.imported

    def apply(self, decision: NameDecision) -> None:
        person_id = decision.person_id or self.joined_since(decision)
        state = self.members.state(person_id) if person_id else MemberState.OUTSIDE
        if state is MemberState.MEMBER:
            self.imported.present += 1
        elif state is MemberState.FORMER or (person_id and person_id not in self.directory.people):
            raise RosterRefused(_("Line %(line)s: check this name again.") % {"line": decision.line})
        else:
            self.group.memberships.add(self.members.admit(person_id or self.create_person(decision).pk))
            self.imported.added += 1

    def joined_since(self, decision: NameDecision) -> int | None:
        """Who joined the group under this name since staff saw the list. RosterRefused for others of such a name."""
        matches = self.directory.find_similar(decision.name.given_names, decision.name.surname)
        new = [match for match in matches if int(match.record.token) not in decision.seen]
        if not new:
            return None
        if new[0].is_exact and self.members.state(int(new[0].record.token)) is MemberState.MEMBER:
            return int(new[0].record.token)
        sentence = _("Line %(line)s: someone else has added %(name)s in the meantime. Check this name again.")
        raise RosterRefused(sentence % {"line": decision.line, "name": new[0].record.title})

    def create_person(self, decision: NameDecision) -> PersonPage:
        """A published page, as an editor would make it; the worker makes the French one, if it needs no translator."""
        name = vars(decision.name) | {"family_name_first": decision.name.family_name_first}
        person = PersonPage(locale=self.index.locale, owner=self.user, live=False, **name)
        try:
            self.index.add_child(instance=person)
            person.save_revision(user=self.user, log_action=True).publish(user=self.user)
            translate_new_person.configure(lock=f"page-{person.pk}").defer(page_id=person.pk)
        except ValidationError as error:
            sentence = _("Line %(line)s: %(mistake)s")
            raise RosterRefused(sentence % {"line": decision.line, "mistake": error.messages[0]}) from error
        self.imported.created.append(person)
        return person
