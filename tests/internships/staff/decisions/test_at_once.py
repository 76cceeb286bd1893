"""Two coordinators at the same moment, a worker that sends while somebody undoes, and the mail as it arrives."""

import re
import threading

import pytest
from django.db import connections
from django.db.models.functions import Now

from internships.models import Application, Decision
from internships.staff.decisions.recipients import recipients
from internships.staff.decisions.services import decide_all, undo_all
from internships.states import State
from migs_site.outbox.models import Mail
from migs_site.outbox.sending import send_due
from tests.factories import accounts, internships
from tests.internships.staff.decisions.deciding import COORDINATORS

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Let each run in a thread of its own."""

    def run(call):
        try:
            call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_who_decide_at_once_each_applicant_is_written_to_by_one():
    applications = [internships.application(name=f"Name {each}", state=State.IN_REVIEW) for each in range(5)]
    people = [accounts.user(f"{each}@example.org", groups=COORDINATORS) for each in range(4)]
    states = {each.pk: each.state for each in applications}
    frozen = [recipients(applications, to=to, answer_by=None).verdict for to in ("interview", "not_selected")] * 2

    at_once(
        *[
            lambda verdict=verdict, by=by: decide_all(verdict=verdict, states_then=states, by=by)
            for verdict, by in zip(frozen, people, strict=True)
        ]
    )

    assert (Mail.objects.count(), Decision.objects.count()) == (5, 5)
    assert sorted(Mail.objects.values_list("about", flat=True)) == sorted(
        f"internships.application:{each.pk}" for each in applications
    )


def test_a_decision_arrives_as_a_mail_with_the_link_and_can_then_not_be_undone(client, serve):
    server = serve()
    by = accounts.user("coordinator@example.org", groups=COORDINATORS)
    application = internships.application(name="Zoé Ďurišová\u200f", language="fr")
    verdict = recipients([application], to="in_review", answer_by=None).verdict
    decide_all(verdict=verdict, states_then={application.pk: "received"}, by=by)

    send_due()
    waiting = len(server.kept)
    Mail.objects.update(send_at=Now())
    send_due()

    [message] = server.kept
    assert waiting == 0
    assert (message["To"], message["Subject"].strip()) == (
        "camille@example.org",
        f"Votre candidature {application.reference} est à l’étude",
    )
    assert "Bonjour Zoé Ďurišová" in message.get_body(["plain"]).get_content()
    [link] = re.findall(r"http://testserver(/fr/candidature/\S+)", message.get_body(["plain"]).get_content())
    assert f'href="http://testserver{link}"' in message.get_body(["html"]).get_content()
    assert undo_all(Decision.objects.select_related("change"), by) == (
        0,
        [(application, "The letter has been sent and cannot be taken back.")],
    )
    assert Application.objects.get().state == "in_review"
    assert application.reference in client.get(link).content.decode()


def test_undone_while_the_worker_sends_the_letter_leaves_or_the_decision_is_undone(serve):
    server = serve()
    by = accounts.user("coordinator@example.org", groups=COORDINATORS)
    applications = [internships.application(name=f"Name {each}") for each in range(6)]
    verdict = recipients(applications, to="in_review", answer_by=None).verdict
    decide_all(verdict=verdict, states_then={each.pk: "received" for each in applications}, by=by)
    Mail.objects.update(send_at=Now(), text="Dear you", html="")

    def undo_one_by_one():
        for decision in Decision.objects.select_related("change"):
            undo_all([decision], by)

    at_once(send_due, undo_one_by_one)
    send_due()

    found = {each.change.application.state: each.mail.state for each in Decision.objects.all()}
    told = Application.objects.filter(state="in_review").count()
    assert set(found.items()) <= {("in_review", "sent"), ("received", "cancelled")}
    assert len(server.kept) == told
