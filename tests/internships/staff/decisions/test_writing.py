"""Mails to an applicant from the page of the application, and which mails staff see."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from internships.models import Letter
from internships.states import State
from migs_site.audit.models import AuditEntry
from migs_site.outbox.models import Mail
from tests.editing import signed_in
from tests.factories import accounts, internships, outbox
from tests.internships.forms import words
from tests.internships.staff.decisions.deciding import COORDINATORS, coordinator, decide, user

pytestmark = pytest.mark.django_db


def address(application) -> str:
    return reverse("decisions:write", args=[application.pk])


def typed(**fields) -> dict:
    return {"subject": "About [[reference]]", "text": "Dear [[name]]", "form": str(uuid.uuid4())} | fields


def about(application) -> str:
    return f"internships.application:{application.pk}"


def listed(client) -> list[str]:
    page = BeautifulSoup(client.get(reverse("outbox:index")).content, "html.parser")
    return [words(row.select_one("td")) for row in page.select("main table tbody tr")]


def test_what_is_written_is_in_the_outbox_at_once_and_whoever_wrote_handles_it():
    application, client = internships.application(), coordinator()

    response = client.post(address(application), typed())

    mail = Mail.objects.get()
    assert response["Location"] == reverse("applications:inspect", args=[application.pk])
    assert (mail.to, mail.subject, mail.about) == (
        "camille@example.org",
        f"About {application.reference}",
        about(application),
    )
    assert mail.text.startswith("Dear Camille Tremblay\n")
    application.refresh_from_db()
    assert application.handled_by == user()
    assert AuditEntry.objects.filter(action="application.written_to").count() == 1


def test_a_form_sent_twice_is_one_mail_and_another_is_another():
    application, client = internships.application(), coordinator()
    first = typed()

    for sent in (first, first, typed()):
        client.post(address(application), sent)

    assert Mail.objects.count() == 2


def test_who_handles_an_application_goes_on_doing_so():
    application = internships.application(handled_by=accounts.user("first@example.org", groups=COORDINATORS))

    coordinator().post(address(application), typed())

    application.refresh_from_db()
    assert application.handled_by.email == "first@example.org"


def test_a_letter_is_begun_with_and_looked_at_before_it_is_sent():
    application, client = internships.application(language="fr"), coordinator()
    letter = Letter.objects.get(state="interview", language="fr")

    begun = client.get(address(application), {"letter": letter.pk})
    looked_at = client.post(address(application), typed(preview="", subject="Pour [[name]]"))

    assert begun.context["form"].initial["subject"] == f"Votre candidature {application.reference}\u00a0: un entretien"
    assert looked_at.context["mail"].subject == "Pour Camille Tremblay"
    assert Mail.objects.count() == 0


@pytest.mark.parametrize("sent", [{"subject": ""}, {"text": "[[answer by]]"}, {"form": "x"}, {"text": "a" * 20_001}])
def test_what_cannot_be_sent_stays_in_the_form(sent):
    application, client = internships.application(), coordinator()

    response = client.post(address(application), typed(**sent))

    assert list(response.context["form"].errors) == list(sent)
    assert Mail.objects.count() == 0


def test_the_page_of_an_application_has_its_mails_and_where_they_stand(client):
    application, other, client = internships.application(), internships.application(name="Zoé"), coordinator()
    decide(client, [application], "in_review")
    outbox.failed_mail("a", subject="Failed", about=about(application))
    outbox.mail("b", subject="Of another", about=about(other))

    page = client.get(reverse("applications:inspect", args=[application.pk])).content.decode()

    panel = BeautifulSoup(page, "html.parser").select_one(
        "#correspondence-section, section:has(#panel-correspondence-heading)"
    )
    said = [words(line) for line in panel.select("li")]
    assert [line.split(",")[0] for line in said] == [
        "Failed: Failed",
        f"Your application {application.reference} is in review: Waiting",
    ]
    assert "Undo the decision" in words(panel)


def test_mails_about_applications_are_seen_by_who_sees_the_application():
    application, hidden = internships.application(), internships.application(name="Zoé")
    draft = internships.draft()
    client = coordinator()
    internships.recusal(hidden, user())
    named = {"mine": about(application), "hidden": about(hidden), "a draft": about(draft), "other": ""}
    for key, record in named.items():
        outbox.mail(key, subject=key, about=record)

    seen = {
        "coordinator": listed(client),
        "administrator": listed(signed_in(accounts.superuser())),
        "reviewer": listed(signed_in(accounts.user("reviewer@example.org", groups=["Internship reviewers"]))),
    }

    assert seen == {"coordinator": ["mine"], "administrator": ["other"], "reviewer": []}


def test_a_hidden_mail_can_be_neither_opened_nor_held():
    hidden, client = internships.application(), coordinator()
    internships.recusal(hidden, user())
    mail = outbox.mail(about=about(hidden))

    answers = [
        client.get(reverse("outbox:inspect", args=[mail.pk])).status_code,
        client.post(reverse("outbox:hold", args=[mail.pk])).status_code,
    ]

    assert answers == [404, 404]
    assert Mail.objects.get().state == "queued"


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.ACCEPTED])
def test_who_has_nothing_more_to_expect_can_still_be_written_to(state):
    application = internships.application(state=state)

    coordinator().post(address(application), typed())

    assert Mail.objects.count() == 1
