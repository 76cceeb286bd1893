"""What somebody sees who has reached a limit."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from migs_site.rate_limits.middleware import limit_page
from migs_site.rate_limits.services import Limit, LimitReached, spend
from migs_site.web.client_addresses import client_address

FIVE = Limit("tests.page", 5, datetime.timedelta(hours=1))
HEADINGS = {"en": "Please try again later", "fr": "Veuillez réessayer plus tard"}


def reached(until: datetime.datetime, seconds: float = 90.2) -> LimitReached:
    return LimitReached(FIVE, until, datetime.timedelta(seconds=seconds))


def sentences(response, language: str) -> list[str]:
    [section] = BeautifulSoup(response.content, "html.parser").select(f"section[lang={language}]")
    return [paragraph.get_text().strip() for paragraph in section.select(".l-text p")]


def at(*instant: int) -> datetime.datetime:
    return datetime.datetime(*instant, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("until", "english", "french"),
    [
        (at(2026, 11, 27, 19, 4, 0, 1), "27 November 2026, 14:05", "27 novembre 2026, 14\xa0h\xa005"),
        (at(2026, 11, 27, 19, 5), "27 November 2026, 14:05", "27 novembre 2026, 14\xa0h\xa005"),
        (at(2026, 7, 1, 3, 59, 30), "1 July 2026, 00:00", "1 juillet 2026, 00\xa0h\xa000"),
        (at(2026, 12, 31, 23, 59, 59, 999999), "31 December 2026, 19:00", "31 décembre 2026, 19\xa0h\xa000"),
    ],
)
@pytest.mark.parametrize("zone", ["America/Vancouver", "Africa/Kigali"])
def test_it_says_in_both_languages_when_to_come_back_by_the_clock_of_montreal(until, english, french, zone):
    with timezone.override(zone):
        response = limit_page(RequestFactory().get("/fr/candidature/"), reached(until))

    assert sentences(response, "en")[1] == f"You can try again from {english} (Montreal time)."
    assert sentences(response, "fr")[1] == f"Vous pourrez réessayer à partir du {french} (heure de Montréal)."


@pytest.mark.parametrize(("language", "other"), [("en", "fr"), ("fr", "en")])
def test_it_is_a_page_like_the_others_that_stand_alone(language, other):
    response = limit_page(RequestFactory().get(f"/{language}/apply/"), reached(at(2026, 11, 27)))

    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, response["Retry-After"]) == (429, "91")
    assert response["Cache-Control"] == "no-store, private"
    assert page.html["lang"] == f"{language}-CA"
    assert [page.h1.text, page.h2.text] == [HEADINGS[language], HEADINGS[other]]
    assert page.title.text == f"{HEADINGS[language]}, MIGS"


@pytest.mark.parametrize(("seconds", "header"), [(-5, "1"), (0, "1"), (0.2, "1"), (3600, "3600"), (86_399.5, "86400")])
def test_programs_are_told_the_seconds_rounded_up(seconds, header):
    assert limit_page(RequestFactory().get("/"), reached(at(2026, 11, 27), seconds))["Retry-After"] == header


def test_it_says_what_has_become_of_what_was_sent():
    sent = RequestFactory().post("/en/apply/")

    lost = sentences(limit_page(sent, reached(at(2026, 11, 27))), "en")
    kept = sentences(limit_page(sent, reached(at(2026, 11, 27)), nothing_lost=True), "en")

    back = "What you just sent was not saved."
    assert (lost[2], kept[2]) == (back, "Nothing is lost: what you sent has been saved.")
    assert len(sentences(limit_page(RequestFactory().get("/en/"), reached(at(2026, 11, 27))), "en")) == 3


@pytest.mark.django_db
def test_it_asks_the_database_nothing():
    with CaptureQueriesContext(connection) as asked:
        limit_page(RequestFactory().post("/en/"), reached(at(2026, 11, 27)))

    assert len(asked) == 0


def limited(request):
    spend(FIVE, client_address(request))
    return limit_page(request, reached(at(2026, 11, 27)), nothing_lost=True)


handler500 = "migs_site.web.errors.server_error"
urlpatterns = [path("en/limited/", limited), path("fr/limited/", limited)]


@pytest.fixture
def with_limited_view():
    with override_settings(ROOT_URLCONF=__name__, TRUSTED_PROXIES=["127.0.0.1"]):
        yield


@pytest.mark.django_db
def test_who_makes_up_addresses_gets_no_fresh_budget_and_takes_nobody_elses(client, with_limited_view):
    def ask(forwarded):
        response = client.get("/fr/limited/", headers={"x-forwarded-for": forwarded})
        return "enregistré" in response.text  # the view has gone on

    assert [ask(f"198.51.100.{n}, 203.0.113.7") for n in range(8)] == [True] * 5 + [False] * 3
    assert ask("203.0.113.7, 203.0.113.8")


@pytest.mark.django_db
def test_a_limit_that_no_view_catches_is_answered_by_the_page(client, with_limited_view):
    for _again in range(5):
        client.get("/en/limited/")

    response = client.get("/en/limited/")

    assert (response.status_code, re.findall("<h1.*?>(.*?)</h1>", response.text)) == (429, [HEADINGS["en"]])
    assert 710 < int(response["Retry-After"]) <= 720
    assert response["Cache-Control"] == "no-store, private"
    assert dict(response.cookies) == {}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_no_writes_is_a_pause_and_no_error_of_ours(with_limited_view):
    connection.cursor().execute("SET default_transaction_read_only = on")

    response = Client(raise_request_exception=False).get("/en/limited/")

    connection.close()
    assert (response.status_code, response["Retry-After"]) == (503, "120")
