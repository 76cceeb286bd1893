"""After an application is erased nothing of it is anywhere, and what stays names nobody."""

import asyncio

import pytest
from django.db import connection, transaction
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.erasure.proof import foreign_keys, what_is_left
from internships.erasure.services import erase
from internships.models import Application, ApplicationFile, ApplicationFileChunk, Erasure
from internships.states import Actor, State, move
from internships.students.mail import mail_asked_for
from internships.students.services import mail_links_to
from migs_site.audit.models import AuditEntry
from migs_site.outbox.models import Mail
from tests import forked
from tests.browser.running_site import Inbox
from tests.factories import internships, outbox
from tests.internships.erasure import planted
from tests.mailing import work
from tests.waiting import begin_beside, end_sleepers, wait_for_sleepers

pytestmark = pytest.mark.django_db

WHY = Erasure.Why.APPLICANT


def test_of_every_planted_word_none_is_left_in_the_database_or_the_files():
    application = planted.planted_application()
    other = internships.application(name="Other", email="other@example.org")
    before = planted.found()

    erased = erase(application, why=WHY)

    sealed = {planted.IN_FILE}
    assert (before, erased) == ([word for word in [*planted.WORDS, "PLNT-ED99"] if word not in sealed], True)
    assert planted.found() == []
    assert what_is_left() == {}
    assert (Application.objects.get(), ApplicationFile.objects.count()) == (other, 3)


def test_the_list_of_erasures_and_the_audit_log_keep_its_number_alone():
    application = planted.planted_application()

    erase(application, why=WHY)

    erasure = Erasure.objects.get()
    entry = AuditEntry.objects.get(action="application.erased")
    assert (erasure.application_id, erasure.why, erasure.proved_at) == (application.pk, "applicant", None)
    assert (entry.about, entry.user_pk) == (f"internships.application:{application.pk}", None)
    assert entry.detail == {"why": "applicant", "files": 3}


def test_a_draft_is_erased_with_what_was_typed():
    draft = internships.draft(typed={"answers": {"name": "Camille Plantée"}})
    internships.application_file(draft, original_name=planted.OF_FILE)

    erase(draft, why=WHY)

    assert (planted.found(), Erasure.objects.count()) == ([], 1)


def test_what_is_taken_back_is_all_there():
    application = planted.planted_application()
    before = planted.found()

    with transaction.atomic():
        erase(application, why=WHY)
        transaction.set_rollback(True)

    assert (planted.found(), Erasure.objects.count(), Mail.objects.count()) == (before, 0, 2)


def test_a_second_time_nothing_happens():
    application = planted.planted_application()

    assert [erase(application, why=WHY) for _time in range(2)] == [True, False]
    assert (Erasure.objects.count(), AuditEntry.objects.filter(action="application.erased").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_erases():
    application = planted.planted_application()
    done = []

    with transaction.atomic():
        done.append(erase(application, why=WHY))
        beside = begin_beside(lambda: done.append(erase(application, why=Erasure.Why.STAFF)))
    beside.join()

    assert (sorted(done), Erasure.objects.get().why, planted.found()) == ([False, True], "applicant", [])


@pytest.mark.django_db(transaction=True)
def test_whoever_moves_it_meanwhile_comes_first_or_finds_nothing():
    application = internships.application()

    with transaction.atomic():
        move(application=application, to=State.IN_REVIEW, actor=Actor.STAFF, reason=planted.REASON)
        outbox.mail("planted", about=f"internships.application:{application.pk}", subject=planted.SUBJECT)
        beside = begin_beside(lambda: erase(application, why=WHY))
    beside.join()

    assert (planted.found(), Application.objects.count(), Mail.objects.count()) == ([], 0, 0)


def erase_the_only_one() -> None:
    erase(Application.objects.get(), why=WHY)


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_is_all_there_and_can_be_erased():
    application = planted.planted_application()
    before = planted.found()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;"
            "CREATE TRIGGER slow AFTER DELETE ON internships_application FOR EACH ROW EXECUTE FUNCTION slow()"
        )
    process = forked.begin(erase_the_only_one)
    wait_for_sleepers(1)
    forked.end(process)
    end_sleepers()
    wait_for_sleepers(0)

    after = planted.found()
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION slow() CASCADE")
    erase(application, why=WHY)

    assert (after, planted.found(), what_is_left()) == (before, [], {})


@pytest.mark.django_db(transaction=True)
def test_a_job_in_the_hands_of_the_worker_ends_and_those_that_wait_are_gone():
    application = planted.planted_application()
    ProcrastinateJob.objects.filter(args__file_id=str(application.pk)).update(status="doing")
    app_jobs = ProcrastinateJob.objects.filter(args__file_id=str(application.pk))

    erase(application, why=WHY)
    in_hand = list(app_jobs.values_list("status", flat=True))
    ProcrastinateJob.objects.filter(status="doing").update(status="todo")
    erase_again_and_work()

    assert (in_hand, app_jobs.count(), what_is_left()) == (["doing"], 0, {})


def erase_again_and_work() -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        work()


class ErasingInbox(Inbox):
    """Erases the application while its mail is on the wire."""

    application: Application

    async def handle_DATA(self, server, session, envelope):
        def erase_it():
            erase(self.application, why=WHY)
            connection.close()

        await asyncio.to_thread(erase_it)
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.django_db(transaction=True)
def test_erased_while_its_mail_is_being_sent(settings):
    application = planted.planted_application()
    inbox = ErasingInbox()
    inbox.application = application
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", inbox.server.port
    inbox.server.start()
    try:
        work()
    finally:
        inbox.server.stop(no_assert=True)

    assert len(inbox.messages) <= 1
    assert (planted.found(), Mail.objects.count(), what_is_left()) == ([], 0, {})


@pytest.mark.parametrize("by", ["sql", "django"])
def test_whatever_deletes_an_application_the_database_lists_it(by):
    application = internships.application()
    number = application.pk

    if by == "django":
        application.delete()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM internships_application")

    assert list(Erasure.objects.values_list("application_id", "why")) == [(number, "other")]


def test_everything_that_refers_to_an_application_goes_with_it_in_the_database():
    """A new table must say ON DELETE CASCADE; whoever only points to a row may say SET NULL in Python, and not here."""
    keys = foreign_keys()

    assert {key.table for key in keys} >= {ApplicationFileChunk._meta.db_table, "internships_statechange"}
    assert [key for key in keys if key.on_delete != "c"] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "ask",
    [lambda application: mail_asked_for("files", application.pk), lambda application: mail_links_to(application.email)],
)
def test_no_mail_is_queued_about_what_is_erased_at_this_moment(ask):
    application = internships.application()

    with transaction.atomic():
        erase(application, why="applicant")
        beside = begin_beside(lambda: ask(application))
    beside.join()

    assert Mail.objects.count() == 0
