"""Structured data keeps to schema.org: on every page of the brochure, and where everything is filled in."""

import os
from collections import Counter

import pytest

from tests.browser.vocabulary import MISSING, is_ready, mistakes, things

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
