"""How many queries a page asks the database, and for which columns, with nothing kept: the same for one thing and for
three, at most ten, and twelve for the home page, which shows a part of all others."""

import re
from functools import cache as remembered
from typing import NamedTuple

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from migs_site.checks import page_types
from migs_site.images.pictures import SHAPES
from migs_site.images.tasks import make_renditions
from tests.factories import pages
from tests.factories.images import image
from tests.migs_site.sample_pages import LISTS, every_block

pytestmark = pytest.mark.django_db

# List: queries of the English page and of the French one, with nothing cached.
COUNTS = {
    "people": (9, 9),
    "group": (5, 6),
    "person": (7, 7),
    "author": (7, 7),
    "sets": (8, 8),
    "set": (8, 8),
    "outcomes": (9, 9),
    "recommendation": (8, 8),
    "record": (9, 9),
    "progress": (9, 9),
    "book": (7, 7),
    "book out of print": (8, 8),
    "project": (6, 6),
    "home": (8, 8),
    "donate": (6, 6),
    "internships": (6, 6),
    "pictures": (5, 5),
    "words": (8, 8),
}


def queries(page) -> list[dict]:
    """Queries of a first visit: nothing is cached, as after a start of the server."""
    address = page.url
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
    assert response.status_code == 200
    return asked.captured_queries


def in_both_languages(page) -> list:
    pages.contact_details()
    page = Page.objects.get(pk=page.pk).specific
    return [page, pages.translate(page)]


class Visit(NamedTuple):
    """What was asked for a page that is there no more: its number, its table, and the queries."""

    page: int
    table: str
    asked: list[str]


@remembered
def visits(name: str, number: int) -> list[Visit]:
    """In English and in French. Two tests read the same answer, since the pages take longer to make than to ask for."""
    both = in_both_languages(LISTS[name](number))
    return [Visit(page.pk, page._meta.db_table, [each["sql"] for each in queries(page)]) for page in both]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_asks_no_more(name, number):
    assert tuple(len(visit.asked) for visit in visits(name, number)) == COUNTS[name]


@pytest.mark.parametrize("name", LISTS)
def test_no_page_asks_more_than_ten_whatever_its_words_name(name):
    made = LISTS[name](3)
    if name != "words":
        give_every_kind_of_words(made.pk)
    both = in_both_languages(made)
    most = 12 if name == "home" else 10

    assert [number for number in map(len, map(queries, both)) if number > most] == []


def give_every_kind_of_words(number: int) -> None:
    """Fill a page's texts with links, a figure and a dead link, its body with every block, and its pictures."""
    body, other = every_block(2), pages.standard_page(title="Another page")
    page = Page.objects.get(pk=number).specific  # after its neighbours: saving it would forget that they were added
    link = f'<a linktype="page" id="{other.pk}">there</a> <a href="https://gone.example.org/">gone</a>'
    picture = image()
    for shape in SHAPES:
        make_renditions(picture.pk, shape)
    for field in page._meta.concrete_fields:
        if isinstance(field, RichTextField):
            setattr(page, field.name, f"<p>{link} [[canada: carried out]]</p>")
        elif field.name in {"introduction", "dependency_note", "tax_receipt"}:
            setattr(page, field.name, "Of these, [[canada: carried out]].")
        elif field.name in {"portrait", "cover"}:
            setattr(page, field.name, picture)
    if hasattr(page, "body"):
        page.body = body
    page.save_revision().publish()


# Every long text of a page, and what only the admin reads of one.
TEXTS = {
    field.column
    for model in page_types()
    for field in model._meta.local_concrete_fields
    if isinstance(field, models.TextField | StreamField)
} | {"draft_title", "search_description"}
# The next page shows its description, lists of recommendations their statements.
SHOWN = {"search_description", "statement"}
SHOWN_ON = {"home": {"introduction", "summary", "executive_summary"}, "sets": {"introduction"}}


@pytest.mark.parametrize("name", LISTS)
def test_of_other_pages_no_text_is_read_that_the_page_does_not_show(name):
    for page, table, asked in visits(name, 3):
        own = [sql for sql in asked if f'."page_ptr_id" = {page})' in sql and f'FROM "{table}"' in sql]
        others = " ".join(sql for sql in asked if sql not in own)

        assert len(own) == 1
        assert set(re.findall(r'\."(\w+)"', others)) & TEXTS <= SHOWN | SHOWN_ON.get(name, set())
