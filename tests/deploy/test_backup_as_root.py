"""What root does in folders of other accounts: it follows no link there and believes no name."""

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from deploy.backup.bases import Base, list_bases
from deploy.backup.failures import Failed
from deploy.backup.repository import Repository
from deploy.backup.restored_files import merge
from deploy.backup.runs import alone
from deploy.backup.settings import Settings


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another account")
def settings_of(root: Path) -> Settings:
    folder, status = root / "backups", root / "backup.json"
    return Settings("", root / "password", folder, 35, status, root / "data", "", {})


def test_a_link_to_a_folder_is_still_one_when_it_comes_back(tmp_path):
    for part in ("snapshot/edition/one", "data"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "snapshot/edition/current").symlink_to("one")

    merge(tmp_path / "snapshot", tmp_path / "data")

    assert (tmp_path / "data/edition/current").readlink() == Path("one")
    assert (tmp_path / "data/edition/one").is_dir()


def test_nothing_is_restored_through_a_link_that_an_older_snapshot_has(tmp_path):
    """Of somebody who could write in DATA_DIR, made a link for one snapshot, and a folder in its place for the next."""
    for part in ("first/media", "second/media/away", "data", "etc"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "first/media/away").symlink_to(tmp_path / "etc")
    (tmp_path / "second/media/away/ld.so.preload").write_text("forged")

    for snapshot in ("first", "second"):
        merge(tmp_path / snapshot, tmp_path / "data")

    assert list((tmp_path / "etc").iterdir()) == []
    assert (tmp_path / "data/media/away/ld.so.preload").read_text() == "forged"


def test_a_name_that_was_a_file_and_a_folder_comes_back_as_the_newer_snapshot_has_it(tmp_path):
    for part in ("first/one", "second/two", "data"):
        (tmp_path / part).mkdir(parents=True)
    for file in ("first/one/file", "first/two", "second/one", "second/two/file"):
        (tmp_path / file).write_text(file)

    for snapshot in ("first", "second"):
        merge(tmp_path / snapshot, tmp_path / "data")

    found = {path.relative_to(tmp_path / "data").as_posix() for path in tmp_path.glob("data/**/*")}
    assert found == {"one", "two", "two/file"}


def test_root_changes_and_makes_nothing_through_links_of_the_account_of_postgresql(tmp_path):
    """Which owns the folder of backups; root takes the lock there, gives the bases away and writes what a base is."""
    for part in ("backups/wal", "root"):
        (tmp_path / part).mkdir(parents=True)
    shutil.chown(tmp_path / "backups", "nobody")
    (tmp_path / "backups/base").symlink_to(tmp_path / "root")
    (tmp_path / "backups/lock").symlink_to(tmp_path / "root/made")
    settings = settings_of(tmp_path)

    with pytest.raises(OSError, match="Too many levels of symbolic links"), alone(settings, 0):
        pass

    assert (tmp_path / "root").owner() == "root"
    assert list((tmp_path / "root").iterdir()) == []


def test_a_base_is_deleted_by_the_name_of_its_file_and_never_by_what_stands_in_it(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "base/20260101T000000Z").mkdir(parents=True)
    told = Base("../root", "", "2026-01-01T00:00:00+00:00", 17, "1", 1, 1, 1)
    (tmp_path / "base/20260101T000000Z.json").write_text(json.dumps(asdict(told)))

    assert [base.name for base in list_bases(tmp_path / "base")] == ["20260101T000000Z"]


@pytest.mark.parametrize(("name", "lacks"), [("data/gone", True), ("data/there", False), ("backups/gone", False)])
def test_what_is_there_and_cannot_be_read_and_a_base_that_went_are_failures(tmp_path, name, lacks):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/there").touch()
    line = json.dumps({"message_type": "error", "error": {}, "item": str(tmp_path / name)}, separators=(",", ":"))
    error = Failed("restic", said=f"{line}\nWarning", printed='{"snapshot_id":"1"}')

    assert Repository(settings_of(tmp_path)).lacks_what_went(error) is lacks
