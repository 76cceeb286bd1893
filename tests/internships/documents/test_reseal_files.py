"""Changing the keys for which files are sealed."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from internships.models import ApplicationFile, ApplicationFileChunk
from migs_site.local.environment import file_keys
from tests.factories import internships
from tests.internships.forms import CV, LETTER, stored

pytestmark = pytest.mark.django_db


def test_files_are_sealed_anew_and_open_with_the_new_keys_alone(settings, tmp_path, capsys):
    internships.application_file(internships.draft(), content=CV)
    internships.application_file(content=LETTER)
    before = sealed()
    new, old = file_keys(tmp_path), settings.FILE_IDENTITIES
    settings.FILE_RECIPIENTS = new["FILE_RECIPIENTS"].split(",")
    settings.FILE_IDENTITIES = str(tmp_path / "both")
    (tmp_path / "both").write_text(Path(new["FILE_IDENTITIES"]).read_text() + Path(old).read_text())

    call_command("reseal_files")
    call_command("reseal_files")

    settings.FILE_IDENTITIES = new["FILE_IDENTITIES"]
    assert (stored(), capsys.readouterr().out) == (sorted([CV, LETTER]), "Files sealed anew: 2\n" * 2)
    assert before & sealed() == set()


def sealed() -> set[bytes]:
    return {bytes(content) for content in ApplicationFileChunk.objects.values_list("content", flat=True)}


def test_a_file_that_does_not_open_stays_and_is_named(settings, tmp_path):
    internships.application_file(content=CV)
    before = sealed()
    keys = file_keys(tmp_path)
    settings.FILE_RECIPIENTS, settings.FILE_IDENTITIES = keys["FILE_RECIPIENTS"].split(","), keys["FILE_IDENTITIES"]

    with pytest.raises(CommandError) as refused:
        call_command("reseal_files")

    number = ApplicationFile.objects.get().pk
    assert str(refused.value) == (
        f"These files could not be opened, and stay as they are:\n  {number}: It was sealed for other keys."
    )
    assert sealed() == before
