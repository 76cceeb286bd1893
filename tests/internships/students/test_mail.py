"""What students are mailed, through the outbox, a real mail server and the real worker."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.models import Application, ApplicationLink
from internships.students.mail import queue
from migs_site.outbox.models import Mail
from migs_site.outbox.tasks import send_waiting_mails
from tests.browser.running_site import free_port
from tests.factories import internships, pages
from tests.internships.forms import CV, LETTER, NO_FILES, SAMPLE, address, fetch, place_of, post, send, shown, words
from tests.internships.mails import link_in
from tests.mailing import body, faults, kinds, work

WARNING = (
    "If you did not apply, someone else entered your address: you can open the link and erase the application, or "
    "ignore this email. Anyone who has the link can open the application: do not share it."
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inbox(inbox):
    inbox.server.start()
    return inbox


def lines(message) -> list[str]:
    """The paragraphs of the text before the signature."""
    return body(message).partition("\n-- \n")[0].strip().split("\n\n")


def test_the_first_mail_has_the_reference_and_a_link_and_no_word_of_the_sender(inbox):
    internships.offer()
    send(name="Visit evil.example", institution="evil.example", message="evil.example")
    application = Application.objects.get()

    work()

    [message] = inbox.messages
    assert {name: message[name] for name in ("To", "Reply-To", "Subject", "Auto-Submitted")} == {
        "To": "camille@example.org",
        "Reply-To": "interns@example.org",
        "Subject": f"We have received your application: {application.reference}",
        "Auto-Submitted": "auto-replied",
    }
    assert lines(message) == [
        "We have received an internship application made with this address. Please quote this reference number when "
        "you write to us:",
        f"    {application.reference}",
        f"See the status of your application: \nhttp://testserver{link_in(message)}",
        WARNING,
    ]
    assert (kinds(message), faults(body(message, "html"))) == (["text/plain", "text/html"], [])
    assert [word in message.as_string() for word in ("evil", "cv.pdf")] == [False, False]
    assert words(shown(Client().get(link_in(message))).h1) == "Your application"


def test_a_program_that_follows_links_confirms_nothing_and_the_button_does_once(inbox):
    internships.offer()
    send()
    work()
    place = link_in(inbox.messages[0])

    for _time in range(3):
        seen = Client().get(place)
    work()
    by_programs = (len(inbox.messages), Application.objects.get().email_confirmed_at)
    for _time in range(2):
        Client().post(shown(seen).select_one("main form")["action"])
        work()

    assert by_programs == (1, None)
    assert [message["Subject"].split()[0] for message in inbox.messages] == ["We", "Your"]
    assert Application.objects.get().email_confirmed_at is not None
    assert shown(Client().get(place)).select("main form") == []


def test_the_receipt_lists_the_files(inbox):
    pages.contact_details()
    internships.offer()
    soup = fetch()
    post(soup=soup)
    application = Application.objects.get()
    with transaction.atomic():
        queue("receipt", application, to=application.email)
    work()

    message = inbox.messages[-1]
    hashes = dict(application.files.values_list("kind", "sha256"))
    assert lines(message)[0] == "Dear Camille Tremblay,"
    assert lines(message)[-3:] == [
        f"- CV: mon cv.pdf ({len(CV)}\xa0bytes, 1 page)\n  SHA-256 {hashes['cv']}\n"
        f"- Writing sample: sample.docx ({len(SAMPLE)}\xa0bytes)\n  SHA-256 {hashes['writing_sample']}\n"
        f"- Cover letter: letter.odt ({len(LETTER)}\xa0bytes)\n  SHA-256 {hashes['cover_letter']}",
        f"See the status of your application:\nhttp://testserver{link_in(message)}",
        "We answer in two weeks. Questions (https://example.org/faq)",
    ]
    html = BeautifulSoup(body(message, "html"), "html.parser")
    assert [tag.get_text() for tag in html.select("td bdi")] == ["mon cv.pdf", "sample.docx", "letter.odt"]
    assert faults(body(message, "html")) == []


def test_only_a_link_that_was_mailed_to_the_address_confirms_it():
    application = internships.application()
    on_screen, elsewhere = internships.link(application), internships.link(application, mailed_to="x@example.org")

    for token in (on_screen, elsewhere):
        Client().post(address("confirm", args=[token]))

    assert (Application.objects.get().email_confirmed_at, Mail.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("mailed_to", "is_theirs"),
    [("a@strasse.example", False), ("a@STRASSE.example", False), ("a@straße.example", True), ("", False)],
)
def test_an_address_that_looks_alike_confirms_nothing(mailed_to, is_theirs):
    application = internships.application(email="a@straße.example")

    Client().post(address("confirm", args=[internships.link(application, mailed_to=mailed_to)]))

    assert (Application.objects.get().email_confirmed_at is not None) is is_theirs


def test_a_draft_is_mailed_to_the_address_in_it_and_sending_from_there_confirms_it(inbox):
    internships.offer()
    soup = fetch()

    asked = shown(send(soup=soup, do="mail", name="evil.example", email="Camille@example.org"))
    send(soup=asked, do="mail", **NO_FILES, email="Camille@example.org")
    work()
    [message] = inbox.messages
    page = shown(Client().get(link_in(message)))
    send(soup=page, email="camille@example.org", **NO_FILES)
    work()

    assert "We are sending the link to Camille@example.org." in words(asked.select_one("[role=status]"))
    assert (message["To"], "evil" in message.as_string(), place_of(page)) == (
        "Camille@example.org",
        False,
        link_in(message),
    )
    assert [message["Subject"] for message in inbox.messages[1:]] == [
        f"Your receipt for application {Application.objects.get().reference}"
    ]


@pytest.mark.parametrize(
    "email", ["", "camille@", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "\0"]
)
def test_a_draft_without_a_right_address_is_saved_and_not_mailed(email):
    internships.offer()

    response = send(do="mail", name="Zoë", email=email)

    page = shown(response)
    assert [error["id"] for error in page.select(".field__error")] == ["id_email_error"]
    assert (page.select_one("[name=name]")["value"], Mail.objects.count()) == ("Zoë", 0)


def test_with_the_mail_server_away_the_mail_waits_and_its_link_is_made_when_it_is_sent(inbox, settings):
    internships.offer()
    send()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()

    work()
    meanwhile = ApplicationLink.objects.count()
    settings.EMAIL_PORT = port
    Mail.objects.update(retry_at=None)
    send_waiting_mails(timestamp=0)

    assert (meanwhile, ApplicationLink.objects.count()) == (1, 2)
    assert [message["To"] for message in inbox.messages] == ["camille@example.org"]


def test_a_mail_about_an_application_that_is_erased_is_not_sent(inbox):
    internships.offer()
    soup = fetch()
    post(soup=soup)

    Client().post(address("erase", args=[place_of(soup).split("/")[3]]))
    work()

    assert (inbox.messages, Mail.objects.count()) == ([], 0)


def test_the_mail_is_in_the_applicant_s_language_and_links_are_whole(inbox):
    pages.contact_details()
    internships.internship_page()
    french = pages.translate(internships.InternshipPage.objects.get(), {"Internships": "Stages"})
    french.received_text = '<p>Réponse en deux semaines.</p><ul><li>Voir <a href="/fr/">le site</a></li></ul>'
    french.save()
    application = internships.application(language="fr", name="<b>Zoé</b>")
    with transaction.atomic():
        queue("receipt", application, to=application.email)

    work()

    [message] = inbox.messages
    assert lines(message)[-2:] == ["Réponse en deux semaines.", "- Voir le site (http://testserver/fr/)"]
    assert message["From"] == "Institut d’études sur le génocide <migs@example.org>"
    assert re.findall(r"<html lang=(.*?)>", body(message, "html")) == ['"fr-CA"']
    assert link_in(message).startswith("/fr/candidature/")
    assert faults(body(message, "html")) == []


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
    application = internships.application(name=name)
    internships.application_file(application, original_name="<i>\u202efdp.exe</i>")
    with transaction.atomic():
        queue("receipt", application, to=application.email)

    work()

    [message] = inbox.messages
    html = BeautifulSoup(body(message, "html"), "html.parser")
    assert body(message).split("\n")[:2] == [greeting, ""]
    assert html.select_one("p bdi").get_text() == greeting
    assert "<i>\u202efdp.exe</i>" in [file.get_text() for file in html.select("td bdi")]
    assert (message.get_all("To"), message["Bcc"]) == (["camille@example.org"], None)
    assert faults(body(message, "html")) == []


def test_lines_longer_than_mail_allows_arrive_whole(inbox):
    words = "génocide " * 500 + "https://example.org/" + "a" * 2000
    internships.internship_page(received_text=f"<p>{words}</p>")

    application = internships.application()
    with transaction.atomic():
        queue("receipt", application, to=application.email)

    work()

    [message] = inbox.messages
    assert words in body(message).split("\n")
    assert f"<p>{words}</p>" in body(message, "html").split("\n")


def test_replies_go_to_the_institute_where_the_page_names_nobody(inbox):
    pages.contact_details(email="office@example.org")
    internships.offer(contact_name="", contact_email="")
    send()

    work()

    assert inbox.messages[0]["Reply-To"] == "office@example.org"


def test_no_job_says_anything_about_the_applicant():
    internships.offer()

    send()

    assert [job.args for job in ProcrastinateJob.objects.all()] == [{}]
