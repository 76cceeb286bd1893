"""A button leads to the page in the reader's language, and to nothing that is not on the site."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from migs_site.base.blocks import CallToActionBlock
from tests.factories import pages

pytestmark = pytest.mark.django_db


def calls(*destinations) -> list:
    return [("call_to_action", {"text": "Help us.", "button": "Donate", "page": page}) for page in destinations]


def buttons(page) -> list[tuple[str, str | None]]:
    """Address and hreflang of each button that a visitor meets."""
    soup = BeautifulSoup(Client().get(page.url).content, "html.parser")
    return [(a["href"], a.get("hreflang")) for a in soup.select("main .call a")]


def test_the_same_button_leads_to_each_language():
    wanted = pages.standard_page(title="Wanted", slug="wanted")
    wanted_in_french = pages.translate(wanted, {"wanted": "voulue"})
    page = pages.standard_page(body=calls(wanted))
    french = pages.translate(page)

    assert wanted_in_french.live
    assert buttons(page) == [("/en/wanted/", None)]
    assert buttons(french) == [("/fr/voulue/", None)]


def test_a_button_to_a_page_without_french_says_that_it_is_english():
    wanted = pages.standard_page(title="Wanted", slug="wanted")
    page = pages.standard_page(body=calls(wanted))

    assert buttons(pages.translate(page)) == [("/en/wanted/", "en")]


def test_a_button_to_a_page_that_is_not_on_the_site_is_left_out():
    wanted = pages.standard_page(title="Wanted", live=False)
    page = pages.standard_page(body=calls(wanted))

    assert buttons(page) == []
    assert "Help us." in Client().get(page.url).content.decode()


def test_more_buttons_ask_the_database_no_more():
    wanted = [pages.standard_page(title=f"Wanted {number}") for number in range(3)]
    one, three = (pages.standard_page(title=f"With {n}", body=calls(*wanted[:n])) for n in (1, 3))
    Client().get(one.url)

    counts = []
    for page in (one, three):
        with CaptureQueriesContext(connection) as asked:
            assert len(buttons(page)) in (1, 3)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_preview_of_a_form_finds_the_page_too():
    wanted = pages.standard_page(title="Wanted", slug="wanted")
    value = CallToActionBlock().normalize({"text": "", "button": "Go", "page": wanted})

    with translation.override("en"):
        html = CallToActionBlock().render(value)

    assert BeautifulSoup(html, "html.parser").a["href"] == "/en/wanted/"
