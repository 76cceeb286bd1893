"""What the worker sends, and when, through a real mail server."""

import datetime

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone
from wagtail import hooks

from migs_site.outbox.models import Mail
from migs_site.outbox.sending import send_due
from migs_site.outbox.services import mails_about
from tests.databases import address_of
from tests.factories.outbox import failed_mail, mail, sent_mail
from tests.mailing import body, kinds, work

pytestmark = pytest.mark.django_db
# Of this database alone: tests of other processes run beside in the same server.
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
HOUR = datetime.timedelta(hours=1)


def states() -> dict[str, str]:
    return dict(Mail.objects.order_by("key").values_list("key", "state"))


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_a_queued_mail_whole_and_once(server):
    mail(
        subject="Candidature reçue",
        body="Bonjour,\n.\n..\r.\r\nà bientôt\n",
        html="<p>Bonjour</p>",
        reply_to=["office@example.org"],
        headers={"Auto-Submitted": "auto-replied", "Content-Language": "fr"},
    )

    work()
    send_due()

    [message], stored = server.kept, Mail.objects.get()
    names = ("From", "To", "Reply-To", "Subject", "Auto-Submitted", "Content-Language", "Message-ID")
    assert {name: message[name] for name in names} == {
        "From": "MIGS <migs@example.org>",
        "To": "camille@example.org",
        "Reply-To": "office@example.org",
        "Subject": "Candidature reçue",
        "Auto-Submitted": "auto-replied",
        "Content-Language": "fr",
        "Message-ID": f"<{stored.pk}@example.org>",
    }
    assert (body(message), body(message, "html")) == ("Bonjour,\n.\n..\n.\nà bientôt\n", "<p>Bonjour</p>")
    assert kinds(message) == ["text/plain", "text/html"]
    assert (stored.state, stored.attempts, stored.started_at, stored.handed_over) == ("sent", 1, None, None)
    assert abs(stored.sent_at - timezone.now()) < HOUR


def test_only_what_is_due_is_sent(server):
    mail("now", subject="now")
    mail("later", subject="later", send_at=timezone.now() + HOUR)
    mail("held", subject="held", held=True)
    mail("cancelled", subject="cancelled", state="cancelled")
    mail("retry", subject="retry", retry_at=timezone.now() + HOUR)
    mail("retried", subject="retried", retry_at=timezone.now() - HOUR)
    sent_mail(subject="sent")
    failed_mail(subject="failed")

    send_due()

    assert sorted(server.subjects) == ["now", "retried"]


def test_a_clock_that_was_wrong_for_a_night_holds_up_no_attempt(server):
    mail(retry_at=timezone.now() + 24 * HOUR)

    send_due()

    assert server.subjects == ["Received"]


def test_what_was_never_tried_goes_before_what_was_tried_in_vain(server):
    mail("tried", subject="tried", tries_left=3, attempts=8)
    mail("new", subject="new")

    send_due()

    assert server.subjects == ["new", "tried"]


def test_a_long_mail_and_right_to_left_words_arrive_whole(server):
    words = "génocide " * 500 + "مرحبا " * 20_000
    mail(body=words + "\n", html=f"<p>{words}</p>", subject="استلمنا طلبك")

    send_due()

    [message] = server.kept
    assert (message["Subject"], body(message), body(message, "html")) == (
        "استلمنا طلبك",
        words + "\n",
        f"<p>{words}</p>",
    )


def test_an_erased_mail_is_not_sent_and_its_job_does_nothing(server):
    mail(about="a.b:1")
    mails_about("a.b:1").delete()

    send_due()

    assert server.seen == 0


def test_the_link_is_made_at_the_last_moment_and_stored_nowhere(server):
    stored = mail(body="Go to [[link]].\n", html='<p><a href="[[link]]">[[link]]</a></p>', about="a.b:1")

    with hooks.register_temporarily(
        [("mail_link", lambda mail: None), ("mail_link", lambda mail: f"https://example.org/?a=1&about={mail.about}")]
    ):
        send_due()

    [message] = server.kept
    link = BeautifulSoup(body(message, "html"), "html.parser").a
    assert body(message) == "Go to https://example.org/?a=1&about=a.b:1.\n"
    assert [link["href"], link.get_text()] == ["https://example.org/?a=1&about=a.b:1"] * 2
    stored.refresh_from_db()
    assert (stored.text, stored.state) == ("Go to [[link]].\n", "sent")


def fails(mail):
    raise LookupError


@pytest.mark.parametrize(
    "answer",
    [lambda mail: None, lambda mail: "", lambda mail: "javascript:alert(1)", lambda mail: "https://a/\nBcc: b", fails],
)
def test_without_a_link_a_mail_fails_with_a_reason_and_stops_no_other(server, answer):
    mail("with", body="Go to [[link]].\n", subject="with link")
    mail("without", subject="without link")

    with hooks.register_temporarily("mail_link", answer):
        send_due()

    failed = Mail.objects.get(key="with")
    assert (failed.state, failed.last_error) == ("failed", "The address of the link in this mail could not be made.")
    assert server.subjects == ["without link"]


def test_a_mail_of_which_no_message_can_be_made_fails_and_stops_no_other(server, caplog):
    mail("bad", headers={})
    Mail.objects.update(headers={"X-Odd": "camille@example.org\nlines"})
    mail("good", subject="good")

    send_due()

    assert (states(), server.subjects) == ({"bad": "failed", "good": "sent"}, ["good"])
    assert ("BadHeaderError" in caplog.text, "camille" in caplog.text) == (True, False)


def test_on_a_laptop_mails_are_written_to_files(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
        "django.core.mail.backends.filebased.EmailBackend",
        str(tmp_path),
    )
    mail()

    send_due()

    [file] = tmp_path.iterdir()
    assert ("Subject: Received" in file.read_text(), states()) == (True, {"receipt": "sent"})


@pytest.mark.django_db(transaction=True)
def test_no_transaction_and_no_lock_is_open_while_the_server_is_spoken_with(server):
    mail()
    seen, address = [], address_of(connection.settings_dict["NAME"])

    def look():
        with psycopg.connect(address) as beside:
            seen.append(beside.execute(OPEN).fetchone()[0])
            seen.append(beside.execute("SELECT state, handed_over FROM outbox_mail FOR UPDATE NOWAIT").fetchone())

    server.before_keeping = look
    send_due()

    assert (seen, states()) == ([0, ("sending", 1)], {"receipt": "sent"})
