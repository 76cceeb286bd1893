"""A restore that is cut off by whoever types it, or told of a moment that there is not."""

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


def test_why_a_server_ended_is_not_what_it_told_those_who_asked_meanwhile(tmp_path):
    (tmp_path / "server").mkdir()
    said = ["the database system is not accepting connections", 'could not extend file "base/5/16385": No space left']
    (tmp_path / "server/postgresql.log").write_text("".join(f"[1] FATAL:  {line}\n" for line in said))

    why = Recovery(tmp_path, tmp_path, tmp_path, [], 1)._why()

    assert why == f"PostgreSQL could not go through the log: {said[1]}"
