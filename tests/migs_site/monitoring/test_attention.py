"""What administrators are told of the worker, the backup and the certificate."""

import datetime
import json
import logging
import subprocess

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone, translation

from migs_site.accounts.models import User
from migs_site.database_clock import Reading, clock, never_set
from migs_site.models import PendingPurge
from migs_site.monitoring import machine
from migs_site.monitoring.error_reports import ErrorReports
from migs_site.monitoring.tasks import tell_of_servers
from migs_site.monitoring.wagtail_hooks import server_to_see_to
from tests.editing import signed_in
from tests.factories.accounts import editor, user

pytestmark = pytest.mark.django_db

NO_WORKER = "No background worker is running: mail and everything else that it does is waiting. Start it."
JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, status, priority) SELECT 'x', 'x', %s, %s RETURNING id"
EVENT = "UPDATE procrastinate_events SET at = now() - %s * interval '1 minute' WHERE job_id = %s"
FAILED = "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'failed', now() - %s * interval '1 day')"


@pytest.fixture
def a_worker():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def told(person=None) -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = person or User(is_superuser=True)
    return [item.sentence for item in server_to_see_to(request)]


def job(minutes: int, status: str = "todo", priority: int = 0) -> int:
    with connection.cursor() as cursor:
        cursor.execute(JOB, [status, priority])
        [number] = cursor.fetchone()
        cursor.execute(EVENT, [minutes, number])
    return number


def failed(days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [job(0, status="failed"), days])


def test_a_worker_that_is_not_there():
    assert told() == [NO_WORKER]


def test_a_web_machine_that_was_not_reached_for_five_minutes(a_worker, settings):
    first, second = settings.FRONT_CACHES = ["http://10.0.0.11:8090", "http://10.0.0.12:8090"]
    for address, minutes in ((second, 7), (second, 6), (first, 4)):
        since = timezone.now() - datetime.timedelta(minutes=minutes, seconds=5)
        PendingPurge.objects.create(machine=address, path="/en/left/", since=since)

    assert told() == [
        "The web machine http://10.0.0.12:8090 has not been reached for 7 minutes: visitors who reach it may see pages"
        " that have left the site. Start it, or take it out of the DNS and out of FRONT_CACHES."
    ]


def test_nothing_is_said_while_all_is_well_and_nothing_to_editors(a_worker):
    job(14)
    job(60, priority=-10)
    failed(8)

    assert told() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert (told(editor()), told()) == ([], [NO_WORKER])


def test_a_queue_that_grows_old(a_worker):
    job(16)
    job(1)

    said = "2 background jobs are waiting, the oldest for 16 minutes: the worker does not keep up."
    assert told() == [said]


def test_jobs_that_failed_of_late(a_worker):
    failed(6)

    assert told() == ["1 background job failed in the last seven days: the worker’s log says why."]


def status(tmp_path, settings, text: str) -> None:
    settings.BACKUP_STATUS = str(tmp_path / "backup.json")
    (tmp_path / "backup.json").write_text(text)


def hours_ago(hours: float) -> str:
    return (timezone.now() - datetime.timedelta(hours=hours)).isoformat()


@pytest.mark.parametrize(
    ("said", "told_of"),
    [
        ({"finished_at": hours_ago(25), "error": None}, []),
        ({"finished_at": hours_ago(27.5)}, ["The last good backup is 27 hours old."]),
        ({"finished_at": None}, ["The backup has never succeeded."]),
        (
            {"finished_at": hours_ago(1), "error": "The disk is full."},
            ["The backup reports an error: The disk is full."],
        ),
    ],
)
def test_how_the_last_backup_went(a_worker, tmp_path, settings, said, told_of):
    status(tmp_path, settings, json.dumps(said))

    assert told() == told_of


def test_a_log_that_is_sent_no_more_while_the_nightly_backup_is_good(a_worker, tmp_path, settings):
    status(tmp_path, settings, json.dumps({"finished_at": hours_ago(20), "sent_at": hours_ago(0.9)}))
    in_time = told()
    status(tmp_path, settings, json.dumps({"finished_at": hours_ago(20), "sent_at": hours_ago(1.26)}))

    assert in_time == []
    assert told() == ["Nothing has been sent to the backup for 75 minutes: anything newer would be lost."]


UNREADABLE = ["", "{", "[]", '{"finished_at": 7}', '{"finished_at": "yesterday 25:00"}', "null", "[" * 200_000]


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_status_that_cannot_be_read_is_a_sentence_or_no_backup(a_worker, tmp_path, settings, text):
    status(tmp_path, settings, text)

    assert len(told()) == 1


def test_a_site_without_a_backup_says_so_on_a_server_alone(a_worker, settings):
    settings.IS_HTTPS = True

    assert told() == ["No backup is set up, or the site has not been told where it reports (BACKUP_STATUS)."]


def certificate(folder, days: int) -> str:
    path = folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-subj", "/CN=migs.example.org", "-days", str(days), "-keyout", folder / "key", "-out", path]
    subprocess.run(command, check=True, capture_output=True)
    return str(path)


@pytest.mark.parametrize(
    ("days", "told_of"),
    [
        (10_000, []),  # after 2049, which is written in another way
        (22, []),
        (10, ["The site’s certificate is valid for less than 10 days more. It should have been renewed by now."]),
        (6, ["The site’s certificate is valid for less than 6 days more. Renew it now."]),
    ],
)
def test_when_the_certificate_ends(a_worker, tmp_path, settings, days, told_of):
    settings.CERTIFICATE = certificate(tmp_path, days)

    assert told() == told_of


def test_each_morning_administrators_are_mailed_what_nobody_may_have_looked_at(
    a_worker, tmp_path, settings, monkeypatch
):
    settings.CERTIFICATE, settings.ERRORS_TO = certificate(tmp_path, 10), ["admin@example.org"]
    monkeypatch.setattr(ErrorReports, "flush", lambda self: None)
    handler, logger = ErrorReports(), logging.getLogger("migs_site.monitoring")
    logger.addHandler(handler)

    with translation.override("fr"):
        tell_of_servers(timestamp=0)
    logger.removeHandler(handler)
    counted, handler.counted = list(handler.counted), {}  # or they are stored when the tests end

    assert counted == [
        "migs_site.monitoring.tasks: The site’s certificate is valid for less than 10 days more. It should have been "
        "renewed by now."
    ]


def test_a_certificate_that_has_ended_or_is_none(a_worker, tmp_path, settings, monkeypatch):
    settings.CERTIFICATE = certificate(tmp_path, 1)
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2))
    ended = told()
    settings.CERTIFICATE = str(tmp_path / "none")

    assert ended == ["The site’s certificate is no longer valid: browsers refuse the site. Renew it now."]
    assert told() == [f"The site cannot read {tmp_path}/none, which a setting names."]
    for nonsense in ("", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"):
        (tmp_path / "none").write_text(nonsense)
        with pytest.raises(machine.Unreadable):
            machine.certificate_ends_at()


@pytest.mark.parametrize("ahead", [datetime.timedelta(hours=1), -datetime.timedelta(hours=1)])
def test_clocks_that_disagree(a_worker, monkeypatch, ahead):
    monkeypatch.setattr(clock, "reading", Reading(timezone.now(), never_set(), ahead))
    said = told()
    monkeypatch.setattr(clock, "reading", Reading(timezone.now(), never_set(), ahead / 60))

    assert said == ["The clocks of the web server and of the database differ by 60 minutes. Set the one that is wrong."]
    assert told() == []


def test_what_is_not_in_the_admin_is_no_link():
    page = signed_in(user(is_superuser=True)).get("/admin/reports/attention/").text

    assert NO_WORKER in page
    assert f'<a href="">{NO_WORKER}' not in page
