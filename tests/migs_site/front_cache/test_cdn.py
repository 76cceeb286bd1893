"""A content delivery network is told what has left the site, until it says that it has thrown it away.

Its interface is played by a server on loopback: nobody can be told to forget pages for a test.
"""

import asyncio
import json
import logging
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.contrib.frontend_cache.utils import get_backends

from migs_site.front_cache import cdn, tasks
from migs_site.front_cache.cdn_address import CDN, WRONG, front_caches
from tests.factories import pages
from tests.mailing import work
from tests.migs_site.test_settings import run, sentence

ZONE, TOKEN = "0123456789abcdef0123456789abcdef", "a-token-of_the-tests-0123456789"
KEY, SECRET, DISTRIBUTION = "AKIAEXAMPLEEXAMPLE12", "secret/of+the/tests0123456789", "E1EXAMPLE12345"
CLOUDFLARE = f"cloudflare://{TOKEN}@{ZONE}"
CLOUDFRONT = f"cloudfront://{KEY}:{SECRET.replace('/', '%2F').replace('+', '%2B')}@{DISTRIBUTION}"
TAKEN = (200, b'{"success": true, "errors": []}')
INVALIDATED = (201, b"<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>")


class Interface:
    """Answers with what is in `answers`, the last of them for ever; None: never."""

    def __init__(self):
        self.asked: list[tuple[str, str, bytes]] = []
        self.answers: list[tuple[int, bytes] | None] = [TAKEN]
        self.over = threading.Event()
        interface = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers["Content-Length"]))
                interface.asked.append((self.path, self.headers["Authorization"], content))
                answer = interface.answers.pop(0) if len(interface.answers) > 1 else interface.answers[0]
                if answer is None:
                    interface.over.wait(10)
                    return
                self.send_response(answer[0])
                self.send_header("Content-Length", str(len(answer[1])))
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(answer[1])

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def interface(monkeypatch):
    interface = Interface()
    monkeypatch.setattr(cdn.Cloudflare, "API", interface.address)
    monkeypatch.setattr(cdn.CloudFront, "API", interface.address)
    yield interface
    interface.over.set()
    interface.server.shutdown()
    interface.server.server_close()


@pytest.fixture
def network(settings):
    """Names the network, as the settings do."""

    def name(address: str):
        settings.CDN_URL, settings.BASE_URL = address, "https://migs.example.org"
        settings.WAGTAILFRONTENDCACHE = front_caches([], address)
        return get_backends()[CDN]

    return name


def test_cloudflare_is_told_thirty_addresses_at_once(interface, network):
    urls = [f"https://migs.example.org/en/{number}/" for number in range(65)]

    network(CLOUDFLARE).purge_batch(urls)

    assert [json.loads(content)["files"] for _path, _key, content in interface.asked] == [
        urls[:30],
        urls[30:60],
        urls[60:],
    ]
    assert {(path, key) for path, key, _content in interface.asked} == {
        (f"/client/v4/zones/{ZONE}/purge_cache", f"Bearer {TOKEN}")
    }


def test_cloudfront_is_told_paths(interface, network):
    interface.answers = [INVALIDATED]

    network(CLOUDFRONT).purge_batch(["https://migs.example.org/en/about/", "https://migs.example.org/id/7"])

    [(path, key, content)] = interface.asked
    assert path == f"/2020-05-31/distribution/{DISTRIBUTION}/invalidation"
    assert f"Credential={KEY}/" in key
    assert re.findall(rb"<Path>(.*?)</Path>", content) == [b"/en/about/", b"/id/7"]


def test_cloudfront_is_told_to_throw_everything_away_where_it_would_take_no_list(interface, network):
    interface.answers = [INVALIDATED]

    for number in (1_000, 1_001):
        network(CLOUDFRONT).purge_batch([f"https://migs.example.org/en/{each}/" for each in range(number)])

    told = [re.findall(rb"<Path>(.*?)</Path>", content) for _path, _key, content in interface.asked]
    assert (len(told[0]), told[1]) == (1_000, [b"/*"])


@pytest.mark.parametrize("address", [CLOUDFLARE, CLOUDFRONT], ids=["Cloudflare", "CloudFront"])
@pytest.mark.parametrize(
    "answer",
    [(429, b"{}"), (500, b""), (403, b'{"success": false}'), (302, b""), None],
    ids=["too many", "broken", "refused", "elsewhere", "hangs"],
)
def test_what_was_not_taken_is_an_error_that_holds_no_key(interface, network, monkeypatch, address, answer):
    monkeypatch.setattr(cdn, "TO_ANSWER", 0.3)
    interface.answers = [answer]

    with pytest.raises(cdn.NotPurged) as raised:
        network(address).purge_batch(["https://migs.example.org/en/about/"])

    assert len(interface.asked) == 1
    told = str(raised.value) + repr(raised.value.__cause__)
    assert not any(key in told for key in (TOKEN, SECRET, KEY, ZONE))


@pytest.mark.parametrize("content", [b'{"success": false, "errors": []}', b"<html>", b"[]", b""])
def test_cloudflare_must_say_that_it_is_done(interface, network, content):
    interface.answers = [(200, content)]

    with pytest.raises(cdn.NotPurged):
        network(CLOUDFLARE).purge("https://migs.example.org/en/about/")


@pytest.mark.django_db(transaction=True)
def test_a_page_that_left_is_told_twice_and_again_until_it_is_taken(interface, network, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "procrastinate")
    monkeypatch.setattr(tasks, "AGAIN", ())
    network(CLOUDFLARE)
    interface.answers = [(500, b""), (429, b""), TAKEN]
    page = pages.standard_page(slug="left")
    place = [page.pk, page.content_type_id, page.locale_id, page.url_path]

    asyncio.run(tasks.withdraw.func(pages=[place]))
    for _turn in range(5):
        work()
        ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=timezone.now())

    files = [f"https://migs.example.org{path}" for path in ("/en/left/", f"/id/{page.pk}")]
    assert [json.loads(content)["files"] for _path, _key, content in interface.asked] == [files] * 4
    assert not ProcrastinateJob.objects.filter(task_name__endswith="purge_cdn").exists()
    assert "Cloudflare refused (500)" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_where_no_network_is_named(interface, monkeypatch):
    monkeypatch.setattr(tasks, "AGAIN", ())
    page = pages.standard_page(slug="left")

    asyncio.run(tasks.withdraw.func(pages=[[page.pk, page.content_type_id, page.locale_id, page.url_path]]))

    assert not ProcrastinateJob.objects.filter(task_name__endswith="purge_cdn").exists()
    assert interface.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "https://api.cloudflare.com",
        f"cloudflare://{ZONE}",
        f"cloudflare://{TOKEN}@zone",
        f"cloudflare://{TOKEN}@{ZONE}/path",
        f"cloudfront://{KEY}@{DISTRIBUTION}",
        f"cloudfront://{KEY}:{SECRET}@{DISTRIBUTION}",
    ],
)
def test_an_address_that_cannot_be_read_stops_the_start_and_is_not_repeated(address):
    done = run("manage.py", "check", CDN_URL=address)

    assert (done.returncode, done.stderr) == (3, sentence(f"CDN_URL: {WRONG}"))
