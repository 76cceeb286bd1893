"""Wrong settings, as the person sees them who starts the site."""

import runpy
import subprocess
import sys

import pytest
from django.conf import settings

from tests.databases import ROOT
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
EVERYBODY = "is everybody: any visitor could then claim to come from any address"
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
        ("TRUSTED_PROXIES", "unix,0.0.0.0/0", f"0.0.0.0/0 {EVERYBODY}"),
        ("TRUSTED_PROXIES", "::/0", f"::/0 {EVERYBODY}"),
        ("HSTS_SECONDS", "a year", "Not a valid integer."),
        ("HSTS_SECONDS", "-1", "Must be greater than or equal to 0 and less than or equal to 63072000."),
        ("HSTS_SUBDOMAINS", "perhaps", "Not a valid boolean."),
        ("HSTS_PRELOAD", "perhaps", "Not a valid boolean."),
        ("SHOW_STYLE_GUIDE", "perhaps", "Not a valid boolean."),
        ("LOG_LEVEL", "LOUD", "Must be one of: DEBUG, INFO, WARNING, ERROR."),
        ("LOG_FORMAT", "xml", "Must be one of: text, json."),
        ("ERRORS_TO", "a@example.org,b", "“b” is no address; give somebody@example.org, with commas between several"),
        ("BACKUP_STATUS", "backup.json", "must look like /var/lib/migs/backup/status.json, a whole path"),
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
