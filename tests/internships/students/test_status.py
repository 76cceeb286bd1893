"""The page of an application that was sent, in each of its states, and what its student can do there."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from internships.models import Application, ApplicationFile
from internships.states import State
from migs_site.audit.models import reference_to
from migs_site.outbox.models import Mail
from tests.clock import set_clock
from tests.factories import internships
from tests.internships import samples
from tests.internships.forms import address, shown, stored, upload, words

pytestmark = pytest.mark.django_db

ACTIONS = ("accept", "decline", "withdraw", "erase")
POSSIBLE = {
    State.RECEIVED: ["withdraw", "erase"],
    State.IN_REVIEW: ["withdraw", "erase"],
    State.INTERVIEW: ["withdraw", "erase"],
    State.OFFER: ["accept", "decline", "withdraw", "erase"],
    State.ACCEPTED: ["withdraw", "erase"],
    State.DECLINED: ["erase"],
    State.NOT_SELECTED: ["erase"],
    State.WITHDRAWN: ["erase"],
}
SAID = {
    State.RECEIVED: "Your application has arrived. Nobody has begun to read it, so you can still replace a file.",
    State.IN_REVIEW: "Your application is being read.",
    State.INTERVIEW: "You are invited to an interview. We will email you about it.",
    State.OFFER: "You are offered an internship. The details are in our email.",
    State.ACCEPTED: "You have accepted the offer. We will email you about what happens next.",
    State.DECLINED: "The offer was declined.",
    State.NOT_SELECTED: "Your application was not selected.",
    State.WITHDRAWN: "You have withdrawn your application. It will not be considered further.",
}


def linked(state: str = State.RECEIVED, **fields) -> tuple[Application, str]:
    application = internships.application(state=state, **fields)
    return application, internships.link(application)


def page(token: str, language: str = "en"):
    return shown(Client().get(address("application", language, args=[token])))


@pytest.mark.parametrize("state", POSSIBLE)
def test_each_state_is_said_with_what_can_be_done_then_and_no_other_thing_can_be_done(state):
    _application, token = linked(state)
    links = {link["href"] for link in page(token).select("main a[href]")}

    offered = [name for name in ACTIONS if address(name, args=[token]) in links]
    asked = [Client().get(address(name, args=[token])).status_code for name in ACTIONS]
    refused = [Client().post(address(name, args=[token])) for name in ACTIONS if name not in POSSIBLE[state]]

    assert (words(page(token).select_one(".type-lead")), offered) == (SAID[state], POSSIBLE[state])
    assert asked == [200 if name in POSSIBLE[state] else 409 for name in ACTIONS]
    assert [response.status_code for response in refused] == [409] * (4 - len(POSSIBLE[state]))
    assert Application.objects.get().state == state


ADDRESS = "We write to camille@example.org."


@pytest.mark.parametrize(
    ("state", "mailed_to", "is_named"),
    [
        (State.RECEIVED, "", True),
        (State.OFFER, "", True),
        (State.RECEIVED, "camille@example.org", False),  # asked to confirm instead
        (State.WITHDRAWN, "", False),
    ],
)
def test_who_mistyped_their_address_sees_it_until_it_is_confirmed(state, mailed_to, is_named):
    application = internships.application(state=state, email="camille@example.org")

    said = words(page(internships.link(application, mailed_to=mailed_to)).main)
    Application.objects.update(email_confirmed_at=timezone.now())
    later = words(page(internships.link(application)).main)

    assert (ADDRESS in said, ADDRESS in later) == (is_named, False)


def test_the_page_is_the_receipt(django_assert_num_queries):
    internships.offer()
    application, token = linked(name="Zoë", message="secret", answer_by=datetime.date(2027, 1, 9))
    received = datetime.datetime(2026, 11, 27, 15, 5, tzinfo=datetime.UTC)
    internships.timed(application, received_at=received)

    with django_assert_num_queries(13):  # four are the two transactions in which its token is presented
        soup = page(token)

    cv = application.files.get(kind="cv")
    facts = [words(row) for row in soup.select("dl.facts > div")]
    assert facts[0] == f"CV cv.pdf PDF, {cv.size}\xa0bytes SHA-256 {cv.sha256} Replace this file: CV"
    assert words(soup.select_one(".reference")) == application.reference
    assert "We received it on 27 November 2026, 10:05 (Montreal time)." in words(soup.main)
    assert ["Zoë" in words(soup), "secret" in words(soup)] == [False, False]


def test_an_offer_says_until_when_and_is_accepted_after_being_asked_again():
    application, token = linked(State.OFFER)
    Application.objects.update(answer_by=datetime.date(2027, 1, 9))
    set_clock(datetime.datetime(2027, 1, 10, 4, 59, tzinfo=datetime.UTC))  # a minute before midnight in Montreal

    soup, question = page(token), shown(Client().get(address("accept", args=[token])))
    answers = [Client().post(address("accept", args=[token])) for _time in range(2)]

    assert "Please answer by 9 January 2027." in words(soup.main)
    assert (words(question.h1), words(question.select_one("main form button"))) == ("Accept our offer?", "Accept")
    assert [answer.status_code for answer in answers] == [303, 409]
    assert words(shown(answers[1]).main.p) == (
        "This application is now “Offer accepted” and cannot become “Offer accepted”. "
        "Reload the page to see where it is."
    )
    assert list(application.state_changes.values_list("actor", "to_state"))[-1] == ("applicant", "accepted")


def test_an_offer_can_be_declined_and_not_accepted_after_its_last_day():
    application, token = linked(State.OFFER)
    Application.objects.update(answer_by=datetime.date(2027, 1, 9))
    set_clock(datetime.datetime(2027, 1, 10, 5, 0, tzinfo=datetime.UTC))  # midnight in Montreal
    said = "The day by which we asked you to answer has passed. Write to us if you would still like to come."

    soup = page(token)
    refused = [getattr(Client(), ask)(address("accept", args=[token])) for ask in ("get", "post")]
    declined = Client().post(address("decline", args=[token]))

    assert said in words(soup.main)
    assert [link["href"] for link in soup.select("a.button")] == [address("decline", args=[token])]
    assert [(answer.status_code, words(shown(answer).main.p)) for answer in refused] == [(409, said)] * 2
    assert declined.status_code == 303
    application.refresh_from_db()
    assert application.state == State.DECLINED


def test_erasing_asks_once_more_and_leaves_nothing():
    application, token = linked()
    other, other_token = linked()
    Mail.objects.create(key="x", about=reference_to(application), to="a@example.org", text="x", message_id="<x@x>")

    asked = Client().get(address("erase", args=[token]))
    before = Application.objects.count()
    done = Client().post(address("erase", args=[token]))

    assert (asked.status_code, before) == (200, 2)
    assert (done.status_code, done["Location"]) == (303, address("erased"))
    assert words(shown(Client().get(address("erased"))).h1) == "Everything has been erased"
    assert (list(Application.objects.all()), len(stored()), Mail.objects.count()) == ([other], 3, 0)
    assert [Client().get(address("application", args=[each])).status_code for each in (token, other_token)] == [
        410,
        200,
    ]


def test_a_draft_is_erased_from_its_address():
    draft = internships.draft()
    internships.application_file(draft)
    token = internships.link(draft)

    wrong = [Client().post(address(name, args=[token])).status_code for name in ("accept", "decline", "withdraw")]
    Client().post(address("erase", args=[token]))

    assert (wrong, Application.objects.count(), ApplicationFile.objects.count()) == ([409] * 3, 0, 0)


def replace(token: str, kind: str = "cv", **files):
    return Client().post(address("replace", args=[token, kind]), files)


def test_a_file_is_replaced_until_the_review_begins():
    application, token = linked()
    new = samples.pdf("New")

    asked = Client().get(address("replace", args=[token, "cv"]))
    done = replace(token, cv=upload(new, "new.pdf"))
    internships.move(application=application, to=State.IN_REVIEW, actor="staff")
    late = [
        Client().get(address("replace", args=[token, "cv"])),
        replace(token, cv=upload(samples.pdf("L"), "late.pdf")),
    ]

    assert words(shown(asked).title) == "Replace this file: CV"
    size = len(samples.pdf("cv"))
    said = f"You sent cv.pdf (PDF, {size}\xa0bytes). The new file takes its place."
    assert words(shown(asked).select_one(".type-lead")) == said
    assert (asked.status_code, done.status_code, done["Location"]) == (200, 303, address("application", args=[token]))
    assert [(response.status_code, words(shown(response).main.p)) for response in late] == [
        (409, "We have begun to read your application, so its files cannot be replaced any more.")
    ] * 2
    assert (application.files.get(kind="cv").original_name, new in stored(), len(stored())) == ("new.pdf", True, 3)
    assert "Replace" not in words(page(token).main)


@pytest.mark.parametrize("name", ["withdraw", "accept", "files", "replace"])
@pytest.mark.parametrize("is_known", [True, False])
def test_every_page_below_an_application_says_where_it_is(name, is_known):
    internships.offer()
    token = linked()[1] if is_known else "x" * 44

    response = Client().get(address(name, args=[token, "cv"] if name == "replace" else [token]))

    statuses = {"accept": 409}
    assert response.status_code == (statuses.get(name, 200) if is_known else 404)
    assert [words(link) for link in shown(response).select(".breadcrumb a")][-1:] == ["Internships"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Choose the new file."),
        ({"cover_letter": "x"}, "Choose the new file."),
        ({"cv": upload(b"", "cv.pdf")}, "“cv.pdf” is empty. Attach the document itself."),
    ],
)
def test_a_bad_replacement_is_named_and_the_file_stays(files, said):
    application, token = linked()

    response = replace(token, **files)

    assert [words(link) for link in shown(response).select(".alert__list a")] == [said]
    assert (response.status_code, application.files.get(kind="cv").original_name) == (200, "cv.pdf")


@pytest.mark.parametrize("kind", ["photo", "cv-x"])
def test_there_are_three_files_and_no_other(kind):
    assert replace(linked()[1], kind).status_code == 404


def test_a_full_database_is_said_and_the_file_stays(monkeypatch):
    application, token = linked()
    monkeypatch.setattr("internships.students.services.put_in_place", no_room)

    response = replace(token, cv=upload(samples.pdf("New"), "new.pdf"))

    assert [words(link) for link in shown(response).select(".alert__list a")] == [
        "We could not save “new.pdf”. Attach it again in a few minutes."
    ]
    assert application.files.get(kind="cv").original_name == "cv.pdf"


def no_room(*_arguments):
    raise OSError("no room")


NAMES = [*ACTIONS, "application", "confirm"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_an_expired_and_anothers_token_open_nothing(method):
    internships.offer()
    _application, token = linked()
    places = [address(name, args=["x" * 44]) for name in NAMES if (name, method) != ("confirm", "get")]
    places += [address("replace", args=["x" * 44, "cv"]), address("answers", args=["x" * 44, "json"])]
    if method == "post":
        places = [
            place for place in places if "answers" not in place and place != address("application", args=["x" * 44])
        ]

    responses = [getattr(Client(), method)(place) for place in places]

    assert {(response.status_code, words(shown(response).h1)) for response in responses} == {
        (404, "This link does not work")
    }
    assert (Application.objects.get().state, Client().get(address("application", args=[token])).status_code) == (
        State.RECEIVED,
        200,
    )


def test_the_french_page_is_french():
    _application, token = linked(language="fr")

    soup = page(token, "fr")

    assert (words(soup.h1), words(soup.select_one("#state"))) == (
        "Votre candidature",
        "État de votre candidature",
    )


def test_the_link_of_an_application_lasts_as_long_as_it_is_there():
    application, token = linked()

    assert application.links.get().expires_at is None
    assert Client().get(address("application", args=[token])).status_code == 200
