"""What a visitor sees when something goes wrong."""

import re

import pytest
from django.db import connection, connections
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from migs_site.errors import form_expired, server_error
from tests.factories import pages
from tests.factories.internships import offer


def words(html: str, tag: str) -> list[str]:
    """What stands in each element of a kind, without inner tags."""
    found = re.findall(rf"<{tag}(?: [^>]*)?>(.*?)</{tag}>", html, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<.*?>", "", text)).strip() for text in found]


def sections(html: str) -> list[str]:
    return re.findall(r'<section [^>]*lang="(\w\w)"', html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language", "other"),
    [
        ("/en/no-such-page/", "en", "fr"),
        ("/fr/aucune-page/", "fr", "en"),
        ("/fr/%00/", "fr", "en"),
        ("/en/" + "a" * 2000 + "/", "en", "fr"),
        ("/no-language/", "en", "fr"),
        ("/wp-login.php", "en", "fr"),
    ],
)
def test_a_missing_page_is_answered_in_both_languages_the_addresss_own_first(client, path, language, other):
    pages.home_page()

    response = client.get(path)

    assert response.status_code == 404
    assert re.findall(r"<html lang=(.*?)>", response.text) == [f'"{language}-CA"']
    assert sections(response.text) == [other]
    assert re.findall(r'class="button" href="(.*?)"', response.text) == [f"/{language}/", f"/{other}/"]


@pytest.mark.django_db
def test_a_missing_page_offers_the_other_language_at_its_home_page(client):
    pages.home_page()

    response = client.get("/en/no-such-page/")

    assert re.findall(r'<a href="(.*?)" hreflang="fr">', response.text) == ["/fr/"]
    assert re.findall(r'rel="(alternate|canonical)"', response.text) == []


@pytest.mark.django_db
def test_a_missing_page_sets_no_cookie_and_depends_on_none(client):
    response = client.get("/en/no-such-page/")

    assert response.status_code == 404
    assert dict(response.cookies) == {}
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(("language", "order"), [("en", ["en", "fr"]), ("fr", ["fr", "en"])])
def test_the_page_of_a_failure_is_in_both_languages(language, order):
    with translation.override(language):
        response = server_error(RequestFactory().get(f"/{language}/"))

    assert response.status_code == 500
    assert sections(response.text) == order
    assert [len(words(response.text, "h1")), len(words(response.text, "h2"))] == [1, 1]
    assert re.findall(r'class="button" href="(.*?)"', response.text) == [f"/{code}/" for code in order]


@pytest.mark.django_db
def test_the_page_of_a_failure_asks_the_database_nothing():
    with CaptureQueriesContext(connection) as queries:
        response = server_error(RequestFactory().get("/en/"))

    assert response.status_code == 500
    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_a_site_without_its_database_still_answers():
    client = Client(raise_request_exception=False)
    port = connection.settings_dict["PORT"]
    connections.close_all()
    connection.settings_dict["PORT"] = "1"  # nothing listens there

    try:
        response = client.get("/fr/")
    finally:
        connections.close_all()
        connection.settings_dict["PORT"] = port

    assert response.status_code == 500
    assert sections(response.text) == ["fr", "en"]


@pytest.mark.parametrize(("language", "order"), [("en", ["en", "fr"]), ("fr", ["fr", "en"])])
def test_an_expired_form_is_explained_in_both_languages_without_the_database(language, order):
    with translation.override(language):
        response = form_expired(RequestFactory().get(f"/{language}/apply/"))

    assert response.status_code == 403
    assert sections(response.text) == order


@pytest.mark.django_db
def test_a_form_without_its_token_is_answered_by_that_page():
    offer()
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/apply/", {"name": "Somebody"})

    assert response.status_code == 403
    assert words(response.text, "h1") == ["The form was not sent"]
