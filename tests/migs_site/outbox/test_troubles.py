"""A mail server that refuses, defers, hangs or drops the connection: every mail arrives later, none twice."""

import datetime
import ssl
import time

import pytest
from aiosmtpd.smtp import AuthResult
from django.utils import timezone

from migs_site.outbox import sending, smtp
from migs_site.outbox.models import MOST_TRIES, Mail
from migs_site.outbox.sending import send_due
from tests.factories.outbox import mail
from tests.migs_site.outbox.servers import CutInTheMiddle, Dripping, certificate

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def now_due() -> None:
    """As if the time of the next attempt had come."""
    Mail.objects.filter(state="queued").update(retry_at=timezone.now() - MINUTE)


def facts(key: str = "receipt") -> tuple:
    stored = Mail.objects.get(key=key)
    wait = stored.retry_at and round((stored.retry_at - timezone.now()) / MINUTE)
    return stored.state, stored.problem, stored.reply_code, wait


@pytest.mark.parametrize(
    ("trouble", "problem", "code", "wait"),
    [
        ("defer", "deferred", "451 4.7.1", 1),
        ("close", "deferred", "421 4.3.2", 1),
        ("defer content", "deferred", "452 4.3.1", 1),
        ("refuse us", "not_for_us", "550 5.7.1", 1),
        ("hang at once", "broken_off", "", 1),
        ("drop at once", "broken_off", "", 1),
        ("hang", "unanswered", "", 30),
        ("drop", "unanswered", "", 30),
    ],
)
def test_what_may_pass_is_tried_again_and_arrives_once(server, trouble, problem, code, wait):
    server.script = [trouble]
    mail()
    mail("other", subject="Other")

    send_due()
    after = facts()
    now_due()
    send_due()

    assert after == ("queued", problem, code, wait)
    assert (sorted(server.subjects), facts()[:3]) == (["Other", "Received"], ("sent", "", ""))


@pytest.mark.parametrize(("trouble", "code"), [("refuse", "550 5.1.1"), ("refuse content", "554 5.6.0")])
def test_what_is_refused_for_good_fails_at_once_and_stops_no_other(server, trouble, code):
    server.script = [trouble]
    mail()
    mail("other", subject="Other")

    send_due()
    send_due()

    stored = Mail.objects.get(key="receipt")
    assert (stored.state, stored.attempts) == ("failed", 1)
    assert stored.last_error == f"The mail server refuses this mail. Check the address. ({code})"
    assert server.subjects == ["Other"]


def test_a_connection_that_is_cut_in_the_middle_of_a_mail(serve, settings, monkeypatch):
    serve(CutInTheMiddle)
    mail(body="é" * 1_000_000, html="é" * 1_000_000)  # more than any buffer on the way holds

    send_due()
    after, server = facts(), serve()
    settings.EMAIL_TIMEOUT = 30  # a busy machine needs some seconds for four megabytes
    monkeypatch.setattr(smtp, "SECONDS_TO_ACCEPT", 30)
    now_due()
    send_due()

    assert after == ("queued", "broken_off", "", 1)
    assert server.subjects == ["Received"]


def test_a_short_mail_whose_connection_was_cut_is_known_not_to_have_arrived(serve, monkeypatch):
    fence = sending.pass_fence
    monkeypatch.setattr(sending, "pass_fence", lambda mail: (fence(mail), time.sleep(0.2)))
    serve(CutInTheMiddle)
    mail()

    send_due()

    assert facts() == ("queued", "broken_off", "", 1)


def test_a_server_that_thinks_about_a_mail_for_longer_than_about_anything_else_gets_it_once(server):
    server.script = ["think"]
    mail()

    send_due()

    assert (server.seen, server.subjects, facts()[0]) == (1, ["Received"], "sent")


def test_a_server_that_does_not_greet_us_costs_no_mail_an_attempt(server):
    server.script = ["greet nobody"]
    mail()

    send_due()
    after, attempts = facts(), Mail.objects.get().attempts
    now_due()
    send_due()

    assert (after, attempts) == (("queued", "no_server", "554 5.7.1", 1), 0)
    assert server.subjects == ["Received"]


def test_nothing_of_what_a_server_says_is_stored_or_logged(server, caplog):
    server.script = ["defer", "defer content"]
    mail()
    mail("other")

    send_due()

    stored = " ".join(str(value) for row in Mail.objects.values("problem", "reply_code") for value in row.values())
    assert "camille" not in stored + caplog.text


def test_waits_grow_to_four_hours_and_end_after_a_day(server):
    mail()
    waits = []

    for _number in range(MOST_TRIES):
        server.script = ["defer"]
        send_due()
        waits.append(facts()[3])
        now_due()
    send_due()

    assert waits == [1, 4, 16, 64, *[240] * 6, None]
    assert (facts()[:2], server.seen) == (("failed", "deferred"), 0)
    assert 24 * 60 < sum(waits[:-1]) < 27 * 60


def test_a_server_that_is_always_silent_may_have_at_most_three_copies(server):
    mail()
    waits = []

    for _number in range(5):
        server.script = ["keep and hang"]
        send_due()
        waits.append(facts()[3])
        now_due()

    assert (waits[:3], facts()[:2]) == ([30, 120, None], ("failed", "unanswered"))
    assert len({message["Message-ID"] for message in server.kept}) == 1
    assert len(server.kept) == 3


def test_a_server_that_is_away_costs_no_mail_an_attempt(serve, settings):
    settings.EMAIL_PORT = 1
    for number in range(3):
        mail(f"mail {number}", subject=f"{number}")

    for _round in range(20):
        send_due()
        waiting = {facts(f"mail {number}") for number in range(3)}
        now_due()
    server = serve()
    send_due()

    assert waiting == {("queued", "no_server", "", 1)}
    assert sorted(server.subjects) == ["0", "1", "2"]
    assert set(Mail.objects.values_list("attempts", "state")) == {(1, "sent")}


def test_while_the_server_is_known_to_be_away_it_is_not_asked_for_each_mail(serve, settings, monkeypatch):
    settings.EMAIL_PORT = 1
    mail("one")
    mail("two")
    opened = []
    monkeypatch.setattr(smtp.EmailBackend, "open", lambda self: opened.append(1) or refused())

    send_due()
    send_due()

    assert len(opened) == 1


def refused():
    raise ConnectionRefusedError


def test_a_hanging_server_is_left_after_two_mails_and_the_rest_waits_unharmed(server):
    server.script = ["hang at once"] * 9
    for number in range(5):
        mail(f"mail {number}", subject=f"{number}")
    begin = time.monotonic()

    send_due()
    tried, took = list(Mail.objects.order_by("key").values_list("attempts", flat=True)), time.monotonic() - begin
    server.script = []
    now_due()
    send_due()

    assert (sorted(tried), sorted(server.subjects)) == ([0, 0, 0, 1, 1], ["0", "1", "2", "3", "4"])
    assert took < 10


def test_one_mail_at_which_the_connection_breaks_stops_no_other(server):
    server.script = ["drop at once"]
    for number in range(4):
        mail(f"mail {number}", subject=f"{number}")

    send_due()

    assert (sorted(server.subjects), facts("mail 0")[0]) == (["1", "2", "3"], "queued")


def test_a_server_that_answers_one_letter_at_a_time_is_left_too(serve, monkeypatch):
    monkeypatch.setattr(smtp, "LONGEST_CONNECTION", 1)
    serve(Dripping)
    mail()
    begin = time.monotonic()

    send_due()

    assert (facts()[:2], time.monotonic() - begin < 10) == (("queued", "no_server"), True)


def ssl_context(path: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize("option", ["tls", "ssl"])
def test_a_certificate_that_proves_nothing_holds_mail_back(serve, settings, tmp_path, monkeypatch, option):
    path = certificate(tmp_path)
    context = ssl_context(path)
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = option == "tls", option == "ssl"
    server = serve(**{"tls_context" if option == "tls" else "ssl_context": context})
    mail()

    send_due()
    after, seen = facts(), server.seen
    now_due()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "crt.pem"))  # now it is one that we trust
    send_due()

    assert (after, seen) == (("queued", "unsafe", "", 1), 0)
    assert server.subjects == ["Received"]


def test_a_server_that_offers_no_encryption_gets_no_mail(server, settings):
    settings.EMAIL_USE_TLS = True
    mail()

    send_due()

    assert (facts()[:2], server.seen) == (("queued", "not_offered"), 0)


def test_a_wrong_password_holds_mail_back(serve, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "wrong"
    server = serve(authenticator=lambda *given: AuthResult(success=False, handled=False), auth_require_tls=False)
    mail()

    send_due()

    assert (facts()[:3], server.seen) == (("queued", "no_login", "535 5.7.8"), 0)


def test_a_run_ends_after_its_time_with_mails_left(server, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS_AT_A_TIME", 0)
    mail()

    send_due()

    assert (server.seen, facts()[0]) == (0, "queued")
