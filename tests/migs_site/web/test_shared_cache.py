"""What one process changes is changed in all of them; what went wrong in the cache is never seen on a page."""

import os
import subprocess
import sys
import time

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from migs_site import settings as real_settings
from migs_site.web.caching import SharedCache
from tests.databases import ROOT, address_of
from tests.factories.pages import home_page

OTHER = (
    "import sys, django; django.setup(); from wagtail.models import Site\n"
    "for line in sys.stdin: print([root.root_url for root in Site.get_site_root_paths()], flush=True)"
)


class OtherProcess:
    """The site in a process of its own, on the same database and in the same folder."""

    def __init__(self):
        environment = os.environ | {"DATABASE_URL": address_of(connection.settings_dict["NAME"])}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", OTHER],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def sees(self) -> str:
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


def own_prefix() -> str:
    """That of a site on the database of this test."""
    address = address_of(connection.settings_dict["NAME"])
    return address.partition("@")[2] or address


@pytest.fixture
def cache(settings):
    settings.CACHES = {"default": real_settings.CACHES["default"] | {"KEY_PREFIX": own_prefix()}}
    caches["default"].clear()
    yield caches["default"]
    caches["default"].clear()


@pytest.fixture
def other(cache):
    other = OtherProcess()
    yield other
    other.end()


@pytest.mark.django_db(transaction=True)
def test_what_one_process_changes_is_changed_in_all(cache, other):
    home_page()
    before = other.sees()

    site = Site.objects.get()
    site.hostname = "migs.example.org"
    site.save()
    saved = other.sees()
    with transaction.atomic():
        site.hostname = "later.example.org"
        site.save()
        during = other.sees()
    after = other.sees()

    assert before == "['http://localhost', 'http://localhost']"
    assert saved == during == "['http://migs.example.org', 'http://migs.example.org']"
    assert after == "['http://later.example.org', 'http://later.example.org']"


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_remembered_nowhere(cache):
    home_page()
    roots = Site.get_site_root_paths()

    with transaction.atomic():
        Site.objects.update(hostname="never.example.org")
        Site.clear_site_root_paths_cache()
        changed = Site.get_site_root_paths()
        transaction.set_rollback(True)

    assert [root.root_url for root in changed] == ["http://never.example.org"] * 2
    assert Site.get_site_root_paths() == roots


@pytest.mark.django_db(transaction=True)
def test_a_page_takes_no_more_queries_than_with_a_cache_of_its_own(client, cache, settings):
    home_page()
    counts, settings.PAGE_CACHE_BYTES = [], 0
    for caching in (settings.CACHES, {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        settings.CACHES = caching
        client.get("/en/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"", b"x", b"\x80\x05N.", b"\x80\x05N." + b"not zlib", b"\x80\x05K\x01."])
def test_a_page_is_shown_whatever_stands_in_the_files(client, cache, content):
    home_page()
    client.get("/en/")
    for file in real_settings.CACHES["default"]["LOCATION"].iterdir():
        file.write_bytes(content)

    assert client.get("/en/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_where_nothing_can_be_written(client, settings, tmp_path, caplog):
    home_page()
    location = tmp_path / "cache"
    settings.CACHES = {"default": real_settings.CACHES["default"] | {"LOCATION": location}}
    caches["default"].clear()
    location.rmdir()
    location.touch()

    assert client.get("/en/").status_code == 200
    assert {record.name for record in caplog.records} == {"migs_site.web.caching"}


def test_nothing_is_remembered_for_longer_than_a_minute(tmp_path, monkeypatch):
    cache = SharedCache(tmp_path, {})

    assert [cache.get_backend_timeout(seconds) - time.time() <= 60 for seconds in (3600, None, 5)] == [True] * 3
    assert cache.get_backend_timeout(0) < time.time()


def test_the_cache_is_not_public(settings):
    assert not real_settings.CACHES["default"]["LOCATION"].is_relative_to(settings.MEDIA_ROOT)
