"""The form: what it takes, what it says, and what it keeps."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from internships.models import Application
from tests.factories import internships, pages
from tests.internships.forms import (
    CV,
    LETTER,
    SAMPLE,
    address,
    answers,
    everything_stored,
    fetch,
    place_of,
    post,
    send,
    shown,
    stored,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_good_form_is_stored_with_its_files_and_leads_to_its_own_page():
    offer = internships.offer()

    soup = fetch()
    response = post(soup=soup)

    application = Application.objects.get()
    assert (response.status_code, response["Location"]) == (303, place_of(soup))
    assert (application.name, application.email) == ("Camille Tremblay", "camille@example.org")
    assert (application.institution, application.programme) == ("Université de Montréal", "Histoire")
    assert (application.level, application.language) == ("masters", "en")
    assert application.availability == "From May.\nTwo days a week."
    assert application.notice.text.endswith(f"\n\n{offer.consent_text}")
    assert [project.title for project in application.projects.all()] == ["Will to Intervene"]
    assert list(application.files.values_list("kind", "format", "original_name", "size")) == [
        ("cover_letter", "odt", "letter.odt", len(LETTER)),
        ("cv", "pdf", "mon cv.pdf", len(CV)),
        ("writing_sample", "docx", "sample.docx", len(SAMPLE)),
    ]
    assert stored() == sorted([CV, SAMPLE, LETTER])
    assert everything_stored() == (1, 3, 1)


def test_opening_the_form_leads_to_an_address_of_its_own_and_stores_nothing():
    internships.offer()

    responses = [Client().get(address()) for _time in range(2)]

    places = [response["Location"] for response in responses]
    assert [response.status_code for response in responses] == [302, 302]
    assert [len(place.removeprefix("/en/apply/").removesuffix("/")) for place in places] == [44, 44]
    assert len(set(places)) == 2
    assert (Application.objects.count(), Client().get(places[0]).status_code) == (0, 200)


def test_the_french_form_offers_french_titles_and_stores_the_english_record():
    project = pages.project_page(takes_interns=True)
    pages.translate(project, {"Will to Intervene": "Volonté d’intervenir"})
    pages.translate(internships.internship_page(), {"You may read my files.": "Vous pouvez lire mes fichiers."})

    soup = fetch("fr")
    send("fr")

    application = Application.objects.get()
    assert [words(label) for label in soup.select("label[for^=id_projects]")] == ["Volonté d’intervenir"]
    assert list(application.projects.values_list("pk", flat=True)) == [project.pk]
    assert (application.language, application.notice.language) == ("fr", "fr")
    assert application.notice.text.splitlines()[-1] == "Vous pouvez lire mes fichiers."


def test_only_live_projects_that_take_interns_can_be_chosen():
    internships.offer()
    pages.project_page(title="Closed project", slug="closed")
    pages.project_page(title="Draft project", slug="draft", takes_interns=True, live=False)

    soup = fetch()

    assert [words(label) for label in soup.select("label[for^=id_projects]")] == ["Will to Intervene"]


def test_without_projects_the_question_is_not_asked():
    internships.internship_page()

    response = post()

    assert (response.status_code, everything_stored()) == (303, (1, 3, 1))


PRIVATE = {
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def test_every_answer_keeps_the_address_to_itself():
    internships.offer()
    soup = fetch()
    way = Client().get(address())
    mistake, shown_again = post(soup=soup, name=""), Client().get(place_of(soup))
    sent, received = post(soup=soup), Client().get(place_of(soup))
    wrong = Client().get("/en/apply/wrong/")

    found = [way, mistake, shown_again, sent, received, wrong]
    assert [response.status_code for response in found] == [302, 303, 200, 303, 200, 404]
    assert [{name: response[name] for name in PRIVATE} for response in found] == [PRIVATE] * 6


def test_a_closed_form_says_so_and_keeps_what_was_typed():
    offer = internships.offer()
    soup = fetch()
    offer.is_open = False
    offer.save()

    opened, sent = Client().get(address()), send(soup=soup)

    assert [words(shown(response).h1) for response in (opened, sent)] == ["Applications are closed"] * 2
    assert "Your draft is saved, and kept until" in words(shown(sent).main)
    assert (everything_stored(), Application.objects.get().typed["answers"]["name"]) == ((0, 3, 0), "Camille Tremblay")

    offer.is_open = True
    offer.save()
    assert shown(Client().get(place_of(soup))).select_one("[name=name]")["value"] == "Camille Tremblay"


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_live_page_in_the_language_there_is_no_form(method):
    pages.translate(internships.offer(), live=False)

    answers = [getattr(Client(), method)(address(language=code)).status_code for code in ("en", "fr")]

    assert answers == [{"get": 302, "post": 303}[method], 404]


def test_a_form_needs_no_cookie():
    internships.offer()
    client = Client(enforce_csrf_checks=True)

    response = post(client=client, soup=fetch())

    assert (response.status_code, everything_stored(), dict(client.cookies)) == (303, (1, 3, 1), {})


def test_the_form_asks_the_database_a_fixed_number_of_times(django_assert_num_queries):
    internships.offer()
    soup = fetch()
    with django_assert_num_queries(11):  # two are the transaction in which its token is presented
        Client().get(place_of(soup))

    send(soup=soup, name="")
    with django_assert_num_queries(11):
        Client().get(place_of(soup))


@pytest.mark.parametrize(
    "place",
    [
        "/en/apply/00000000-0000-4000-8000-000000000000/",
        "/fr/candidature/abc/",
        "/en/apply/" + "A" * 44 + "/",
        "/en/apply/\u202e\u00e9/",
    ],
)
def test_a_wrong_address_says_what_to_do(place):
    internships.offer()

    response = Client().get(place)

    assert (response.status_code, [link["href"] for link in shown(response).select("main li a")][:2]) == (
        404,
        [address("lost-link", place[1:3]), address(language=place[1:3])],
    )


def test_what_is_sent_to_an_address_that_leads_nowhere_is_kept_under_another():
    internships.offer()

    response = Client().post("/en/apply/wrong/", answers(fetch(), name=""))

    assert response.status_code == 303
    assert (
        shown(Client().get(response["Location"])).select_one("[name=institution]")["value"] == "Université de Montréal"
    )
    assert Client().get("/en/apply/wrong/").status_code == 404


@pytest.mark.parametrize(("days", "status"), [(0, 200), (13, 200), (14, 404), (-1, 404)])
def test_an_address_that_was_never_used_is_good_for_as_long_as_drafts_are_kept(monkeypatch, days, status):
    internships.offer()
    place = place_of(fetch())
    then = timezone.now() + datetime.timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: then)

    assert Client().get(place).status_code == status
