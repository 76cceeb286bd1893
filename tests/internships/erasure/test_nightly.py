"""Every night what is past its time is erased, reported and proved."""

import datetime
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.erasure import nightly
from internships.erasure.nightly import (
    clocks_agree,
    erase_what_is_over,
    finish_and_prove,
    forget_addresses,
    overdue,
    unproved,
)
from internships.erasure.proof import what_is_left
from internships.erasure.services import erase
from internships.models import Application, ApplicationFileChunk, Erasure
from internships.tasks import erase_applications, vacuum_after_erasures
from migs_site import database_clock
from migs_site.audit.models import AuditEntry
from tests.factories import internships, outbox
from tests.internships.erasure import planted
from tests.waiting import begin_beside

pytestmark = pytest.mark.django_db


def ago(**age) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**age)


def over(name: str = "Over") -> Application:
    return internships.timed(internships.draft(name=name), saved_at=ago(days=16))


def names() -> list[str]:
    return sorted(Application.objects.values_list("name", flat=True))


def test_what_is_past_its_time_goes_and_all_else_stays():
    over()
    internships.timed(internships.draft(name="Young"), saved_at=ago(days=12))
    internships.timed(internships.application(name="Closed long ago", state="withdrawn"), closed_at=ago(days=190))
    internships.timed(internships.application(name="Closed lately", state="withdrawn"), closed_at=ago(days=170))
    internships.timed(internships.application(name="Undecided"), received_at=ago(days=700))
    internships.timed(internships.application(name="Never decided"), received_at=ago(days=740))

    for _night in range(2):
        erase_applications(timestamp=0)

    assert names() == ["Closed lately", "Undecided", "Young"]
    assert set(Erasure.objects.values_list("why", flat=True)) == {"retention"}
    assert Erasure.objects.filter(proved_at=None).count() == 0
    report = AuditEntry.objects.get(action="application.retention")
    assert (report.detail, report.about) == ({"draft": 1, "withdrawn": 1, "received": 1}, "")


def test_of_planted_words_none_is_left():
    application = planted.planted_application()
    internships.timed(application, received_at=ago(days=740))

    erase_applications(timestamp=0)

    assert planted.found() == []


def test_a_night_without_work_writes_nothing():
    erase_applications(timestamp=0)

    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("difference", [datetime.timedelta(hours=1), -datetime.timedelta(days=400)])
def test_nothing_is_erased_while_the_clocks_disagree(monkeypatch, difference):
    over()
    wrong = timezone.now() + difference
    monkeypatch.setattr(database_clock, "of_this_machine", lambda: wrong)

    erased = erase_what_is_over()

    assert (erased, names()) == (Counter(), ["Over"])


def test_clocks_may_differ_a_little():
    assert clocks_agree()


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_being_saved_is_passed_over():
    kept = over("Saved just now")
    over()

    with transaction.atomic():
        Application.objects.filter(pk=kept.pk).update(saved_at=timezone.now())
        beside = begin_beside(lambda: erase_applications(timestamp=0))
        beside.join()

    assert names() == ["Saved just now"]


@pytest.mark.django_db(transaction=True)
def test_cut_off_half_way_it_goes_on_the_next_night(monkeypatch):
    for number in range(3):
        over(f"Over {number}")
    done = []

    def cut_off(application, *, why):
        if done:
            raise KeyboardInterrupt
        done.append(erase(application, why=why))
        return True

    monkeypatch.setattr(nightly, "erase", cut_off)
    with pytest.raises(KeyboardInterrupt):
        erase_applications(timestamp=0)
    monkeypatch.undo()
    half = len(names())
    erase_applications(timestamp=0)

    assert (half, names(), what_is_left()) == (2, [], {})


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_erase_each_once():
    for number in range(3):
        over(f"Over {number}")

    with transaction.atomic():
        erase_what_is_over()
        beside = begin_beside(lambda: erase_applications(timestamp=0))
    beside.join()

    assert (names(), Erasure.objects.count()) == ([], 3)
    assert AuditEntry.objects.filter(action="application.erased").count() == 3


def test_a_mail_that_was_queued_too_late_goes_the_next_night():
    application = internships.application()
    erase(application, why="applicant")
    outbox.mail("late", about=f"internships.application:{application.pk}")
    before = what_is_left()

    finish_and_prove()

    assert (before, what_is_left()) == ({"outbox_mail": 1}, {})
    assert Erasure.objects.get().proved_at is not None


def without_rules(statement: str, *parameters) -> None:
    """As a restore that switches them off, or a hand that knows no better."""
    connection.check_constraints()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("table", "left"),
    [
        ("internships_applicationfile", "internships_applicationfilechunk.file_id"),
        ("internships_application", "internships_statechange.application_id"),
    ],
)
def test_what_is_left_anywhere_is_found_and_told(table, left, caplog):
    application = internships.application()
    internships.timed(internships.draft(name="Erased"), saved_at=ago(days=1))
    erase(Application.objects.get(name="Erased"), why="staff")
    finish_and_prove()
    assert unproved().count() == 0

    without_rules(f"DELETE FROM {table}")  # noqa: S608
    Erasure.objects.update(erased_at=ago(hours=27))
    found = finish_and_prove()

    assert found[left] >= 1
    assert (unproved().count() >= 1, left in caplog.text) == (True, True)
    assert str(application.pk) not in caplog.text


def test_an_application_that_came_back_is_found():
    application = internships.application()
    without_rules(
        "INSERT INTO internships_erasure (application_id, why, proved_at) VALUES (%s, 'staff', now())", application.pk
    )

    assert finish_and_prove() == {"internships_application": 1}
    assert Application.objects.count() == 1


def test_a_chunk_alone_is_found():
    internships.application_file(internships.draft())
    without_rules("DELETE FROM internships_applicationfile")

    assert (what_is_left(), ApplicationFileChunk.objects.count()) == (
        {"internships_applicationfilechunk.file_id": 1},
        1,
    )


def test_what_was_not_erased_for_two_days_is_an_alert():
    internships.timed(internships.draft(name="Two nights late"), saved_at=ago(days=18))
    internships.timed(internships.draft(name="One night late"), saved_at=ago(days=16))

    assert [application.name for application in overdue()] == ["Two nights late"]


@pytest.mark.django_db(transaction=True)
def test_dead_rows_leave_the_files_of_the_database():
    words = [planted.ANSWERS["name"].encode(), planted.SUBJECT.encode(), planted.REASON.encode()]
    erase(planted.planted_application(), why="staff")
    before = [word in content_of_files() for word in words]

    vacuum_after_erasures(timestamp=0)

    assert (before, [word in content_of_files() for word in words]) == ([True] * 3, [False] * 3)


def content_of_files() -> bytes:
    """Of the tables on the disk, as the server reads them."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class WHERE relname = ANY (%s)",
            [["internships_application", "internships_statechange", "outbox_mail"]],
        )
        return b"".join(bytes(content) for [content] in cursor.fetchall())


def test_no_address_stays_in_a_job_that_failed_to_look_for_lost_links():
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
        " VALUES ('default', %s, '{\"email\": \"zoe@example.org\"}', %s)"
    )
    with connection.cursor() as cursor:
        for name, status in (("mail_lost_links", "failed"), ("mail_lost_links", "todo"), ("scan_file", "failed")):
            cursor.execute(insert, [f"internships.tasks.{name}", status])

    assert forget_addresses() == 1
    left = ProcrastinateJob.objects.values_list("task_name", "status").order_by("task_name")
    assert list(left) == [("internships.tasks.mail_lost_links", "todo"), ("internships.tasks.scan_file", "failed")]
