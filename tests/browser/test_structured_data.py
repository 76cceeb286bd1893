"""Structured data keeps to schema.org: on every page of the brochure, and where everything is filled in."""

import os
from collections import Counter

import pytest
from django.test import Client

from migs_site.models.contact import SocialLink
from migs_site.shared.pages import SitePage
from tests.browser.vocabulary import MISSING, is_ready, mistakes, things
from tests.factories import pages as factories
from tests.factories import people, recommendations

PERSON = {"@context": "https://schema.org", "@type": "Person", "@id": "https://example.org/1", "name": "A"}


@pytest.fixture(scope="module")
def checker():
    """Without it: a failure where CI is set, otherwise a skip that says so."""
    if not is_ready():
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(MISSING)


def test_the_checker_knows_a_wrong_word_and_a_wrong_type(checker, tmp_path):
    wrong = [
        {"familyNme": "B"},
        {"jobTitle": 3},
        {"memberOf": {"@type": "OrganizationRole", "rolName": "Chair"}},
        {"affiliation": {"@type": "Organisation", "name": "B"}},
    ]

    found = mistakes([PERSON, *[PERSON | mistake for mistake in wrong], PERSON], tmp_path)

    assert sorted({line.split("(")[1].split(",")[0] for line in found if "(" in line}) == ["3", "4", "5", "6"]


def test_every_page_of_the_brochure_keeps_to_schema_org(checker, texts, tmp_path):
    described = {address: things(text) for address, text in texts.items() if address.startswith("/")}

    assert mistakes([thing for found in described.values() for thing in found], tmp_path) == []
    counted = Counter(thing["@type"] for found in described.values() for thing in found)
    assert counted["Person"] == 2 * 36
    assert counted["BreadcrumbList"] > counted["Person"]


@pytest.mark.django_db
def test_pages_with_everything_filled_in_keep_to_schema_org(checker, tmp_path):
    contact = factories.contact_details()
    SocialLink.objects.create(contact=contact, network="Network", address="https://social.example.org/migs")

    home = factories.home_page()
    both = [home, home.get_translations().get()]
    both += [page for made in everything() for page in (made, factories.translate(made))]
    described = [thing for page in both for thing in things(Client().get(page.url).text)]

    assert mistakes(described, tmp_path) == []
    assert {thing["@type"] for thing in described} == {"ResearchOrganization", "Person", "Book", "Report"}


def everything() -> list[SitePage]:
    """A person, a book and a recommendation of which all is known that structured data says."""
    person = people.person_page(
        honorific="General",
        post_nominals="(Ret.)",
        position="Fellow",
        affiliation="University",
        orcid="0000-0002-1825-0097",
        standing="in_memoriam",
        died_on="2009-09",
        links=[("link", {"text": "Home", "address": "https://home.example.org/"})],
    )
    group = people.group_page()
    people.membership(group, person, role_en="Chair", role_fr="Président", starts_on="2008", ends_on="2199-01-02")
    book = recommendations.book_page()
    recommendations.edition(book, pages=191)
    recommendations.authorship(book, person)
    made = recommendations.recommendation_set(launched_on="2009-09-22")
    return [person, book, recommendations.recommendation(made)]
