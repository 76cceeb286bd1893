"""/Donate.html is printed in brochures: it leads to the donate page however it is typed."""

import pytest
from django.test import Client

from tests.factories.donations import donate_page
from tests.factories.pages import translate

pytestmark = pytest.mark.django_db

TYPED = ["/Donate.html", "/donate.html", "/DONATE.HTML", "/donate.HTML/", "/DoNaTe.HtMl/"]


def led_to(address: str, language: str) -> tuple[int, str]:
    response = Client().get(address, headers={"Accept-Language": language})
    return response.status_code, response.get("Location", "")


@pytest.mark.parametrize("address", TYPED)
@pytest.mark.parametrize(("language", "place"), [("en-CA,fr;q=0.5", "/en/donate/"), ("fr-CA,en;q=0.5", "/fr/donate/")])
def test_it_leads_to_the_donate_page_in_the_visitors_language(address, language, place):
    translate(donate_page())

    assert led_to(address, language) == (302, place)


@pytest.mark.parametrize("language", ["de", "", "*", "fr;q=nonsense", "x" * 3000])
def test_any_other_language_leads_to_english(language):
    translate(donate_page())

    assert led_to("/Donate.html", language) == (302, "/en/donate/")


def test_the_query_string_goes_along():
    donate_page()

    assert led_to("/DONATE.html?utm_source=x&a=1", "en") == (302, "/en/donate/?utm_source=x&a=1")


def test_french_visitors_are_led_to_english_while_there_is_no_french_page():
    donate_page()

    assert led_to("/Donate.html", "fr") == (302, "/en/donate/")


def test_without_a_donate_page_the_address_does_not_exist():
    assert led_to("/Donate.html", "en") == (404, "")


def test_an_unpublished_donate_page_does_not_count():
    donate_page().unpublish()

    assert led_to("/Donate.html", "en") == (404, "")


@pytest.mark.parametrize("query", ["%0d%0aSet-Cookie:a=b", "//evil.example/", "@evil.example"])
def test_no_query_string_leads_away_from_the_site(query):
    donate_page()

    assert led_to(f"/Donate.html?{query}", "en") == (302, f"/en/donate/?{query}")
