"""Two database servers: one that takes writes, and a copy that follows it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from migs_site.web.database_connection import WatchedConnection
from migs_site.web.database_hosts import put_first
from tests.databases import ROOT, address_of
from tests.own_postgres import OwnPostgres, Standby, two_hosts
from tests.web_server import Server

PATIENCE = 60  # seconds, on whatever machine; benchmarks/faults.md says how long it takes
QUEUE = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'migs_site.outbox.tasks.send_due_mails')"
)
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%send_due_mails'"
WORKERS = "SELECT id FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"
READ_ONLY = "ALTER SYSTEM SET default_transaction_read_only = on"
WRITABLE = "ALTER SYSTEM RESET default_transaction_read_only"


@pytest.fixture(scope="module")
def primary(homes_template):
    folder = Path(tempfile.mkdtemp(prefix="migs-two-")).resolve()
    folder.chmod(0o755)
    primary = OwnPostgres(folder / "a", address_of(homes_template))
    yield primary
    primary.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def standby(primary):
    standby = Standby(primary.folder.parent / "b", primary)
    yield standby
    standby.stop()


@pytest.fixture
def silent():
    """The port of a server that takes connections and says nothing, as a machine that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


def with_silent_host(url: str, port: str) -> str:
    """The address that names a silent host before the others."""
    parts = url.replace("?host=", "?host=127.0.0.1,")
    return f"{parts}&port={','.join([port, *['5432'] * url.count('/migs-two-')])}"


def until(is_so) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_of_two_servers_the_one_that_takes_writes_is_reached_wherever_it_stands(primary, standby):
    for url in (two_hosts(primary.url, standby.url, "read-write"), two_hosts(standby.url, primary.url, "read-write")):
        with WatchedConnection.connect(url) as connection:
            assert connection.info.host == str(primary.folder)


def test_a_machine_that_swallows_everything_costs_its_time_once(primary, standby, silent, monkeypatch):
    monkeypatch.setattr(WatchedConnection, "answered_last", None)
    parameters = conninfo_to_dict(with_silent_host(two_hosts(standby.url, primary.url, "read-write"), silent))
    times = []
    for _each in range(2):
        asked = time.monotonic()
        WatchedConnection.connect(**parameters, connect_timeout=2).close()
        times.append(time.monotonic() - asked)

    assert 2 <= times[0] < 4
    assert times[1] < 1


@pytest.mark.parametrize(
    ("hosts", "ports", "first", "asked"),
    [
        ("a", "1", ("b", "2"), ("a", "1")),
        ("a,b", "1,2", ("b", "2"), ("b,a", "2,1")),
        ("a,b", "7", ("b", "7"), ("b,a", "7,7")),
        ("a,b", ",2", ("a", "5432"), ("a,b", "5432,2")),
        ("a,b,c", "", ("c", "5432"), ("c,a,b", "5432,5432,5432")),
        ("a,b", "1,2", ("a", "2"), ("a,b", "1,2")),
        ("a,b", "1,2", None, ("a,b", "1,2")),
    ],
)
def test_the_place_that_answered_last_is_asked_first(hosts, ports, first, asked):
    ordered = put_first({"host": hosts, "port": ports}, first)

    assert (ordered["host"], ordered["port"]) == asked


def test_a_session_whose_server_takes_no_writes_any_more_is_not_kept(primary, standby):
    must_write = WatchedConnection.connect(two_hosts(standby.url, primary.url, "read-write"), autocommit=True)
    may_read = WatchedConnection.connect(primary.url, autocommit=True)
    primary.execute(READ_ONLY)
    primary.execute("SELECT pg_reload_conf()")
    try:
        until(lambda: primary.execute("SHOW default_transaction_read_only") == [("on",)])
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


def test_pages_and_the_worker_go_on_at_the_server_that_takes_the_others_place(
    primary, standby, silent, static_dir, tmp_path
):
    url = with_silent_host(two_hosts(primary.url, standby.url, "read-write"), silent)
    server = Server(tmp_path, DATABASE_URL=url, DATABASE_POOL_SIZE="4", STATIC_DIR=str(static_dir)).until_ready()
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: server.get("/en/")[0] == 200)
        until(lambda: len(primary.execute(WORKERS)) == 1)
        until(lambda: standby.has_all_of(primary))
        primary.kill()
        standby.promote()
        until(lambda: server.get("/en/")[0] == 200)
        standby.execute(QUEUE)
        until(lambda: standby.execute(JOBS) == [(0,)])
        until(lambda: server.get("/-/ready")[0] == 200)
    finally:
        worker.kill()
        worker.wait()
        server.end()
