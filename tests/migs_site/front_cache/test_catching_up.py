"""A machine that was off or cut off: what it has missed is written down, and it alone is told when it is back."""

import asyncio
import datetime
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from migs_site.front_cache import catching_up, tasks
from migs_site.front_cache.catching_up import keep_telling, tell_what_is_pending
from migs_site.front_cache.pending import A_CHANGE, remember
from migs_site.models import PendingPurge
from tests.databases import ROOT
from tests.factories import pages


class Machine:
    """Hears as nginx does, and writes down what."""

    def __init__(self, port: int = 0):
        self.heard: list[str] = []
        machine = self

        class Listener(BaseHTTPRequestHandler):
            def do_PURGE(self):
                machine.heard.append(f"{self.command} {self.path}")
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_PURGE

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Listener)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def machine():
    machine = Machine()
    yield machine
    machine.end()


@pytest.fixture
def off() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def named(settings, machine, off):
    """Two machines, of which the second is off."""
    settings.FRONT_CACHES = [machine.address, off]
    backend = "migs_site.front_cache.backends.FrontCache"
    settings.WAGTAILFRONTENDCACHE = {each: {"BACKEND": backend, "LOCATION": each} for each in settings.FRONT_CACHES}


def missed() -> list[tuple[str, str]]:
    return sorted(PendingPurge.objects.values_list("machine", "path"))


@pytest.mark.django_db(transaction=True)
def test_who_was_not_reached_has_missed_it_and_the_others_are_told_all_the_same(named, machine, off, monkeypatch):
    monkeypatch.setattr(tasks, "AGAIN", (0.01, 0.01))
    page = pages.standard_page(slug="left")
    place = [page.pk, page.content_type_id, page.locale_id, page.url_path]

    asyncio.run(tasks.withdraw.func(pages=[place]))
    asyncio.run(tasks.withdraw.func(pages=[place]))

    assert missed() == [(off, "/en/left/"), (off, f"/id/{page.pk}")]
    assert machine.heard.count("PURGE /en/left/") == 6


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_not_heard_is_written_down_once(named, off):
    pages.standard_page()

    asyncio.run(tasks.refresh_changed_pages.func())
    asyncio.run(tasks.refresh_every_page.func())

    assert missed() == [(off, "")]


def test_who_is_back_is_told_all_that_it_missed_until_no_update_can_bring_it_back(db, named, machine, off):
    long_ago = Now() - datetime.timedelta(minutes=3)
    gone, new = "http://10.0.0.9:8090", "http://10.0.0.10:8090"
    for address, path, since in (
        (machine.address, "/en/old/", long_ago),
        (machine.address, "", long_ago),
        (machine.address, "/en/just/", Now()),
        (off, "/en/old/", long_ago),
        (gone, "/en/old/", Now() - datetime.timedelta(days=2)),
        (new, "/en/old/", long_ago),
    ):
        PendingPurge.objects.create(machine=address, path=path, since=since)

    tell_what_is_pending()

    assert machine.heard == ["PURGE /en/old/", "PURGE /", "PURGE /en/just/"]
    assert missed() == sorted([(machine.address, "/en/just/"), (off, "/en/old/"), (new, "/en/old/")])
    walk = ProcrastinateJob.objects.filter(task_name="migs_site.front_cache.tasks.refresh_every_page")
    assert walk.count() == 1


def test_what_left_again_meanwhile_is_told_until_no_update_can_bring_that_back(db, named, machine):
    for path in ("/en/old/", A_CHANGE):
        PendingPurge.objects.create(machine=machine.address, path=path, since=Now() - datetime.timedelta(minutes=3))

    remember([machine.address], ["/en/old/", A_CHANGE])
    tell_what_is_pending()

    assert machine.heard == ["PURGE /en/old/", "PURGE /"]
    assert missed() == [(machine.address, "/en/old/")]


@pytest.mark.parametrize(
    ("waits_by", "again"), [("django.conf", tasks.AGAIN), ("pictures_store.conf", tasks.AGAIN_FOR_PICTURES)]
)
def test_what_left_is_thrown_away_until_nginx_waits_no_longer_for_what_it_had_begun_to_fetch(waits_by, again):
    connecting = seconds_of("proxy_connect_timeout", "django.conf")
    waits = connecting + seconds_of("proxy_read_timeout", waits_by)

    assert waits < sum(again) < tasks.AGAIN_AT_THE_NETWORK
    assert waits < catching_up.RACE.total_seconds()


def seconds_of(name: str, file: str) -> int:
    """What nginx is told in one of its files."""
    return int(re.search(rf"^ *{name} (\d+)s;", (ROOT / "deploy" / "nginx" / file).read_text(), re.MULTILINE)[1])


def test_a_machine_that_never_comes_back_costs_little_however_much_it_has_missed(db, named, machine, off, monkeypatch):
    monkeypatch.setattr(catching_up, "MOST_AT_ONCE", 2)
    long_ago = Now() - datetime.timedelta(minutes=3)
    for number in range(5):
        for address in (machine.address, off):
            PendingPurge.objects.create(machine=address, path=f"/en/{number}/", since=long_ago)

    for _second in range(3):
        tell_what_is_pending()

    assert machine.heard == [f"PURGE /en/{number}/" for number in range(5)]
    assert missed() == [(off, f"/en/{number}/") for number in range(5)]


def test_an_error_ends_no_job_that_the_worker_has_beside_it(monkeypatch, caplog):
    monkeypatch.setattr(catching_up, "PAUSE", 0.001)
    looks = []

    class Connector:
        async def execute_query_one_async(self, _sql):
            looks.append(1)
            raise ValueError("odd")

    async def look_for_a_moment():
        monkeypatch.setattr(catching_up, "AFTER_AN_ERROR", 0.001)
        with catching_up.app.replace_connector(Connector()), pytest.raises(TimeoutError):
            await asyncio.wait_for(keep_telling(), 0.2)

    asyncio.run(look_for_a_moment())

    assert len(looks) > 1
    assert "Web machines could not be told what they have missed." in caplog.text
