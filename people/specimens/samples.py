"""Sample people, groups, memberships and organizations for specimens: never stored, all of them plainly invented."""

import itertools

from migs_site.styleguide.samples import page_of
from migs_site.styleguide.words import ALONE, ARABIC, FAR_LETTERS, FIVE_WORDS, HEBREW, ONE_LETTER, say
from people.models import GroupPage, Membership, Organization, PersonPage

NAMES = [FIVE_WORDS, ONE_LETTER, FAR_LETTERS, ARABIC, HEBREW, ALONE, ("Robin", "Sampleinternationalization")]


def person(given_names: str = "Robin", surname: str = "Sample", **fields) -> PersonPage:
    return page_of(PersonPage, given_names=given_names, surname=surname, **fields)


def membership(person: PersonPage, *, english: str = "", french: str = "") -> Membership:
    return Membership(group=group(), person=person, role_en=english, role_fr=french)


def memberships(number: int, **roles: str) -> list[Membership]:
    """That many members whose surnames begin with each letter in turn."""
    letters = [chr(ord("A") + place % 26) for place in range(number)]
    people = [person(f"Robin {place + 1}", f"{letter}sample") for place, letter in enumerate(letters)]
    return [membership(each, **roles) for each in people]


def dated_memberships(number: int) -> list[Membership]:
    """Members whose dates are known to the day, the month, the year, on one side, or not at all."""
    dates = [("2001", "2004"), ("2001-09", "2004-05"), ("2001-09-01", "2001-10-30"), ("2001-09-01", ""), ("", "2004")]
    rows = memberships(number, english="Sample role", french="Rôle d’exemple")
    for row, (row.starts_on, row.ends_on), standing in zip(
        rows, itertools.cycle([*dates, ("", "")]), itertools.cycle(["", "", "in_memoriam", "emeritus"]), strict=False
    ):
        row.affiliation_en = row.affiliation_fr = "Sample University"
        row.person.standing = standing
    return rows


def difficult_memberships(**roles: str) -> list[Membership]:
    return [membership(person(*names), **roles) for names in NAMES]


def group(**fields) -> GroupPage:
    return page_of(GroupPage, **{"title": say("Sample Committee", "Comité Exemple")} | fields)


def organization(name: str = "", **fields) -> Organization:
    name = name or say("Sample Foundation", "Fondation Exemple")
    return Organization(name_en=name, name_fr=name, **fields)
