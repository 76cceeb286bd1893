"""What a page is, in the words of schema.org, for search engines and other machines (JSON-LD).

tests/browser/test_structured_data.py holds every page type to the vocabulary.
"""

import json
from functools import singledispatch
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language

from migs_site.metadata.citations.items import on_one_line
from migs_site.metadata.permanent_addresses import permanent_address
from migs_site.models import HomePage
from migs_site.models.contact import dialled
from people.models import PersonPage
from recommendations.models import BookPage, RecommendationPage

# Inside a script a browser looks for nothing but its end and for comments; no character of either is left.
ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
FORMATS = {"hardcover": "Hardcover", "paperback": "Paperback", "ebook": "EBook", "audiobook": "AudiobookFormat"}


def structured_data(page, contact, way) -> SafeString:
    """The contents of a data block about a page that has been saved; nothing where there is nothing to say.

    way: the steps that lead to the page from the home page, if the page shows them.
    """
    things = [thing for thing in (described(page, contact), breadcrumbs(way)) if thing]
    if not things:
        return SafeString("")
    data = {"@context": "https://schema.org", "@graph": [filled(thing) for thing in things]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 (no < or > is left)


def filled(value):
    """The same without what is empty, and with each text on one line."""
    if isinstance(value, dict):
        return {name: filled(part) for name, part in value.items() if part}
    if isinstance(value, list):
        return [filled(part) for part in value]
    return on_one_line(value) if isinstance(value, str) else value


@singledispatch
def described(page, contact) -> dict:
    """The thing that a page is about; nothing for a page that only leads to others."""
    return {}


@described.register
def institute(page: HomePage, contact) -> dict:
    other = contact.name_en if get_language() == "fr" else contact.name_fr
    return institute_named(contact) | {
        "alternateName": [name for name in (contact.acronym, other) if name],
        "url": contact.website,
        "logo": absolute(reverse("wordmark", args=[get_language()])),
        "sameAs": [network.address for network in contact.networks],
        "telephone": dialled(contact.telephone),
        "faxNumber": dialled(contact.fax),
        "email": contact.email,
        "address": ", ".join(contact.postal_address.splitlines()),
        "parentOrganization": {"@type": "CollegeOrUniversity", "name": contact.university},
    }


@described.register
def person(page: PersonPage, contact) -> dict:
    linked = [block.value["address"] for block in page.links]
    return record("Person", page) | {
        "name": page.name,
        "givenName": page.given_names,
        "familyName": page.surname,
        "honorificPrefix": page.honorific,
        "honorificSuffix": page.post_nominals,
        "jobTitle": page.position,
        "affiliation": page.affiliation and {"@type": "Organization", "name": page.affiliation},
        "memberOf": [served(membership, contact) for membership in page.terms],
        "deathDate": page.died_on,
        "sameAs": [*([f"https://orcid.org/{page.orcid}"] if page.orcid else []), *linked],
    }


def served(membership, contact) -> dict:
    """A membership with its role and its dates, each as far as it is known."""
    group = membership.group
    organization = record("Organization", group) | {"name": group.title}
    return {
        "@type": "OrganizationRole",
        "roleName": membership.role,
        "startDate": membership.starts_on,
        "endDate": membership.left_on,
        "description": "" if membership.is_over else known_as_of(membership),
        "memberOf": organization | {"parentOrganization": institute_named(contact)},
    }


def known_as_of(membership) -> str:
    """As of when somebody is known to be a member who has not left, for whoever reads that they are one."""
    return ", ".join(filter(None, [capfirst(membership.source), membership.confirmed_on]))


@described.register
def book(page: BookPage, contact) -> dict:
    authors = [record("Person", author) | {"name": author.name} for author in page.authors]
    return record("Book", page) | {
        "name": page.whole_title,
        "author": authors,
        "inLanguage": page.heading_language,
        "workExample": [edition(facts, page.whole_title) for facts in page.editions_shown],
    }


def edition(facts, title: str) -> dict:
    form = FORMATS.get(facts.format)
    return {
        "@type": "Book",
        "name": title,
        "isbn": facts.isbn.replace("-", "").replace(" ", ""),
        "bookFormat": form and f"https://schema.org/{form}",
        "inLanguage": facts.language,
        "numberOfPages": facts.pages,
        "datePublished": str(facts.year or ""),
        "publisher": {"@type": "Organization", "name": facts.imprint},
    }


@described.register
def recommendation(page: RecommendationPage, contact) -> dict:
    made_public, wording = str(page.set_page.launched_on or ""), page.wording
    return record("Report", page) | {
        "name": wording.words,
        "alternateName": page.heading if wording.is_printed else "",
        "genre": page.label,
        "reportNumber": str(page.number),
        "author": institute_named(contact),
        "publisher": institute_named(contact),
        "datePublished": made_public,
        "inLanguage": wording.language or get_language(),
        "audience": {"@type": "Audience", "name": page.addressee.name},
        "isPartOf": record("Report", page.set_page) | {"name": page.set_page.title, "datePublished": made_public},
    }


def institute_named(contact) -> dict:
    """The institute wherever it is spoken of: the home page says the rest under the same name for machines."""
    return {"@type": "ResearchOrganization", "@id": absolute("/#institute"), "name": contact.name}


def record(kind: str, page) -> dict:
    """A thing that a page is about, by the page's permanent address; by none where that page is not on the site."""
    address = {"@id": permanent_address(page), "url": absolute(page.get_url())} if page.live else {}
    return {"@type": kind} | address


def breadcrumbs(way) -> dict:
    steps = [
        {"@type": "ListItem", "position": at, "name": step.title, "item": absolute(step.address)}
        for at, step in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps} if steps else {}


def absolute(address: str | None) -> str:
    return urljoin(settings.BASE_URL, address or "")
