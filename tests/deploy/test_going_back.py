"""A release that is not ready goes back, whatever ends the run. Real files and sockets; systemd is stood in for."""

import json
import os
import shutil
import socketserver
import subprocess
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from deploy.server import __main__ as command
from deploy.server import database, keys, releases, services, site_file, updating
from deploy.server.machine import Failed, Machine

GOOD, BROKEN = (f"{releases.RELEASES}/{name}" for name in ("20260101T000000Z-aaa", "20260102T000000Z-bbb"))
SITE = "BASE_URL=https://migs.example.org\nDEFAULT_FROM_EMAIL=site@migs.example.org\n"


class Server(Machine):
    """Knows which release each service has taken up, as systemd would: the one that is current at that moment."""

    def __init__(self, root):
        super().__init__(root)
        self.runs: dict[str, str] = {}
        self.interrupted = False
        self.refuses = ""
        self.told: list[tuple[str, ...]] = []

    def ids(self, owner):
        return os.getuid(), os.getgid()

    def ask(self, *command, **options):
        self.told.append(command)
        if self.refuses in command:
            return subprocess.CompletedProcess(command, 1, "", "It does not answer.")
        match command:
            case ("systemctl", "restart" | "reload", unit):
                if self.interrupted:
                    self.interrupted = False
                    raise KeyboardInterrupt
                if unit in services.SERVICES:
                    self.runs[unit] = self.target(releases.CURRENT)
            case ("systemctl", "is-active", _):
                return subprocess.CompletedProcess(command, 0, "active\n", "")
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    for folder in ("etc/migs", "var/lib/migs", "run/migs", "srv/migs/static"):
        (tmp_path / folder).mkdir(parents=True)
    server = Server(tmp_path)
    for release in (GOOD, BROKEN):
        server.at(f"{release}/var/static").mkdir(parents=True)
        server.at(f"{release}/{releases.BUILT}").touch()
    monkeypatch.setattr(services, "PATIENCE", 0)

    class Process(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(500 if BROKEN in server.runs.values() else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    listeners = [
        socketserver.ThreadingUnixStreamServer(str(server.at(path)), Process) for path in services.SOCKETS.values()
    ]
    for listener in listeners:
        threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield server
    for listener in listeners:
        listener.shutdown()
        listener.server_close()


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site.env").write_text(SITE)
    return site_file.read(tmp_path / "site.env")


@pytest.fixture(autouse=True)
def no_notes(monkeypatch):
    monkeypatch.setattr(releases, "not_committed", lambda _machine: "")


def update(machine, site, monkeypatch, commit: str, *before, after=()) -> None:
    """Apply a commit; before, after: steps around the update, the others being left out."""
    monkeypatch.setattr(updating, "head", lambda _machine: commit)
    steps = [*before, updating.update, *after]
    monkeypatch.setattr(command, "STEPS", [(step.__name__, step) for step in steps])
    command.apply(machine, site)


class Killed(BaseException):
    """As kill -9 ends a run: nothing of it happens any more."""


def killed(machine, site):
    raise Killed


def everything_runs(release: str) -> dict[str, str]:
    return dict.fromkeys(services.SERVICES, release)


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


def test_after_a_run_that_was_killed_the_last_that_was_ready_is_gone_back_to(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.remember(services.RUNNING, json.dumps({"ready": GOOD}))  # as a killed run has left it
    machine.point(releases.CURRENT, BROKEN)
    machine.runs = everything_runs(BROKEN)

    with pytest.raises(Failed, match=f"The release before, {GOOD}, is back"):
        update(machine, site, monkeypatch, "bbb")

    assert machine.runs == everything_runs(GOOD)


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


@pytest.fixture
def cluster(machine):
    folder = machine.at("/etc/postgresql/17/main")
    (folder / "conf.d").mkdir(parents=True)
    (machine.at(services.UNITS) / "migs-.service.d").mkdir(parents=True)
    (folder / "pg_hba.conf").write_text("local all all peer\n")
    (folder / "pg_ident.conf").write_text("")
    return folder


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


def texts_in(machine) -> dict[str, str]:
    return {str(path): path.read_text() for path in sorted(machine.at("/etc").rglob("*")) if path.is_file()}


def change_templates(machine, monkeypatch) -> None:
    """As another commit has them."""
    templates = machine.root / "templates"
    for module, name in ((services, "TEMPLATES"), (database, "SETTINGS")):
        shutil.copytree(getattr(module, name), templates / name)
        monkeypatch.setattr(module, name, templates / name)
    for file in (templates / "TEMPLATES/migs-staff.service", templates / "SETTINGS/migs.conf"):
        file.write_text(f"# Changed\n{file.read_text()}")


def test_a_second_run_touches_no_service(machine, site, monkeypatch):
    update(machine, site, monkeypatch, "aaa")
    machine.runs.clear()
    machine.take_changes()

    update(machine, site, monkeypatch, "aaa")

    assert (machine.runs, machine.take_changes()) == ({}, [])
    assert json.loads(machine.read(services.RUNNING))["ready"] == GOOD
