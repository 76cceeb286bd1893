"""Two database servers: one that takes writes, and a copy that follows it."""

import asyncio
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from importlib import import_module
from uuid import uuid4

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.conninfo import conninfo_to_dict

from migs_site.base.content_version import read_version
from migs_site.models import StandardPage
from migs_site.outbox.models import Mail
from migs_site.web import replica
from migs_site.web.database_connection import WatchedConnection
from migs_site.worker import is_reached
from tests.own_postgres import OwnPostgres, Standby, two_hosts
from tests.waiting import wait_until

QUEUE = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'migs_site.outbox.tasks.send_due_mails')"
)
END_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
READ_ONLY = "ALTER SYSTEM SET default_transaction_read_only = on"
WRITABLE = "ALTER SYSTEM RESET default_transaction_read_only"


@pytest.fixture
def silent():
    """The port of a server that takes connections and says nothing, as a machine that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


def test_of_two_servers_the_one_that_takes_writes_is_reached_wherever_it_stands(primary, standby):
    for url in (two_hosts(primary.url, standby.url, "read-write"), two_hosts(standby.url, primary.url, "read-write")):
        with WatchedConnection.connect(url) as connection:
            assert connection.info.host == str(primary.folder)


def test_a_machine_that_swallows_everything_costs_its_time_once(primary, standby, silent, monkeypatch):
    monkeypatch.setattr(WatchedConnection, "answered_last", None)
    place = {"host": f"127.0.0.1,{standby.folder},{primary.folder}", "port": f"{silent},5432,5432"}
    parameters = conninfo_to_dict(primary.url) | place | {"target_session_attrs": "read-write"}
    times = []
    for _each in range(2):
        asked = time.monotonic()
        WatchedConnection.connect(**parameters, connect_timeout=2).close()
        times.append(time.monotonic() - asked)

    assert 2 <= times[0] < 4
    assert times[1] < 1


def test_a_session_whose_server_takes_no_writes_any_more_is_not_kept(primary, standby):
    must_write = WatchedConnection.connect(two_hosts(standby.url, primary.url, "read-write"), autocommit=True)
    may_read = WatchedConnection.connect(primary.url, autocommit=True)
    primary.execute(READ_ONLY)
    primary.execute("SELECT pg_reload_conf()")
    try:
        wait_until(lambda: primary.execute("SHOW default_transaction_read_only") == [("on",)])
        with pytest.raises(psycopg.OperationalError, match="The database server takes no writes any more"):
            must_write.execute("SELECT 1")
        assert (must_write.closed, may_read.execute("SELECT 1").fetchall()) == (True, [(1,)])
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            may_read.execute(QUEUE)
        assert may_read.closed
    finally:
        with psycopg.connect(primary.url, autocommit=True, options="-c default_transaction_read_only=off") as own:
            own.execute(WRITABLE)
            own.execute("SELECT pg_reload_conf()")


@pytest.fixture
def site(primary, standby, at_the_database, settings, monkeypatch):
    """The site as this process has it, at both servers; what is written there stays."""
    settings.DATABASE_REPLICA_URL = standby.url
    settings.DATABASE_ROUTERS = ["migs_site.web.replica.Router"]
    for name in ("of_database", "of_copy"):
        monkeypatch.setattr(replica, name, replica.Outage(name))
    connections.settings[replica.COPY] = connection.settings_dict | {"HOST": str(standby.folder)}
    wait_until(lambda: standby.has_all_of(primary))
    yield Client(raise_request_exception=False)
    connections.close_all()
    del connections[replica.COPY], connections.settings[replica.COPY]


def asked(site: Client, path: str) -> tuple[int, int, int]:
    """The status of an answer, and how many queries it cost the database and its copy."""
    with CaptureQueriesContext(connection) as database, CaptureQueriesContext(connections[replica.COPY]) as copy:
        status = site.get(path).status_code
    return status, len(database), len(copy)


def new_page(slug: str, **fields):
    return import_module("tests.factories.pages").standard_page(slug=slug, title=f"Title of {slug}", **fields)


def test_a_page_is_made_from_the_copy_and_all_else_is_asked_of_the_database(site, primary, standby):
    made, kept, form = (asked(site, path) for path in ("/en/", "/en/", "/en/apply/"))

    assert (made, kept, form[2]) == ((200, 2, 7), (200, 1, 0), 0)


def test_a_copy_that_is_behind_is_not_read_and_brings_nothing_back(site, primary, standby):
    page = new_page("withdrawn")
    wait_until(lambda: standby.has_all_of(primary))
    assert asked(site, "/en/withdrawn/")[0] == 200
    with standby.held_up(primary):
        page.title = "Another title"
        page.save_revision().publish()
        assert "Another title" in site.get("/en/withdrawn/").text
        page.unpublish()
        assert [site.get("/en/withdrawn/").status_code for _each in range(3)] == [404] * 3
        assert asked(site, "/en/")[::2] == (200, 1)

    assert asked(site, "/en/withdrawn/")[0] == 404
    assert asked(site, "/fr/")[1] == 2


def test_a_copy_that_has_what_is_not_yet_committed_for_all_is_not_read(site, primary, standby):
    """A commit that waits for the copy is seen there before it is seen in the database."""
    new_page("early")
    wait_until(lambda: standby.has_all_of(primary))
    with waiting_commit(primary, standby, "UPDATE wagtailcore_page SET title = 'New' WHERE slug = 'early'"):
        assert standby.execute("SELECT title FROM wagtailcore_page WHERE slug = 'early'") == [("New",)]
        answer = site.get("/en/early/")
        assert ("Title of early" in answer.text, asked(site, "/fr/")[2]) == (True, 1)


def while_a_page_is_made(monkeypatch, happens) -> list[bool]:
    """Something happens when a page is first made; the list says of each making whether it is read from the copy."""
    real, made = StandardPage.get_context, []

    def get_context(self, request, *arguments, **named):
        reading = replica.at_hand.get()
        made.append(bool(reading and reading.is_from_copy))
        if len(made) == 1:
            happens()
        return real(self, request, *arguments, **named)

    monkeypatch.setattr(StandardPage, "get_context", get_context)
    return made


def test_a_page_that_changes_in_the_copy_while_it_is_made_is_made_again(site, primary, standby, monkeypatch):
    new_page("mixed"), new_page("listed", show_in_menus=True)
    wait_until(lambda: standby.has_all_of(primary))
    change, waiting = "UPDATE wagtailcore_page SET title = 'Another' WHERE slug = 'listed'", ExitStack()
    made = while_a_page_is_made(monkeypatch, lambda: waiting.enter_context(waiting_commit(primary, standby, change)))
    with waiting:
        text = site.get("/en/mixed/").text

    assert ("Title of listed" in text, "Another" in text, made) == (True, False, [True, False])


def test_a_page_whose_copy_goes_while_it_is_made_is_made_without(site, primary, standby, monkeypatch):
    new_page("half")
    wait_until(lambda: standby.has_all_of(primary))
    made = while_a_page_is_made(monkeypatch, lambda: standby.execute(END_SESSIONS))

    assert (site.get("/en/half/").status_code, made) == (200, [True, False])


@contextmanager
def waiting_commit(primary: OwnPostgres, standby: Standby, statement: str):
    """A change that the copy has, and that nobody sees in the database yet."""
    version = standby.execute("SELECT token FROM content_version")
    committing = threading.Thread(target=primary.execute, args=[statement], daemon=True)
    with primary.waiting_for_nobody():
        committing.start()
        wait_until(lambda: standby.execute("SELECT token FROM content_version") != version)
        yield
    committing.join()


def test_what_is_written_and_what_no_version_tells_of_is_never_asked_of_the_copy(site, primary, standby):
    reading = replica.Reading(read_version())
    with reading.under_way():
        reading.choose()
        page = StandardPage.objects.first()
        places = page._state.db, Mail.objects.all().db, ContentType.objects.all().db
        with transaction.atomic():
            inside = StandardPage.objects.all().db
        page.introduction = "Written"
        page.save()

    assert places == ("replica", "default", "replica")
    assert inside == "default"
    assert StandardPage.objects.get(pk=page.pk).introduction == "Written"
    assert StandardPage.objects.all().db == "default"


def test_without_its_copy_the_site_is_as_it_would_be_without_one(site, primary, standby):
    with standby.gone():
        first = site.get("/en/").status_code
        assert (first, replica.of_copy.lasts()) == (200, True)
        assert site.get("/fr/").status_code == 200


def test_pages_are_read_from_the_copy_while_the_database_is_away_and_forms_are_not_answered(site, primary, standby):
    """That no page of any type asks the database is seen in benchmarks/faults.md."""
    number = new_page("unread").pk
    wait_until(lambda: standby.has_all_of(primary))
    assert site.get("/en/").status_code == 200
    paths = ["/en/unread/", "/en/", "/fr/", "/sitemap.xml", f"/id/{number}", "/en/none/", "/en/apply/"]
    with primary.gone():
        connections.close_all()
        statuses = [site.get(path).status_code for path in paths]
        head = site.head("/en/unread/").status_code

    assert (statuses, head) == ([200, 200, 200, 200, 302, 404, 503], 200)
    assert site.get("/en/apply/").status_code != 503


def test_a_withdrawn_page_stays_away_when_the_database_goes_before_its_copy_has_heard(site, primary, standby):
    page = new_page("hidden")
    wait_until(lambda: standby.has_all_of(primary))
    assert site.get("/en/hidden/").status_code == 200
    with standby.held_up(primary):
        page.unpublish()
        assert site.get("/en/hidden/").status_code == 404
        with primary.gone():
            connections.close_all()
            statuses = [site.get(path).status_code for path in ("/en/hidden/", "/en/")]
            newest = replica.of_database.newest
            replica.of_database.newest = newest._replace(number=newest.number - 1)  # unasked since
            statuses += [site.get(path).status_code for path in ("/en/hidden/", "/en/")]
            standby.execute("SELECT pg_wal_replay_resume()")
            wait_until(lambda: site.get("/en/").status_code == 200)
            statuses.append(site.get("/en/hidden/").status_code)
            replica.of_database.newest = None  # of a process that has never reached the database
            statuses.append(site.get("/en/").status_code)

    assert statuses == [503, 503, 503, 503, 404, 503]


def test_nor_from_a_server_that_made_another_version_of_the_same_number(site, primary, standby):
    """As one that was lost and came back, where the other took its place without its last change."""
    assert site.get("/en/").status_code == 200
    with primary.gone():
        connections.close_all()
        first = site.get("/en/").status_code
        replica.of_database.newest = replica.of_database.newest._replace(token=uuid4())
        assert (first, site.get("/en/").status_code) == (200, 503)


def test_nor_does_it_come_back_from_a_copy_that_was_cut_off(site, primary, standby):
    page = new_page("cut-off")
    wait_until(lambda: standby.has_all_of(primary))
    with standby.cut_off():
        page.unpublish()
        statuses = [site.get("/en/cut-off/").status_code]
        with primary.gone():
            connections.close_all()
            statuses += [site.get(path).status_code for path in ("/en/cut-off/", "/en/")]

    assert statuses == [404, 503, 503]


def test_the_worker_asks_first_where_it_was_answered(at_the_database, silent):
    """Procrastinate's pool would give up before the turn of that place came."""
    ours = connection.settings_dict
    ours.update(HOST=f"127.0.0.1,{ours['HOST']}", PORT=f"{silent},5432")
    for _each in range(2):
        began = time.monotonic()
        assert asyncio.run(is_reached(asyncio.Event()))

    assert time.monotonic() - began < 2  # for so long the first place would be waited for
    assert ours["HOST"].endswith(",127.0.0.1")


def test_the_site_goes_on_at_the_server_that_takes_the_others_place(at_the_database, primary, standby):
    """The last test, for the two have changed places after it; benchmarks/faults.md has the worker in it."""
    place, ours = f"{primary.folder},{standby.folder}", connection.settings_dict
    ours.update(HOST=place, OPTIONS=ours["OPTIONS"] | {"target_session_attrs": "read-write"})
    page, site = new_page("kept"), Client(raise_request_exception=False)
    assert site.get("/en/kept/").status_code == 200
    wait_until(lambda: standby.has_all_of(primary))
    primary.kill()
    connections.close_all()
    assert site.get("/en/kept/").status_code == 503
    standby.promote()

    assert site.get("/en/kept/").status_code == 200
    page.title = "Written at the other"
    page.save_revision().publish()
    assert "Written at the other" in site.get("/en/kept/").text
