"""Who has lost the link to a draft or an application is mailed a new one, and nobody learns whose address is known."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import internships, pages
from tests.internships.forms import address, shown, words
from tests.internships.mails import link_in
from tests.mailing import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inbox(inbox):
    inbox.server.start()
    return inbox


def ask_for_lost_link(email: str):
    place = address("lost-link")
    client = Client()
    token = shown(client.get(place)).select_one("[name=csrfmiddlewaretoken]")["value"]
    return client.post(place, {"email": email, "csrfmiddlewaretoken": token})


def test_a_browser_may_say_where_the_form_for_a_lost_link_comes_from():
    """Under “no-referrer” it would say “null”, which is refused as another site’s."""
    client, place = Client(enforce_csrf_checks=True), address("lost-link")

    soup = shown(page := client.get(place))
    sent = {"email": "a@example.org", "csrfmiddlewaretoken": soup.select_one("[name=csrfmiddlewaretoken]")["value"]}
    codes = [client.post(place, sent, HTTP_ORIGIN=origin).status_code for origin in ("null", "http://testserver")]

    assert (page["Referrer-Policy"], codes) == ("same-origin", [403, 303])


def test_a_lost_link_is_mailed_again_and_the_answer_tells_nothing(inbox):
    pages.translate(internships.offer())
    internships.application(email="camille@example.org", language="fr", name="Tremblay")
    internships.draft(email="", typed={"answers": {"email": "CAMILLE@example.org"}})
    internships.application(email="other@example.org")

    answers = [ask_for_lost_link(email) for email in ("Camille@Example.org", "nobody@example.org")]
    work()

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, address("link-on-its-way"))] * 2
    assert sorted((message["To"], message["Subject"]) for message in inbox.messages) == [
        ("CAMILLE@example.org", "The link to your application"),
        ("camille@example.org", "Le lien vers votre candidature"),
    ]
    assert sorted(Client().get(link_in(message)).status_code for message in inbox.messages) == [200, 200]
    assert {"Tremblay" in message.as_string() for message in inbox.messages} == {False}


def test_asking_again_and_again_mails_once_in_ten_minutes(inbox, monkeypatch):
    internships.application()

    for _time in range(3):
        ask_for_lost_link("camille@example.org")
    work()
    first = len(inbox.messages)
    later = timezone.now() + datetime.timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: later)
    ask_for_lost_link("camille@example.org")
    work()

    assert (first, len(inbox.messages)) == (1, 2)


def test_a_wrong_address_is_named_and_nothing_is_looked_for():
    response = ask_for_lost_link("camille")

    assert [words(link) for link in shown(response).select(".alert__list a")] == [
        "Enter a valid email address, for example name@example.ca."
    ]
    assert ProcrastinateJob.objects.count() == 0
