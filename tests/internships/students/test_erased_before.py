"""Where an application was erased nothing new begins, whichever window or device it is sent from, and how often."""

import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from internships.erasure.nightly import erase_what_is_over
from internships.erasure.services import erase
from internships.models import Application, ApplicationFile, ErasedLink, Erasure
from internships.states import State
from internships.tasks import erase_applications
from migs_site.rate_limits.models import Budget
from tests.factories import internships, pages
from tests.internships.forms import NO_FILES, address, answers, fetch, place_of, post, send, shown, words
from tests.waiting import begin_beside

pytestmark = pytest.mark.django_db

WHY = Erasure.Why.APPLICANT
ERASED = "This application has been erased"


def erase_at(soup) -> None:
    Client().post(place_of(soup) + "erase/")


def long_ago() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=800)


@pytest.mark.parametrize("do", ["send", "save", "mail", "attach", "remove-cv", "nonsense"])
@pytest.mark.parametrize("was_sent", [True, False], ids=["an application", "a draft"])
def test_a_form_that_was_left_open_is_stored_no_more(do, was_sent):
    internships.offer()
    soup = fetch()
    stale = shown(send(soup=soup, do="save", name="Zoë", **({} if was_sent else NO_FILES)))
    if was_sent:
        post(soup=soup)
    erase_at(soup)

    responses = [post(soup=stale, do=do, message="Once more") for _time in range(2)]

    assert [(each.status_code, words(shown(each).h1)) for each in responses] == [(410, ERASED)] * 2
    assert words(shown(responses[0]).main.strong) == "What you sent just now was not saved."
    assert shown(responses[0]).select_one("main a.button")["href"] == address()
    assert (Application.objects.count(), ApplicationFile.objects.count()) == (0, 0)
    assert responses[0]["Referrer-Policy"] == "no-referrer"
    assert {"no-store", "private"} <= {*responses[0]["Cache-Control"].split(", ")}


def test_what_was_typed_there_is_given_back_and_nowhere_else():
    internships.offer()
    soup = shown(send(do="save", **NO_FILES))
    erase_at(soup)

    page = shown(post(soup=soup, name="<b>Zoë</b>", message="Deux\nlignes", **NO_FILES))

    rows = {words(row.dt): row.dd.get_text("|", strip=True) for row in page.select("main dl > div")}
    assert rows == {
        "Name": "<b>Zoë</b>",
        "Email": "camille@example.org",
        "University or college": "Université de Montréal",
        "Program": "Histoire",
        "Level of study": "Master’s",
        "Availability": "From May.|Two days a week.",
        "Message": "Deux|lignes",
        "Projects": "Will to Intervene",
    }


def test_it_is_said_in_french_where_the_address_is_french():
    pages.translate(internships.offer())
    soup = shown(send("fr", do="save", **NO_FILES))
    Client().post(place_of(soup) + "effacer/")

    said = shown(post("fr", soup=soup, **NO_FILES))

    assert (words(said.h1), words(said.main.strong)) == (
        "Cette candidature a été effacée",
        "Ce que vous venez d’envoyer n’a pas été enregistré.",
    )
    assert said.select_one("main a.button")["href"] == "/fr/candidature/"


def test_a_link_that_was_mailed_leads_to_the_same_sentence_on_another_device():
    internships.offer()
    draft = internships.draft()
    elsewhere = address("application", args=[internships.link(draft, mailed_to="camille@example.org")])
    soup = shown(Client().get(elsewhere))
    erase(draft, why=WHY)

    seen, sent = Client().get(elsewhere), post(soup=soup, **NO_FILES)

    assert [(each.status_code, words(shown(each).h1)) for each in (seen, sent)] == [(410, ERASED)] * 2
    assert ("just now" in words(shown(seen).main), Application.objects.count()) == (False, 0)


@pytest.mark.parametrize("name", ["accept", "decline", "withdraw", "confirm", "files", "answers", "replace"])
def test_nothing_else_can_be_done_there_either(name):
    application = internships.application(state=State.OFFER)
    token = internships.link(application)
    rest = {"answers": ["txt"], "replace": ["cv"]}.get(name, [])
    erase(application, why=WHY)

    asked = [getattr(Client(), method)(address(name, args=[token, *rest])) for method in ("get", "post")]

    assert {each.status_code for each in asked} - {405} == {410}


def test_of_two_clicks_on_erase_both_lead_to_the_page_that_says_so():
    token = internships.link(internships.application())
    place = address("erase", args=[token])

    clicked = [Client().post(place) for _time in range(2)]

    assert [(each.status_code, each["Location"]) for each in clicked] == [(303, address("erased"))] * 2
    assert (Client().get(place).status_code, Erasure.objects.count()) == (410, 1)


@pytest.mark.parametrize("why", [Erasure.Why.STAFF, Erasure.Why.COMMAND, Erasure.Why.OTHER])
def test_it_holds_whoever_erased_it(why):
    internships.offer()
    soup = shown(send(do="save", **NO_FILES))
    if why == Erasure.Why.OTHER:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM internships_application")
    else:
        erase(Application.objects.get(), why=why)

    response = post(soup=soup, **NO_FILES)

    assert (response.status_code, Application.objects.count()) == (410, 0)


def test_what_was_received_does_not_begin_anew_after_its_time_and_a_draft_that_was_left_lying_does():
    internships.offer()
    received, left = fetch(), fetch()
    post(soup=received)
    internships.timed(Application.objects.get(), received_at=long_ago())
    stale = shown(send(soup=left, do="save", **NO_FILES))
    Application.objects.filter(state=State.DRAFT).update(saved_at=long_ago())
    erased = erase_what_is_over()

    again, anew = post(soup=received), post(soup=stale, do="save", message="Still here", **NO_FILES)

    assert erased == {"received": 1, "draft": 1}
    assert (again.status_code, anew.status_code, anew["Location"]) == (410, 303, place_of(left))
    assert Application.objects.get().typed["answers"]["message"] == "Still here"


@pytest.mark.django_db(transaction=True)
def test_whoever_saves_while_it_is_erased_waits_and_is_told():
    internships.offer()
    soup = shown(send(do="save", **NO_FILES))
    sent, responses = answers(soup, do="save", **NO_FILES), []

    with transaction.atomic():
        erase(Application.objects.get(), why=WHY)
        beside = begin_beside(lambda: responses.append(Client().post(place_of(soup), sent)))
    beside.join()

    assert ([each.status_code for each in responses], Application.objects.count()) == ([410], 0)


def test_sending_there_uses_up_nobodys_limits():
    internships.offer()
    soup = shown(send(do="save", **NO_FILES))
    erase_at(soup)
    before = list(Budget.objects.order_by("pk").values())

    post(soup=soup)

    assert list(Budget.objects.order_by("pk").values()) == before


def test_what_is_taken_back_leaves_the_address_as_it_was():
    internships.offer()
    soup = shown(send(do="save", **NO_FILES))

    with transaction.atomic():
        erase(Application.objects.get(), why=WHY)
        transaction.set_rollback(True)

    assert (post(soup=soup, do="save", **NO_FILES).status_code, ErasedLink.objects.count()) == (303, 0)


def test_what_stays_names_neither_the_erasure_nor_its_day_and_is_forgotten_after_a_year():
    draft = internships.draft()
    internships.link(draft)
    erase(draft, why=WHY)

    link = ErasedLink.objects.get()
    kept = [erase_applications(timestamp=0), ErasedLink.objects.count()]
    ErasedLink.objects.update(forget_on=timezone.localdate())
    erase_applications(timestamp=0)

    assert {field.name for field in ErasedLink._meta.fields} == {"token_hash", "forget_on"}
    assert (link.forget_on.day, 364 < (link.forget_on - timezone.localdate()).days < 400) == (1, True)
    assert (kept, ErasedLink.objects.count()) == ([None, 1], 0)
