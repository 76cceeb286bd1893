"""People, groups and organizations."""

from people.models import GroupPage, Membership, Organization, PeopleIndexPage, PersonPage
from tests.factories.pages import add, home_page


def people_index(parent=None, **fields) -> PeopleIndexPage:
    """The page that lists everybody; without a parent the same one when asked again."""
    existing = PeopleIndexPage.objects.filter(locale=home_page().locale).first() if parent is None else None
    return existing or add(parent or home_page(), PeopleIndexPage(**{"title": "People"} | fields))


def person_page(parent=None, **fields) -> PersonPage:
    if "surname" not in fields:
        fields = {"given_names": "Janice Gross", "surname": "Stein"} | fields
    return add(parent or people_index(), PersonPage(**fields))


def group_page(parent=None, **fields) -> GroupPage:
    return add(parent or people_index(), GroupPage(**{"title": "Steering Committee", "kind": "committee"} | fields))


def membership(group: GroupPage, person: PersonPage, **fields) -> Membership:
    return Membership.objects.create(group=group, person=person, **fields)


def organization(**fields) -> Organization:
    return Organization.objects.create(**{"slug": "aegis-trust", "name_en": "Aegis Trust"} | fields)
