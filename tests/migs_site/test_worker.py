"""The worker beside a database that is restarted, gone, and wrong."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from procrastinate.contrib.django import app

from migs_site.worker import PunctualDeferrer
from tests.databases import ROOT, address_of
from tests.own_postgres import OwnPostgres
from tests.waiting import wait_until

PATIENCE = 30  # seconds
QUEUE = """
    INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'migs_site.outbox.tasks.send_due_mails')
"""
WORKERS = "SELECT id FROM procrastinate_workers"
EACH_MINUTE = """
    INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
    SELECT 'migs_site.outbox.tasks.send_waiting_mails', '', extract(epoch FROM now())::bigint + 60 * number
    FROM generate_series(1, 60) AS number
"""
AHEAD = "SELECT count(*) FROM procrastinate_periodic_defers WHERE defer_timestamp > extract(epoch FROM now()) + 1"
WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%send_due_mails'"

OF_TOMORROW = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    VALUES ('default', 'migs_site.tasks.tomorrow', '{"page_id": 7}')
"""
TOMORROW = "SELECT status, scheduled_at FROM procrastinate_jobs WHERE task_name LIKE '%tomorrow'"

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def postgres(homes_template):
    folder = Path(tempfile.mkdtemp(prefix="migs-worker-")).resolve()
    postgres = OwnPostgres(folder / "postgres", address_of(homes_template))
    yield postgres
    postgres.stop()
    shutil.rmtree(folder)


@contextmanager
def working(url: str, log: Path) -> Iterator[subprocess.Popen]:
    with log.open("w") as said:
        command = [sys.executable, "manage.py", "worker"]
        worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, stdout=said, stderr=said)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def rows(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchall()


def until(url: str, query: str, is_so) -> list[tuple]:
    """The rows, once they are as they should be."""
    deadline = time.monotonic() + PATIENCE
    while not is_so(found := rows(url, query)):
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def test_the_worker_outlives_a_database_that_goes_and_comes_back(postgres, tmp_path):
    log = tmp_path / "log"
    with working(postgres.url, log) as worker:
        first = until(postgres.url, WORKERS, lambda found: len(found) == 1)
        postgres.stop()
        while "The worker waits for the database" not in log.read_text():
            assert worker.poll() is None, log.read_text()
            time.sleep(0.1)
        postgres.start()
        until(postgres.url, WORKERS, lambda found: {*found} - {*first})
        with psycopg.connect(postgres.url) as connection:
            connection.execute(QUEUE)
        until(postgres.url, WAITING, lambda found: found == [(0,)])
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(PATIENCE) == 0
    assert "The database answers again." in log.read_text()


def test_the_worker_waits_for_a_database_that_takes_nothing(postgres, tmp_path):
    """A copy that nobody has promoted answers as well."""
    log, before = tmp_path / "log", {*rows(postgres.url, WORKERS)}
    with working(postgres.url, log):
        mine = {*until(postgres.url, WORKERS, lambda found: {*found} - before)}
        with read_only(postgres):
            wait_until(lambda: "The worker has lost the database" in log.read_text())
            time.sleep(3)
            said = log.read_text()
        until(postgres.url, WORKERS, lambda found: {*found} - before - mine)

    assert (said.count("has lost"), said.count("waits for the database"), "read-only" in said) == (1, 1, True)


@contextmanager
def read_only(postgres: OwnPostgres) -> Iterator[None]:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        try:
            connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
            connection.execute("SELECT pg_reload_conf()")
            yield
        finally:
            connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
            connection.execute("SELECT pg_reload_conf()")


def test_what_is_done_each_minute_goes_on_after_a_clock_that_was_an_hour_ahead(postgres, tmp_path):
    """Procrastinate has noted that it was queued, and would queue it again when that time has come."""
    with psycopg.connect(postgres.url) as connection:
        connection.execute(EACH_MINUTE)
    ahead = rows(postgres.url, AHEAD)

    with working(postgres.url, tmp_path / "log"):
        until(postgres.url, AHEAD, lambda found: found == [(0,)])

    assert ahead == [(60,)]


def test_what_was_due_while_the_clock_jumped_ahead_is_queued_once():
    """Each minute's would else be queued some 43,000 times after a month, and nothing is done meanwhile."""
    deferrer = PunctualDeferrer(app.periodic_registry)
    deferrer.last_defers = dict.fromkeys(app.periodic_registry.periodic_tasks, round(NOON.timestamp()))

    def queued(at: datetime) -> list[tuple[str, datetime]]:
        due = deferrer.get_previous_tasks(at=at.timestamp())
        return [(periodic.task.name, datetime.fromtimestamp(when, UTC)) for periodic, when in due]

    later = NOON + timedelta(days=30, seconds=30)
    once = queued(later)

    assert sorted(name for name, _when in once) == sorted(name for name, _id in app.periodic_registry.periodic_tasks)
    assert dict(once)["migs_site.outbox.tasks.send_waiting_mails"] == later.replace(second=0)
    assert dict(once)["migs_site.audit.tasks.prune_audit_log"] == later.replace(hour=4, minute=1, second=0)
    assert queued(later + timedelta(seconds=20)) == []
    assert {when for _name, when in queued(later + timedelta(seconds=60))} == {later.replace(minute=1, second=0)}


def test_a_job_of_a_newer_release_is_left_to_a_worker_that_knows_it(postgres, tmp_path):
    with psycopg.connect(postgres.url) as connection:
        connection.execute(OF_TOMORROW)
    with working(postgres.url, tmp_path / "log"):
        [(status, _when)] = until(postgres.url, TOMORROW, lambda found: found[0][1] is not None)

    assert status == "todo"
    assert "Error" not in (tmp_path / "log").read_text()
    rows(postgres.url, "DELETE FROM procrastinate_jobs WHERE task_name LIKE '%tomorrow%' RETURNING id")


def test_no_notification_stops_the_worker(postgres, tmp_path):
    """Any role may send one: of what is in it nothing is believed."""
    payloads = [
        "not json",
        "",
        "[]",
        "{}",
        '{"type": 7}',
        '{"type": "abort_job_requested", "job_id": "x"}',
        "x" * 7_999,
    ]
    with working(postgres.url, tmp_path / "log") as worker:
        until(postgres.url, WORKERS, lambda found: len(found) >= 1)
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            for payload in payloads:
                connection.execute("SELECT pg_notify('procrastinate_any_queue_v1', %s)", [payload])
            connection.execute(QUEUE)
        until(postgres.url, WAITING, lambda found: found == [(0,)])
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(PATIENCE) == 0
    assert "Error" not in (tmp_path / "log").read_text()


def test_a_worker_that_is_asked_to_end_while_the_database_is_away_ends(tmp_path):
    log = tmp_path / "log"
    with working("postgresql://127.0.0.1:1/none", log) as worker:
        while "The worker waits for the database" not in log.read_text():
            assert worker.poll() is None, log.read_text()
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(PATIENCE) == 0


def test_a_worker_without_its_tables_ends_with_an_error(postgres, tmp_path):
    empty = psycopg.conninfo.conninfo_to_dict(postgres.url)
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty")
    url = postgres.url.replace(f"/{empty['dbname']}?", "/empty?")
    assert url != postgres.url

    with working(url, tmp_path / "log") as worker:
        assert worker.wait(PATIENCE) == 1
