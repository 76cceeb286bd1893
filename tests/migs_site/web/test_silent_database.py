"""A database that is frozen, and neither answers nor refuses; visitors who send or read as slowly as they like."""

import re
import select
import shutil
import socket
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from migs_site.web.database_connection import SILENCE, WatchedConnection
from tests.databases import address_of
from tests.own_postgres import OwnPostgres
from tests.web_server import Server

PAGES = ["/en/", "/admin/login/", "/en/none/"]
AWAY = (503, ["This site is temporarily unavailable"])
PATIENCE = 5  # seconds until a visitor is told
DOCUMENT = """
    INSERT INTO wagtaildocs_document (title, file, created_at, collection_id, file_size, file_hash)
    VALUES ('Long', 'documents/long.pdf', now(), 1, 0, '') RETURNING id
"""


@pytest.fixture(scope="module")
def postgres(homes_template):
    folder = Path(tempfile.mkdtemp(prefix="migs-silent-")).resolve()
    postgres = OwnPostgres(folder / "postgres", address_of(homes_template))
    yield postgres
    postgres.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(postgres, static_dir, tmp_path_factory):
    """One process with two connections: what holds them or all its threads is felt at once."""
    folder = tmp_path_factory.mktemp("server")
    settings = {"DATABASE_URL": postgres.url, "DATABASE_POOL_SIZE": "2", "STATIC_DIR": str(static_dir)}
    server = Server(folder, **settings).until_ready()
    assert server.get("/en/")[0] == 200
    yield server
    server.end()


def answer(server: Server, path: str) -> tuple[int, list[str], float]:
    """The status and the heading of a page, and the seconds until it was there."""
    asked = time.monotonic()
    status, page = server.get(path)
    return status, re.findall(r"<h1[^>]*>(.*?)</h1>", page)[:1], time.monotonic() - asked


def answers(server: Server, paths: list[str]) -> list[tuple[int, list[str], float]]:
    """Those of several at once."""
    with ThreadPoolExecutor(len(paths)) as visitors:
        return list(visitors.map(lambda path: answer(server, path), paths))


def until_back(server: Server) -> None:
    """Until a page is there again; within some seconds, since the pool tries again by itself."""
    deadline = time.monotonic() + PATIENCE
    while answer(server, "/en/")[0] != 200:
        assert time.monotonic() < deadline


@contextmanager
def locked(postgres: OwnPostgres):
    """Nobody else reads a page until the end of this."""
    with psycopg.connect(postgres.url) as other:
        other.execute("LOCK TABLE wagtailcore_page, content_version")
        yield


def until_waiting(postgres: OwnPostgres) -> None:
    """Until a statement waits for a lock."""
    with psycopg.connect(postgres.url, autocommit=True) as watcher:
        while watcher.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
            time.sleep(0.05)


def test_a_frozen_database_is_an_outage_in_five_seconds_and_no_visitor_is_left_hanging(server, postgres):
    before = [status for status, _heading, _took in answers(server, PAGES)]
    with postgres.frozen():
        frozen = answers(server, PAGES * 3)
        still_frozen = answers(server, PAGES * 3)
    until_back(server)
    after = [status for status, _heading, _took in answers(server, PAGES)]

    assert [(status, heading) for status, heading, _took in frozen + still_frozen] == [AWAY] * 18
    assert [took for _status, _heading, took in frozen + still_frozen if took > PATIENCE] == []
    assert (before, after) == ([200, 200, 404], [200, 200, 404])


def test_whether_it_is_ready_is_said_in_two_seconds_while_it_is_frozen_and_while_all_connections_are_taken(
    server, postgres
):
    with psycopg.connect(postgres.url) as other:
        other.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 hour')")
    with postgres.frozen():
        frozen = answer(server, "/-/ready")
        alive = answer(server, "/-/live")
    until_back(server)
    with ThreadPoolExecutor() as visitors, locked(postgres):
        waiting = [visitors.submit(answer, server, "/en/") for _each in range(3)]
        until_waiting(postgres)
        taken = answer(server, "/-/ready")
    for visitor in waiting:
        visitor.result()

    assert [status for status, _heading, _took in (frozen, alive, taken)] == [503, 200, 200]
    assert [took for _status, _heading, took in (frozen, alive, taken) if took > 2] == []


def test_connections_that_nobody_uses_are_not_waited_for_one_after_the_other(postgres):
    """As the pool looks at each before it gives one away; the last of them found out for all."""
    idle = [WatchedConnection.connect(postgres.url, autocommit=True) for _each in range(6)]
    began = time.monotonic()
    with postgres.frozen():
        for connection in idle:
            with pytest.raises(psycopg.OperationalError, match="frozen"):
                ConnectionPool.check_connection(connection)
        took = time.monotonic() - began
    with WatchedConnection.connect(postgres.url, autocommit=True) as back:
        ConnectionPool.check_connection(back)

    assert took < PATIENCE


def test_a_statement_under_way_when_the_database_freezes_is_an_outage_too(server, postgres):
    with ThreadPoolExecutor() as visitors, locked(postgres):
        asked = visitors.submit(answer, server, "/en/")
        until_waiting(postgres)
        with postgres.frozen():
            status, heading, took = asked.result()

    assert (status, heading) == AWAY
    assert took < PATIENCE


def test_a_statement_that_waits_for_another_is_not_taken_for_a_frozen_database(server, postgres):
    with ThreadPoolExecutor() as visitors:
        with locked(postgres):
            asked = visitors.submit(answer, server, "/en/")
            until_waiting(postgres)
            time.sleep(SILENCE + 0.5)
        status, _heading, took = asked.result()

    assert status == 200
    assert took > SILENCE


class Impatient(WatchedConnection):
    longest = 0.5


def test_a_statement_without_end_is_given_up_and_the_server_leaves_it(postgres):
    endless = Impatient.connect(postgres.url)

    with pytest.raises(psycopg.OperationalError):
        endless.execute("SELECT pg_sleep(60)")

    assert endless.closed
    with psycopg.connect(postgres.url) as other:
        time.sleep(0.2)
        query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
        assert other.execute(query).fetchone() == (0,)


def test_a_change_that_no_second_server_keeps_is_not_acknowledged(postgres):
    """PostgreSQL itself would say that it is: whoever ends the wait is told of a commit, with a warning."""
    told = Impatient.connect(postgres.url)
    with postgres.waiting_for_nobody():
        told.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('2000-01-01')")
        with pytest.raises(psycopg.OperationalError):
            told.commit()

    assert told.closed
    assert postgres.execute("DELETE FROM procrastinate_workers WHERE last_heartbeat = '2000-01-01' RETURNING 1") == [
        (1,)
    ]


@contextmanager
def network(to: str):
    """A port whose one connection is passed on to a socket file, and an event: once it is set, nothing is delivered."""
    listener, cut, over = socket.create_server(("127.0.0.1", 0)), threading.Event(), threading.Event()

    def pass_on():
        near, far = listener.accept()[0], socket.socket(socket.AF_UNIX)
        far.connect(to)
        with near, far:
            while not cut.is_set():
                for source in select.select([near, far], [], [], 0.05)[0]:
                    (far if source is near else near).sendall(source.recv(65_536))
            over.wait()

    passing = threading.Thread(target=pass_on)
    passing.start()
    with listener:
        yield listener.getsockname()[1], cut
        over.set()
        passing.join()


def test_a_network_that_delivers_nothing_is_noticed_too(postgres):
    with psycopg.connect(postgres.url) as known:
        to = f"{known.info.host}/.s.PGSQL.{known.info.port}"
    with network(to) as (port, cut):
        url = psycopg.conninfo.make_conninfo(postgres.url, host="127.0.0.1", port=port)
        connection = WatchedConnection.connect(url, autocommit=True)
        before = connection.execute("SELECT 1").fetchone()
        cut.set()
        asked = time.monotonic()
        with pytest.raises(psycopg.OperationalError, match="The database server is frozen or cannot be reached"):
            connection.execute("SELECT 1")
        took = time.monotonic() - asked

    assert (before, connection.closed) == ((1,), True)
    assert took < PATIENCE


def test_twenty_who_send_a_byte_a_second_do_not_stop_the_site(server):
    head = b"POST /en/apply/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    form = head + b"Cookie: csrftoken=" + b"a" * 32 + b"\r\nContent-Length: 1000\r\n\r\n"
    with ExitStack() as slow:
        connections = [socket.create_connection(("127.0.0.1", server.port)) for _each in range(20)]
        for number, connection in enumerate(connections):
            slow.enter_context(connection)
            connection.sendall(form if number % 2 else head)
        time.sleep(0.5)
        for connection in connections:
            connection.sendall(b"a")
        status, _heading, took = answer(server, "/en/")

    assert status == 200
    assert took < 2


def test_those_who_read_slowly_hold_no_connection_to_the_database(server, postgres):
    with psycopg.connect(postgres.url) as other:
        [number] = other.execute(DOCUMENT).fetchone()
    long = server.log.parent / "media" / "documents" / "long.pdf"
    long.parent.mkdir(parents=True, exist_ok=True)
    with long.open("wb") as file:
        file.truncate(50_000_000)
    request = f"GET /documents/{number}/long.pdf HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with ExitStack() as slow:
        for _each in range(2):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connection.sendall(request)
            assert connection.recv(12) == b"HTTP/1.1 200"
        status, _heading, _took = answer(server, "/en/")

    assert status == 200
