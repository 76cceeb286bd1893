"""The confirmation, through a real mail server and the real worker."""

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.models import Application
from internships.tasks import send_confirmation
from tests.browser.running_site import Inbox
from tests.factories import internships, pages
from tests.internships.forms import CV, LETTER, SAMPLE, send

BODY = (
    "Dear Camille Tremblay,\n"
    "\n"
    "Your application has arrived. Please quote its reference number when you write to us:\n"
    "\n"
    "    {}\n"
    "\n"
    "We received these files:\n"
    "\n"
    f"- Cover letter: letter.odt ({len(LETTER)}\xa0bytes)\n"
    f"- CV: mon cv.pdf ({len(CV)}\xa0bytes)\n"
    f"- Writing sample: sample.docx ({len(SAMPLE)}\xa0bytes)\n"
    "\n"
    "We answer in two weeks. Questions (https://example.org/faq)\n"
    "\n"
    "-- \n"
    "Institute for Genocide Studies\n"
    "Concordia University\n"
    "migs.example.org\n"
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inbox(settings):
    """A mail server that is not yet running."""
    inbox = Inbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", inbox.server.port
    yield inbox
    inbox.server.stop(no_assert=True)


def work() -> None:
    """Let a worker do every job that is due."""
    with app.replace_connector(app.connector.get_worker_connector()) as at_work:
        at_work.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="successful")


def body(message, kind: str = "plain") -> str:
    return message.get_body([kind]).get_content().replace("\r\n", "\n")


def confirmations() -> list[tuple[str, int]]:
    jobs = ProcrastinateJob.objects.filter(task_name=send_confirmation.name)
    return list(jobs.values_list("status", "attempts"))


def test_the_worker_sends_a_confirmation_once(inbox):
    inbox.server.start()
    pages.contact_details()
    internships.offer()
    send()
    application = Application.objects.get()

    work()
    send_confirmation(application_id=str(application.pk))

    [message] = inbox.messages
    assert {name: message[name] for name in ("From", "To", "Reply-To", "Subject", "Auto-Submitted", "Message-ID")} == {
        "From": "migs@example.org",
        "To": "camille@example.org",
        "Reply-To": "interns@example.org",
        "Subject": f"Your application has arrived: {application.reference}",
        "Auto-Submitted": "auto-replied",
        "Message-ID": f"<application-{application.pk}@example.org>",
    }
    assert body(message) == BODY.format(application.reference)
    assert f"<strong>{application.reference}</strong>" in body(message, "html")
    assert confirmations() == []
    assert application.confirmed_at is None
    assert Application.objects.get().confirmed_at is not None


def test_with_the_mail_server_away_the_worker_tries_again_later(inbox):
    internships.offer()
    send()

    work()
    with_server_away = confirmations()
    inbox.server.start()
    work()
    before_its_time = list(inbox.messages)
    connection.cursor().execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    work()

    assert with_server_away == [("todo", 1)]
    assert before_its_time == []
    assert [message["To"] for message in inbox.messages] == ["camille@example.org"]
    assert confirmations() == []


def test_the_message_is_in_the_applicant_s_language_and_links_are_whole(inbox):
    inbox.server.start()
    pages.contact_details()
    internships.internship_page()
    french = pages.translate(internships.InternshipPage.objects.get(), {"Internships": "Stages"})
    french.received_text = '<p>Réponse en deux semaines.</p><ul><li>Voir <a href="/fr/">le site</a></li></ul>'
    french.save()
    application = internships.application(language="fr", name="<b>Zoé</b>")
    internships.application_file(application)

    send_confirmation(application_id=str(application.pk))

    [message] = inbox.messages
    text, html = body(message), body(message, "html")
    assert text.split("\n\n")[-3:] == [
        "Réponse en deux semaines.",
        "- Voir le site (http://testserver/fr/)",
        "-- \nInstitut d’études sur le génocide\nUniversité Concordia\nmigs.example.org\n",
    ]
    assert ("&lt;b&gt;Zoé&lt;/b&gt;" in html, "<b>Zoé</b>" in html, "<b>Zoé</b>" in text) == (True, False, True)
    assert ('<html lang="fr-CA">' in html, 'href="http://testserver/fr/"' in html) == (True, True)


def test_replies_go_to_the_institute_where_the_page_names_nobody(inbox):
    inbox.server.start()
    pages.contact_details(email="office@example.org")
    internships.internship_page(contact_name="", contact_email="")

    send_confirmation(application_id=str(internships.application().pk))

    assert inbox.messages[0]["Reply-To"] == "office@example.org"


def test_without_a_page_or_contact_details_the_reference_still_arrives(inbox):
    inbox.server.start()
    application = internships.application()

    send_confirmation(application_id=str(application.pk))

    assert (inbox.messages[0]["Subject"].split(": ")[1], inbox.messages[0]["Reply-To"]) == (application.reference, None)


def test_nothing_is_sent_for_an_application_that_is_deleted_or_confirmed(inbox):
    inbox.server.start()
    confirmed = internships.application(confirmed_at=timezone.now())

    send_confirmation(application_id=str(confirmed.pk))
    send_confirmation(application_id="00000000-0000-4000-8000-000000000000")

    assert inbox.messages == []


def test_the_job_says_nothing_about_the_applicant():
    internships.offer()

    send()

    job = ProcrastinateJob.objects.get()
    assert job.args == {"application_id": str(Application.objects.get().pk)}
