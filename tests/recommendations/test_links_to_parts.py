"""Each section and each key message has an address of its own, and a quiet link to it that says where it leads."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.pages import standard_page, translate
from tests.factories.recommendations import book_page

pytestmark = pytest.mark.django_db

HEADING = ("heading", {"text": "Support at home", "anchor": "home"})
MESSAGE = ("key_message", {"claim": "Prevention is ours.", "explanation": "<p>Why.</p>", "anchor": "ours"})


def links(page) -> list[tuple]:
    """Where each quiet link leads, its name, and the kind of element it leads to."""
    document = BeautifulSoup(Client().get(page.url).content, "html.parser")
    found = document.main.select("a.anchor-link")
    return [(link["href"], link["aria-label"], document.select_one(link["href"]).name) for link in found]


def test_every_part_of_a_summary_has_a_link_to_itself():
    book = book_page(summary=[HEADING, MESSAGE])

    assert links(book) == [
        ("#in-brief", "Link to “In brief: the argument of the book”", "section"),
        ("#home", "Link to “Support at home”", "h3"),
        ("#key-messages", "Link to “Key messages”", "section"),
        ("#ours", "Link to “Prevention is ours.”", "div"),
    ]
    assert links(translate(book, {"Support at home": "L’appui"}))[1] == ("#home", "Lien vers «\xa0L’appui\xa0»", "h3")


def test_every_heading_of_a_body_has_a_link_to_itself():
    page = standard_page(body=[HEADING, MESSAGE])

    assert links(page) == [
        ("#home", "Link to “Support at home”", "h2"),
        ("#ours", "Link to “Prevention is ours.”", "div"),
    ]


def test_a_heading_and_its_part_are_named_by_their_words_without_the_link():
    page = standard_page(body=[HEADING])

    document = BeautifulSoup(Client().get(page.url).content, "html.parser")

    part = document.select_one(".l-row:has(#home)")
    names = [part["aria-labelledby"], part.h2["aria-labelledby"]]
    assert [document.find(id=name).get_text() for name in names] == ["Support at home", "Support at home"]
