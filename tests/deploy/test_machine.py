"""The machine that is set up: what is as it should be stays, and nothing is written by half or through a link."""

import os
import pwd
from pathlib import Path

import pytest

from deploy.server.machine import Failed, Machine

PASSWD = f"root:x:{os.getuid()}:{os.getgid()}::/:/bin/sh\n"


@pytest.fixture
def machine(tmp_path):
    """A folder in which files belong to whoever runs the test, who is its root."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text(PASSWD)
    (tmp_path / "etc/group").write_text(f"root:x:{os.getgid()}:\n")
    return Machine(tmp_path)


def test_what_is_as_it_should_be_is_left_alone(machine):
    machine.write("/etc/a.conf", "one", 0o640)
    machine.folder("/etc/b", 0o750)
    machine.point("/etc/c", "/etc/b")
    before = [
        (machine.at(path).lstat().st_ino, machine.at(path).lstat().st_mtime_ns) for path in ("etc/a.conf", "etc/c")
    ]
    assert machine.take_changes() == ["wrote /etc/a.conf", "made /etc/b", "/etc/c leads to /etc/b"]

    assert not machine.write("/etc/a.conf", "one", 0o640)
    assert not machine.folder("/etc/b", 0o750)
    assert not machine.point("/etc/c", "/etc/b")

    after = [
        (machine.at(path).lstat().st_ino, machine.at(path).lstat().st_mtime_ns) for path in ("etc/a.conf", "etc/c")
    ]
    assert (machine.take_changes(), after) == ([], before)


def test_what_is_remembered_is_no_change_and_is_not_written_where_one_only_looks(machine):
    machine.write("/etc/a.conf", "one")
    machine.remember("/etc/state", "first")
    machine.remember("/etc/state", "first")
    Machine(machine.root, dry=True).remember("/etc/state", "second")

    assert (machine.read("/etc/state"), machine.take_changes()) == ("first", ["wrote /etc/a.conf"])


def test_a_mode_that_somebody_changed_is_put_right(machine):
    machine.write("/etc/a.conf", "one", 0o640)
    machine.at("/etc/a.conf").chmod(0o666)
    machine.take_changes()

    assert machine.write("/etc/a.conf", "one", 0o640)

    assert machine.take_changes() == ["gave /etc/a.conf to root:root, 640"]
    assert machine.at("/etc/a.conf").stat().st_mode & 0o777 == 0o640


def test_a_file_is_never_there_half(machine, monkeypatch):
    machine.write("/etc/a.conf", "one")
    monkeypatch.setattr(os, "fchmod", lambda *_: (_ for _ in ()).throw(OSError("no room")))

    with pytest.raises(OSError, match="no room"):
        machine.write("/etc/a.conf", "two")

    assert machine.read("/etc/a.conf") == "one"
    assert [path.name for path in machine.at("/etc").glob("*a.conf*")] == ["a.conf"]


def test_a_link_of_another_account_gets_no_owner(machine):
    """Who may write in DATA_DIR could let DATA_DIR/media lead to /etc, and be given that by the next run."""
    machine.folder("/etc/other")
    (machine.at("/etc/media")).symlink_to(machine.at("/etc/other"))
    machine.folder("/etc/media", 0o750)
    assert machine.at("/etc/other").stat().st_mode & 0o777 == 0o750
    os.lchown(machine.at("/etc/media"), pwd.getpwnam("nobody").pw_uid, -1)

    with pytest.raises(Failed, match="/etc/media is a link that was not made by root"):
        machine.folder("/etc/media", 0o700)

    assert machine.at("/etc/other").stat().st_mode & 0o777 == 0o750


def test_a_folder_that_is_swapped_for_a_link_once_it_is_made_gives_nothing_away(machine, monkeypatch):
    """By who may write where it is made, such as the account of the site in DATA_DIR."""
    (machine.at("/etc/other")).mkdir(mode=0o750)
    make = Path.mkdir

    def make_and_swap(path, **options):
        make(path, **options)
        path.rename(path.with_name("away"))
        path.symlink_to(machine.at("/etc/other"))
        os.lchown(path, pwd.getpwnam("nobody").pw_uid, -1)

    monkeypatch.setattr(Path, "mkdir", make_and_swap)

    with pytest.raises(Failed, match="/etc/media is a link that was not made by root"):
        machine.folder("/etc/media", 0o700)

    assert machine.at("/etc/other").stat().st_mode & 0o777 == 0o750


def test_looking_changes_nothing(machine):
    dry = Machine(machine.root, dry=True)

    dry.write("/etc/a.conf", "one")
    dry.folder("/srv/migs")
    dry.point("/etc/c", "/etc")
    dry.run("rm", "-r", "/etc", says="took everything away")

    assert dry.take_changes() == [
        "wrote /etc/a.conf", "made /srv/migs", "/etc/c leads to /etc", "took everything away",
    ]  # fmt: skip
    assert sorted(path.name for path in machine.root.rglob("*")) == ["etc", "group", "passwd"]


def test_a_program_that_fails_says_its_last_words():
    with pytest.raises(Failed, match=r"“ls /nowhere/at/all” failed \(2\):\n.*No such file"):
        Machine().run("ls", "/nowhere/at/all", says="looked")
