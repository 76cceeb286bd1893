"""What systemd says of our units, offline. “make walk” starts them, and tries what their hardening forbids."""

import re
import shutil

import pytest

from deploy.backup.runs import LONGEST_WAIT
from deploy.backup.site_commands import FRESH
from deploy.server.services import unit_files
from deploy.systemd import check

pytestmark = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason=check.MISSING)


def test_systemd_understands_every_unit_and_little_is_exposed(tmp_path):
    units = check.folder_of_units(tmp_path)

    assert check.problems(tmp_path, units) == []
    services = [unit for unit in units if unit.endswith(".service")]
    assert services == [
        "migs-backup-files.service",
        "migs-backup-send.service",
        "migs-backup.service",
        "migs-compare.service",
        "migs-public.service",
        "migs-receive-wal.service",
        "migs-staff.service",
        "migs-worker.service",
    ]
    assert [unit for unit in services if check.exposure(tmp_path, unit) > check.MOST_EXPOSED] == []


def test_units_may_write_where_the_file_of_settings_says(tmp_path):
    places = {"BACKUP_FOLDER": "/mnt/log", "STATIC_EDITION_DIR": "/mnt/edition", "DATA_DIR": "/mnt/data"}
    files = unit_files(check.SITE | places)
    written = {name: " ".join(re.findall(r"(?m)^ReadWritePaths=(.*)$", text)).split() for name, text in files.items()}

    assert "/mnt/log" in written["migs-backup.service"]
    assert "/var/backups/migs" not in written["migs-backup.service"]  # a folder that is missing would stop the unit
    assert written["migs-compare.service"] == written["migs-worker.service"] == ["/mnt/data", "/mnt/edition"]


def test_what_writes_to_a_disk_waits_for_it_and_pages_do_not(tmp_path):
    files = unit_files(check.SITE | {"DATA_DIR": "/mnt/data"})
    waiting = [name for name, text in files.items() if "\nRequiresMountsFor=/mnt/data\n" in text]

    assert waiting == [
        f"migs-{name}.service" for name in ("backup-files", "backup", "compare", "staff", "worker", "backup-send")
    ]


def test_backups_may_read_every_file_and_nothing_else_of_what_root_may():
    files = unit_files(check.SITE)
    for name in ("backup", "backup-send"):
        unit, wider = files[f"migs-{name}.service"], files[f"migs-{name}.service.d/wider.conf"]

        assert re.findall(r"(?m)^User=(.*)$", unit) == ["migs-backup"]
        assert set(re.findall(r"CAP_\w+", wider)) == {"CAP_DAC_READ_SEARCH"}


def test_what_hangs_keeps_the_backup_of_the_night_from_nothing():
    files = unit_files(check.SITE)
    names = ("migs-backup-send.service", "migs-backup-files.service")
    [send], [fetch] = (re.findall(r"(?m)^TimeoutStartSec=(\d+)min$", files[name]) for name in names)

    assert int(send) < LONGEST_WAIT // 60
    assert int(fetch) <= FRESH.total_seconds() // 60


@pytest.mark.parametrize(("store", "wants"), [("", False), ("s3://somewhere", True)])
def test_files_of_an_object_store_are_fetched_before_each_backup_where_there_is_one(store, wants):
    files = unit_files(check.SITE | {"MEDIA_STORAGE_URL": store})

    for name in ("migs-backup.service", "migs-backup-send.service"):
        [wanted] = re.findall(r"(?m)^Wants=(.*)$", files[name])
        assert ("migs-backup-files.service" in wanted) is wants


def test_a_word_that_systemd_does_not_know_is_noticed(tmp_path):
    units = check.folder_of_units(tmp_path)
    unit = tmp_path / "etc/systemd/system/migs-staff.service"
    unit.write_text(unit.read_text().replace("[Service]", "[Service]\nProtectSistem=strict"))

    [said] = check.problems(tmp_path, units)

    assert "ProtectSistem" in said


def test_without_the_hardening_that_all_share_a_unit_is_exposed(tmp_path):
    check.folder_of_units(tmp_path)
    shutil.rmtree(tmp_path / "etc/systemd/system/migs-.service.d")

    assert check.exposure(tmp_path, "migs-public.service") > 7
