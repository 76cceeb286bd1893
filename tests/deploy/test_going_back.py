"""A release that is not ready goes back, whatever ends the run. Real files and sockets; systemd is stood in for."""

import json

import pytest

from deploy.server import database, keys, releases, services, site_file
from deploy.server.machine import Failed
from tests.deploy.updated_server import (
    GOOD,
    SITE,
    change_templates,
    everything_runs,
    texts_in,
    update,
)


def test_each_process_runs_the_release_before_again_where_the_new_one_starts_and_does_not_answer(
    machine, site, monkeypatch
):
    update(machine, site, monkeypatch, "aaa")

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back and answers"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.runs == everything_runs(GOOD)


def test_what_is_checked_out_is_served_and_not_what_was_built_last(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")

    assert machine.target(releases.CURRENT) == GOOD
    assert machine.runs == everything_runs(GOOD)


def test_a_run_that_is_interrupted_goes_back(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.interrupted = True

    with pytest.raises(Failed, match=r"It was interrupted\.\nThe release before"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.target(releases.CURRENT) == GOOD


def test_units_and_settings_of_postgresql_go_back_too(machine, site, monkeypatch):
    """Whichever step fails: with those of the new release the old one was never tried."""
    cluster = machine.at("/etc/postgresql/17/main/conf.d")
    cluster.mkdir(parents=True)
    (machine.at(services.UNITS) / "migs-.service.d").mkdir(parents=True)
    (cluster.parent / "pg_hba.conf").write_text("local all all peer\n")
    (cluster.parent / "pg_ident.conf").write_text("")
    update(machine, site, monkeypatch, "aaa", database.database, services.units)
    before = texts_in(machine)
    change_templates(machine, monkeypatch)
    machine.told.clear()

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back and answers"):
        update(machine, site, monkeypatch, "bbb", database.database, services.units)

    assert texts_in(machine) == before
    assert machine.told.count(("systemctl", "restart", "postgresql@17-main")) == 2
    assert machine.told.count(("systemctl", "daemon-reload")) == 2
    assert machine.runs == everything_runs(GOOD)


def test_settings_that_postgresql_does_not_start_with_are_taken_back_before_anything_else(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.at("/etc/postgresql/17/main/conf.d").mkdir(parents=True)
    machine.at("/etc/postgresql/17/main/conf.d/migs.conf").write_text("of the release before")

    def refused(machine, site):
        machine.write("/etc/postgresql/17/main/conf.d/migs.conf", "wrong")
        raise Failed("PostgreSQL does not start.")

    with pytest.raises(Failed, match=r"refused: PostgreSQL does not start\.\nThe release before"):
        update(machine, site, monkeypatch, "aaa", refused)

    assert machine.read("/etc/postgresql/17/main/conf.d/migs.conf") == "of the release before"
    assert ("systemctl", "restart", "postgresql@17-main") in machine.told


def test_a_new_file_of_settings_goes_and_a_new_key_stays(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    new = "/etc/postgresql/17/main/conf.d/more.conf", f"{services.UNITS}/migs-more.service", f"{site_file.KEYS}/key"
    for path in new:
        machine.at(path).parent.mkdir(parents=True)

    def refused(machine, site):
        for path in new:
            machine.write(path, "new")
        raise Failed("PostgreSQL does not start.")

    with pytest.raises(Failed, match="is back and answers"):
        update(machine, site, monkeypatch, "aaa", refused)

    assert [machine.read(path) for path in new] == ["", "", "new"]
    assert ("systemctl", "restart", "postgresql@17-main") in machine.told


def test_a_file_of_settings_that_was_removed_comes_back(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    gone = "/etc/postgresql/17/main/conf.d/migs-archive.conf"
    machine.at(gone).parent.mkdir(parents=True)
    machine.at(gone).write_text("archive_mode = on")

    def refused(machine, site):
        machine.remove(gone)
        raise Failed("PostgreSQL does not start.")

    with pytest.raises(Failed, match="is back and answers"):
        update(machine, site, monkeypatch, "aaa", refused)

    assert machine.read(gone) == "archive_mode = on"


def test_a_step_after_the_update_takes_nothing_back(machine, site, monkeypatch):
    def late(machine, site):
        raise Failed("The certificate was not fetched.")

    with pytest.raises(Failed, match=r"late: The certificate was not fetched\.\nThis commit is served"):
        update(machine, site, monkeypatch, "aaa", after=[late])

    assert machine.target(releases.CURRENT) == GOOD


def test_the_site_runs_without_the_second_place_of_its_backups_and_that_is_said(machine, site, monkeypatch, capsys):
    machine.at("/etc/migs/site.env").write_text(f"{SITE}BACKUP_REPOSITORY=sftp:nobody@nowhere.invalid:/migs\n")
    site = site_file.read(machine.at("/etc/migs/site.env"))
    machine.refuses = "deploy.backup"

    update(machine, site, monkeypatch, "aaa", keys.backups)

    assert "Note: There are no backups: their second place could not be made." in capsys.readouterr().out
    assert machine.runs == everything_runs(GOOD)


def test_a_second_run_touches_no_service(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.runs.clear()
    machine.take_changes()

    update(machine, site, monkeypatch, "aaa")

    assert (machine.runs, machine.take_changes()) == ({}, [])
    assert json.loads(machine.read(services.RUNNING))["ready"] == GOOD


def test_what_an_administrator_adds_to_the_units_is_read_and_taken_up(machine, site, monkeypatch):
    """Such as the addresses that they may reach: systemd does not look by itself, and what runs knows nothing of it."""
    addition = machine.at(f"{services.UNITS}/migs-.service.d/machines.conf")
    addition.parent.mkdir(parents=True)
    update(machine, site, monkeypatch, "aaa", services.units)
    addition.write_text("[Service]\nIPAddressAllow=10.0.0.0/24\n")
    machine.is_read = False
    machine.told.clear()

    update(machine, site, monkeypatch, "aaa", services.units)

    told = [words[1:] for words in machine.told if words[1] in {"daemon-reload", "restart", "reload"}]
    assert told == [("daemon-reload",), *(("restart", unit) for unit in services.SERVICES)]


def test_timers_of_backups_end_where_there_shall_be_none_any_more(machine, site, monkeypatch):
    backups = {"migs-backup.timer", "migs-backup-send.timer"}
    update(machine, site | {"BACKUP_REPOSITORY": "/mnt/backup"}, monkeypatch, "aaa", services.units)
    before = machine.enabled.copy()

    update(machine, site, monkeypatch, "aaa", services.units)

    assert (backups <= before, before - machine.enabled) == (True, backups)
