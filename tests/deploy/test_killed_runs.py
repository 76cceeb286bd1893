"""A run that was killed half-way, found no room or lost its connection: the next one knows what was before."""

import json
import os

import pytest

from deploy.server import __main__ as command
from deploy.server import database, releases, services, updating
from deploy.server.machine import Failed
from tests.deploy.updated_server import (
    BROKEN,
    GOOD,
    Killed,
    change_templates,
    everything_runs,
    killed,
    texts_in,
    update,
)


def test_after_a_run_that_was_killed_the_last_that_was_ready_is_gone_back_to(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.remember(services.RUNNING, json.dumps({"ready": GOOD}))  # as a killed run has left it
    machine.point(releases.CURRENT, BROKEN)
    machine.runs = everything_runs(BROKEN)

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.runs == everything_runs(GOOD)


def test_a_comment_in_another_encoding_stays_as_it_is(machine, site, monkeypatch, cluster):
    comment = "# Accès de la secrétaire\n".encode("latin-1")
    (cluster / "pg_hba.conf").write_bytes(comment)
    (cluster / "conf.d/migs.conf").write_bytes(comment)
    update(machine, site, monkeypatch, "aaa")

    with pytest.raises(Killed):
        update(machine, site, monkeypatch, "aaa", database.database, killed)
    assert (cluster / "pg_hba.conf").read_bytes().endswith(comment)
    with pytest.raises(Failed, match="is back and answers"):
        update(machine, site, monkeypatch, "bbb", database.database)

    assert (cluster / "pg_hba.conf").read_bytes() == (cluster / "conf.d/migs.conf").read_bytes() == comment


def test_looking_takes_nothing_back_that_a_killed_run_has_left(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")

    def changed(machine, site):
        machine.write("/etc/migs/file", "new")
        raise Killed

    def refused(machine, site):
        raise Failed("It is not as it should be.")

    machine.at("/etc/migs/file").write_text("old")
    with pytest.raises(Killed):
        update(machine, site, monkeypatch, "bbb", changed)
    machine.dry = True

    with pytest.raises(Failed, match="Nothing that is served was changed"):
        update(machine, site, monkeypatch, "bbb", refused)

    assert machine.read("/etc/migs/file") == "new"


def test_after_a_run_that_was_killed_files_too_go_back_to_what_was_ready_last(machine, site, monkeypatch, cluster):
    update(machine, site, monkeypatch, "aaa", database.database, services.units)
    before = texts_in(machine)
    change_templates(machine, monkeypatch)
    with pytest.raises(Killed):
        update(machine, site, monkeypatch, "bbb", database.database, services.units, killed)

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back and answers"):
        update(machine, site, monkeypatch, "bbb", database.database, services.units)

    assert texts_in(machine) == before
    assert list(machine.at("/var/lib/migs").glob("*replaced*")) == []


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (f"{services.UNITS}/migs-staff.service", ("systemctl", "daemon-reload")),
        ("/etc/postgresql/17/main/conf.d/migs.conf", ("systemctl", "restart", "postgresql@17-main")),
        ("/etc/postgresql/17/main/pg_hba.conf", ("systemctl", "reload", "postgresql@17-main")),
    ],
)
@pytest.mark.usefixtures("cluster")
def test_programs_are_told_of_files_that_a_killed_run_has_written(machine, site, monkeypatch, file, told):
    steps = [database.database, services.units]
    update(machine, site, monkeypatch, "aaa", *steps)
    machine.at(file).write_text("of another release")
    with monkeypatch.context() as cut:
        cut.setattr(machine, "run", lambda *words, **_options: killed(machine, site) if words == told else "")
        with pytest.raises(Killed):
            update(machine, site, monkeypatch, "aaa", *steps)

    machine.told.clear()
    update(machine, site, monkeypatch, "aaa", *steps)
    assert machine.told.count(told) == 1

    machine.told.clear()
    update(machine, site, monkeypatch, "aaa", *steps)
    assert told not in machine.told


def test_a_full_disk_is_said_where_files_cannot_be_put_back_and_the_next_run_does_it(
    machine, site, monkeypatch, cluster
):
    update(machine, site, monkeypatch, "aaa", services.units)
    before = texts_in(machine)
    change_templates(machine, monkeypatch)

    with monkeypatch.context() as full:
        full.setattr(machine, "put_back", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(Failed, match=r"Going back did not succeed: .*No space left on device.*run apply again"):
            update(machine, site, monkeypatch, "bbb", services.units)
    with pytest.raises(Failed, match="is back and answers"):
        update(machine, site, monkeypatch, "bbb", services.units)

    assert texts_in(machine) == before


@pytest.mark.parametrize("number", command.ENDS)
def test_a_lost_connection_is_an_interruption_and_going_back_is_never_cut_off(machine, site, monkeypatch, number):
    update(machine, site, monkeypatch, "aaa")
    (ask, asked) = machine.ask, []

    def impatient(*words, **options):
        if words[:2] in (("systemctl", "restart"), ("systemctl", "reload")):
            asked.append(words)
            os.kill(os.getpid(), number)
        return ask(*words, **options)

    monkeypatch.setattr(machine, "ask", impatient)

    with command.signals(command.interrupt), pytest.raises(Failed, match=r"It was interrupted\.\nThe release before"):
        update(machine, site, monkeypatch, "bbb")

    assert len(asked) > 1
    assert machine.runs == everything_runs(GOOD)


def test_what_is_called_whole_is_on_the_disk(machine, site, monkeypatch):
    """After a power cut a file may be there without its content, unless it was waited for."""
    at_sync, at_fsync = [], []
    later = [machine.at(path) for path in (f"{GOOD}/{updating.COLLECTED}", releases.CURRENT)]
    monkeypatch.setattr(os, "sync", lambda: at_sync.append([path.exists() for path in later]))
    monkeypatch.setattr(os, "fsync", lambda number: at_fsync.append(os.fstat(number).st_size))

    update(machine, site, monkeypatch, "aaa")

    assert at_sync == [[False, False], [True, False]]
    assert machine.at("/etc/migs/staff.env").stat().st_size in at_fsync


def test_static_files_that_were_collected_by_half_are_collected_anew(machine, site, monkeypatch):
    half = machine.at(f"{GOOD}/var/static/staticfiles.json")
    half.write_text('{"paths": {')
    machine.refuses = "collectstatic"
    with pytest.raises(Failed, match="collectstatic failed"):
        update(machine, site, monkeypatch, "aaa")
    machine.refuses = ""
    machine.told.clear()

    update(machine, site, monkeypatch, "aaa")

    assert not half.exists()
    assert [words for words in machine.told if "collectstatic" in words] != []
    machine.told.clear()
    machine.at("/etc/migs/staff.env").write_text("changed")
    update(machine, site, monkeypatch, "aaa")
    assert [words for words in machine.told if "collectstatic" in words] == []
