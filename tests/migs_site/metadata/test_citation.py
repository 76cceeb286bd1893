"""What a printed page says about itself: how to cite it, where it is, how old it is."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page

from migs_site.templatetags.migs import day
from tests.factories import internships, pages, recommendations

pytestmark = pytest.mark.django_db

# Already 1 March in Greenwich, still February in Montreal.
EVENING = datetime.datetime(2026, 3, 1, 2, 0, tzinfo=datetime.UTC)


def on_paper(client, address: str) -> list[str]:
    """The lines that are shown on paper alone."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [re.sub(r"[ \n]+", " ", line.get_text()).strip() for line in soup.select(".on-paper p")]


def published(page: Page) -> Page:
    Page.objects.filter(pk=page.pk).update(last_published_at=EVENING)
    return page


@pytest.mark.parametrize(
    ("make", "cited"),
    [
        (pages.standard_page, "About us, 28 February 2026, http://testserver/en/about-us/"),
        (
            recommendations.book_page,
            "Mobilizing the Will to Intervene, 28 February 2026, http://testserver/en/the-book/",
        ),
        (pages.home_page, "28 February 2026, http://testserver/en/"),
    ],
)
def test_a_page_says_how_to_cite_it(client, make, cited):
    pages.contact_details()
    page = published(make())

    assert on_paper(client, page.url) == ["Cite as", f"Institute for Genocide Studies, {cited}"]


def test_paper_carries_the_reference_that_the_screen_shows_first(client):
    pages.contact_details()
    page = published(
        recommendations.recommendation(recommendations.recommendation_set(), number=4, statement="Act now.")
    )

    assert on_paper(client, page.url) == [
        "Cite as",
        "Institute for Genocide Studies, Act now, Short form of recommendation\xa04, To Canada, "
        f"http://testserver/id/{page.pk}",
        "This page, 28 February 2026, http://testserver/en/recommendations/canada/4/",
    ]


def test_a_page_is_cited_in_its_own_language(client):
    pages.contact_details()
    french = published(pages.translate(pages.standard_page(), {"About us": "À propos"}))

    assert on_paper(client, french.url) == [
        "Pour citer",
        f"Institut d’études sur le génocide, À propos, 28 février 2026, http://testserver{french.url}",
    ]


def test_what_is_no_page_says_when_it_was_printed_and_not_its_secret_address(client):
    internships.offer()
    application = internships.application()
    address = f"/en/apply/{internships.link(application)}/"

    assert on_paper(client, address) == ["Printed", day(timezone.localdate())]
    assert application.reference in client.get(address).text


def test_a_page_that_is_not_there_is_not_cited(client):
    assert on_paper(client, "/en/nowhere/") == []
