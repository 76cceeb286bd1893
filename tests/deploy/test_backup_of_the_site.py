"""What the site does with a database that was restored, before anybody sees it."""

import os

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from deploy.backup.failures import Refused
from deploy.backup.settings import local_socket, read_settings
from deploy.backup.site_commands import FETCHED, Site, files_not_fetched
from internships.models import Application
from tests.databases import address_of
from tests.dumps import run
from tests.factories import internships

pytestmark = pytest.mark.django_db(transaction=True)


class Restored:
    """Stands for the server of a restore: the database of this test, asked as the site asks it."""

    def url(self, _old: str) -> str:
        return address_of(connection.settings_dict["NAME"])

    def execute(self, old: str, statement: str) -> None:
        run("psql", "--quiet", self.url(old), "--command", statement)


@pytest.fixture
def settings_of_backups(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_REPOSITORY", str(tmp_path))
    monkeypatch.setenv("BACKUP_PASSWORD_FILE", str(tmp_path))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return read_settings()


def test_who_was_erased_since_is_erased_again_and_nobody_stays_signed_in(settings_of_backups, tmp_path):
    kept, erased = internships.application(), internships.application(email="erased@example.org")
    Session.objects.create(session_key="somebody", session_data="", expire_date=timezone.now())
    newest = tmp_path / "newest"
    newest.write_text(f"{erased.pk} command 2026-11-27T03:00:00+00:00\n")

    said = Site(settings_of_backups, tmp_path).bring_up(Restored(), [newest])

    assert said == [
        "The database is migrated.",
        "Erasures in the list: 1. Applications erased again: 1.",
        "Everybody is signed out.",
    ]
    assert list(Application.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Session.objects.count() == 0
    assert str(erased.pk) in (tmp_path / "erasures.txt").read_text()


def test_a_backup_has_the_files_of_an_object_store_as_they_are_or_says_that_it_has_not(settings_of_backups, tmp_path):
    without = files_not_fetched(settings_of_backups)
    settings_of_backups.environment["MEDIA_STORAGE_URL"] = "s3://of/the/site"
    never = files_not_fetched(settings_of_backups)
    (tmp_path / FETCHED).touch()
    now = files_not_fetched(settings_of_backups)
    os.utime(tmp_path / FETCHED, (1_795_000_000, 1_795_000_000))
    long_ago = files_not_fetched(settings_of_backups)

    rest = "(journalctl -u migs-backup-files): newer ones are in no backup."
    assert (without, now) == (None, None)
    assert never == f"The files of the object store have not been fetched yet {rest}"
    then = "2026-11-18 06:06:40 in Montreal (11:06:40 UTC)"
    assert long_ago == f"The files of the object store have not been fetched since {then} {rest}"


def test_a_site_that_cannot_start_is_said_before_anything_is_restored(settings_of_backups, tmp_path):
    settings_of_backups.environment["SECRET_KEY"] = "short"

    with pytest.raises(Refused, match="SECRET_KEY"):
        Site(settings_of_backups, tmp_path)


@pytest.mark.parametrize(
    ("address", "port"),
    [
        ("postgresql://migs@%2Fvar%2Frun%2Fpostgresql/migs", 5432),
        ("postgresql://migs:a:1@10.0.0.1:5433/migs", 5433),
        ("postgresql://migs@[::1]/migs", 5432),
        ("postgresql://migs:secret@10.0.0.1,10.0.0.2:5432/migs?target_session_attrs=read-write", 5432),
    ],
)
def test_the_server_of_this_machine_is_asked_at_the_port_of_the_address(address, port):
    assert local_socket(address) == f"host=/var/run/postgresql port={port} user=migs_backup dbname=postgres"


def test_which_of_two_servers_is_on_this_machine_must_be_said_where_their_ports_differ():
    with pytest.raises(Refused, match="say in BACKUP_DATABASE which one is on this machine"):
        local_socket("postgresql://migs@10.0.0.1:5432,10.0.0.2:5433/migs")
