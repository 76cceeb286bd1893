"""`make run`, as somebody meets it who has just cloned the repository; run on a copy, never on this one's var/."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.browser.running_site import free_port
from tests.databases import ROOT
from tests.environment import without_settings

FOLDER = "Frank's sites, 100% & more; é 文 #1?/" + "a long name" * 9
PATIENCE = 480  # seconds; a first run on two cores that many share
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache")


class LocalRun:
    """One `make run` in a folder."""

    def __init__(self, folder: Path, port: int | str, action: str = "run"):
        self.folder = folder
        self.address = f"http://127.0.0.1:{port}/"
        self.log = folder / "said"
        with self.log.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "migs_site.local", action, "--port", str(port)],
                cwd=folder, env=without_settings(), stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def until_ready(self) -> "LocalRun":
        deadline = time.monotonic() + PATIENCE
        while f"ready: {self.address}" not in self.lines:
            assert self.process.poll() is None, self.lines
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.1)
        return self

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def kill_child(self, word: str) -> None:
        children = psutil.Process(self.process.pid).children()
        next(child for child in children if word in " ".join(child.cmdline())).kill()


def processes_of(folder: Path) -> list[str]:
    """The programs that work in a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()).is_relative_to(folder):
                found.append(process.name())
        except psutil.Error:
            continue
    return sorted(found)


def sign_in(address: str, lines: list[str]) -> str:
    """Where somebody lands who signs in with the e-mail and the password in these lines."""
    said = dict(re.findall(r"(?m)^  (e-mail|password)\s+(\S+)$", "\n".join(lines)))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    form = browser.open(f"{address}admin/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    typed = {"username": said["e-mail"], "password": said["password"], "csrfmiddlewaretoken": token}
    return browser.open(f"{address}admin/login/", urllib.parse.urlencode(typed).encode()).url


@pytest.fixture(scope="module")
def fresh():
    """A copy of the repository with nothing in it that git ignores, in a folder as a person may name it."""
    parent = Path(tempfile.mkdtemp(prefix="migs-run-")).resolve()
    yield shutil.copytree(ROOT, parent / FOLDER, ignore=NOT_COPIED)
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def set_up(fresh):
    """The copy after its first run, which was stopped by Ctrl-C."""
    run = LocalRun(fresh, free_port()).until_ready()
    first = {"lines": run.lines, "landed": sign_in(run.address, run.lines).removeprefix(run.address)}
    first["page"] = urllib.request.urlopen(run.address).read().decode()
    first["style"] = urllib.request.urlopen(
        urllib.request.Request(
            urllib.parse.urljoin(run.address, re.search(r'href="(\S+/index\S*\.css)"', first["page"]).group(1)),
            headers={"Accept-Encoding": "gzip"},
        )
    ).headers
    first["refused"] = subprocess.run(
        [sys.executable, "-m", "migs_site.local", "run", "--port", str(free_port())],
        cwd=fresh, env=without_settings(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    first["pid"] = run.process.pid
    first["address"] = run.address
    first["code"] = run.end()
    first["left"] = processes_of(fresh)
    first["last"] = run.lines[-1]
    return fresh, first


def test_the_first_run_ends_in_one_ready_line(set_up):
    _folder, first = set_up

    assert [line for line in first["lines"] if line.startswith("ready:")] == [f"ready: {first['address']}"]
    assert first["lines"][-1] == f"ready: {first['address']}"


def test_it_runs_as_a_server_would_with_hashed_and_compressed_files(set_up):
    _folder, first = set_up

    assert re.findall(r"/static/css/index\.[0-9a-f]{12}\.css", first["page"]) != []
    assert first["style"]["Content-Encoding"] == "gzip"
    assert first["style"]["Cache-Control"] == "max-age=315360000, public, immutable"


def test_staff_sign_in_with_the_password_it_printed(set_up):
    _folder, first = set_up

    assert first["landed"] == "admin/"


def test_ctrl_c_stops_all_it_started_and_the_database_too(set_up):
    _folder, first = set_up

    assert (first["code"], first["last"], first["left"]) == (0, "Stopped, the database too.", [])


def test_a_second_run_beside_the_first_is_refused(set_up):
    _folder, first = set_up

    assert first["refused"].returncode == 1
    assert first["refused"].stderr == (
        f"The site is running already: {first['address']} (process {first['pid']}). Stop that run first.\n"
    )


def test_a_run_after_kill_9_works_and_nothing_is_lost(set_up):
    folder, _first = set_up
    port = free_port()

    LocalRun(folder, port).until_ready().end(signal.SIGKILL)
    started = time.monotonic()
    again = LocalRun(folder, port).until_ready()
    took = time.monotonic() - started

    assert [line for line in again.lines if "password  " in line or "Loading" in line] == []
    assert again.end(signal.SIGTERM) == 0
    assert processes_of(folder) == []
    assert took < 60


@pytest.mark.parametrize(
    ("word", "name"), [("manage.py worker", "the background worker"), ("gunicorn", "the web server")]
)
def test_the_run_stops_when_a_part_of_it_dies(set_up, word, name):
    folder, _first = set_up
    run = LocalRun(folder, free_port()).until_ready()

    run.kill_child(word)

    assert run.process.wait(60) == 1
    assert run.lines[-1] == f"The run stops, because {name} ended with code -9; see what it said above."
    assert processes_of(folder) == []


def test_the_staff_password_is_reset_by_a_command(set_up):
    folder, _first = set_up
    command = [sys.executable, "-m", "migs_site.local", "manage", "staff_login"]

    reset = subprocess.run(command, cwd=folder, env=without_settings(), capture_output=True, text=True, check=True)
    run = LocalRun(folder, free_port()).until_ready()
    landed = sign_in(run.address, reset.stdout.splitlines())
    run.end()

    assert landed == f"{run.address}admin/"


def test_a_taken_port_is_one_sentence(fresh):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = LocalRun(fresh, port)

        assert run.process.wait(60) == 1
        assert run.lines == [f"Port {port} cannot be used (Address already in use). Choose another: make run PORT=8001"]


@pytest.mark.parametrize("port", ["no", "0", "65536", "-1"])
def test_a_port_that_is_none_is_one_sentence(fresh, port):
    command = [sys.executable, "-m", "migs_site.local", "run", f"--port={port}"]

    done = subprocess.run(command, cwd=fresh, env=without_settings(), capture_output=True, text=True, check=False)

    assert done.stderr == f"PORT is “{port}”, but it must be a number from 1 to 65535.\n"


def test_without_a_new_enough_python_make_says_so_in_one_sentence(fresh, tmp_path):
    for name in ("sh", "make", "dash", "bash"):
        if program := shutil.which(name):
            (tmp_path / name).symlink_to(program)
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)

    done = subprocess.run(
        ["make", "run"], cwd=fresh, env={"PATH": str(tmp_path), "HOME": os.environ.get("HOME", "/")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "Python 3.11 or newer is needed, and none was found: install it, or name it with PYTHON=."
    )


def make_python(folder, **options) -> subprocess.CompletedProcess:
    """The first step of every command."""
    return subprocess.run(
        ["make", "-f", ROOT / "Makefile", "python"],
        cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False, **options,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a:b", 'a"b', "a$b", "a`b", "a\\b", "a:b/site", "$HOME/site", "ends in a space "])
def test_a_folder_whose_name_cannot_be_borne_is_one_sentence(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir(parents=True)

    done = make_python(folder)

    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        'The project cannot run in this folder: its name, or one above it, has one of : " $ ` \\ in it, or ends in a '
        "space; rename that."
    )


def test_a_folder_that_cannot_be_written_to_is_one_sentence():
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o555)
    somebody = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}

    done = make_python(folder, **somebody)

    folder.rmdir()
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "Nothing can be written to this folder: put the project where you may write."


def test_a_run_that_cannot_write_is_one_sentence(fresh, tmp_path):
    code = (
        "import sys; from pathlib import Path; from migs_site.local import run; run.VAR = Path(sys.argv[1]);"
        "run.Run(1, False).__enter__()"
    )
    (tmp_path / "file").touch()
    var = tmp_path / "file" / "var"

    done = subprocess.run(
        [sys.executable, "-c", code, var],
        cwd=fresh, env=without_settings(), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == f"Nothing can be written to {var} (Not a directory): put the project where you may write.\n"


@pytest.mark.parametrize(
    "name", ["site", "a space", "it's 100% & #1?", "100%20", "é 文 🕊", "long " * 40, "a+b=c;d@e:f"]
)
def test_mail_data_and_static_files_stay_in_the_folder_whatever_its_name(tmp_path, name):
    code = (
        "import os, sys; from pathlib import Path; from migs_site.local import environment as local;"
        "local.VAR = Path(sys.argv[1]); os.environ |= local.local_environment(8000, 'postgresql://127.0.0.1:1/site');"
        "from migs_site import settings;"
        "print(settings.EMAIL_FILE_PATH, settings.DATA_DIR, settings.STATIC_ROOT, sep='\\n')"
    )
    var = tmp_path / name / "var"

    done = subprocess.run(
        [sys.executable, "-c", code, var],
        cwd=ROOT, env=without_settings(), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stderr, done.stdout.splitlines()) == ("", [str(var / name) for name in ("mail", "data", "static")])
