"""Merged records in the choosers of pages: offered neither to who browses nor to who searches."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import get_page_models

from tests.factories.pages import translate
from tests.factories.people import group_page, people_index, person_page

pytestmark = pytest.mark.django_db

PAGE_TYPES = ["", *sorted(model._meta.label_lower for model in get_page_models())]
PEOPLE = ["", "wagtailcore.page", "people.personpage", "people.grouppage,people.personpage"]


def merged(number: int, kept) -> None:
    for surname in ["Smith", "Smithe", "Smyth"][:number]:
        other = person_page(given_names="Jon", surname=surname, sort_name="")
        type(other).objects.filter(pk=other.pk).update(merged_into=kept)


def browse(client, parent, page_type: str, **more):
    return client.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk]), {"page_type": page_type} | more)


def search(client, words: str, page_type: str, **more):
    return client.get(reverse("wagtailadmin_choose_page_search"), {"page_type": page_type, "q": words} | more)


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_every_chooser_can_be_browsed_and_searched(staff, page_type):
    merged(1, person_page(given_names="John", surname="Smith"))

    answers = [
        browse(staff, people_index(), page_type),
        search(staff, "smith", page_type),
        search(staff, "nobody at all", page_type),
        search(staff, "", page_type),
        search(staff, "smith", page_type, multiple="1", p="3"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 5
    assert not any("Jon Smith" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("page_type", PEOPLE)
def test_only_the_record_that_is_kept_is_offered(staff, page_type):
    group_page()
    merged(3, person_page(given_names="John", surname="Smith"))

    for answer in (browse(staff, people_index(), page_type), search(staff, "Jo", page_type)):
        assert [name for name in ("John Smith", "Jon S") if name in answer.content.decode()] == ["John Smith"]


@pytest.mark.parametrize("number", [1, 3])
def test_choosers_ask_no_more_where_more_were_merged(staff, number):
    merged(number, person_page(given_names="John", surname="Smith"))
    index = people_index()

    def queries(ask, *asked) -> int:
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as captured:
            ask(staff, *asked)
        return len(captured)

    assert (queries(browse, index, "people.personpage"), queries(search, "Jo", "")) == (25, 14)


@pytest.mark.parametrize(
    ("page_type", "offered"),
    [
        ("people.personpage", ["/en/people/john-smith/"]),  # a member, an author: whoever chose the French was refused
        ("people.grouppage,people.personpage", ["/en/people/john-smith/"]),
        ("wagtailcore.page", ["/en/people/john-smith/", "/fr/people/john-smith/"]),  # a link in a text
        ("", ["/en/people/john-smith/", "/fr/people/john-smith/"]),
    ],
)
def test_a_record_is_offered_once_and_a_page_to_link_to_in_both_languages(staff, page_type, offered):
    translate(person_page(given_names="John", surname="Smith"))

    found = BeautifulSoup(search(staff, "smith", page_type).content.decode(), "html.parser")

    assert sorted(link["data-url"] for link in found.select("a.choose-page")) == offered
