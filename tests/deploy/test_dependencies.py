"""Holes of packages: looked up, and never said to be none where nothing was looked up."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy.dependencies import audit
from tests.databases import ROOT

HOLE = {
    "id": "PYSEC-1", "aliases": ["CVE-1"], "details": "…", "summary": "…", "fixed_in": ["9.9"], "link": "",
    "source": "x", "withdrawn": None,
}  # fmt: skip


class Registry(BaseHTTPRequestHandler):
    """Stands for the index: what it knows of each release, or nothing."""

    known: dict[str, list[dict]] = {}

    def do_GET(self):
        name = self.path.split("/")[2].lower()
        self.send_response(200 if name in self.known else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"vulnerabilities": self.known.get(name, []), "urls": []}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def registry(monkeypatch) -> Iterator[dict]:
    Registry.known = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever).start()
    run = subprocess.run

    def run_against(command, **options):
        """pip-audit knows one address of the index, so the program is begun with another."""
        code = (
            "import runpy, sys; from pip_audit._service import pypi;"
            "ask = pypi.caching_session; sys.argv[0] = 'pip-audit';"
            "make = lambda *a, **k: Near(ask(*a, **k))\n"
            "class Near:\n"
            "    def __init__(self, session): self.session = session\n"
            "    def get(self, url, **options):\n"
            f"        return self.session.get(url.replace('https://pypi.org', 'http://127.0.0.1:{server.server_port}'))\n"
            "pypi.caching_session = make\n"
            "from pip_audit._cli import audit; audit()"
        )
        return run([sys.executable, "-c", code, *command[3:], "--cache-dir", "/dev/null/none"], **options)

    monkeypatch.setattr(audit.subprocess, "run", run_against)
    monkeypatch.delenv("AUDIT", raising=False)
    yield Registry.known
    server.shutdown()
    server.server_close()


@pytest.fixture
def packages(tmp_path):
    """Two packages as they are locked."""
    path = tmp_path / "requirements.txt"
    path.write_text("".join(f"{name}==1.0 --hash=sha256:{'0' * 64}\n" for name in ("first", "second")))
    return str(path)


def test_packages_without_holes_pass_where_look_ups_work(registry, packages, capsys):
    registry.update(django=[HOLE], first=[], second=[])

    assert audit.main([packages]) == 0
    assert capsys.readouterr().out == "No hole is known in any locked package.\n"


def test_a_hole_fails_and_is_named(registry, packages, capsys):
    registry.update(django=[HOLE], first=[], second=[HOLE])

    assert audit.main([packages]) == 1
    assert capsys.readouterr().out == "second 1.0: PYSEC-1 (mended in 9.9)\n"


@pytest.mark.parametrize("known", [{}, {"django": [], "first": [], "second": []}])
def test_a_registry_that_knows_no_holes_is_no_clean_bill(registry, packages, capsys, known):
    registry.update(known)

    assert audit.main([packages]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[0]) == (
        "", "NOT CHECKED for known holes: the registry names no hole of django==3.2.0, which has some.",
    )  # fmt: skip


def test_a_package_that_was_passed_over_is_none_either(registry, packages, capsys):
    registry.update(django=[HOLE], first=[])

    assert audit.main([packages]) == 1
    assert capsys.readouterr().err.splitlines()[0] == "NOT CHECKED for known holes: nothing is known about second."


def test_whoever_allows_it_goes_on_and_is_told_all_the_same(registry, packages, capsys, monkeypatch):
    monkeypatch.setenv("AUDIT", "offline")

    assert audit.main([packages]) == 0
    assert capsys.readouterr().err.startswith("NOT CHECKED for known holes: ")


def test_the_list_of_packages_names_each_that_a_server_installs(tmp_path):
    subprocess.run(
        ["make", "sbom", f"SBOM={tmp_path}/sbom.json", "-o", ".venv/.requirements-dev"], cwd=ROOT, check=True
    )

    listed = {each["name"] for each in json.loads((tmp_path / "sbom.json").read_text())["components"]}
    locked = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line}
    assert listed == {name.split("[")[0] for name in locked}
