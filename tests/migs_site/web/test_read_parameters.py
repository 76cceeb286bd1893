"""Of what stands behind the “?” a page gets what it reads; nothing else comes into any link."""

import re

import pytest
from django.apps import apps
from django.http import QueryDict
from django.test import Client
from django.urls import resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from migs_site.checks import page_types
from migs_site.web import read_parameters
from migs_site.web.read_parameters import ALL, READ_BY_VIEWS, read_part
from people.models import GroupPage
from tests.crawling import crawl
from tests.factories import pages
from tests.factories.donations import donation_target
from tests.factories.pages import french
from tests.migs_site.sample_pages import SAMPLE_PAGES, assessed, group_with
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def whole_site():
    """A page of every type, with lists on them, in both languages."""
    pages.contact_details()
    group_with(2)
    assessed(1)
    for label, make in SAMPLE_PAGES.items():
        if not apps.get_model(label).objects.exists():
            make()
    for page in Page.objects.filter(depth__gt=2, locale__language_code="en").order_by("path").specific():
        if not page.has_translation(french()):
            pages.translate(page)


class Recorded(QueryDict):
    """A question that notes what is read of it."""

    read: set[str]

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)

    def getlist(self, name, default=None):
        self.read.add(name)
        return super().getlist(name, default)

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)


def test_no_page_reads_more_than_it_says(whole_site, monkeypatch):
    more = []

    def watched(question, names):
        watched_question = Recorded(read_part(question, names).urlencode())
        watched_question.read = set()
        asked.append((watched_question.read, names))
        return watched_question

    monkeypatch.setattr(read_parameters, "read_part", watched)
    asked = []
    visited = 0
    for path, response in crawl(Client()):
        visited += response.status_code == 200
        more += [(path, read - set(names)) for read, names in asked if read - set(names)]
        asked.clear()

    assert (more, visited > 40) == ([], True)


def test_nothing_that_is_not_read_comes_into_an_answer(whole_site):
    names = {name for model in page_types() for name in model.read_parameters}

    junk = "&".join(f"{name}=zzjunk" for name in ["utm_source", "next", "p", "theme", "zzjunk"])
    answers = [(path, response) for path, response in crawl(Client(), junk) if response.status_code == 200]

    assert names.isdisjoint({"utm_source", "next", "p", "theme"})
    assert [path for path, response in answers if b"zzjunk" in response.content] == []
    assert len(answers) > 40


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("page=2&on=2001&utm_source=x", "on=2001&page=2"),
        ("on=1&on=2", "on=1&on=2"),
        ("on=%C3%A9&page", "on=%C3%A9&page="),
        ("on%5B%5D=1&ON=1&%6fn=3", "on=3"),
        ("", ""),
        ("&&&=;%%%", ""),
    ],
)
def test_what_is_read_is_always_asked_in_the_same_words(asked, read):
    assert read_part(QueryDict(asked), ["on", "page"]).urlencode() == read


def test_the_names_of_views_are_those_of_addresses(whole_site):
    donation_target()
    addresses = [
        *("/", "/Donate.html", "/en/give/general/", "/en/about/", "/sitemap.xml"),
        *("/styleguide/", "/styleguide/en/", "/styleguide/en/a/b/", "/en/apply/", "/en/apply/token/"),
    ]

    assert {resolve(address).view_name for address in addresses} == set(READ_BY_VIEWS)
    assert READ_BY_VIEWS["wagtail_serve"] is ALL


def test_an_old_address_may_have_a_question_in_it(client):
    pages.standard_page(slug="about")
    Redirect.objects.create(old_path="/index.php?id=3", redirect_link="/en/about/")

    assert client.get("/index.php?id=3")["Location"] == "/en/about/"
    assert client.get("/EN/About?page=2&id=3")["Location"] == "/en/about/?page=2&id=3"
    assert client.get("/?fbclid=x", headers={"Accept-Language": "fr"})["Location"] == "/fr/?fbclid=x"


def test_the_other_language_is_asked_the_same_question(client, whole_site):
    group = GroupPage.objects.get(locale__language_code="en")

    text = client.get(f"{group.url}?gclid=x&on=2001").text

    assert set(re.findall(r'href="/fr/[^"]*(\?[^"]*)"', text)) == {"?on=2001"}
