"""A mail is stored with its cause, once, and only what can be sent is stored."""

import datetime
from threading import Barrier, Thread

import pytest
from django.core.mail import BadHeaderError
from django.db import connection, transaction
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import ReferenceIndex
from wagtail.search.index import class_is_indexed

from migs_site.outbox.models import Mail, State
from migs_site.outbox.services import mails_about, queue_mail
from migs_site.outbox.tasks import send_due_mails
from migs_site.web.mail import compose
from tests.content_versions import versions_made
from tests.factories.accounts import editor
from tests.factories.outbox import failed_mail, mail, message, sent_mail
from tests.factories.pages import contact_details

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)


def jobs() -> list:
    found = ProcrastinateJob.objects.filter(task_name=send_due_mails.name).order_by("id")
    return list(found.values_list("args", "scheduled_at"))


def test_a_mail_is_stored_as_it_was_composed():
    contact_details(email="office@example.org")
    somebody = editor()
    with translation.override("fr"):
        composed = compose(
            "outbox/email/edited",
            {"words": "Bonjour", "html": "Bonjour"},
            subject="Reçu",
            to="zoe@example.org",
            headers={"Auto-Submitted": "auto-replied"},
        )

    stored = queue_mail(key="receipt", message=composed, about="internships.application:7", created_by=somebody)

    assert (stored.to, stored.reply_to, stored.subject, stored.language) == (
        "zoe@example.org",
        "office@example.org",
        "Reçu",
        "fr",
    )
    assert (stored.text, stored.html) == (composed.body, composed.alternatives[0].content)
    assert stored.headers == {"Content-Language": "fr", "Auto-Submitted": "auto-replied"}
    assert (stored.message_id, stored.about) == (f"<{stored.pk}@example.org>", "internships.application:7")
    assert (stored.state, stored.attempts, stored.created_by) == (State.QUEUED, 0, somebody)
    assert jobs() == [({}, None)]


def test_a_message_id_of_its_own_is_kept():
    stored = mail(headers={"Message-ID": "<application-7@example.org>"})

    assert (stored.message_id, stored.headers) == ("<application-7@example.org>", {})


def test_a_long_name_of_the_institute_and_another_spelling_of_a_language_fit():
    contact_details(name_en="É" * 150, name_fr="É" * 150)
    with translation.override("fr-ca"):
        composed = compose("outbox/email/edited", {"words": "Oui", "html": "Oui"}, subject="Oui", to="a@example.org")

    stored = queue_mail(key="receipt", message=composed)

    assert (stored.sender, stored.language) == (composed.from_email, "fr")


def test_the_same_key_again_changes_nothing():
    first = mail("receipt", subject="First")

    second = mail("receipt", subject="Second")

    assert (second, second.subject, Mail.objects.count(), len(jobs())) == (first, "First", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twenty_times_at_once_is_one_mail_with_one_job():
    start, found = Barrier(20), []

    def queue():
        try:
            start.wait()
            with transaction.atomic():
                found.append(mail("receipt").pk)
        finally:
            connection.close()

    threads = [Thread(target=queue) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found)), Mail.objects.count(), len(jobs())) == (20, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_cause_that_is_taken_back_takes_its_mail_along():
    with transaction.atomic():
        mail()
        transaction.set_rollback(True)

    assert (Mail.objects.count(), jobs()) == (0, [])


def test_a_mail_for_later_has_its_job_then_and_a_held_one_has_none():
    mail("later", send_at=LATER)
    held = mail("held", held=True)

    assert (held.state, jobs()) == (State.HELD, [({}, LATER)])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Received\r\nBcc: other@example.org", "Received Bcc: other@example.org"),
        ("Received\u2028\u202egnp.exe\x00", "Received gnp.exe"),
        ("استلمنا طلبك", "استلمنا طلبك"),
        ("x" * 300, "x" * 250),
    ],
)
def test_a_subject_stays_one_line_that_hides_nothing(server, typed, stored):
    assert mail(subject=typed).subject == stored


@pytest.mark.parametrize(
    "fields",
    [
        {"to": ["camille@example.org\r\nBcc: other@example.org"]},
        {"to": ["Camille <camille@example.org>"]},
        {"to": ["nobody"]},
        {"to": []},
        {"to": ["a@example.org", "b@example.org"]},
        {"cc": ["b@example.org"]},
        {"bcc": ["b@example.org"]},
        {"attachments": [("a.txt", "words", "text/plain")]},
        {"body": "x" * 1_000_001},
        {"html": "x" * 1_000_001},
    ],
)
def test_what_no_mail_can_be_is_refused(fields):
    with pytest.raises(ValueError, match=r"^(A mail|The body)"):
        queue_mail(key="receipt", message=message(**fields))

    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"from_email": "MIGS\r\nBcc: b@example.org <migs@example.org>"},
        {"reply_to": ["a@example.org\nBcc: b@example.org"]},
        {"headers": {"Auto-Submitted": "auto-replied\nBcc: b@example.org"}},
    ],
)
def test_no_other_header_may_have_two_lines(fields):
    with pytest.raises(BadHeaderError):
        queue_mail(key="receipt", message=message(**fields))

    assert Mail.objects.count() == 0


def test_an_app_finds_the_mails_about_its_record_whatever_their_state():
    for make in (mail, sent_mail, failed_mail):
        make(make.__name__, about="internships.application:7")
    mail("other", about="internships.application:70")

    found = mails_about("internships.application:7").order_by("key")
    assert [each.key for each in found] == ["failed_mail", "mail", "sent_mail"]
    for nothing in ("", "camille@example.org", None):
        with pytest.raises(ValueError, match="is about a record"):
            mails_about(nothing)


def test_a_mail_is_about_a_record_and_nothing_else():
    person = editor()

    assert mail(about=person).about == f"accounts.user:{person.pk}"
    with pytest.raises(ValueError, match="is about a record"):
        mail("other", about="Camille Tremblay")


@pytest.mark.django_db(transaction=True)
def test_no_page_changes_with_a_mail():
    assert versions_made(mail) == 0


def test_no_index_that_editors_can_search_knows_of_mails():
    assert [ReferenceIndex.model_is_indexable(Mail), class_is_indexed(Mail)] == [False, False]
