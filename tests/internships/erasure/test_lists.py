"""A list of erasures lies outside the database, so that an older backup can be cleaned again."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from internships.erasure.lists import list_of_erasures, read_list, write_list
from internships.erasure.services import erase
from internships.models import Application, Erasure
from tests.dumps import pg_dump, pg_restore
from tests.factories import internships
from tests.internships.erasure import planted
from tests.mailing import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def reapply(*lists) -> str:
    said = io.StringIO()
    call_command("reapply_erasures", *lists, stdout=said)
    return said.getvalue()


def listed() -> list[Erasure]:
    return read_list(list_of_erasures())


@pytest.mark.django_db(transaction=True)
def test_the_list_follows_each_erasure():
    application = internships.draft()

    erase(application, why="applicant")
    work()

    assert [(each.pk, each.why) for each in listed()] == [(application.pk, "applicant")]
    assert [each.erased_at for each in listed()] == [Erasure.objects.get().erased_at]


def test_lines_that_the_database_has_lost_stay(folder):
    erase(internships.draft(name="Lost"), why="applicant")
    write_list()
    Erasure.objects.all().delete()
    erase(internships.draft(name="New"), why="staff")

    write_list()
    write_list()

    assert sorted(each.why for each in listed()) == ["applicant", "staff"]
    assert [path.name for path in folder.iterdir()] == ["erasures.txt"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_was_restored_is_cleaned_again(databases, folder, tmp_path_factory):
    """Dump, erase, lose the database, restore the dump, reapply: nothing of it is there, and all others are."""
    application = planted.planted_application()
    internships.application(name="Other", email="other@example.org")
    backup = tmp_path_factory.mktemp("backup") / "dump"
    pg_dump(backup)
    erase(application, why="applicant")
    work()
    restored = databases.clone("template0", "_restored")
    pg_restore(backup, restored)
    connections.close_all()
    connection.settings_dict["NAME"], lost = restored, connection.settings_dict["NAME"]
    try:
        before = planted.found()
        said = [reapply(), reapply()]
        after = (planted.found(), [each.name for each in Application.objects.all()], Erasure.objects.get().why)
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = lost
        databases.drop(restored)

    assert planted.ANSWERS["name"] in before
    assert after == ([], ["Other"], "applicant")
    assert said == [f"Erasures in the list: 1. Applications erased again: {number}.\n" for number in (1, 0)]


def test_a_copy_of_the_list_does_where_our_own_went_with_the_disk(folder, tmp_path_factory):
    application = internships.application()
    copy = tmp_path_factory.mktemp("copy") / "erasures.txt"
    copy.write_text(f"{application.pk} applicant 2026-11-01T10:00:00+00:00\n")

    said = reapply(str(copy))

    assert said == "Erasures in the list: 1. Applications erased again: 1.\n"
    assert list_of_erasures().read_text() == copy.read_text()


def test_without_any_list_it_says_so(folder):
    with pytest.raises(CommandError, match="There is no list of erasures: neither"):
        reapply()


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "x applicant 2026-11-01T10:00:00+00:00",
        "{0} nobody 2026-11-01T10:00:00+00:00",
        "{0} staff yesterday",
    ],
)
def test_a_list_that_cannot_be_read_erases_nothing(folder, line):
    application = internships.application()
    good = f"{application.pk} applicant 2026-11-01T10:00:00+00:00"
    list_of_erasures().write_text(f"{good}\n{line.format(application.pk)}\n")

    with pytest.raises(CommandError, match=r"Line 2 of .* is not of a list of erasures"):
        reapply()

    assert (Application.objects.count(), Erasure.objects.count()) == (1, 0)
