"""What a server promises browsers about TLS, and the names that it answers to."""

import re
import secrets

import pytest
from django.conf import settings

from tests.migs_site.test_settings import run


def test_no_system_check_is_silenced():
    assert settings.SILENCED_SYSTEM_CHECKS == []


@pytest.mark.parametrize(
    ("chosen", "warnings"),
    [
        ({"HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"}, []),
        ({}, ["(security.W005)", "(security.W021)"]),
    ],
)
def test_the_check_of_a_server_says_what_is_not_bound_and_nothing_else(chosen, warnings):
    # The key is made anew: Django refuses one with few different letters.
    key = secrets.token_urlsafe(48)

    done = run("manage.py", "check", "--deploy", SECRET_KEY=key, BASE_URL="https://migs.example.org", **chosen)

    assert (done.returncode, re.findall(r"\(security\.\w+\)", done.stderr)) == (0, warnings)


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({}, "max-age=3600"),
        ({"HSTS_SECONDS": "31536000"}, "max-age=31536000"),
        ({"HSTS_SECONDS": "0"}, None),
        ({"HSTS_SUBDOMAINS": "yes"}, "max-age=3600; includeSubDomains"),
        ({"HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"}, "max-age=3600; includeSubDomains; preload"),
    ],
)
def test_browsers_insist_on_tls_for_an_hour_and_on_behalf_of_other_names_where_asked(tmp_path, environment, header):
    code = (
        "import django; django.setup(); from django.test import Client; from django.conf import settings;"
        "print(Client(headers={'host': 'migs.example.org'}).get('/robots.txt', secure=True, headers={"
        "'X-Forwarded-Proto': 'https'}).headers.get('Strict-Transport-Security'))"
    )
    chosen = {"BASE_URL": "https://migs.example.org", "DJANGO_SETTINGS_MODULE": "migs_site.settings"} | environment

    done = run("-W", "ignore", "-c", code, DATA_DIR=str(tmp_path), STATIC_DIR=str(tmp_path), **chosen)

    assert (done.stderr, done.stdout.strip()) == ("", str(header))


@pytest.mark.parametrize(
    ("base_url", "others", "expected"),
    [
        ("https://migs.example.org", "", ["www.migs.example.org"]),
        ("https://www.migs.example.org", "", ["migs.example.org"]),
        ("https://migs.example.org", "old.example.org,w2i.example.org", ["old.example.org", "w2i.example.org"]),
        ("http://127.0.0.1:8000", "", []),
        ("http://localhost:8000", "", []),
    ],
)
def test_a_name_with_or_without_www_belongs_to_the_site(base_url, others, expected):
    code = "from migs_site import settings; print(settings.OTHER_HOSTS, settings.ALLOWED_HOSTS[1:])"

    done = run("-c", code, BASE_URL=base_url, OTHER_HOSTS=others)

    assert done.stdout == f"{expected} {expected}\n"
