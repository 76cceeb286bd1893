"""What is never answered out of what is kept: it is not the same for everybody, or not a page."""

import pytest
from django.db import connection, connections
from django.test import Client
from wagtail.models import Page

from donations.models import DonationCount
from migs_site.web import page_cache
from tests.content_versions import queries
from tests.editing import signed_in
from tests.factories.accounts import editor
from tests.factories.donations import donation_target
from tests.factories.internships import offer
from tests.factories.pages import contact_details, standard_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def about():
    contact_details()
    return standard_page(slug="about")


def test_staff_who_have_signed_in_get_a_page_of_their_own(about):
    visitor, staff = Client(), signed_in(editor())
    visitor.get("/en/about/")

    assert queries(lambda: staff.get("/en/about/")) > 1
    assert "no-store" in staff.get("/admin/")["Cache-Control"]
    assert queries(lambda: visitor.get("/en/about/")) == 1
    junk = Client()
    junk.cookies["sessionid"] = "junk"
    assert queries(lambda: junk.get("/en/about/")) > 1
    other = Client()
    other.get("/en/about/")
    other.cookies["theme"] = "junk"
    assert queries(lambda: other.get("/en/about/")) == 1


def test_a_preview_is_never_what_is_kept_nor_kept(about):
    client = Client()
    client.get("/en/about/")
    about.introduction = "Not yet."

    for cookies in ({}, {"HTTP_COOKIE": ""}):
        preview = about.make_preview_request(extra_request_attrs=cookies)
        preview.render()
        assert "Not yet." in preview.text
    assert "Not yet." not in client.get("/en/about/").text


def test_the_form_is_made_for_each_visitor():
    contact_details()
    offer()
    tokens = {Client().get("/en/apply/")["Location"] for _time in range(3)}

    assert len(tokens) == 3


def test_each_donor_is_counted_and_nobody_who_only_looks(client):
    donation_target()

    for _time in range(2):
        assert client.head("/en/give/general/?x=1")["Location"] == "https://give.example.org/en?x=1"
        assert client.get("/en/give/general/?x=1")["Location"] == "https://give.example.org/en?x=1"

    assert list(DonationCount.objects.values_list("count", flat=True)) == [2]


def test_a_missing_page_is_looked_for_each_time(client, about):
    assert client.get("/en/later/").status_code == 404

    standard_page(slug="later")

    assert client.get("/en/later/").status_code == 200
    Page.objects.filter(slug="later").update(live=False)
    assert client.get("/en/later/").status_code == 404


def test_without_its_database_the_site_shows_nothing_old(about, settings):
    client = Client(raise_request_exception=False)
    client.get("/en/about/")
    connections.close_all()
    port, connection.settings_dict["PORT"] = connection.settings_dict["PORT"], "1"
    try:
        response = client.get("/en/about/")
    finally:
        connection.settings_dict["PORT"] = port

    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert response["Content-Language"] == "en"
    assert client.get("/en/about/").status_code == 200


def test_nothing_is_kept_while_the_site_is_worked_on(about, settings):
    settings.PAGE_CACHE_BYTES = 0
    client = Client()
    client.get("/en/about/")

    assert queries(lambda: client.get("/en/about/")) > 1


def test_files_and_robots_need_no_database(client):
    assert queries(lambda: client.get("/robots.txt")) == 0
    assert queries(lambda: client.get("/")) == 0
    assert page_cache.PASSED_BY[0] == "/admin/"
