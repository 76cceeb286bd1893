"""What programs of the machine ask the process: who is answered, and what."""

import json
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.test import RequestFactory

from migs_site.monitoring import health
from migs_site.web import replica
from tests.databases import address_of

ELSEWHERE = "203.0.113.7"


class Site:
    """Stands for whatever answers other requests, which must not be asked."""

    def __call__(self, request):
        return "the site"


def asked(path: str, address: str = "127.0.0.1", method: str = "get", **headers: str):
    request = getattr(RequestFactory(), method)(path, REMOTE_ADDR=address, **headers)
    return health.HealthMiddleware(Site())(request)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("127.0.0.1", {}),
        ("127.8.0.1", {}),
        ("::1", {}),
        ("", {}),
        ("", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "::1, 127.0.0.1"}),
    ],
)
def test_who_asks_from_this_machine_is_answered(address, headers):
    answer = asked("/-/live", address, **headers)

    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"alive\n", "no-store")


@pytest.mark.parametrize("path", ["/-/live", "/-/ready", "/-/metrics"])
@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (ELSEWHERE, {}),
        (ELSEWHERE, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}),
        ("2001:db8::1", {}),
        ("10.0.0.1", {}),
        ("", {"HTTP_X_FORWARDED_FOR": ELSEWHERE}),
        ("", {"HTTP_X_FORWARDED_FOR": f"127.0.0.1, {ELSEWHERE}"}),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": f"{ELSEWHERE}, 127.0.0.1"}),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "nonsense"}),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": ""}),
        ("127.0.0.1", {"HTTP_X_REAL_IP": ELSEWHERE}),
        ("127.0.0.1", {"HTTP_FORWARDED": f"for={ELSEWHERE}"}),
        ("127.0.0.1", {"HTTP_FORWARDED": "for=127.0.0.1"}),
    ],
)
def test_who_asks_from_elsewhere_finds_nothing_there_whatever_they_write(path, address, headers, settings):
    settings.TRUSTED_PROXIES = ["unix", "127.0.0.1", "10.0.0.0/8"]

    assert asked(path, address, **headers) == "the site"


def test_other_addresses_and_methods_are_the_sites():
    assert asked("/-/live/") == "the site"
    assert asked("/-/") == "the site"
    assert asked("/-/live", method="post") == "the site"


@contextmanager
def committed(change: str, back: str):
    """A change that other connections see."""
    with psycopg.connect(address_of(connection.settings_dict["NAME"]), autocommit=True) as other:
        other.execute(change)
        try:
            yield
        finally:
            other.execute(back)


def a_worker(seconds: int = 0):
    change = f"INSERT INTO procrastinate_workers (last_heartbeat) SELECT now() - interval '{seconds} seconds'"
    return committed(change, "DELETE FROM procrastinate_workers")


def ready() -> tuple[int, dict[str, str]]:
    answer = asked("/-/ready")
    return answer.status_code, json.loads(answer.content)


def said(**parts: str) -> dict[str, object]:
    return {"ready": not parts} | {"database": "ready", "migrations": "ready", "worker": "ready"} | parts


def test_it_is_ready_with_a_database_its_migrations_and_a_worker(django_db_setup):
    with a_worker(seconds=20):
        assert ready() == (200, said())


def test_it_is_not_without_a_worker(django_db_setup):
    assert ready() == (503, said(worker="none runs"))

    with a_worker(seconds=95):
        assert ready() == (503, said(worker="no heartbeat for 95 seconds"))


def test_nor_before_the_migrations_of_its_code_were_applied(django_db_setup):
    gone = "UPDATE django_migrations SET name = 'later' WHERE app = 'wagtailcore' AND name = '0001_initial'"
    back = "UPDATE django_migrations SET name = '0001_initial' WHERE name = 'later'"

    with a_worker(), committed(gone, back):
        assert ready() == (503, said(migrations="1 not applied"))


def test_the_names_of_migrations_are_those_that_django_finds(django_db_setup):
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as other:
        applied = {*other.execute("SELECT app, name FROM django_migrations")}

    assert health.migrations_of_code() - applied == set()
    assert len(health.migrations_of_code()) > 300


def test_a_database_that_hangs_is_told_of_within_seconds(django_db_setup):
    began = time.monotonic()
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as other:
        other.execute("LOCK TABLE django_migrations")
        answer = asked("/-/ready")
    took = time.monotonic() - began

    assert answer.status_code == 503
    assert took < 10  # two, and room for a busy machine: it would hang as long as the lock is held


def test_a_role_that_may_not_read_is_ready_with_what_it_can_know(django_db_setup):
    address = address_of(connection.settings_dict["NAME"])
    with committed("CREATE ROLE nearly_nobody", "DROP ROLE nearly_nobody"), psycopg.connect(address) as other:
        other.execute("SET LOCAL ROLE nearly_nobody")

        assert health.answer_of(health.worker, other) == health.NOT_ASKED


@pytest.mark.django_db
def test_figures_are_read_by_prometheus_and_name_nobody(settings):
    settings.BACKUP_STATUS = settings.CERTIFICATE = ""

    lines = asked("/-/metrics").content.decode().splitlines()

    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert sorted(names) == [
        "migs_database_seconds", "migs_database_up", "migs_files_to_scan", "migs_jobs", "migs_mails",
        "migs_oldest_job_seconds", "migs_oldest_mail_seconds", "migs_unreadable_files",
    ]  # fmt: skip
    assert 'migs_jobs{of="waiting"} 0' in lines
    assert "migs_database_up 1" in lines


@pytest.mark.django_db
def test_whether_the_copy_of_the_database_answers_is_a_figure_where_there_is_one(settings, monkeypatch):
    settings.DATABASE_REPLICA_URL = "postgresql://copy/migs"
    monkeypatch.setattr(replica, "of_copy", replica.Outage("copy"))

    there = asked("/-/metrics").text.splitlines()
    replica.of_copy.begin(OSError("It is away."))
    away = asked("/-/metrics").text.splitlines()

    assert ("migs_database_copy_up 1" in there, "migs_database_copy_up 0" in away) == (True, True)
