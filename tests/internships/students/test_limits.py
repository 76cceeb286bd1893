"""One visitor can neither fill the disk nor have others mailed; and nobody honest loses anything by it."""

from datetime import timedelta

import pytest
from django.test import Client

from internships.models import Application, ApplicationFile
from internships.students import limits
from migs_site.outbox.models import Mail
from migs_site.rate_limits.services import Limit
from tests.factories import internships
from tests.internships.forms import (
    CV,
    NO_FILES,
    address,
    errors,
    everything_stored,
    fetch,
    place_of,
    post,
    send,
    shown,
    upload,
    words,
)
from tests.internships.students.test_submit import post_at_once

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def at_most(monkeypatch, name: str, *amounts: int) -> None:
    """For the one address from which tests come, its network, and all together."""
    made = tuple(Limit(f"{name}.{place}", amount, HOUR) for place, amount in enumerate(amounts))
    monkeypatch.setattr(limits, name, made)


def says(response) -> tuple[int, bool, bool]:
    """The status; whether the page says that all is saved; that it is not, and the browser still has it."""
    text = words(shown(response))
    return response.status_code, "Nothing is lost" in text, "was not saved" in text


@pytest.mark.parametrize("amounts", [(2, 9, 9), (9, 2, 9), (9, 9, 2)], ids=["address", "network", "everybody"])
def test_drafts_are_limited_and_those_that_are_there_can_still_be_saved(monkeypatch, amounts):
    internships.offer()
    at_most(monkeypatch, "DRAFTS", *amounts)

    soup = shown(send(do="save", **NO_FILES))
    send(do="save", **NO_FILES)
    third = post(do="save", **NO_FILES)
    again = send(soup=soup, do="save", name="Zoë", **NO_FILES)

    assert (says(third), int(third["Retry-After"]) > 600, Application.objects.count()) == ((429, False, True), True, 2)
    assert shown(third).select_one("[name=name]")["value"] == "Camille Tremblay"
    assert shown(again).select_one("[name=name]")["value"] == "Zoë"


def test_saves_are_limited(monkeypatch):
    internships.offer()
    at_most(monkeypatch, "SAVES", 1, 9)
    soup = fetch()

    answers = [post(soup=soup, do="save", name=name, **NO_FILES) for name in ("Zoë", "Zoé")]

    assert [answer.status_code for answer in answers] == [303, 429]
    page = shown(answers[1])
    assert (page.select_one("[name=name]")["value"], place_of(page)) == ("Zoé", place_of(soup))
    assert words(page.select_one(".alert__list")).startswith("This was not saved: too much has been sent from your")
    assert ("are saved" in words(page.select_one(".alert")), errors(answers[1])) == (False, {})
    assert shown(Client().get(place_of(soup))).select_one("[name=name]")["value"] == "Zoë"


@pytest.mark.parametrize("amounts", [(2_500, 9_000, 9_000), (9_000, 9_000, 2_500)], ids=["address", "everybody"])
def test_bytes_are_limited_and_what_was_typed_is_saved(monkeypatch, amounts):
    internships.offer()
    at_most(monkeypatch, "BYTES", *amounts)
    soup = fetch()

    first = send(soup=soup, do="save", name="Zoë", writing_sample=None, cover_letter=None)
    second = send(soup=soup, do="save", name="Zoé", cv=None)

    assert list(ApplicationFile.objects.values_list("kind", flat=True)) == ["cv"]
    assert errors(first) == {}
    said = errors(second)
    assert sorted(said) == ["cover_letter", "writing_sample"]
    assert said["cover_letter"].startswith("We could not save “letter.odt”: too many files have arrived, from your")
    assert shown(second).select_one("[name=name]")["value"] == "Zoé"


def test_words_count_as_well(monkeypatch):
    internships.offer()
    at_most(monkeypatch, "BYTES", 3_000, 3_000, 3_000)
    soup = fetch()

    answers = [post(soup=soup, do="save", message="é" * 1_000, **NO_FILES) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 429]
    assert says(answers[1])[2] is True


def test_a_replacement_counts_too(monkeypatch):
    token = internships.link(internships.application())
    at_most(monkeypatch, "BYTES", 10, 10, 10)

    response = Client().post(address("replace", args=[token, "cv"]), {"cv": upload(CV, "new.pdf")})

    assert "too many files have arrived" in words(shown(response).select_one(".alert__list"))


@pytest.mark.parametrize("amounts", [(1, 9, 9), (9, 1, 9), (9, 9, 1)], ids=["address", "network", "everybody"])
def test_who_has_others_mailed_is_stopped_and_the_application_waits_as_a_draft(monkeypatch, amounts):
    internships.offer()
    at_most(monkeypatch, "MAILS", *amounts)
    send(email="one@example.org")
    soup = fetch()

    stopped = post(soup=soup, email="two@example.org")
    monkeypatch.setattr(limits, "MAILS", ())
    later = send(soup=shown(Client().get(place_of(soup))), email="two@example.org", **NO_FILES)

    assert says(stopped) == (429, True, False)
    assert words(shown(later).h1) == "Your application"
    assert list(Mail.objects.order_by("created_at").values_list("to", flat=True)) == [
        "one@example.org",
        "two@example.org",
    ]


def test_nobody_has_many_mailed_within_a_few_minutes(monkeypatch):
    internships.offer()
    monkeypatch.setattr(limits, "MAILS_AT_ONCE", Limit("at once", 2, HOUR))

    pages = [send(email=f"{name}@example.org") for name in "abc"]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["a@example.org", "b@example.org"]


def test_mistakes_cost_nobody_their_mail(monkeypatch):
    internships.offer()
    at_most(monkeypatch, "MAILS", 1, 1, 1)
    soup = fetch()
    for _time in range(3):
        send(soup=soup, name="")

    assert words(shown(send(soup=soup, name="Zoë", **NO_FILES)).h1) == "Your application"


def test_a_mailbox_that_others_fill_gets_no_more_and_its_owner_can_apply_all_the_same(monkeypatch):
    internships.offer()
    monkeypatch.setattr(limits, "RECEIPTS_BY_MAILBOX", Limit("receipts", 2, HOUR))

    pages = [send(email=email) for email in ("a@example.org", "A+x@example.org", "a@EXAMPLE.org", "b@example.org")]

    assert [words(shown(page).h1) for page in pages] == ["Your application"] * 4
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["A+x@example.org", "a@example.org", "b@example.org"]
    flagged = Application.objects.filter(flags__contains="mailbox_full")
    assert list(flagged.values_list("email", flat=True)) == ["a@EXAMPLE.org"]


@pytest.mark.parametrize("known", [True, False])
def test_lost_links_are_limited_whether_the_address_is_known_or_not(monkeypatch, known):
    internships.offer()
    internships.application(email="a@example.org" if known else "b@example.org")
    monkeypatch.setattr(limits, "LINKS_BY_MAILBOX", Limit("links", 2, HOUR))
    client = Client()
    token = shown(client.get(address("lost-link"))).select_one("[name=csrfmiddlewaretoken]")["value"]

    answers = [
        client.post(address("lost-link"), {"email": "a@example.org", "csrfmiddlewaretoken": token}).status_code
        for _time in range(3)
    ]

    assert answers == [303, 303, 429]
    assert words(shown(send(email="a@example.org")).h1) == "Your application"
    assert Mail.objects.filter(to="a@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_of_one_form_at_once_spend_one_mail(monkeypatch):
    internships.offer()
    at_most(monkeypatch, "MAILS", 1, 1, 1)
    soup = fetch()

    answers = post_at_once(20, soup=soup)

    assert answers == [(303, place_of(soup))] * 20
    assert (everything_stored()[:2], Mail.objects.count()) == ((1, 3), 1)


def flags_of(**changes) -> list[str]:
    received = Application.objects.exclude(received_at=None)
    before = list(received.values_list("pk", flat=True))
    page = shown(send(**changes))
    assert words(page.h1) == "Your application"
    return received.exclude(pk__in=before).get().flags


def test_what_looks_like_a_program_is_received_and_told_to_staff():
    internships.offer()

    assert flags_of() == ["too_fast"]
    assert flags_of(remarks="http://evil.example", shown_at="x") == ["honeypot", "no_stamp"]


def test_a_draft_of_yesterday_is_no_program():
    internships.offer()
    soup = fetch()
    send(soup=soup, do="save")
    Application.objects.update(created_at="2020-01-01T00:00Z")

    assert flags_of(soup=shown(Client().get(place_of(soup))), **NO_FILES) == []
