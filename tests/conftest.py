"""What every test stands on: settings, a database of its own, a shut network.

`python -m pytest tests` works with nothing set: without a DATABASE_URL the local PostgreSQL is started.
"""

import fcntl
import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from django.test.utils import override_settings
from django.utils import translation

from migs_site.local import static_files
from migs_site.local.database import ROOT, LocalDatabase
from migs_site.local.environment import file_keys
from tests.browser.running_site import Inbox, manage
from tests.databases import OWN, Databases, fingerprint, migration_files, server_folder
from tests.worlds import close_worlds

SHARED = ROOT / "var" / "tests"  # collected static files and keys outlive a run
CLONE_AGAIN = pytest.StashKey[Callable[[], None]]()

local_database = None if "DATABASE_URL" in os.environ else LocalDatabase(server_folder())
if local_database:
    os.environ["DATABASE_URL"] = local_database.start()  # the processes of pytest-xdist inherit it
    Databases().make_throwaway_server_fast()
scratch = Path(tempfile.mkdtemp(prefix="migs-tests-"))
(scratch / "static").mkdir()
SHARED.mkdir(parents=True, exist_ok=True)
os.environ |= file_keys(SHARED) | {
    "DJANGO_SETTINGS_MODULE": "migs_site.settings",
    "SECRET_KEY": "tests only " * 6,
    "SERVES": "everything",
    "STAFF_URL": "",
    "PUBLIC_ROLE": "",
    "DEBUG": "no",
    "BASE_URL": "http://testserver",
    "ALLOWED_HOSTS": "",
    "TRUSTED_PROXIES": "",
    "FRONT_CACHES": "",
    "CDN_URL": "",
    "DATABASE_POOL_SIZE": "0",
    "DATABASE_REPLICA_URL": "",
    "DATA_DIR": str(scratch),
    "STATIC_DIR": str(scratch / "static"),
    "EMAIL_URL": "smtp://127.0.0.1:2525",
    "DEFAULT_FROM_EMAIL": "migs@example.org",
    "CLAMD_URL": "",
    "MEDIA_STORAGE_URL": "",
    "SHOW_STYLE_GUIDE": "no",
    "BACKUP_STATUS": "",
    "CERTIFICATE": "",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "text",
    "ERRORS_TO": "",
    "SENTRY_DSN": "",
}


def pytest_configure(config):
    # Migrations make thousands of models again at each step, which all live on: to look for rubbish among them after
    # every 700 new objects, as Python does, took half of the time of going back thirty migrations. 70 MB more instead.
    gc.set_threshold(50_000)
    # Enabled, not assigned: Django may have read its storages already, and is told to forget them.
    override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": "tests.static_storage.KnownStaticFilesStorage"}},
        # Tests take everything back in the end, of which a cache that others share would learn nothing.
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ).enable()
    # Private, because no public way leaves out the flush after a test that commits. Four files with eleven such tests
    # took 85 s with it and 53 s without, and it takes what migrations and homes_template made, which a new clone has.
    # (Django's serialized_rollback would write that back after each flush, on top of its time.)
    TransactionTestCase._fixture_teardown = lambda self: None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Let each process of pytest-xdist come here first, as this one did, instead of to the settings."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config):
    shutil.rmtree(scratch, ignore_errors=True)
    if local_database:
        local_database.stop()


@pytest.fixture(scope="session")
def databases():
    """The server's databases: a template that is made once, and clones of it."""
    databases = Databases()
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def migrated_template(databases, django_db_blocker) -> str:
    """A database with all migrations and both languages. Wagtail's own welcome page and site are in it."""

    def migrate(name: str) -> None:
        with django_db_blocker.unblock():
            use_database(name)
            call_command("migrate", verbosity=0, interactive=False)
            connection.cursor().execute("INSERT INTO wagtailcore_locale (language_code) VALUES ('fr')")
            connections.close_all()

    return databases.template("migs_template", fingerprint(*migration_files()), migrate)


@pytest.fixture(scope="session")
def homes_template(databases, migrated_template, django_db_blocker) -> str:
    """The same with a home page in each language, which nearly every test stands on and which take long to make."""

    pages = import_module("tests.factories.pages")  # models can be read only once Django is set up

    def make(name: str) -> None:
        with django_db_blocker.unblock():
            use_database(name)
            pages.home_page()
            connections.close_all()

    made_from = fingerprint(*migration_files(), Path(pages.__file__))
    return databases.template("migs_homes", made_from, make, base=migrated_template)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, databases, homes_template):
    """Instead of Django's test database: a clone of the template for this process."""
    databases.sweep()
    name = databases.clone(homes_template, OWN)
    use_database(name)
    request.config.stash[CLONE_AGAIN] = lambda: databases.clone(homes_template, OWN)
    yield
    connections.close_all()
    databases.drop(name)


def use_database(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A world goes where the next test does not ask for it, and after a test that commits the whole clone is made anew.

    A flush instead would take the first page and the languages too.
    """
    result = yield
    close_worlds(nextitem)
    marker = item.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames
    if commits and nextitem:
        connections.close_all()
        item.config.stash[CLONE_AGAIN]()
    return result


@pytest.fixture(autouse=True)
def nothing_remembered():
    """A request leaves behind its language, and in the cache where the site begins: another test has other pages."""
    translation.deactivate()
    cache.clear()


@pytest.fixture
def staff(db):
    """The browser of an editor who has signed in."""
    return import_module("tests.editing").signed_in(import_module("tests.factories.accounts").editor())


@pytest.fixture
def inbox(settings):
    """A mail server that is not yet running."""
    inbox = Inbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", inbox.server.port
    yield inbox
    inbox.server.stop(no_assert=True)


@pytest.fixture(scope="session")
def object_store(tmp_path_factory):
    """One that speaks S3; three seconds to start."""
    store = import_module("tests.object_store").ObjectStore(tmp_path_factory.mktemp("object-store"))
    yield store
    store.stop()


@pytest.fixture(scope="session", autouse=True)
def shut_network():
    """No test reaches another machine: only loopback and local sockets connect."""
    connect = socket.socket.connect

    def connect_near(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"A test tried to reach {address[0]}: the network is shut.")
        return connect(self, address)

    socket.socket.connect = connect_near
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def static_dir() -> Path:
    """Static files as a server has them: hashed and compressed; collected again only when they have changed."""
    static = SHARED / "static"
    static.mkdir(parents=True, exist_ok=True)
    with (SHARED / "static.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if static_files.have_changed(SHARED):
            manage(os.environ | {"STATIC_DIR": str(static)}, *static_files.COLLECT)
            static_files.remember(SHARED)
    return static
