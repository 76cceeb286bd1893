"""What is deleted by itself, and what never is."""

import datetime

import pytest
from django.utils import timezone

from internships.files import sweep_drafts, sweep_orphans
from internships.models import ApplicationFile
from internships.tasks import sweep_application_files
from tests.factories import internships
from tests.internships.ageing import age_files
from tests.internships.forms import CV, LETTER, SAMPLE

pytestmark = pytest.mark.django_db


def test_drafts_are_deleted_after_a_day_and_no_earlier(stored, django_capture_on_commit_callbacks):
    old, young = internships.application_file(content=CV), internships.application_file(content=LETTER)
    used = internships.application_file(internships.application(), content=SAMPLE)
    for file, hours in ((old, 24.1), (young, 23.9), (used, 1000)):
        ApplicationFile.objects.filter(pk=file.pk).update(uploaded_at=timezone.now() - datetime.timedelta(hours=hours))

    with django_capture_on_commit_callbacks(execute=True):
        counts = [sweep_drafts(), sweep_drafts()]

    assert counts == [1, 0]
    assert stored() == sorted([LETTER, SAMPLE])


def test_the_sweeper_leaves_files_that_rows_name_and_may_run_twice(stored, storage):
    internships.application_file(internships.application(), content=CV)
    internships.application_file(content=LETTER)
    (storage / "ab").mkdir(exist_ok=True)  # one in 128 runs keeps a file there
    (storage / "ab" / "orphan").write_bytes(b"left behind")
    age_files(storage, hours=5)

    for _run in range(2):
        sweep_application_files(timestamp=0)
        assert stored() == sorted([CV, LETTER])


def test_the_sweeper_runs_before_anything_was_ever_stored():
    assert (sweep_drafts(), sweep_orphans()) == (0, 0)


def test_deleting_an_application_deletes_its_files_once_that_is_certain(stored, django_capture_on_commit_callbacks):
    application = internships.application()
    internships.application_file(application, content=CV)
    internships.application_file(internships.application(name="Other"), content=LETTER)

    with django_capture_on_commit_callbacks(execute=True):
        application.delete()
        before_the_commit = stored()

    assert before_the_commit == sorted([CV, LETTER])
    assert stored() == [LETTER]
