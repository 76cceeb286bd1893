"""Workers are killed at every step of sending: no mail is lost, and none arrives twice."""

import datetime
import random
import threading
import time
from collections import Counter

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from migs_site.outbox import sending
from migs_site.outbox.models import Mail, Problem, State
from migs_site.outbox.sending import pass_fence, record_sent, send_due, take_next
from migs_site.outbox.services import send_again
from tests import forked
from tests.databases import address_of
from tests.factories.outbox import mail
from tests.migs_site.outbox.killed_sender import send_through

pytestmark = pytest.mark.django_db(transaction=True)


class Workers:
    """Starts one worker after the other, each a process of its own."""

    def __init__(self, port: int):
        self.port, self.started = port, threading.Event()

    def start(self) -> None:
        self.started.clear()
        self.process = forked.begin(send_through, self.port)
        self.started.set()

    def kill(self) -> None:
        """The one that runs; nothing where it has come to its end."""
        self.started.wait()
        self.process.kill()

    def wait(self) -> None:
        self.process.join()


@pytest.fixture
def workers(server):
    return Workers(server.controller.port)


def let_time_pass() -> None:
    """As if the workers had been dead for some minutes."""
    Mail.objects.filter(state="sending").update(started_at=timezone.now() - datetime.timedelta(minutes=6))


def killed_at(step: str, server, workers) -> None:
    """Let a worker begin, and kill it when the server comes to a step of its mail."""
    setattr(server, step, workers.kill)
    workers.start()
    workers.wait()
    setattr(server, step, lambda: None)


@pytest.mark.parametrize("round_", range(5))
def test_killed_before_the_end_of_a_mail_it_arrives_later_once(server, workers, round_):
    mail()

    killed_at("before_mail", server, workers)
    left = list(Mail.objects.values_list("state", "handed_over"))
    send_due()
    at_once = list(server.subjects)
    let_time_pass()
    send_due()

    assert (left, at_once) == ([("sending", None)], [])
    assert (server.subjects, Mail.objects.get().state) == (["Received"], "sent")


@pytest.mark.parametrize("round_", range(5))
def test_killed_when_the_server_has_it_it_is_not_sent_again_and_a_person_is_asked(server, workers, round_):
    mail()

    killed_at("after_keeping", server, workers)
    let_time_pass()
    send_due()
    send_due()

    stored = Mail.objects.get()
    assert server.subjects == ["Received"]
    assert (stored.state, stored.problem, stored.handed_over) == (State.FAILED, Problem.UNSURE, None)


def test_killed_when_the_server_has_not_kept_it_yet_a_person_sends_it_again_as_the_same_message(server, workers):
    stored = mail()
    server.script = ["refuse content"]

    killed_at("before_keeping", server, workers)
    let_time_pass()
    send_due()
    unsure = Mail.objects.get().problem
    send_again(mail_id=stored.pk, by=None)
    send_due()

    assert (unsure, [message["Message-ID"] for message in server.kept]) == ("unsure", [stored.message_id])


def test_twenty_workers_killed_at_any_moment_lose_no_mail_and_send_none_twice(server, workers):
    for number in range(60):
        mail(f"mail {number}", subject=str(number), body="x" * 100_000)
    server.seconds_a_step = 0.003
    moments = random.Random(7)  # noqa: S311 (no secret)

    for _kill in range(20):
        workers.start()
        time.sleep(moments.uniform(0, 0.1))
        workers.kill()
        workers.wait()
        let_time_pass()
    send_due()
    unsure = set(Mail.objects.filter(state="failed", problem="unsure").values_list("subject", flat=True))

    assert set(Mail.objects.exclude(subject__in=unsure).values_list("state", flat=True)) == {"sent"}
    counts = Counter(server.subjects)
    assert max(counts.values()) == 1
    assert {str(number) for number in range(60)} - set(counts) <= unsure


def test_four_workers_at_once_send_each_mail_once(server):
    for number in range(40):
        mail(f"mail {number}", subject=str(number))
    several = [Workers(server.controller.port) for _number in range(4)]

    for workers in several:
        workers.start()
    for workers in several:
        workers.wait()

    assert Counter(server.subjects) == {str(number): 1 for number in range(40)}


def test_a_frozen_worker_that_thaws_when_its_mail_was_sent_by_another_gives_up_before_the_end(server):
    mail()
    frozen = take_next()
    let_time_pass()
    send_due()

    with pytest.raises(sending.Overtaken):
        pass_fence(frozen)

    assert server.subjects == ["Received"]


def test_a_worker_given_up_for_dead_that_sends_all_the_same_is_believed(server):
    stored = mail()
    slow = take_next()
    pass_fence(slow)
    let_time_pass()
    sending.take_up_abandoned()
    send_again(mail_id=stored.pk, by=None)

    record_sent(slow)
    send_due()

    assert (server.seen, Mail.objects.get().state) == (0, "sent")


def test_a_mail_that_is_erased_while_it_is_sent_stops_before_its_end(server):
    mail()
    server.before_mail = lambda: beside("DELETE FROM outbox_mail")

    send_due()

    assert (server.seen, Mail.objects.count()) == (0, 0)


def test_a_mail_that_kills_its_worker_each_time_is_given_up(server, workers):
    mail(tries_left=2)

    for _number in range(3):
        killed_at("before_mail", server, workers)
        let_time_pass()
    sending.take_up_abandoned()

    stored = Mail.objects.get()
    assert (stored.state, stored.problem, stored.attempts, server.seen) == ("failed", "stopped", 2, 0)


def test_what_became_of_a_mail_is_stored_when_the_database_comes_back(server, monkeypatch):
    mail()
    monkeypatch.setattr(sending, "PATIENCE_WITH_DATABASE", (0.1, 0.1))
    server.after_keeping = cut_connections

    send_due()
    send_due()

    assert (server.subjects, Mail.objects.get().state) == (["Received"], "sent")


def beside(statement: str) -> None:
    """Where Django refuses to work: in the thread of the mail server."""
    with psycopg.connect(address_of(connection.settings_dict["NAME"]), autocommit=True) as own:
        own.execute(statement)


def cut_connections() -> None:
    """As a restart of PostgreSQL does."""
    beside(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def test_a_mail_is_held_up_by_nobody_who_looks_at_another(server):
    first = mail("first", subject="first")
    mail("second", subject="second")
    address = address_of(connection.settings_dict["NAME"])

    with psycopg.connect(address) as other:
        other.execute("SELECT 1 FROM outbox_mail WHERE id = %s FOR UPDATE", [first.pk])
        begin = time.monotonic()
        send_due()

    assert (server.subjects, time.monotonic() - begin < 5) == (["second"], True)
