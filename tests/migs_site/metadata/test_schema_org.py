"""Structured data keeps to schema.org where everything is filled in; tests/browser looks at the brochure's pages."""

import os

import pytest
from django.test import Client

from migs_site.base.pages import SitePage
from migs_site.models.contact import SocialLink
from tests.browser.vocabulary import MISSING, is_ready, mistakes, things
from tests.factories import pages, people, recommendations


@pytest.mark.django_db
def test_pages_with_everything_filled_in_keep_to_schema_org(tmp_path):
    if not is_ready():
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(MISSING)
    contact = pages.contact_details()
    SocialLink.objects.create(contact=contact, network="Network", address="https://social.example.org/migs")

    home = pages.home_page()
    both = [home, home.get_translations().get()]
    both += [page for made in everything() for page in (made, pages.translate(made))]
    described = [thing for page in both for thing in things(Client().get(page.url).text)]

    assert mistakes(described, tmp_path) == []
    kinds = {"ResearchOrganization", "Person", "Book", "Report", "BreadcrumbList"}
    assert {thing["@type"] for thing in described} == kinds


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
