"""Decisions: who is written what is counted first, nobody is written twice, and for a while all can be undone."""

import datetime
import time

import pytest
from django.urls import reverse

from internships.models import Application, Decision, Letter, StateChange
from internships.staff.decisions.recipients import recipients
from internships.staff.decisions.services import UNDO_FOR, decide_all
from internships.states import Actor, State, move
from migs_site.audit.models import AuditEntry
from migs_site.outbox.models import Mail
from tests.factories import accounts, internships
from tests.factories.pages import contact_details
from tests.internships.staff.decisions.deciding import (
    COORDINATORS,
    choose,
    confirm,
    coordinator,
    decide,
    in_days,
    said,
    state,
    user,
)

pytestmark = pytest.mark.django_db


def left_out(response) -> dict[str, str]:
    return {str(application): reason for application, reason in response.context["recipients"].left_out}


def chosen(response) -> list[str]:
    return [each.name for each in response.context["recipients"].chosen]


def test_an_application_is_decided_on_with_a_letter_that_leaves_in_ten_minutes():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()

    response = decide(client, [application], "interview")

    decision, mail = Decision.objects.get(), Mail.objects.get()
    assert response["Location"] == reverse("decisions:batch", args=[decision.batch])
    assert state(application) == "interview"
    assert (mail.key, mail.about) == (
        f"internships.decision:{decision.pk}",
        f"internships.application:{application.pk}",
    )
    assert (mail.to, mail.state, mail.created_by) == ("camille@example.org", "queued", user())
    assert mail.send_at - decision.change.at == UNDO_FOR == datetime.timedelta(minutes=10)
    assert mail.subject == f"Your application {application.reference}: an interview"
    assert mail.text.startswith(f"Dear Camille Tremblay,\n\nWe have read your application {application.reference}")
    assert "[[link]]" in mail.text
    assert (application.handled_by, application.answer_by) == (user(), None)
    last = application.state_changes.last()
    assert (last, last.by, last.actor) == (decision.change, user(), "staff")
    made = AuditEntry.objects.filter(action="application.decided").values_list("about", "user_pk", "detail")
    assert list(made) == [(mail.about, user().pk, {"from": "in_review", "to": "interview"})]


def test_an_offer_says_by_when_it_is_to_be_answered_in_the_language_of_the_applicant():
    application = internships.application(state=State.INTERVIEW, language="fr")

    decide(coordinator(), [application], "offer", answer_by="2100-05-01")

    application.refresh_from_db()
    assert application.answer_by == datetime.date(2100, 5, 1)
    assert "au plus tard le 1 mai 2100" in Mail.objects.get().text.replace("\xa0", " ").replace("1er", "1")


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"to": "offer"}, {"answer_by": ["Enter the date by which the offer must be answered."]}),
        ({"to": "offer", "answer_by": in_days(0)}, {"answer_by": ["Choose a date in the future."]}),
        ({"to": "offer", "answer_by": "soon"}, {"answer_by": ["Enter a valid date."]}),
        ({"to": ""}, {"to": ["Choose a state."]}),
        (
            {"to": "received"},
            {"to": ["Select a valid choice. received is not one of the available choices."]},
        ),
        ({"to": "interview", "id": []}, {"__all__": ["Tick at least one application."]}),
        ({"to": "interview", "id": ["x", "'"]}, {"__all__": ["Tick at least one application."]}),
    ],
)
def test_what_cannot_be_decided_is_said_and_what_was_ticked_stays(sent, errors):
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    internships.application(name="Zoé")

    response = client.post(reverse("decisions:choose"), {"id": [str(application.pk)]} | sent)

    assert response.context["form"].errors == errors
    assert (
        response.context["ticked"] == ({application.pk} if "id" not in sent else set())
        or len(Application.objects.all()) == 1
    )
    assert (state(application), Mail.objects.count()) == ("in_review", 0)


def test_who_is_written_what_is_counted_first_and_who_is_not_with_the_reason():
    Letter.objects.filter(state="not_selected", language="fr").delete()
    client = coordinator()
    adam = internships.application(name="Adam", state=State.IN_REVIEW, reference="A")
    zoe = internships.application(name="Zoé", state=State.IN_REVIEW, reference="B", language="fr")
    gone = internships.application(name="Gone", state=State.WITHDRAWN, reference="C")
    told = internships.application(name="Told", state=State.IN_REVIEW, reference="D")
    hidden = internships.application(name="Hidden", state=State.IN_REVIEW, reference="E")
    internships.recusal(hidden, user())
    draft = internships.draft(name="Draft", reference="F")
    decide(client, [told], "not_selected")
    move(application=told, to=State.IN_REVIEW, actor=Actor.STAFF)

    response = choose(client, [adam, zoe, gone, told, hidden, draft], "not_selected")

    assert chosen(response) == ["Adam"]
    assert response.context["recipients"].languages() == [("English", 1)]
    assert left_out(response) == {
        "B": "There is no letter for this state in the applicant’s language.",
        "C": "Is now “Withdrawn” and cannot become “Not selected”.",
        "D": "This letter has already been sent or is waiting to be sent.",
    }
    assert [mail.subject for mail in response.context["previews"]] == ["Your application A"]
    assert (state(adam), Mail.objects.count()) == ("in_review", 1)


def test_many_are_decided_on_at_once_each_in_their_language():
    adam = internships.application(name="Adam", email="adam@example.org")
    zoe = internships.application(name="Zoé", email="zoe@example.org", language="fr")
    client = coordinator()

    response = confirm(client, choose(client, [adam, zoe], "in_review"))

    assert [state(each) for each in (adam, zoe)] == ["in_review"] * 2
    assert dict(Mail.objects.values_list("to", "language")) == {"adam@example.org": "en", "zoe@example.org": "fr"}
    page = client.get(response["Location"])
    assert {each.change.application for each in page.context["decisions"]} == {adam, zoe}
    assert said(page) == ["2 applications are now “In review”. Their letters will be sent in 10 minutes."]


def test_the_letter_to_one_may_be_changed_and_looked_at_first():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    shown = choose(client, [application], "interview")
    words = {"subject": "Shall we speak, [[name]]?", "text": "On Monday.\n\n[[link]]"}

    looked_at = confirm(client, shown, preview="", **words)
    before = Mail.objects.count()
    confirm(client, looked_at)

    assert [mail.subject for mail in looked_at.context["previews"]] == ["Shall we speak, Camille Tremblay?"]
    assert before == 0
    assert (Mail.objects.get().subject, Mail.objects.get().text[:11]) == (
        "Shall we speak, Camille Tremblay?",
        "On Monday.\n",
    )


def test_a_wrong_variable_in_the_letter_to_one_is_refused_and_nothing_is_done():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()

    response = confirm(client, choose(client, [application], "interview"), text="Dear [[nme]]")

    assert list(response.context["letter_form"].errors) == ["text"]
    assert (state(application), Mail.objects.count()) == ("in_review", 0)


def test_a_letter_that_is_changed_after_the_look_at_it_goes_out_as_it_was_looked_at():
    applications, client = [internships.application(name=name) for name in ("Adam", "Zoé")], coordinator()
    shown = choose(client, applications, "in_review")
    Letter.objects.update(subject="Something else")

    confirm(client, shown)

    assert {mail.subject for mail in Mail.objects.all()} == {
        f"Your application {each.reference} is in review" for each in applications
    }


def test_confirmed_twice_nobody_is_written_twice():
    applications, client = [internships.application(name=name) for name in ("Adam", "Zoé")], coordinator()
    shown = choose(client, applications, "in_review")

    answers = [confirm(client, shown) for _time in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Mail.objects.count(), Decision.objects.count()) == (2, 2)
    assert StateChange.objects.filter(to_state="in_review").count() == 2


def test_of_two_coordinators_the_second_finds_what_the_first_has_done():
    adam, zoe = (internships.application(name=name, state=State.IN_REVIEW) for name in ("Adam", "Zoé"))
    first, second = coordinator(), coordinator("second@example.org")
    both = [choose(first, [adam, zoe], "interview"), choose(second, [adam, zoe], "not_selected")]

    confirm(first, both[0])
    response = confirm(second, both[1])

    assert response["Location"] == reverse("applications:index")
    reason = "Has become “Interview” since the list was made."
    [sentence] = said(second.get(response["Location"]))
    assert sentence.removeprefix("Not changed: ") in {
        f"{one.reference}: {reason} {other.reference}: {reason}" for one, other in ((adam, zoe), (zoe, adam))
    }
    assert Mail.objects.count() == 2


def test_what_was_frozen_by_somebody_else_or_tampered_with_or_is_old_does_nothing(monkeypatch):
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    shown = choose(client, [application], "interview")
    other = coordinator("other@example.org")

    answers = [confirm(other, shown), confirm(client, shown, frozen="x"), confirm(client, shown, frozen="")]
    monkeypatch.setattr("internships.staff.decisions.recipients.GOOD_FOR", datetime.timedelta(seconds=-1))
    answers.append(confirm(client, shown))

    assert {answer["Location"] for answer in answers} == {reverse("decisions:choose")}
    assert (state(application), Mail.objects.count()) == ("in_review", 0)


def test_how_old_a_list_is_is_decided_by_the_clock_of_the_database(monkeypatch):
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    shown = choose(client, [application], "interview")
    later = time.time() + 3 * 60 * 60

    monkeypatch.setattr(time, "time", lambda: later)
    confirm(client, shown)

    assert state(application) == "interview"


def test_recused_between_the_look_and_the_confirmation_is_left_out():
    applications = [internships.application(name=name) for name in ("Adam", "Zoé")]
    client = coordinator()
    shown = choose(client, applications, "in_review")
    internships.recusal(applications[0], user())

    response = confirm(client, shown)

    assert [state(each) for each in applications] == ["received", "in_review"]
    assert said(client.get(response["Location"]))[1] == (
        f"Not changed: {applications[0].reference}: You can no longer see it."
    )


def test_one_applicant_may_be_offered_a_place_again_on_purpose():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "offer", answer_by=in_days(9))
    move(application=application, to=State.DECLINED, actor=Actor.APPLICANT)

    shown = choose(client, [application], "offer", answer_by=in_days(20))
    for _time in range(2):
        confirm(client, shown)

    assert "This applicant has been sent the letter for this state before." in shown.content.decode()
    assert (state(application), Mail.objects.count()) == ("offer", 2)
    assert application.answer_by.isoformat() == in_days(20)


@pytest.mark.parametrize("number", [1, 3])
def test_to_decide_on_one_asks_as_much_as_on_three(number, django_assert_num_queries):
    contact_details()
    applications = [internships.application(name=f"Name {each}", state=State.IN_REVIEW) for each in range(number)]
    by, day = accounts.user(groups=COORDINATORS), datetime.date(2100, 5, 1)
    found = recipients(applications, to="offer", answer_by=day)

    with django_assert_num_queries(20):
        decide_all(verdict=found.verdict, states_then={each.pk: each.state for each in applications}, by=by)

    assert Mail.objects.count() == number


def test_where_one_letter_cannot_be_made_nothing_is_done_for_anybody():
    adam, zoe = (internships.application(name=name, state=State.IN_REVIEW) for name in ("Adam", "Zoé"))
    Application.objects.filter(pk=zoe.pk).update(email="nobody")
    verdict = recipients([adam, zoe], to="interview", answer_by=None).verdict

    with pytest.raises(ValueError, match="A mail goes to one address"):
        decide_all(verdict=verdict, states_then=dict.fromkeys([adam.pk, zoe.pk], "in_review"), by=accounts.user())

    assert [state(each) for each in (adam, zoe)] == ["in_review"] * 2
    assert (Mail.objects.count(), StateChange.objects.filter(to_state="interview").count()) == (0, 0)
