"""What every page needs of the site as a whole, in one query, is what Wagtail would find in four."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from wagtail.models import Site

from migs_site.models import ContactDetails, SocialLink
from migs_site.web.site_facts import site_facts
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roots_of_this_test_alone():
    cache.clear()
    yield
    cache.clear()


def asked_at(host: str):
    return RequestFactory(SERVER_NAME=host.split(":", maxsplit=1)[0]).get("/en/", HTTP_HOST=host)


def test_the_roots_are_those_that_wagtail_finds_in_their_order():
    about = pages.standard_page()
    pages.translate(about)
    Site.objects.create(hostname="about.example.org", root_page=about, port=8000)

    found = site_facts(None).roots

    cache.clear()
    assert found == Site.get_site_root_paths()
    assert len(found) == 4


@pytest.mark.parametrize("default", ["a.example.org:80", "a.example.org:8001", "b.example.org:80", None])
@pytest.mark.parametrize(
    "host", ["a.example.org", "a.example.org:8001", "a.example.org:9999", "b.example.org", "b.example.org:1", "c.org"]
)
def test_the_site_of_a_host_is_the_one_that_wagtail_chooses(host, default):
    home = pages.home_page()
    Site.objects.all().delete()
    for name in ["a.example.org:80", "a.example.org:8001", "b.example.org:80"]:
        hostname, _colon, port = name.partition(":")
        Site.objects.create(hostname=hostname, port=port, root_page=home, is_default_site=name == default)
    request = asked_at(host)

    site_facts(request)

    assert request._wagtail_site == Site._find_for_request(request)


def test_the_contact_details_are_those_of_the_settings_with_their_networks_in_order():
    contact = pages.contact_details()
    for place, name in enumerate(["Second", "First"]):
        SocialLink.objects.create(contact=contact, network=name, address="https://a.example.org/", sort_order=1 - place)
    stored = ContactDetails.objects.get()
    request = asked_at("localhost")

    found = site_facts(request).contact

    assert ContactDetails.load(request) is found
    for column in ContactDetails._meta.concrete_fields:
        assert getattr(found, column.attname) == getattr(stored, column.attname)
    assert [network.network for network in found.networks] == ["First", "Second"]


def test_a_site_without_contact_details_has_none():
    pages.home_page()

    assert site_facts(None).contact is None
