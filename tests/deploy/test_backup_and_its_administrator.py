"""What an administrator may do to backups: cut them off, name a moment that there is not, move folders behind links."""

import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime

import pytest

from deploy.backup.failures import Refused
from deploy.backup.moments import read_moment
from deploy.backup.recovery import Recovery
from tests.databases import ROOT
from tests.deploy.backed_up import BackedUp


@pytest.fixture(scope="module")
def backed_up():
    with BackedUp() as backed_up:
        backed_up.good("init")
        (backed_up.data / "picture.jpg").write_text("a picture")
        backed_up.good("backup")
        yield backed_up


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_restore_that_is_interrupted_leaves_nothing(backed_up, number):
    database, files = backed_up.empty_places(f"interrupted-{number}")
    command = backed_up.command("restore", "--only-data", "--database", database, "--files", files)
    going_on = subprocess.Popen(
        command, cwd=ROOT, env=backed_up.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while not (database / "postmaster.pid").exists() and going_on.poll() is None:
        time.sleep(0.005)
    going_on.send_signal(number)
    said = going_on.communicate(timeout=60)[1]

    assert (going_on.returncode, said) == (1, "It was interrupted, or took too long, and was not finished.\n")
    assert [*database.iterdir(), *files.iterdir(), *backed_up.root.glob("migs-restore-*")] == []


@pytest.mark.parametrize("text", ["0001-01-01 00:00+05:00", "9999-12-31 23:59-05:00", "9999-12-31 23:59", ""])
def test_a_moment_beyond_all_days_is_none(text):
    with pytest.raises(Refused, match="is no moment: write"):
        read_moment(text, datetime.now(UTC))


def test_no_moment_is_not_the_end(backed_up):
    """As where a variable of the shell was not set."""
    database, files = backed_up.empty_places("nothing")

    assert "“” is no moment" in backed_up.refused("restore", "--database", database, "--files", files, "--to", "")


def test_a_backup_that_is_interrupted_says_so_in_the_status_and_leaves_no_base(backed_up):
    """As where the second place hangs, and systemd ends the run."""
    going_on = subprocess.Popen(
        backed_up.command("backup"), cwd=ROOT, env=backed_up.environment(), stderr=subprocess.PIPE, text=True
    )
    backed_up.wait_for_partial_base()
    going_on.terminate()
    said = going_on.communicate(timeout=60)[1].strip()

    assert (going_on.returncode, backed_up.status["errors"]) == (1, {"backup": said})
    assert len([*backed_up.folder.glob("base/*.json")]) == len([*backed_up.folder.glob("base/2*Z")])
    backed_up.when_free("backup")
    assert backed_up.status["error"] is None


def test_folders_behind_links_are_saved_and_restored(backed_up):
    """As where an administrator has brought the files to a larger disk."""
    real = backed_up.data.rename(backed_up.root / "larger-disk")
    backed_up.data.symlink_to(real)
    database, files = backed_up.empty_places("behind")
    shutil.chown(files, backed_up.backups)
    (backed_up.root / "link").symlink_to(files)
    try:
        backed_up.good("send")
        backed_up.good("restore", "--only-data", "--database", database, "--files", backed_up.root / "link")
    finally:
        backed_up.data.unlink()
        real.rename(backed_up.data)

    assert (files / "picture.jpg").read_text() == "a picture"
    assert (files / "picture.jpg").owner() == backed_up.backups


def test_a_link_in_the_place_of_a_folder_is_said(backed_up):
    (backed_up.root / "elsewhere").mkdir()
    (backed_up.data / "media").symlink_to(backed_up.root / "elsewhere")
    try:
        said = backed_up.refused("send")
    finally:
        (backed_up.data / "media").unlink()

    assert said.startswith(f"What {backed_up.data}/media leads to is in no backup")
    assert backed_up.status["errors"] == {"send": said}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--files", "{database}"], "The database and the files need a folder each"),
        (["--files", "{files}", "--wal", "/nowhere"], "There is no /nowhere, which --wal or --erasures names."),
        (["--files", "{files}", "--erasures", "/nowhere"], "There is no /nowhere, which --wal or --erasures names."),
    ],
)
def test_what_was_typed_wrong_is_said_before_anything_is_restored(backed_up, tmp_path, words, said):
    database, files = tmp_path / "database", tmp_path / "files"
    for folder in (database, files):
        folder.mkdir()
    typed = [word.format(database=database, files=files) for word in words]

    assert said in backed_up.refused("restore", "--only-data", "--database", database, *typed)


def test_why_a_server_ended_is_not_what_it_told_those_who_asked_meanwhile(tmp_path):
    (tmp_path / "server").mkdir()
    said = ["the database system is not accepting connections", 'could not extend file "base/5/16385": No space left']
    (tmp_path / "server/postgresql.log").write_text("".join(f"[1] FATAL:  {line}\n" for line in said))

    why = Recovery(tmp_path, tmp_path, tmp_path, [], 1)._why()

    assert why == f"PostgreSQL could not go through the log: {said[1]}"
