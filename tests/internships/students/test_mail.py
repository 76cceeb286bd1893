"""The confirmation, through a real mail server and the real worker."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.models import Application
from internships.tasks import send_confirmation
from tests.factories import internships, pages
from tests.internships.forms import CV, LETTER, SAMPLE, send
from tests.mailing import body, faults, kinds, work

BODY = (
    "Dear Camille Tremblay,\n"
    "\n"
    "We have received your application. Please quote this reference number when you write to us:\n"
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
    "1 Test Street\n"
    "Montreal\n"
    "migs.example.org\n"
    "office@example.org\n"
)

pytestmark = pytest.mark.django_db(transaction=True)


def shown(message) -> list[list[str]]:
    """What an HTML part shows: the name above, the heading, the values of its table, where its links lead."""
    soup = BeautifulSoup(body(message, "html"), "html.parser")
    values = [value.bdi or value for value in soup.select("td")]
    found = [[tag.get_text(" ") for tag in tags] for tags in (soup.select(".name"), soup.select("h1"), values)]
    return [*found, [link["href"] for link in soup.select("a")]]


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
        "From": "Institute for Genocide Studies <migs@example.org>",
        "To": "camille@example.org",
        "Reply-To": "interns@example.org",
        "Subject": f"We have received your application: {application.reference}",
        "Auto-Submitted": "auto-replied",
        "Message-ID": f"<application-{application.pk}@example.org>",
    }
    assert body(message) == BODY.format(application.reference)
    assert kinds(message) == ["text/plain", "text/html"]
    assert shown(message) == [
        ["MIGS Institute for Genocide Studies"],
        ["We have received your application"],
        [application.reference, "letter.odt", "mon cv.pdf", "sample.docx"],
        ["https://example.org/faq", "https://migs.example.org/", "mailto:office@example.org"],
    ]
    assert faults(body(message, "html")) == []
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
    application = internships.draft(language="fr", name="<b>Zoé</b>")
    internships.application_file(application)

    send_confirmation(application_id=str(application.pk))

    [message] = inbox.messages
    text, html = body(message), body(message, "html")
    assert text.split("\n\n")[-3:] == [
        "Réponse en deux semaines.",
        "- Voir le site (http://testserver/fr/)",
        "-- \nInstitut d’études sur le génocide\nUniversité Concordia\n1, rue du Test\nMontréal\n"
        "migs.example.org\noffice@example.org\n",
    ]
    assert message["From"] == "Institut d’études sur le génocide <migs@example.org>"
    assert re.findall(r"<html lang=(.*?)>", html) == ['"fr-CA"']
    assert shown(message)[1:] == [
        ["Nous avons reçu votre candidature"],
        [application.reference, "my cv.pdf"],
        ["http://testserver/fr/", "https://migs.example.org/", "mailto:office@example.org"],
    ]
    assert faults(html) == []


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("<b>Zoé</b> & Co", "Dear <b>Zoé</b> & Co,"),
        ("Zoé\r\nBcc: other@example.org\n\n.\n", "Dear Zoé Bcc: other@example.org .,"),
        ("Zoé\u2028\u202egnp.exe", "Dear Zoé gnp.exe,"),
        ("مريم", "Dear مريم,"),
        ("{{ name }}{% now %}", "Dear {{ name }}{% now %},"),
        ("Zoé " + "x" * 140, "Dear Zoé " + "x" * 140 + ","),
    ],
)
def test_a_hostile_name_stays_one_line_of_text_in_both_parts(inbox, name, greeting):
    inbox.server.start()
    application = internships.draft(name=name)
    internships.application_file(application, original_name="<i>\u202efdp.exe</i>")

    send_confirmation(application_id=str(application.pk))

    [message] = inbox.messages
    html = BeautifulSoup(body(message, "html"), "html.parser")
    assert body(message).split("\n")[:2] == [greeting, ""]
    assert html.select_one("p bdi").get_text() == greeting
    assert [file.get_text() for file in html.select("td bdi")] == ["<i>\u202efdp.exe</i>"]
    assert (message.get_all("To"), message["Bcc"]) == (["camille@example.org"], None)
    assert faults(body(message, "html")) == []


def test_lines_longer_than_mail_allows_arrive_whole(inbox):
    inbox.server.start()
    words = "génocide " * 500 + "https://example.org/" + "a" * 2000
    internships.internship_page(received_text=f"<p>{words}</p>")

    send_confirmation(application_id=str(internships.draft().pk))

    [message] = inbox.messages
    assert words in body(message).split("\n")
    assert f"<p>{words}</p>" in body(message, "html").split("\n")


def test_replies_go_to_the_institute_where_the_page_names_nobody(inbox):
    inbox.server.start()
    pages.contact_details(email="office@example.org")
    internships.internship_page(contact_name="", contact_email="")

    send_confirmation(application_id=str(internships.draft().pk))

    assert inbox.messages[0]["Reply-To"] == "office@example.org"


def test_without_a_page_or_contact_details_the_reference_still_arrives(inbox):
    inbox.server.start()
    application = internships.draft()

    send_confirmation(application_id=str(application.pk))

    assert (inbox.messages[0]["Subject"].split(": ")[1], inbox.messages[0]["Reply-To"]) == (application.reference, None)


def test_nothing_is_sent_for_an_application_that_is_deleted_or_confirmed(inbox):
    inbox.server.start()
    confirmed = internships.draft(confirmed_at=timezone.now())

    send_confirmation(application_id=str(confirmed.pk))
    send_confirmation(application_id="00000000-0000-4000-8000-000000000000")

    assert inbox.messages == []


def test_the_job_says_nothing_about_the_applicant():
    internships.offer()

    send()

    job = ProcrastinateJob.objects.get()
    assert job.args == {"application_id": str(Application.objects.get().pk)}
