"""Jobs that overlap, and jobs whose worker was killed."""

import datetime

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from migs_site.editorial.services import bring_translations_up_to_date
from migs_site.tasks import follow_published_page, take_up_stalled_jobs
from tests.factories import pages
from tests.waiting import begin_beside

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timezone.now() - datetime.timedelta(hours=1)
TAKE = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s"
WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id"


def take(job_id: int, *, heartbeat=LONG_AGO, attempts: int = 0) -> None:
    """Let a worker begin a job; by its heartbeat it is still there or was killed."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [heartbeat])
        cursor.execute(TAKE, [cursor.fetchone()[0], attempts, job_id])


def states() -> list[str]:
    return list(ProcrastinateJob.objects.order_by("pk").values_list("status", flat=True))


def take_up() -> None:
    async_to_sync(take_up_stalled_jobs.func)(0)


def test_every_periodic_task_waits_for_its_own_last_run_and_queues_once():
    """What only gives jobs of killed workers back is done again at once, and must not wait for one of them."""
    assert {
        name.rpartition(".")[2]: (periodic.task.queueing_lock, periodic.task.lock)
        for (name, _id), periodic in app.periodic_registry.periodic_tasks.items()
        if "procrastinate" not in name
    } == {
        "begin_night_of_links": ("begin_night_of_links", "begin_night_of_links"),
        "erase_applications": ("erase_applications", "erase_applications"),
        "erase_packed_files": ("erase_packed_files", "erase_packed_files"),
        "follow_content_in_edition": ("follow_content_in_edition", "follow_content_in_edition"),
        "follow_schedule": ("follow_schedule", "follow_schedule"),
        "forget_sent_forms": ("forget_sent_forms", "forget_sent_forms"),
        "prune_audit_log": ("prune_audit_log", "prune_audit_log"),
        "refresh_at_night": ("refresh_at_night", None),
        "scan_waiting_files": ("scan_waiting_files", "scan_files"),
        "send_digests_of_applications": ("send_digests_of_applications", "send_digests_of_applications"),
        "send_waiting_mails": ("send_waiting_mails", None),
        "sweep_rate_limits": ("sweep_rate_limits", "sweep_rate_limits"),
        "tell_of_errors": ("tell_of_errors", "tell_of_errors"),
        "tell_of_servers": ("tell_of_servers", "tell_of_servers"),
        "tidy_store": ("tidy_store", "tidy_store"),
        "take_up_stalled_jobs": ("take_up_stalled_jobs", None),
        "tell_of_new_applications": ("tell_of_new_applications", "tell_of_new_applications"),
        "vacuum_after_erasures": ("vacuum_after_erasures", "vacuum_after_erasures"),
    }


def test_the_job_of_a_killed_worker_is_run_again_and_that_of_a_busy_one_is_left():
    take(follow_published_page.configure(lock="page-1").defer(page_id=1))
    take(follow_published_page.configure(lock="page-2").defer(page_id=2), heartbeat=timezone.now())

    take_up()
    take_up()

    assert states() == ["todo", "doing"]


def test_the_job_of_a_killed_worker_goes_where_the_next_run_waits_already():
    take(follow_published_page.configure(queueing_lock="one").defer(page_id=1))
    follow_published_page.configure(queueing_lock="one").defer(page_id=1)

    take_up()

    assert states() == ["todo"]


def test_a_job_that_ends_its_worker_each_time_is_given_up():
    take(follow_published_page.defer(page_id=1), attempts=10)

    take_up()

    assert states() == ["failed"]


@pytest.mark.parametrize("write", ["delete", "publish"])
def test_a_french_page_can_be_written_while_its_english_brings_it_up_to_date(write):
    page = pages.project_page()
    french = pages.translate(page)
    page.started_on = datetime.date(2008, 2, 5)
    page.save_revision().publish()
    done = []

    with transaction.atomic():
        Page.objects.select_for_update().get(pk=french.pk)  # whoever writes a page begins with its row
        beside = begin_beside(lambda: done.append(bring_translations_up_to_date(page=page)))
        if write == "delete":
            french.delete()
        else:
            source = TranslationSource.objects.get_for_instance(page)
            source.create_or_update_translation(pages.french(), publish=False)
    beside.join()

    assert done == [[]] if write == "delete" else [published.pk for published in done[0]] == [french.pk]
