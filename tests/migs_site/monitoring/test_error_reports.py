"""Errors that administrators are told of: counted once a kind, mailed once an hour, and never in anybody's way."""

import datetime
import logging
import threading

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from migs_site.models import ErrorReport
from migs_site.monitoring import error_reports
from migs_site.monitoring.error_mails import mail_errors
from migs_site.monitoring.error_reports import ErrorReports
from migs_site.monitoring.logs import request_id
from migs_site.outbox.models import Mail
from tests.databases import ROOT, address_of

TOKEN = "Mq3vW0sYB1n-KkR8e_TzUoVb5C2hXdJ7gLpA4fQ6iNty"
HERE = "tests/migs_site/monitoring/test_error_reports.py"


@pytest.fixture
def reports(monkeypatch):
    """The handler as it stands in the process, with a thread that does not wait."""
    monkeypatch.setattr(error_reports, "DELAY", 0)
    handler, logger = ErrorReports(), logging.getLogger("tests.reports")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def log(error: Exception | None, **more) -> None:
    logger = logging.getLogger("tests.reports")
    try:
        if error:
            raise error
    except Exception:
        logger.exception("Internal Server Error: %s", "/x", **more)
    else:
        logger.error("Internal Server Error: %s", "/x", **more)


def stored() -> list[tuple]:
    """What another connection finds, once the thread has done its work; and the table empty again."""
    with psycopg.connect(address_of(connection.settings_dict["NAME"]), autocommit=True) as other:
        found = other.execute("SELECT kind, times, request_id, path FROM migs_site_errorreport ORDER BY 1").fetchall()
        other.execute("DELETE FROM migs_site_errorreport")
    return found


def wait_for_timers() -> None:
    """Until its thread has done its work: a timer that has begun is no longer the handler's."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()


@pytest.mark.django_db(transaction=True)
def test_errors_of_one_kind_are_one_row_with_the_last_request_and_without_its_keys(reports, monkeypatch):
    monkeypatch.setattr(error_reports, "DELAY", 0.5)
    request = RequestFactory().get(f"/en/apply/{TOKEN}/?q=zoe@example.org")
    for number in range(3):
        before = request_id.set(f"request-{number}")
        log(KeyError("zoe@example.org"), extra={"request": request})
        request_id.reset(before)
    log(None)
    wait_for_timers()

    line = 1 + (ROOT / HERE).read_text().splitlines().index("            raise error")
    assert stored() == [
        (f"KeyError at {HERE}:{line} in log", 3, "request-2", "/en/apply/…/"),
        ("tests.reports: Internal Server Error: %s", 1, "", ""),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("away"), psycopg.errors.AdminShutdown("away")])
def test_a_database_that_is_away_is_not_counted(reports, error):
    log(error)
    log(ConnectionError("of another kind"))
    wait_for_timers()

    assert [kind.split()[0] for kind, *_rest in stored()] == ["ConnectionError"]


@pytest.mark.django_db(transaction=True)
def test_where_it_cannot_be_stored_nobody_fails_and_the_log_says_so_once(reports, caplog, monkeypatch):
    monkeypatch.setattr(error_reports, "STORE", "INSERT INTO no_such_table VALUES (%s, %s, %s, %s)")
    logging.getLogger("migs_site.monitoring.error_reports").addHandler(reports)

    log(ValueError("x"))
    wait_for_timers()
    wait_for_timers()

    logging.getLogger("migs_site.monitoring.error_reports").removeHandler(reports)
    own = [record for record in caplog.records if record.name == "migs_site.monitoring.error_reports"]
    assert [(record.levelname, record.getMessage()) for record in own] == [
        ("WARNING", "Errors could not be stored to be mailed (ProgrammingError)."),
    ]
    assert reports.counted == {}


@pytest.mark.django_db(transaction=True)
def test_a_flood_of_kinds_is_cut_off(reports, monkeypatch):
    monkeypatch.setattr(error_reports, "DELAY", 1)
    for number in range(error_reports.MOST_KINDS + 20):
        logging.getLogger("tests.reports").error(f"Kind {number}")
    wait_for_timers()

    assert len(stored()) == error_reports.MOST_KINDS


def report(kind: str, times: int = 1, minutes: int = 0, mailed: bool = False) -> ErrorReport:
    at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=minutes)
    mailed_at = at if mailed else None
    return ErrorReport.objects.create(
        kind=kind, times=times, request_id="abc", path="/en/", seen_at=at, mailed_at=mailed_at
    )


@pytest.fixture
def administrators(settings, db):
    settings.ERRORS_TO = ["a@example.org", "b@example.org"]


def test_each_administrator_gets_one_mail_with_all_that_is_new(administrators):
    report("KeyError at a.py:1 in view", times=3)
    report("KeyError at a.py:1 in view", times=2)
    report("ValueError at b.py:2 in view")

    mail_errors()
    mail_errors()

    assert sorted(Mail.objects.values_list("to", "subject")) == [
        ("a@example.org", "6 errors on the site"),
        ("b@example.org", "6 errors on the site"),
    ]
    text = Mail.objects.first().text
    assert "5 × KeyError at a.py:1 in view\n/en/ abc " in text
    assert "1 × ValueError at b.py:2 in view\n" in text


def test_a_kind_is_mailed_once_an_hour_with_what_came_meanwhile(administrators):
    earlier = report("KeyError", minutes=59, mailed=True)
    report("KeyError", times=7, minutes=30)
    report("ValueError")

    mail_errors()
    within_the_hour = [mail.subject for mail in Mail.objects.filter(to="a@example.org")]
    ErrorReport.objects.exclude(mailed_at=None).update(mailed_at=earlier.seen_at - datetime.timedelta(minutes=2))
    Mail.objects.all().delete()
    mail_errors()

    assert within_the_hour == ["1 error on the site"]
    assert [mail.subject for mail in Mail.objects.filter(to="a@example.org")] == ["7 errors on the site"]


def test_another_kind_waits_for_five_minutes(administrators):
    earlier = report("KeyError", minutes=4, mailed=True)
    report("ValueError")

    mail_errors()
    too_early = Mail.objects.count()
    ErrorReport.objects.filter(pk=earlier.pk).update(mailed_at=earlier.seen_at - datetime.timedelta(minutes=2))
    mail_errors()

    assert (too_early, Mail.objects.count()) == (0, 2)


def test_nobody_is_told_without_addresses_and_old_reports_go(db, settings):
    settings.ERRORS_TO = []
    report("KeyError")
    report("KeyError", minutes=31 * 24 * 60)

    mail_errors()

    assert (Mail.objects.count(), ErrorReport.objects.count()) == (0, 1)
