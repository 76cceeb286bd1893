"""How to reach a person through the institute, for address books (vCard 3.0, RFC 2426)."""

import vobject
from vobject.vcard import Address, Name

from migs_site.metadata.citations.items import on_one_line
from migs_site.models.contact import dialled


def vcard(person, contact) -> str:
    """The posts that a member of staff holds here, with the institute's telephone, e-mail and address: nothing else.

    person: PersonPage. contact: ContactDetails.
    """
    address = person.permanent_address()
    card = vobject.vCard()
    names = [person.honorific, person.name, person.post_nominals]
    card.add("fn").value = " ".join(on_one_line(name) for name in names if name)
    card.add("n").value = Name(
        family=on_one_line(person.surname),
        given=on_one_line(person.given_names),
        prefix=on_one_line(person.honorific),
        suffix=on_one_line(person.post_nominals),
    )
    card.add("org").value = [on_one_line(contact.name)]
    for membership in person.posts:
        held = [membership.role, membership.group.title]
        card.add("role").value = on_one_line(", ".join(filter(None, held)))
    add_institute(card, contact)
    card.add("url").value = address
    card.add("uid").value = address
    return card.serialize()


def add_institute(card, contact) -> None:
    ways = [
        ("tel", ["WORK", "VOICE"], dialled(contact.telephone)),
        ("tel", ["WORK", "FAX"], dialled(contact.fax)),
        ("email", ["INTERNET"], contact.email),
        ("adr", ["WORK"], contact.postal_address and Address(street=", ".join(contact.postal_address.splitlines()))),
    ]
    for name, types, value in ways:
        if value:
            line = card.add(name)
            line.value, line.type_param = value, types
    if contact.website:
        card.add("url").value = contact.website
