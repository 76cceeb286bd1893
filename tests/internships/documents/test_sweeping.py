"""What is deleted by itself, and what never is."""

import datetime

import pytest
from django.utils import timezone

from internships.documents.files import sweep_drafts
from internships.models import ApplicationFile
from internships.tasks import sweep_application_files
from tests.factories import internships
from tests.internships.forms import CV, LETTER, SAMPLE, stored

pytestmark = pytest.mark.django_db


def test_drafts_are_deleted_after_a_day_and_no_earlier():
    old, young = internships.application_file(content=CV), internships.application_file(content=LETTER)
    used = internships.application_file(internships.draft(), content=SAMPLE)
    for file, hours in ((old, 24.1), (young, 23.9), (used, 1000)):
        ApplicationFile.objects.filter(pk=file.pk).update(uploaded_at=timezone.now() - datetime.timedelta(hours=hours))

    counts = [sweep_drafts(), sweep_drafts()]

    assert counts == [1, 0]
    assert stored() == sorted([LETTER, SAMPLE])


def test_the_sweeper_leaves_files_of_today_and_may_run_twice():
    internships.application_file(internships.draft(), content=CV)
    internships.application_file(content=LETTER)

    for _run in range(2):
        sweep_application_files(timestamp=0)
        assert stored() == sorted([CV, LETTER])


def test_the_sweeper_runs_before_anything_was_ever_stored():
    assert sweep_drafts() == 0
