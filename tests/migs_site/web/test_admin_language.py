"""In which language the admin speaks before it knows whose it is."""

import re

import pytest

pytestmark = pytest.mark.django_db

BROWSERS = {"fr-CA,fr;q=0.9,en;q=0.5": "fr", "en-CA": "en", "de": "en", "": "en"}


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
@pytest.mark.parametrize(("browser", "language"), BROWSERS.items())
def test_whoever_signs_in_is_met_in_the_language_of_the_browser(client, address, browser, language):
    response = client.get(address, headers={"Accept-Language": browser})

    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert re.search(r'<html lang="(\w+)', response.content.decode())[1] == language
    assert "Accept-Language" in response["Vary"]


def test_a_public_page_has_the_language_of_its_address_whatever_the_browser_asks(client):
    response = client.get("/en/none/", headers={"Accept-Language": "fr"})

    assert response["Content-Language"] == "en"
    assert "Accept-Language" not in response.get("Vary", "")
