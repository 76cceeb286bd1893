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
    "people": (9, 9),
    "group": (7, 8),
    "person": (7, 8),
    "author": (8, 8),
    "sets": (8, 8),
    "set": (9, 10),
    "outcomes": (13, 14),
    "recommendation": (9, 9),
    "record": (11, 12),
    "progress": (12, 12),
    "book": (8, 9),
    "book out of print": (10, 11),
    "project": (7, 7),
    "home": (15, 16),
    "donate": (6, 6),
    "pictures": (5, 5),
    "words": (8, 8),
}


def queries(page) -> int:
    """Queries of a first visit: nothing is cached, as after a start of the server."""
    address = page.url
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
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
