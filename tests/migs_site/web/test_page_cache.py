"""A page that has not changed costs one query; a changed one is right at once."""

import datetime
import gzip

import psycopg
import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Page, Site

from migs_site import settings as real_settings
from migs_site.models import StandardPage
from migs_site.web.page_cache import PageCacheMiddleware
from tests.content_versions import execute, queries
from tests.databases import address_of
from tests.factories.pages import contact_details, standard_page
from tests.factories.people import group_page, membership, people_index, person_page
from tests.factories.recommendations import recommendation, recommendation_set

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def about():
    contact_details()
    return standard_page(slug="about")


def introduce(page, words: str) -> None:
    StandardPage.objects.filter(pk=page.pk).update(introduction=words)


def headers(response) -> dict:
    return {name: value for name, value in response.items() if name not in ("Date", "X-Request-ID")}


@pytest.mark.parametrize("address", ["/en/about/", "/fr/", "/sitemap.xml", "/id/{}.bib"])
def test_what_has_not_changed_costs_one_query_and_is_the_same_to_the_byte(client, about, address):
    address = address.format(recommendation(recommendation_set()).pk)
    first = client.get(address)
    answers = []

    again = queries(lambda: answers.append(client.get(address)))
    unchanged = queries(lambda: answers.append(client.get(address, headers={"If-None-Match": first["ETag"]})))

    assert (again, unchanged) == (1, 1)
    assert (answers[0].content, headers(answers[0])) == (first.content, headers(first))
    assert (answers[1].status_code, answers[1].content) == (304, b"")


def test_what_is_kept_is_what_the_site_says_without_keeping(client, about, settings):
    kept = [client.get("/en/about/") for _time in range(2)]
    settings.PAGE_CACHE_BYTES = 0

    made = Client().get("/en/about/")

    assert [(each.content, sorted(headers(each).items())) for each in kept] == [
        (made.content, sorted(headers(made).items()))
    ] * 2


def test_every_process_answers_a_change_at_once(about):
    processes = [Client(), Client()]

    for words in ("One.", "Two.", "Three."):
        introduce(about, words)
        for process in processes:
            assert words in process.get("/en/about/").text


def test_an_unrelated_change_leaves_the_name_of_a_page(client, about):
    first = client.get("/en/about/")

    execute("INSERT INTO taggit_tag (name, slug) VALUES ('Rwanda', 'rwanda')")

    assert client.get("/en/about/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_change_that_is_taken_back_is_seen_by_nobody(client, about):
    client.get("/en/about/")

    with transaction.atomic():
        introduce(about, "Never.")
        during = client.get("/en/about/").text
        transaction.set_rollback(True)

    assert ["Never." in text for text in (during, client.get("/en/about/").text)] == [True, False]


WAYS = {
    "plain": {},
    "gzip": {"Accept-Encoding": "gzip, br"},
    "HEAD": {},
    "known": {"If-None-Match": "the first"},
    "known, gzip": {"If-None-Match": "the first", "Accept-Encoding": "gzip"},
}


@pytest.mark.parametrize("first_way", WAYS)
def test_whatever_is_asked_first_everybody_gets_a_whole_page(about, first_way):
    expected = Client().get("/en/about/")
    known = {"If-None-Match": expected["ETag"]}
    client = Client()

    def ask(way):
        sent = WAYS[way] | (known if "known" in way else {})
        return (client.head if way == "HEAD" else client.get)("/en/about/", headers=sent)

    ask(first_way)
    for way in WAYS:
        response = ask(way)
        whole = gzip.decompress(response.content) if way == "gzip" else response.content
        assert (response.status_code, whole) == (
            (304, b"") if "known" in way else (200, b"" if way == "HEAD" else expected.content)
        )
        assert response["ETag"].removeprefix("W/") == expected["ETag"]
        assert response["Cache-Control"] == expected["Cache-Control"]
        assert way == "known" or "content-security-policy" in {name.lower() for name, _value in response.items()}
    assert int(ask("gzip")["Content-Length"]) == len(ask("gzip").content) < len(expected.content)


def test_what_nobody_reads_makes_no_other_page_and_stands_in_none(client, about):
    client.get("/en/about/?utm_source=zzjunk")

    asked = queries(lambda: [client.get(f"/en/about/?utm_source=zzjunk{n}&page={n}&next=//zzjunk") for n in range(50)])

    assert asked == 50
    assert "zzjunk" not in client.get("/en/about/?utm_source=zzjunk&page=zzjunk").text


def test_what_a_page_reads_makes_a_page_of_its_own():
    contact_details()
    group, stein = group_page(title="Team"), person_page(surname="Stein")
    membership(group, stein, starts_on="2001", ends_on="2002")
    index, client = people_index(), Client()
    addresses = [index.url, f"{index.url}?who=former", f"{index.url}?who=current", f"{group.url}?on=2001"]

    first = [client.get(address).text for address in addresses]
    again = queries(lambda: [client.get(f"{address}{'&' if '?' in address else '?'}x=1") for address in addresses])

    assert again == len(addresses)
    assert len(set(first)) == len(addresses)
    assert [client.get(address).text for address in addresses] == first
    swapped = f"{index.url}?page=1&fbclid=x&who=former"
    client.get(f"{index.url}?who=former&page=1")
    assert queries(lambda: client.get(swapped)) == 1
    assert 'href="/fr/personnes/?who=former"' in client.get(swapped).text or "fbclid" not in client.get(swapped).text


@pytest.fixture
def shared_cache(settings):
    """That of a server, for a site on the database of this test."""
    settings.CACHES = {"default": real_settings.CACHES["default"] | {"KEY_PREFIX": connection.settings_dict["NAME"]}}
    caches["default"].clear()
    yield
    caches["default"].clear()


def test_each_name_of_the_site_has_its_own_pages(about, shared_cache, settings):
    settings.ALLOWED_HOSTS = ["one.example.org", "two.example.org"]
    home = Site.objects.get().root_page
    Site.objects.update(hostname="one.example.org")
    client = Client()

    def texts():
        return [client.get("/sitemap.xml", headers={"Host": f"{name}.example.org"}).text for name in ("one", "two")]

    before = texts()
    Site.objects.create(hostname="two.example.org", port=80, root_page=home)

    assert ["http://one.example.org/en/about/" in text for text in before] == [True, True]
    assert ["http://two.example.org/en/about/" in text for text in texts()] == [False, True]
    assert client.get("/en/about/", headers={"Host": "three.example.org"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [("/%65n/about/", 200), ("/en//about/", 301), ("/en/about", 301), ("/en/%00/", 404), ("/en/ab%FFout/", 404)],
)
def test_a_path_means_the_same_however_it_is_written(client, about, path, status):
    expected = client.get("/en/about/").content

    for _time in range(2):
        response = client.get(path)
        assert response.status_code == status
        assert status != 200 or response.content == expected


def test_a_roster_changes_at_midnight_in_montreal(client, about, monkeypatch):
    group, day = group_page(), datetime.date(2026, 5, 3)
    membership(group, person_page(), ends_on="2026-05-03")
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    before = client.get(group.url).text

    day = datetime.date(2026, 5, 4)

    assert "1 former member" not in " ".join(before.split())
    assert "1 former member" in " ".join(client.get(group.url).text.split())


def test_where_the_site_begins_is_seen_at_once_however_it_is_changed(client, about, shared_cache):
    client.get("/sitemap.xml")

    execute("UPDATE wagtailcore_site SET hostname = 'later.example.org'")

    assert "http://later.example.org/en/about/" in client.get("/sitemap.xml").text


def test_a_page_that_was_made_while_it_changed_is_made_again_as_of_one_moment(about, monkeypatch):
    made = []

    def view(request):
        first = Page.objects.get(pk=about.pk).title
        made.append(first)
        if len(made) < 3:
            rename_beside(about, str(len(made)))
        request.read_parameters = []
        return HttpResponse(f"{first} {Page.objects.get(pk=about.pk).title}")

    ask = PageCacheMiddleware(view)
    mixed = [ask(RequestFactory().get("/en/about/")).text for _time in range(3)]

    assert mixed == ["1 1", "2 2", "2 2"]
    assert len(made) == 3


def rename_beside(page, title: str) -> None:
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as beside:
        beside.execute("UPDATE wagtailcore_page SET title = %s WHERE id = %s", [title, page.pk])


def test_a_page_that_cannot_be_made_as_of_one_moment_is_made_once_more(about, client, monkeypatch):
    """It writes the size of a picture, say, that another request has just written."""
    client.get("/en/about/")
    times = []

    def refused(self, request, *args, **kwargs):
        times.append(connection.in_atomic_block)
        rename_beside(about, str(len(times)))
        if connection.in_atomic_block:
            Page.objects.filter(pk=about.pk).update(title="Mine")
        return original(self, request, *args, **kwargs)

    original = StandardPage.serve
    monkeypatch.setattr(StandardPage, "serve", refused)
    answer = Client(raise_request_exception=False).get("/en/about/")

    assert (answer.status_code, times) == (200, [False, True, False])
