"""What left the site is gone from in front of it, and stays gone; what changed is shown. The worker sees to both."""

import asyncio
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from importlib import import_module

import pytest
from django.test.utils import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from migs_site.front_cache import tasks
from migs_site.front_cache.triggers import QUEUE, follow_front_caches
from migs_site.models import PendingPurge
from tests.deploy.front import Front, until_kept
from tests.waiting import wait_until

OLD = 2.1
PATIENCE = 10  # seconds, on whatever machine; benchmarks/front.md says how long it takes
LOOKS = 3  # seconds; the benchmark looks for thirty


@pytest.fixture(scope="module")
def told(front, settings_of_front):
    """The worker runs, and triggers write down what it has to tell nginx."""
    front.settings["FRONT_CACHES"] = front.inside
    with front.database():
        follow_front_caches("default")
    front.start_worker()
    yield front
    front.end_one("worker")


@pytest.fixture(scope="module")
def settings_of_front(front):
    caches = {front.inside: {"BACKEND": "migs_site.front_cache.backends.FrontCache", "LOCATION": front.inside}}
    with override_settings(FRONT_CACHES=[front.inside], WAGTAILFRONTENDCACHE=caches, BASE_URL=front.public):
        yield


def page(slug: str, parent: str = "", **fields) -> Page:
    """A new public page."""
    factory = import_module("tests.factories.pages")
    above = {"parent": Page.objects.get(slug=parent)} if parent else {}
    return factory.standard_page(slug=slug, title=f"Title of {slug}", **above, **fields)


def statuses(front, paths: list[str]) -> list[int]:
    return [front.ask(path).status_code for path in paths]


def until_gone(front, paths: list[str]) -> None:
    front.until(lambda: 200 not in statuses(front, paths), PATIENCE)
    began = time.monotonic()
    while time.monotonic() - began < LOOKS:
        assert 200 not in statuses(front, paths)


def until_nothing_is_on_its_way(front) -> None:
    """The worker has asked for all that is new: what Django still answers then would be kept once more, until it is
    thrown away the next time."""
    with front.database():
        wait_until(lambda: not ProcrastinateJob.objects.filter(queue_name=QUEUE, status__in=("todo", "doing")).exists())


def test_a_withdrawn_page_and_those_below_it_are_gone_also_when_django_is_killed_right_after(told):
    with told.database():
        above = page("withdrawn")
        page("below", parent="withdrawn")
    paths = ["/en/withdrawn/", "/en/withdrawn/below/"]
    for path in (*paths, "/en/"):
        until_kept(told, path)
    time.sleep(OLD)

    with told.database():
        above.unpublish(), Page.objects.get(slug="below").unpublish()
    told.kill("django")

    until_gone(told, paths)
    assert told.ask("/en/").status_code == 200
    told.start_django()
    assert statuses(told, paths) == [404, 404]


def test_old_addresses_are_gone_however_a_page_leaves_them(told):
    ways = ("deleted", "moved", "renamed", "sql")
    with told.database():
        there = {how: page(how) for how in ways}
        for how in ways:
            page(f"below-{how}", parent=how)
        other = page("other")
    paths = [f"/en/{how}/" for how in ways] + [f"/en/{how}/below-{how}/" for how in ways]
    permanent = f"/id/{there['deleted'].pk}"
    for path in (*paths, permanent):
        until_kept(told, path)
    until_nothing_is_on_its_way(told)

    with told.without_django():
        with told.database():
            there["deleted"].delete()
            there["moved"].move(other, pos="last-child")
            there["renamed"].slug = "another"
            there["renamed"].save()
            Page.objects.filter(slug__endswith="sql").update(live=False)
        until_gone(told, paths)
        assert told.ask(permanent).status_code in (404, 502)


def test_whoever_first_asks_for_what_lists_pages_finds_none_there_that_left(told):
    factory = import_module("tests.factories.recommendations")
    with told.database():
        progress = factory.progress_page().url
        left = factory.recommendation(factory.recommendation_set(), statement="What was withdrawn.")
        factory.progress_entry(left, judgement_en="What was withdrawn.")
        address, above = left.url, left.get_parent().url
    lists = [f"{progress}{part}/" for part in ("csv", "json", "changes", "addressees/parliament")]
    lists += [progress, "/sitemap.xml", above]
    for path in lists:
        answer = until_kept(told, path)
        assert "What was withdrawn" in answer.text or address in answer.text, path
    until_nothing_is_on_its_way(told)

    with told.database():
        left.unpublish()
    until_nothing_is_on_its_way(told)

    answers = {path: told.ask(path).text for path in lists}
    assert [path for path, text in answers.items() if "What was withdrawn" in text or address in text] == []


def test_an_address_leads_nowhere_once_its_redirect_is_gone(told):
    with told.database():
        redirect = Redirect.objects.create(old_path="/en/led-on", redirect_link="https://example.org/")
    assert until_kept(told, "/en/led-on/").status_code == 301

    with told.without_django():
        with told.database():
            redirect.delete()
        told.until(lambda: told.ask("/en/led-on/").status_code == 502, PATIENCE)


def test_a_machine_that_was_off_forgets_what_left_meanwhile_as_soon_as_it_is_back(told):
    with told.database():
        left = page("left")
        page("stays")
    for path in ("/en/left/", "/en/stays/"):
        until_kept(told, path)
    told.kill("nginx")

    with told.database():
        left.unpublish()
        wait_until(PendingPurge.objects.exists)
    with told.without_django():
        told.start_nginx()
        until_gone(told, ["/en/left/"])
        assert statuses(told, ["/en/stays/"]) == [200]


def test_an_edit_is_shown_without_anybody_having_asked_in_between(told):
    with told.database():
        edited = page("edited")
    until_kept(told, "/en/edited/")

    with told.database():
        edited.title = "Another title"
        edited.save_revision().publish()
    told.until(lambda: "Another title" in told.ask("/en/edited/").text, PATIENCE)

    # A change of something that is no page reaches every page that quotes it.
    until_kept(told, "/en/about/")
    with told.database():
        import_module("tests.factories.pages").contact_details(acronym="NEWNAME")
    told.until(lambda: "NEWNAME" in told.ask("/en/about/").text, PATIENCE)


def test_pages_that_nobody_asked_for_are_kept_after_a_publication(told):
    with told.database():
        page("unasked").save_revision().publish()
    told.until(lambda: "unasked" in (told.folder / "log" / "access.log").read_text(), PATIENCE)

    with told.without_django():
        assert statuses(told, ["/en/unasked/", "/fr/"]) == [200, 200]


class SlowOrigin(threading.Thread):
    """In Django's place: has a page, and sends it only when it is let go, even if it has ended meanwhile."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.is_let_go, self.asked = threading.Event(), threading.Semaphore(0)
        self.is_let_go.set()
        self.start()

    def run(self):
        with suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                threading.Thread(target=self.answer, args=[connection], daemon=True).start()

    def answer(self, connection):
        with connection:
            connection.recv(65_536)
            self.asked.release()
            self.is_let_go.wait(5)
            lines = ["HTTP/1.1 200 OK", "Cache-Control: public, max-age=0, s-maxage=1", "Content-Length: 4"]
            connection.sendall("\r\n".join([*lines, "Connection: close", "", "page"]).encode())

    def end(self):
        """Answers nothing more but what it has begun."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.fixture
def slow(front, static_dir, tmp_path):
    """nginx alone, with a slow origin behind it."""
    own = Front(tmp_path / "slow", static_dir)
    own.origin = SlowOrigin()
    own.machine = replace(own.machine, public_server=own.origin.address)
    own.write_configuration()
    own.start_nginx()
    yield own
    own.end()


def test_an_update_that_began_before_a_page_left_does_not_bring_it_back(front, slow, settings, monkeypatch):
    monkeypatch.setattr(tasks, "AGAIN", tasks.AGAIN[:5])  # long enough for this one
    backend = {"BACKEND": "migs_site.front_cache.backends.FrontCache", "LOCATION": slow.inside}
    settings.BASE_URL, settings.WAGTAILFRONTENDCACHE = slow.public, {slow.inside: backend}
    settings.FRONT_CACHES = [slow.inside]
    with front.database():
        left = page("raced")
    until_kept(slow, "/en/raced/")
    time.sleep(OLD)
    slow.origin.is_let_go.clear()
    while slow.origin.asked.acquire(blocking=False):
        pass

    visit = threading.Thread(target=slow.ask, args=["/en/raced/"])
    visit.start()  # is shown what is kept; nginx asks in the background, and what it will get is the old page
    assert slow.origin.asked.acquire(timeout=5)
    slow.origin.end()
    with front.database():
        job = tasks.withdraw.func(pages=[[left.pk, left.content_type_id, left.locale_id, left.url_path]])
        purging = threading.Thread(target=asyncio.run, args=[job])
        purging.start()
        time.sleep(0.7)
        slow.origin.is_let_go.set()  # now it arrives, after the first purges
        visit.join()
        purging.join()  # between two of its purges the page may be there once more
        until_gone(slow, ["/en/raced/"])
