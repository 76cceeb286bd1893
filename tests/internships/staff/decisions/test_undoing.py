"""Taking decisions back, all of a batch or one of it, for as long as the letters wait."""

import pytest
from django.urls import reverse

from internships.models import Application, Decision
from internships.staff.decisions.recipients import recipients
from internships.staff.decisions.services import decide_all, undo_all
from internships.states import Actor, State, move
from migs_site.audit.models import AuditEntry
from migs_site.outbox.models import Mail
from tests.factories import accounts, internships
from tests.internships.staff.decisions.deciding import (
    COORDINATORS,
    coordinator,
    decide,
    in_days,
    said,
    state,
    undo,
    user,
)

pytestmark = pytest.mark.django_db


def test_undone_in_time_the_application_is_where_it_was_and_the_letter_never_leaves():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "offer", answer_by=in_days(9))

    response = undo(client, Decision.objects.get())

    assert said(response)[1:] == ["1 decision was undone, and its letter will not be sent."]
    application.refresh_from_db()
    assert (application.state, application.answer_by) == ("in_review", None)
    assert Mail.objects.get().state == "cancelled"
    assert response.context["can_undo"] is False


def test_what_was_undone_can_be_decided_anew():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "interview")
    undo(client, Decision.objects.get())

    decide(client, [application], "interview")

    assert sorted(Mail.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


def sent(mail):
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=mail.created_at, attempts=1)


def on_its_way(mail):
    Mail.objects.filter(pk=mail.pk).update(state="sending", started_at=mail.created_at, attempts=1)


def erased(mail):
    mail.delete()


@pytest.mark.parametrize("happen", [sent, on_its_way, erased])
def test_a_letter_that_has_left_cannot_be_taken_back_and_the_state_stays(happen):
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "interview")
    happen(Mail.objects.get())

    response = undo(client, Decision.objects.get())

    reason = "The letter has been sent and cannot be taken back."
    assert said(response)[1:] == [f"Not changed: {application.reference}: {reason}"]
    assert state(application) == "interview"


def test_an_offer_that_was_accepted_meanwhile_is_not_undone():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "offer", answer_by=in_days(9))
    move(application=application, to=State.ACCEPTED, actor=Actor.APPLICANT)

    response = undo(client, Decision.objects.get())

    reason = "Its state has changed since."
    assert said(response)[1:] == [f"Not changed: {application.reference}: {reason}"]
    assert (state(application), Mail.objects.get().state) == ("accepted", "queued")


def test_undone_twice_at_once_it_is_undone_once():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "interview")

    answers = [undo(client, Decision.objects.get()) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert application.state_changes.count() == 4


def test_one_of_many_is_undone_alone():
    applications, client = [internships.application(name=name) for name in ("Adam", "Zoé")], coordinator()
    decide(client, applications, "in_review")

    undo(client, Decision.objects.first(), application=str(applications[1].pk))

    assert [state(each) for each in applications] == ["in_review", "received"]


def test_decisions_of_what_one_may_not_see_are_not_found():
    application, client = internships.application(state=State.IN_REVIEW), coordinator()
    decide(client, [application], "interview")
    internships.recusal(application, user())

    answers = [
        client.get(reverse("decisions:batch", args=[Decision.objects.get().batch])),
        undo(client, Decision.objects.get()),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert state(application) == "interview"


def test_of_many_those_are_undone_that_can_be_and_each_is_written_down():
    applications, client = [internships.application(name=name) for name in ("Adam", "Eve", "Zoé")], coordinator()
    decide(client, applications, "in_review")
    adam, eve, zoe = applications
    sent(Mail.objects.get(about=f"internships.application:{eve.pk}"))

    response = undo(client, Decision.objects.first())

    assert said(response)[1:] == [
        "2 decisions were undone, and their letters will not be sent.",
        f"Not changed: {eve.reference}: The letter has been sent and cannot be taken back.",
    ]
    assert [state(each) for each in (adam, eve, zoe)] == ["received", "in_review", "received"]
    last = adam.state_changes.last()
    assert (last.by, last.reason) == (user(), "Decision undone")
    made = AuditEntry.objects.filter(action__in=["application.decision_undone", "outbox.cancel"], user_pk=user().pk)
    assert sorted(made.values_list("action", flat=True)) == ["application.decision_undone"] * 2 + ["outbox.cancel"] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_to_undo_one_asks_as_much_as_three(number, django_assert_num_queries):
    applications = [internships.application(name=f"Name {each}") for each in range(number)]
    by = accounts.user(groups=COORDINATORS)
    verdict = recipients(applications, to="in_review", answer_by=None).verdict
    decide_all(verdict=verdict, states_then=dict.fromkeys([each.pk for each in applications], "received"), by=by)
    decisions = list(Decision.objects.select_related("change"))

    with django_assert_num_queries(15):
        undo_all(decisions, by)

    assert Application.objects.filter(state="received").count() == number
