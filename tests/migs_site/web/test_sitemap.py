"""What search engines find."""

import re

import pytest
from wagtail.models import Page

from tests.factories.pages import standard_page, translate

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_live_pages_in_both_languages_and_no_drafts(client):
    translate(standard_page(title="About", slug="about"), {"about": "a-propos"})
    standard_page(title="Draft", slug="draft", live=False)
    translate(standard_page(title="Half", slug="half"), live=False)

    response = client.get("/sitemap.xml")

    assert re.findall(r"<loc>http://localhost(.*?)</loc>", response.text) == [
        "/en/",
        "/en/about/",
        "/en/half/",
        "/fr/",
        "/fr/a-propos/",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_page_that_has_left_changes_the_sitemap_though_its_newest_date_stays(client):
    leaving, newest = standard_page(slug="leaving"), standard_page(slug="newest")
    Page.objects.update(last_published_at="2026-05-03T12:00Z")
    Page.objects.filter(pk=newest.pk).update(last_published_at="2026-05-04T12:00Z")
    before = client.get("/sitemap.xml")
    Page.objects.filter(pk=leaving.pk).update(live=False)

    after = client.get("/sitemap.xml", headers={"If-Modified-Since": "Mon, 04 May 2026 12:00:00 GMT"})

    assert [(each.status_code, "/en/leaving/" in each.text) for each in (before, after)] == [(200, True), (200, False)]
