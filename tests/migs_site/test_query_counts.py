"""How many questions a page asks the database: the same for one thing and for three, and never more than 25."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.factories import pages
from tests.migs_site.sample_pages import LISTS, SAMPLE_PAGES

pytestmark = pytest.mark.django_db

# List: queries of the English page and of the French one, with nothing cached.
COUNTS = {
    "people": (17, 17),
    "group": (14, 15),
    "person": (14, 15),
    "author": (15, 15),
    "sets": (15, 15),
    "set": (16, 17),
    "outcomes": (20, 21),
    "recommendation": (16, 16),
    "record": (18, 19),
    "progress": (20, 20),
    "book": (15, 16),
    "book out of print": (17, 18),
    "project": (14, 14),
    "home": (22, 23),
    "donate": (13, 13),
    "pictures": (13, 13),
}


def queries(page) -> int:
    """Queries of a first visit: nothing is cached, as after a start of the server."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(page.url)
    assert response.status_code == 200
    return len(asked)


def in_both_languages(page) -> list:
    pages.contact_details()
    page = Page.objects.get(pk=page.pk).specific
    return [page, pages.translate(page)]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_asks_no_more(name, number):
    both = in_both_languages(LISTS[name](number))

    assert tuple(queries(page) for page in both) == COUNTS[name]


@pytest.mark.parametrize("label", SAMPLE_PAGES)
def test_no_page_asks_more_than_25(label):
    both = in_both_languages(SAMPLE_PAGES[label]())

    assert [queries(page) for page in both if queries(page) > 25] == []
