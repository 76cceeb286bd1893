"""What root does in folders of other accounts: it follows no link there, believes no name and leaves no file."""

import json
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from deploy.backup.__main__ import become_who_backs_up
from deploy.backup.bases import Base, list_bases
from deploy.backup.failures import Failed, Refused
from deploy.backup.programs import as_account, run
from deploy.backup.repository import Repository
from deploy.backup.restored_files import give, merge, of_root
from deploy.backup.restoring import place_for
from deploy.backup.settings import Settings

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another account")


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


@only_root
def test_what_root_types_runs_as_the_account_of_backups_and_that_may_only_read_besides():
    program = "import os; print(os.geteuid(), os.getgroups()); open('/etc/shadow').close(); open('/etc/hosts', 'a')"

    done = subprocess.run(
        [*as_account("nobody"), sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    nobody = pwd.getpwnam("nobody")
    assert done.stdout == f"{nobody.pw_uid} [{nobody.pw_gid}]\n"
    assert "PermissionError: [Errno 13] Permission denied: '/etc/hosts'" in done.stderr


def test_another_account_learns_no_key():
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "of the site", "AWS_SECRET_ACCESS_KEY": "b", "PGPORT": "1"}

    said = run(["env"], account="nobody", environment=environment).splitlines()

    assert sorted(line.partition("=")[0] for line in said) == ["HOME", "LC_ALL", "PATH", "PGPORT"]


def test_what_went_wrong_is_told_and_not_in_which_function_of_restic(tmp_path):
    said = [
        "open /mnt/locks/2-tmp-3: read-only file system",
        "github.com/restic/restic/internal/backend/local.(*Local).Save",
        "\tgithub.com/restic/restic/internal/backend/local/local.go:153",
        "main.main",
        "\truntime/asm_amd64.s:1594",
        "unable to create lock in backend",
    ]
    (tmp_path / "said").write_text("\n".join(said))

    with pytest.raises(Failed) as failed:
        run(["sh", "-c", f"cat {tmp_path}/said >&2; exit 1"], what="Nothing could be sent")

    assert str(failed.value) == f"Nothing could be sent: {said[0]} / {said[-1]}"


@only_root
def test_no_backup_is_made_into_a_folder_of_root(tmp_path):
    (tmp_path / "backups/wal").mkdir(parents=True)

    with pytest.raises(Refused, match="must belong to an account of its own, not to root"):
        become_who_backs_up(settings_of(tmp_path))


@only_root
def test_what_is_given_to_an_account_is_never_given_through_a_link(tmp_path):
    for part in ("given/one", "root"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "root/file").touch()
    (tmp_path / "given/one/link").symlink_to(tmp_path / "root")

    give(tmp_path / "given", 65534, 65534)

    owners = {path.name: path.lstat().st_uid for path in tmp_path.rglob("*")}
    assert owners == {"given": 65534, "one": 65534, "link": 65534, "root": 0, "file": 0}


@only_root
def test_files_are_roots_while_they_come_back_and_their_owners_afterwards(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.chown(tmp_path / "data", "nobody", "nogroup")

    with of_root(tmp_path / "data"):
        (tmp_path / "data/came").touch()
        meanwhile = (tmp_path / "data").stat()

    assert (meanwhile.st_uid, meanwhile.st_mode & 0o777) == (0, 0o711)
    after = (tmp_path / "data").stat()
    assert ((tmp_path / "data").owner(), after.st_mode & 0o777) == ("nobody", 0o700)
    assert ((tmp_path / "data/came").owner(), (tmp_path / "data/came").group()) == ("nobody", "nogroup")


@only_root
def test_root_restores_in_no_folder_to_which_another_account_has_the_way(tmp_path):
    below = tmp_path / "of-root" / "postgresql" / "17"
    below.mkdir(parents=True)
    shutil.chown(tmp_path / "of-root/postgresql", "nobody")

    assert place_for(below / "main") == tmp_path / "of-root"


def test_a_base_is_deleted_by_the_name_of_its_file_and_never_by_what_stands_in_it(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "base/20260101T000000Z").mkdir(parents=True)
    told = Base("../root", "", "2026-01-01T00:00:00+00:00", 17, "1", 1, 1, 1)
    (tmp_path / "base/20260101T000000Z.json").write_text(json.dumps(asdict(told)))

    assert [base.name for base in list_bases(tmp_path / "base")] == ["20260101T000000Z"]


def error_of_restic(path: Path) -> Failed:
    line = json.dumps({"message_type": "error", "error": {}, "item": str(path)}, separators=(",", ":"))
    return Failed("restic", said=f"{line}\nWarning", printed='{"snapshot_id":"1"}')


def test_a_file_that_went_is_nothing_and_one_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/there").touch()
    repository = Repository(settings_of(tmp_path))

    assert repository.unread(error_of_restic(tmp_path / "data/gone")) == []
    assert repository.unread(error_of_restic(tmp_path / "data/there")) == [tmp_path / "data/there"]


@pytest.mark.parametrize("name", ["data", "backups/gone"])
def test_a_disk_that_went_and_a_base_that_went_are_failures(tmp_path, name):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/there").touch()

    with pytest.raises(Failed):
        Repository(settings_of(tmp_path)).unread(error_of_restic(tmp_path / name))
