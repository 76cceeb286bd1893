"""Headers that keep other sites from building our pages in, and our pages from using a visitor's machine."""

import pytest

from tests.factories import pages

EVERYWHERE = (
    "same-origin",
    "same-origin",
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
)
NAMES = ("Cross-Origin-Resource-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/", 200),
        ("/en/none/", 404),
        ("/en/apply/lost-link/", 200),
        ("/", 302),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/robots.txt", 200),
        ("/favicon.ico", 200),
    ],
)
def test_every_answer_says_who_may_build_it_in_and_what_it_never_uses(client, path, status):
    pages.home_page()

    response = client.get(path)

    response.close()
    assert (response.status_code, tuple(response.headers[name] for name in NAMES)) == (status, EVERYWHERE)
