"""Backups of a real PostgreSQL into a real repository: they come back, and nothing harms those that are good."""

import fcntl
import itertools
import os
import shutil
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.backup.wal import PIECE
from tests.databases import ROOT
from tests.deploy.backed_up import BackedUp


@pytest.fixture(scope="module")
def backed_up():
    """Two bases and what was sent after them; each row says when it came. The server is gone."""
    with BackedUp() as backed_up:
        backed_up.good("init")
        (backed_up.data / "media").mkdir()
        (backed_up.data / "media" / "early.jpg").write_text("a picture")
        backed_up.rows("CREATE TABLE came (at text)")
        backed_up.insert("before the first base")
        backed_up.good("backup")
        backed_up.insert("between the bases")
        backed_up.good("backup")
        backed_up.insert("after the bases")
        backed_up.moment = backed_up.next_second()
        backed_up.insert("after the moment")
        (backed_up.data / "media" / "early.jpg").unlink()
        (backed_up.data / "media" / "late.jpg").write_text("another picture")
        (backed_up.data / "erasures.txt").write_text("the newest list\n")
        backed_up.good("send")
        yield backed_up


def test_a_backup_says_what_it_did_and_when(backed_up):
    status = backed_up.status

    assert {"error": status["error"], "errors": status["errors"]} == {"error": None, "errors": {}}
    assert datetime.fromisoformat(status["finished_at"]) < datetime.fromisoformat(status["sent_at"]) < datetime.now(UTC)
    assert status["snapshot"] in backed_up.good("list")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another account")
def test_nothing_that_root_had_made_is_roots(backed_up):
    backed_up.good("list")
    places = [backed_up.folder, backed_up.repository, backed_up.status_file]

    owners = {path.owner() for place in places for path in [place, *place.rglob("*")]}
    assert owners == {backed_up.account, "nobody"}
    assert {path.owner() for path in backed_up.folder.glob("wal/*")} == {backed_up.account}
    assert {path.owner() for path in backed_up.repository.rglob("*")} == {"nobody"}


def test_the_end_comes_back_with_its_files(backed_up):
    database, files = backed_up.empty_places("end")

    said = backed_up.good("restore", "--only-data", "--database", database, "--files", files)

    with backed_up.started(database) as url:
        assert [row for [row] in backed_up.rows("SELECT at FROM came", url)] == [
            "before the first base", "between the bases", "after the bases", "after the moment"
        ]  # fmt: skip
    assert sorted(path.name for path in files.rglob("*") if path.is_file()) == ["erasures.txt", "late.jpg"]
    assert "(RTO)" in said
    assert "(RPO)" in said


def test_a_moment_comes_back_with_the_files_before_and_after_it(backed_up):
    database, files = backed_up.empty_places("moment")

    backed_up.good(
        "restore", "--only-data", "--database", database, "--files", files, "--to", backed_up.moment.isoformat()
    )

    with backed_up.started(database) as url:
        assert [row for [row] in backed_up.rows("SELECT at FROM came", url)] == [
            "before the first base", "between the bases", "after the bases"
        ]  # fmt: skip
    assert sorted(path.name for path in files.glob("media/*")) == ["early.jpg", "late.jpg"]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("yesterday", "“yesterday” is no moment"),
        ("2999-01-01 10:00", "has not been yet"),
        ("2020-01-01 10:00", "Nothing older than"),
        ("2025-11-02 01:30", "is twice"),
        ("2026-03-08 02:30", "never was"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_before_anything_is_written(backed_up, to, said):
    database, files = backed_up.empty_places(f"refused {to}")

    assert said in backed_up.refused("restore", "--only-data", "--database", database, "--files", files, "--to", to)
    assert [*database.iterdir(), *files.iterdir()] == []


def test_a_living_site_is_never_restored_over(backed_up):
    database, files = backed_up.empty_places("free")
    before = sorted(path.stat().st_mtime_ns for path in backed_up.data.rglob("*"))

    over_database = backed_up.refused("restore", "--database", backed_up.database, "--files", files)
    over_files = backed_up.refused("restore", "--database", database, "--files", backed_up.data)

    # Of the old one a restore that was killed may have left root the owner.
    assert over_database.endswith("in its place that belongs to PostgreSQL’s account.")
    assert over_files.endswith("in its place that belongs to the account of the site.")
    assert over_database.startswith(f"{backed_up.database} is not empty. A restore never writes over anything")
    assert over_files.startswith(f"{backed_up.data} is not empty. A restore never writes over anything")
    assert sorted(path.stat().st_mtime_ns for path in backed_up.data.rglob("*")) == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"BACKUP_REPOSITORY": "/nowhere"}, "There is no repository at /nowhere: mount its disk or correct"),
        ({"BACKUP_PASSWORD_FILE": "/nowhere"}, "There is no password file /nowhere"),
        ({"BACKUP_PASSWORD_FILE": "/etc/hostname"}, "The password in /etc/hostname does not open the repository"),
        ({"BACKUP_DAYS": "few"}, "BACKUP_DAYS is “few”, but it must be a number of days, 15 at least."),
        ({"BACKUP_FOLDER": "/nowhere"}, "The folder /nowhere/wal is missing: make it"),
        ({"DATA_DIR": "/nowhere"}, "DATA_DIR is /nowhere, and there is no such folder."),
        ({"BACKUP_DATABASE": "host=/nowhere"}, "PostgreSQL does not answer"),
    ],
)  # fmt: skip
def test_what_a_backup_lacks_is_one_sentence_and_leaves_the_last_good_one(backed_up, changes, sentence):
    before = backed_up.status

    assert backed_up.refused("backup", **changes).startswith(sentence)
    assert {name: backed_up.status[name] for name in ("finished_at", "snapshot")} == {
        name: before[name] for name in ("finished_at", "snapshot")
    }


def test_a_failure_is_in_the_status_until_the_same_run_succeeds(backed_up):
    sentence = backed_up.refused("backup", BACKUP_REPOSITORY="/nowhere")

    assert backed_up.status["error"] == sentence

    backed_up.good("send")
    assert backed_up.status["error"] == sentence

    backed_up.good("backup")
    assert backed_up.status["error"] is None


def test_a_clock_that_was_set_back_is_noticed(backed_up):
    backed_up.set_last_base("2999-01-01T00:00:00+00:00")
    try:
        said = backed_up.refused("send")
    finally:
        backed_up.set_last_base(datetime.now(UTC).isoformat())

    assert "set the clock" in said


def test_a_server_that_follows_another_sends_nothing(backed_up):
    """Its snapshots would be the newest, without what the other has written since their base."""
    before = backed_up.good("list"), backed_up.status
    (backed_up.database / "standby.signal").touch()
    backed_up.pg_ctl("restart")
    try:
        done = [backed_up.run(run) for run in ("backup", "send")]
    finally:
        (backed_up.database / "standby.signal").unlink()
        backed_up.pg_ctl("restart")

    assert (backed_up.good("list"), backed_up.status) == before
    assert [(run.returncode, run.stderr[:46]) for run in done] == [
        (75, "PostgreSQL on this machine follows another one")
    ] * 2


def test_two_at_once_are_one_and_what_a_killed_one_left_harms_nobody(backed_up):
    first = subprocess.Popen(
        backed_up.command("backup"), cwd=ROOT, env=backed_up.environment(), stderr=subprocess.DEVNULL, text=True
    )
    backed_up.wait_for_partial_base()

    second = backed_up.run("send")
    first.kill()
    first.wait()

    assert (second.returncode, second.stderr.split(",")[0]) == (75, "Another backup is running")
    backed_up.when_free("backup")
    assert sorted(path.stem for path in backed_up.folder.glob("base/*.json")) == sorted(
        path.name for path in backed_up.folder.glob("base/*") if path.is_dir()
    )


def test_the_nightly_run_waits_for_one_between(backed_up):
    with (backed_up.folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        between = threading.Timer(1.5, fcntl.flock, [lock, fcntl.LOCK_UN])
        between.start()
        began = time.monotonic()
        backed_up.good("backup")
        between.join()

    assert time.monotonic() - began > 1.5


def test_files_that_come_and_go_meanwhile_keep_nothing_from_being_sent(backed_up):
    folder, is_over = backed_up.data / "busy", threading.Event()
    folder.mkdir()

    def come_and_go():
        for first in itertools.count(step=500):
            for number in range(first, first + 500):
                (folder / str(number)).touch()
            for number in range(first, first + 500):
                (folder / str(number)).unlink()
            if is_over.is_set():
                break

    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        done = [backed_up.run("send") for _time in range(3)]
    finally:
        is_over.set()
        thread.join()
        shutil.rmtree(folder)

    assert [run.stderr for run in done] == ["", "", ""]


def test_a_link_in_the_place_of_the_list_of_erasures_keeps_nobody_from_restoring(backed_up):
    listed = backed_up.data / "erasures.txt"
    text = listed.read_text()
    listed.unlink()
    listed.symlink_to("/etc/shadow")
    backed_up.good("send")
    listed.unlink()
    listed.write_text(text)
    database, files = backed_up.empty_places("link")

    backed_up.good("restore", "--only-data", "--database", database, "--files", files)

    assert (files / "erasures.txt").readlink() == Path("/etc/shadow")


def test_a_piece_of_the_log_that_is_missing_is_said_and_a_new_base_heals_it(backed_up):
    lost = max(path for path in backed_up.folder.glob("wal/*") if PIECE.fullmatch(path.name))
    foreign = lost.with_name(f"00000002{lost.name[8:]}")  # such as a restored copy would leave here
    lost.rename(foreign)
    backed_up.good("send")

    assert backed_up.refused("backup").startswith("1 pieces of PostgreSQL’s log are missing")
    backed_up.good("backup")


def test_an_archive_that_fails_is_said_and_what_there_is_goes_out(backed_up):
    backed_up.configure(archive_command="false")
    try:
        said = backed_up.refused("send")
    finally:
        backed_up.configure(archive_command=backed_up.archive_command)

    assert said.startswith("PostgreSQL cannot archive its log")
    assert said.endswith("What had been archived before was sent.")


def test_one_wrong_bit_in_the_repository_is_found_and_never_restored(backed_up):
    database, files = backed_up.empty_places("damaged")
    with backed_up.flipped_bits():
        checked = backed_up.refused("check")
        restored = backed_up.refused("restore", "--only-data", "--database", database, "--files", files)

    assert checked.startswith("The repository is damaged or cannot be read")
    assert restored
    assert [*database.iterdir(), *files.iterdir()] == []
    assert backed_up.good("check") == "The repository is sound: every byte was read.\n"


def test_a_damaged_piece_of_the_log_stops_a_restore(backed_up):
    database, files = backed_up.empty_places("torn")
    piece = max(path for path in backed_up.folder.glob("wal/*") if PIECE.fullmatch(path.name))
    content = piece.read_bytes()
    piece.write_bytes(content[: len(content) // 2])
    backed_up.good("send")

    said = backed_up.refused("restore", "--only-data", "--database", database, "--files", files)

    assert said.startswith("PostgreSQL could not go through the log: ")
    assert f"{piece.name} is damaged or cannot be read" in said
    assert [*database.iterdir(), *files.iterdir()] == []
