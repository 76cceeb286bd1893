"""What staff do with a mail, and which states cannot be stored."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from migs_site.audit.models import AuditEntry
from migs_site.outbox import services
from migs_site.outbox.models import MOST_TRIES, Mail
from migs_site.outbox.services import ImpossibleMove
from tests.factories.accounts import editor
from tests.factories.outbox import failed_mail, mail, sent_mail
from tests.factories.pages import contact_details
from tests.mailing import faults

pytestmark = pytest.mark.django_db

MOVES = {
    "hold": services.hold,
    "release": services.release,
    "cancel": services.cancel,
    "send_again": services.send_again,
    "edit": lambda **given: services.edit(**given, to="b@example.org", reply_to="", subject="New", words="New"),
}
STORED = {
    "queued": {},
    "held": {"state": "held"},
    "sending": {"state": "sending", "attempts": 1, "started_at": timezone.now()},
    "sent": {"state": "sent", "attempts": 1, "sent_at": timezone.now()},
    "failed": {"state": "failed", "attempts": 1, "problem": "refused"},
    "cancelled": {"state": "cancelled"},
}
POSSIBLE = {
    ("hold", "queued"): "held",
    ("release", "held"): "queued",
    ("cancel", "queued"): "cancelled",
    ("cancel", "held"): "cancelled",
    ("cancel", "failed"): "cancelled",
    ("send_again", "failed"): "queued",
    ("edit", "queued"): "queued",
    ("edit", "held"): "held",
    ("edit", "failed"): "failed",
}


def jobs() -> int:
    return ProcrastinateJob.objects.count()


@pytest.mark.parametrize(("action", "state"), [(action, state) for action in MOVES for state in STORED])
def test_each_move_goes_from_the_states_that_allow_it_and_is_refused_elsewhere(action, state):
    stored, somebody = mail(about="internships.application:7", **STORED[state]), editor()

    if (action, state) in POSSIBLE:
        assert MOVES[action](mail_id=stored.pk, by=somebody).state == POSSIBLE[action, state]
        [entry] = AuditEntry.objects.about(stored)
        assert (entry.action, entry.user_pk) == (f"outbox.{action}", somebody.pk)
        assert entry.detail == {"about": "internships.application:7"}
    else:
        with pytest.raises(ImpossibleMove, match=r"^(Only a|This mail has been sent)"):
            MOVES[action](mail_id=stored.pk, by=somebody)
        assert (Mail.objects.get().state, AuditEntry.objects.count()) == (state, 0)


def test_a_released_mail_and_one_that_is_sent_again_get_a_job():
    held, failed = mail("held", held=True), failed_mail("failed", subject="Failed")
    before = jobs()

    services.release(mail_id=held.pk, by=None)
    services.send_again(mail_id=failed.pk, by=None)

    assert jobs() - before == 2


def test_a_failed_mail_starts_anew_under_the_same_message_id():
    failed = failed_mail()

    again = services.send_again(mail_id=failed.pk, by=None)

    assert (again.tries_left, again.problem, again.reply_code) == (MOST_TRIES, "", "")
    assert (again.attempts, again.message_id) == (1, failed.message_id)


def test_a_sent_mail_goes_again_only_for_the_sending_that_was_confirmed_and_as_another_message():
    sent = sent_mail()

    again = services.send_again(mail_id=sent.pk, by=None, sent_at=sent.sent_at)

    assert again.message_id == f"<{sent.pk}.1@example.org>" != sent.message_id
    with pytest.raises(ImpossibleMove, match="Only a mail that is sent or failed"):  # a double click
        services.send_again(mail_id=sent.pk, by=None, sent_at=sent.sent_at)
    Mail.objects.update(state="sent", sent_at=timezone.now())
    with pytest.raises(ImpossibleMove, match="Confirm"):  # the second click, when the mail has been sent meanwhile
        services.send_again(mail_id=sent.pk, by=None, sent_at=sent.sent_at)


def test_new_words_stand_in_both_bodies_with_the_link_and_the_signature():
    contact_details()
    stored = mail(body="Dear Zoé\n\n-- \nOld signature\n")
    words = "Dear <Zoé>\r\n\r\nSee [[link]] or https://example.org/?a=1&b=2.\r\n"

    edited = services.edit(mail_id=stored.pk, by=None, to="zoe@example.org", reply_to="", subject="New", words=words)

    soup = BeautifulSoup(edited.html, "html.parser")
    assert edited.text.split("\n")[:4] == ["Dear <Zoé>", "", "See [[link]] or https://example.org/?a=1&b=2.", ""]
    assert edited.text.split("\n-- \n")[1].startswith("Institute for Genocide Studies\n")
    assert [link["href"] for link in soup.select("p a")][:2] == ["[[link]]", "https://example.org/?a=1&b=2"]
    assert (soup.h1.get_text(), faults(edited.html)) == ("New", [])
    assert (edited.to, edited.subject) == ("zoe@example.org", "New")


def test_a_new_address_alone_leaves_the_words_as_they_were_composed():
    stored = mail(body="Dear Zoé\n\n-- \nMIGS\n", html="<table></table>")

    edited = services.edit(
        mail_id=stored.pk, by=None, to="z@example.org", reply_to="a@example.org", subject="New", words="Dear Zoé\r\n"
    )

    assert (edited.text, edited.html, edited.to) == ("Dear Zoé\n\n-- \nMIGS\n", "<table></table>", "z@example.org")


@pytest.mark.parametrize("wrong", [{"to": "a b@example.org"}, {"reply_to": "a@example.org\nBcc: b@example.org"}])
def test_what_no_message_could_be_is_refused_and_nothing_changes(wrong):
    stored = mail()
    given = {"to": "z@example.org", "reply_to": "", "subject": "New", "words": "New"} | wrong

    with pytest.raises(ValueError, match=r"one address|[Hh]eader"):
        services.edit(mail_id=stored.pk, by=None, **given)

    assert (Mail.objects.get().to, Mail.objects.get().subject) == ("camille@example.org", "Received")


NOW = timezone.now()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": "sending", "attempts": 1},
        {"state": "sending", "started_at": NOW},
        {"started_at": NOW},
        {"state": "sent", "attempts": 1},
        {"state": "sent", "sent_at": NOW},
        {"state": "sent", "sent_at": NOW, "attempts": 1, "problem": "refused"},
        {"state": "failed", "attempts": 1},
        {"state": "failed", "problem": "refused"},
        {"state": "held", "retry_at": NOW},
        {"attempts": 1, "handed_over": 1},
        {"state": "sending", "started_at": NOW, "attempts": 1, "handed_over": 2},
        {"text": ""},
        {"to": "a@example.org\nBcc: b@example.org"},
        {"subject": "a\rBcc: b@example.org"},
        {"reply_to": "a\nBcc: b@example.org"},
        {"to": ""},
        {"key": ""},
    ],
)
def test_the_database_refuses_what_contradicts_itself(fields):
    stored = mail()

    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=stored.pk).update(**fields)
