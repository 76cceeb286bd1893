"""Who changes what visitors see without publishing it is found; who publishes is not."""

import hashlib
import shutil
import socketserver
import threading
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from migs_site.static_edition import comparing, listing
from migs_site.static_edition.comparing import ROUNDS, chosen, compare
from migs_site.static_edition.writing import write_edition
from tests.browser.running_site import free_port
from tests.databases import ROOT
from tests.factories import pages
from tests.migs_site.static_edition.editions import key_in

pytestmark = pytest.mark.django_db
SIGNALS = (request_started, request_finished)


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class LiveSite:
    """Django behind a real socket, in the transaction of the test: it answers while a comparison runs beside it."""

    def __init__(self, port: int):
        self.port, self.url = port, f"http://127.0.0.1:{port}"

    def compared(self, root: Path, *, is_current: bool | None, minutes: float = 10) -> str:
        """What a comparison says."""
        said = []

        def run():
            said.append(compare(root, self.url, is_current=lambda edition: is_current, minutes=minutes))

        thread = threading.Thread(target=run)
        with make_server("127.0.0.1", self.port, WSGIHandler(), handler_class=Quiet) as server:
            server.timeout = 0.05
            thread.start()
            while thread.is_alive():
                server.handle_request()
        thread.join()
        return said[0]


@pytest.fixture
def live(settings, monkeypatch):
    for signal in SIGNALS:  # as Django's own test client does: else a request ends the connection of the test
        signal.disconnect(close_old_connections)
    monkeypatch.setattr(comparing, "AGAIN_AFTER", (0, 0))
    monkeypatch.setattr(comparing, "PAUSE", 0)
    monkeypatch.setattr(comparing, "ROUNDS", 1)  # every address in each run
    site = LiveSite(free_port())
    settings.BASE_URL, settings.ALLOWED_HOSTS = site.url, ["127.0.0.1"]
    yield site
    for signal in SIGNALS:
        signal.connect(close_old_connections)


def test_an_honest_publication_is_no_alarm(live, tmp_path):
    page = pages.standard_page(slug="page")
    write_edition(tmp_path)
    said = [live.compared(tmp_path, is_current=True)]

    page.title = "Published"
    page.save_revision().publish()
    said.append(live.compared(tmp_path, is_current=False))
    write_edition(tmp_path)
    said.append(live.compared(tmp_path, is_current=True))

    assert said == ["", "", ""]


def test_a_template_that_somebody_replaced_is_found_at_once(live, tmp_path, settings):
    pages.standard_page(slug="page")
    write_edition(tmp_path / "editions")
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    page = templates / "migs_site" / "standard_page.html"
    page.write_text(page.read_text().replace("{% block main %}", "{% block main %}Defaced. ", 1))
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [templates]}]

    said = live.compared(tmp_path / "editions", is_current=True)

    assert said == f"{live.url} is not as it was published: 1 addresses differ (/en/page/: 200)."


def test_a_row_that_was_changed_behind_the_triggers_is_found_at_once(live, tmp_path):
    page = pages.standard_page(slug="page")
    write_edition(tmp_path)

    type(page).objects.filter(pk=page.pk).update(title="Defaced")

    assert "/en/page/: 200" in live.compared(tmp_path, is_current=True)


def test_what_may_be_honest_is_told_when_no_edition_has_followed(live, tmp_path):
    page = pages.standard_page(slug="page")
    write_edition(tmp_path)
    page.title = "Changed"
    page.save_revision().publish()

    said = [live.compared(tmp_path, is_current=None, minutes=minutes) for minutes in (10, 0)]

    assert said[0] == ""
    assert "/en/page/: 200" in said[1]


def test_a_clock_that_was_set_back_hides_no_difference(live, tmp_path):
    page = pages.standard_page(slug="page")
    write_edition(tmp_path)
    page.title = "Changed"
    page.save_revision().publish()
    hence = time.time() + 3600
    comparing.write_state(tmp_path, {"differs": {"/en/page/": hence}, "behind": hence})

    assert "/en/page/: 200" in live.compared(tmp_path, is_current=False, minutes=0)


def test_a_link_that_was_typed_with_accents_is_asked_as_browsers_ask(live, tmp_path):
    pages.standard_page(slug="été")
    pages.contact_page(introduction='<p><a href="/en/été/">Last summer</a></p>')
    write_edition(tmp_path)

    assert live.compared(tmp_path, is_current=True) == ""


def test_what_does_not_answer_is_no_honest_change(live, tmp_path):
    write_edition(tmp_path)

    assert "/en/: no answer" in compare(tmp_path, live.url, is_current=lambda edition: False)


@pytest.fixture
def trickling():
    """The address of a server that answers everything, a letter at a time, without an end."""

    class Trickle(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            with suppress(OSError):
                for _letter in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Trickle) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_site_that_answers_without_an_end_keeps_nobody_from_being_told(live, tmp_path, trickling, monkeypatch):
    monkeypatch.setattr(comparing, "TIMEOUT", 0.2)
    monkeypatch.setattr(comparing, "ROUND", 0.3)
    write_edition(tmp_path)
    addresses = len(listing.facts(tmp_path / "current")["answers"])

    began = time.monotonic()
    said = compare(tmp_path, trickling, is_current=lambda edition: True)

    assert time.monotonic() - began < 3
    assert f"{addresses} addresses differ" in said
    assert ": no answer" in said


def test_long_answers_are_never_held_whole():
    """Some twenty that do not end may be open at once, and the comparison may use one gigabyte."""

    class Long(socketserver.StreamRequestHandler):
        def handle(self):
            while self.rfile.readline().strip():  # else closing it would cut the answer off
                pass
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            for _piece in range(200):
                self.wfile.write(bytes(100_000))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Long) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        tracemalloc.start()
        found = comparing.fetch(f"http://127.0.0.1:{server.server_address[1]}/")
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        server.shutdown()

    assert found.sha256 == hashlib.sha256(bytes(20_000_000)).hexdigest()
    assert most < 2_000_000


def test_an_edition_that_does_not_follow_is_told(live, tmp_path):
    write_edition(tmp_path)
    said = [live.compared(tmp_path, is_current=False, minutes=minutes) for minutes in (10, 0)]
    time.sleep(1)  # an edition knows its moment to the second
    write_edition(tmp_path)
    said.append(live.compared(tmp_path, is_current=False, minutes=0.01))

    assert said == ["", "For 0 minutes no edition has followed the site: nobody knows what is right.", ""]


def test_the_command_fails_where_nothing_answers_and_where_the_edition_is_not_signed(live, tmp_path, settings, caplog):
    settings.STATIC_EDITION_DIR, settings.STATIC_EDITION_KEY = str(tmp_path / "editions"), key_in(tmp_path)
    write_edition(tmp_path / "editions", key=settings.STATIC_EDITION_KEY)

    with pytest.raises(CommandError, match="/en/: no answer"):
        call_command("compare_with_edition", live.url)
    (tmp_path / "editions" / "current" / "SHA256SUMS.sig").unlink()
    with pytest.raises(CommandError, match="is not signed"):
        call_command("compare_with_edition", live.url)

    assert [record.levelname for record in caplog.records if "edition" in record.name] == ["ERROR", "ERROR"]


def test_home_pages_are_looked_at_each_time_and_every_address_within_an_hour():
    answers = {f"/en/people/person-{number}/": {"type": "text/html"} for number in range(500)}
    answers |= {"/en/": {"type": "text/html"}, "/fr/": {"type": "text/html"}, "/static/i.css": {"type": "text/css"}}

    runs = [chosen(answers, run) for run in range(ROUNDS)]

    assert all(run[:3] == ["/en/", "/fr/", "/static/i.css"] for run in runs)
    assert {address for run in runs for address in run} == set(answers)
    assert max(len(run) for run in runs) == 12
