"""Whoever publishes an English page is told what of it waits for French, and led there."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from migs_site.editorial.translating import WordsOfTheForm
from migs_site.models import StandardPage
from tests.editing import create, edit
from tests.factories.pages import english, home_page, standard_page, translate

pytestmark = pytest.mark.django_db


def offered(response) -> list[tuple[str, str]]:
    """Each message about French: its sentence, and where its button leads."""
    parts = [BeautifulSoup(str(message), "html.parser") for message in get_messages(response.wsgi_request)]
    said = [(part.contents[0].strip(), part.find_all("a")[-1]["href"]) for part in parts if part.find("a")]
    return [(sentence, address) for sentence, address in said if "French" in sentence]


def test_a_new_page_leads_to_its_translation(staff):
    response = create(staff, StandardPage, home_page(), title="About us", slug="about-us")

    page = StandardPage.objects.get(locale=english())
    begin = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert offered(response) == [("This page has no French page yet.", begin)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "Who we are"}, "1 text on this page needs to be translated into French."),
        ({"title": "Who we are", "introduction": "New."}, "2 texts on this page need to be translated into French."),
    ],
)
def test_a_changed_page_says_how_many_texts_wait_and_leads_to_them(staff, fields, sentence):
    page = standard_page()
    translated = translate(page)

    response = edit(staff, page, **fields)

    assert offered(response) == [(sentence, reverse("wagtailadmin_pages:edit", args=[translated.pk]))]


def test_a_page_that_has_all_its_french_needs_no_message(staff):
    page = standard_page()
    translate(page)

    assert offered(edit(staff, page)) == []


@pytest.mark.parametrize(("language", "words"), [("en", "Publish in "), ("fr", "Publier en ")])
def test_the_button_that_publishes_a_translation_keeps_its_words_apart(staff, language, words):
    with override(language):
        answer = WordsOfTheForm.as_view()(RequestFactory().get("/"))

    assert f'"Publish in ": "{words}"' in answer.content.decode()
