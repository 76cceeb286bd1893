"""An address that was given up leads on, with what stood behind it."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests.factories.pages import standard_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "behind"),
    [
        ("/en/earlier/", ""),
        ("/en/earlier/?on=2009-09-22", "?on=2009-09-22"),
        ("/en/earlier/?q=M%C3%A9ndez&page=2", "?q=M%C3%A9ndez&page=2"),
        ("/en/earlier/?q=%0d%0aSet-Cookie:x", "?q=%0d%0aSet-Cookie:x"),
    ],
)
def test_a_redirect_keeps_what_stands_behind_the_address(client, asked, behind):
    page = standard_page()
    Redirect.add_redirect("/en/earlier/", redirect_to=page)

    response = client.get(asked)

    assert (response.status_code, response.url) == (301, page.url + behind)


def test_a_redirect_that_has_its_own_question_keeps_that(client):
    Redirect.add_redirect("/en/earlier/", redirect_to="https://example.org/?id=7")

    assert client.get("/en/earlier/?on=2009").url == "https://example.org/?id=7"


@pytest.mark.parametrize(
    ("asked", "host"),
    [
        ("/en/about-us/", "www.testserver"),
        ("/id/7?x=1&y=%C3%A9", "WWW.TestServer"),
        ("/", "www.testserver:80"),
        ("/en//elsewhere.example/", "www.testserver."),
    ],
)
def test_another_name_of_the_site_leads_to_its_own(client, settings, asked, host):
    settings.OTHER_HOSTS, settings.ALLOWED_HOSTS = ["www.testserver"], ["testserver", "www.testserver"]

    response = client.get(asked, headers={"host": host})

    assert (response.status_code, response.url) == (301, f"http://testserver{asked}")
    assert client.post(asked, {"name": "x"}, headers={"host": host}).status_code == 308
