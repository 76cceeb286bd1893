"""What search engines find."""

import re

import pytest

from tests.factories import pages

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_live_pages_in_both_languages_and_no_drafts(client):
    pages.translate(pages.standard_page(title="About", slug="about"), {"about": "a-propos"})
    pages.standard_page(title="Draft", slug="draft", live=False)
    pages.translate(pages.standard_page(title="Half", slug="half"), live=False)

    response = client.get("/sitemap.xml")

    assert re.findall(r"<loc>http://localhost(.*?)</loc>", response.text) == [
        "/en/",
        "/en/about/",
        "/en/half/",
        "/fr/",
        "/fr/a-propos/",
    ]
