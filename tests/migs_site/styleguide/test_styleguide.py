"""The style guide shows every component and every token, to those who may see it, and needs nothing in the database."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, Site, get_page_models

from migs_site import accounts
from migs_site.styleguide.registry import all_specimens, register
from migs_site.styleguide.tokens import contrast, token_groups
from tests.databases import ROOT
from tests.editing import signed_in
from tests.factories.accounts import editor, user

SPECIMENS = all_specimens()
FRAGMENTS = [specimen for specimen in SPECIMENS.values() if specimen.place != "document"]
ASKS_FOR_THE_MENU = "components/not_found.html"
ADDRESSES = [
    "/styleguide/",
    "/styleguide/fr/",
    "/styleguide/en/components/person_standing/emeritus/",
    "/styleguide/tokens.css",
]


@pytest.fixture
def open_guide(settings):
    """As on a laptop: everybody may see it."""
    settings.SHOW_STYLE_GUIDE = True


@pytest.fixture
def empty_database(db):
    """No page and no site. Wagtail remembers where the pages of a site begin: it has to forget it twice."""
    Page.objects.all().delete()
    Site.objects.all().delete()
    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()


def answer(client: Client, address: str) -> tuple:
    """What somebody gets who asks for an address, without the part that repeats the address itself."""
    response = client.get(address)
    return response.status_code, response.get("Location"), dict(response.cookies), response.text


def test_every_component_block_and_form_template_has_a_specimen():
    folders = ["components", "blocks", "django/forms"]
    templates = [path for folder in folders for path in (ROOT / "templates" / folder).glob("*.html")]

    assert sorted(str(path.relative_to(ROOT / "templates")) for path in templates) == sorted(
        {specimen.template for specimen in SPECIMENS.values() if specimen.template.startswith(tuple(folders))}
    )


def test_no_two_specimens_have_one_address():
    with pytest.raises(ValueError, match="Two specimens have the address components/person_standing/emeritus"):
        register(100, [SPECIMENS["components/person_standing/emeritus"]])


def test_a_module_of_specimens_that_fails_says_why_every_time(tmp_path, monkeypatch):
    (tmp_path / "specimens.py").write_text(
        "from migs_site.styleguide.registry import register, states\n"
        "register(100, states('mistaken.html', one=dict))\n"
        "1 / 0\n"
    )
    all_specimens.cache_clear()

    with monkeypatch.context() as app_without_specimens:
        app_without_specimens.setattr(accounts, "__path__", [*accounts.__path__, str(tmp_path)])
        for _try in range(2):
            with pytest.raises(ZeroDivisionError):
                all_specimens()

    assert all_specimens() == SPECIMENS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_specimen_stands_in_an_empty_database_and_no_component_asks_it(empty_database, language):
    ContentType.objects.get_for_models(*get_page_models())  # Wagtail asks for the type of a page that is made

    with translation.override(language), CaptureQueriesContext(connection) as asked:
        silent = [specimen for specimen in FRAGMENTS if specimen.template != ASKS_FOR_THE_MENU]
        shown = {specimen.address: specimen.render() for specimen in silent}

    assert [query["sql"] for query in asked] == []
    assert [address for address, html in shown.items() if "None" in html] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_specimen_has_an_address_in_each_language(client, open_guide, empty_database, language):
    for address in SPECIMENS:
        response = client.get(f"/styleguide/{language}/{address}/")

        assert (response.status_code, response["Content-Language"]) == (200, language), address
        assert re.findall(r'<html lang="(\w\w)-CA"', response.text) == [language]
        assert dict(response.cookies) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_specimen_is_plainly_invented(language):
    with translation.override(language):
        texts = {specimen.address: specimen.render() for specimen in FRAGMENTS}

    named = re.compile(r"(?i)\b(migs|concordia|montr[eé]al|genocide|génocide|dallaire|chalk)\b")
    zone = re.compile(r"\((?:Montreal time|heure de Montréal)\)")  # names a clock, and nobody
    assert [address for address, html in texts.items() if named.search(zone.sub("", html))] == []


@pytest.mark.django_db
def test_the_index_leads_to_every_specimen_and_shows_each_in_a_frame(client, open_guide):
    soup = BeautifulSoup(client.get("/styleguide/fr/").content, "html.parser")

    addresses = [f"/styleguide/fr/{address}/" for address in SPECIMENS]
    assert [frame["src"] for frame in soup.select("iframe")] == addresses
    assert [link["href"] for link in soup.select("figcaption a")] == addresses
    headings = [heading["id"] for heading in soup.select("h2")]
    assert len(set(headings)) == len(headings)
    anchors = [link["href"].removeprefix("#") for link in soup.select(".contents a")]
    assert [bool(soup.find(id=anchor)) for anchor in anchors] == [True] * len(anchors)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_for_a_stranger_the_guide_is_like_any_wrong_address(address):
    wrong = answer(Client(), "/no-such-address/")

    assert wrong[0] == 404
    assert answer(Client(), address) == wrong
    assert answer(Client(), address.removesuffix("/")) == wrong


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_only_staff_who_are_signed_in_see_the_guide(address):
    staff, other = signed_in(editor()), signed_in(user())

    assert staff.get(address).status_code == 200
    assert other.get(address).status_code == 404


@pytest.mark.django_db
def test_an_unknown_specimen_is_not_there(client, open_guide):
    assert client.get("/styleguide/en/components/portrait/upside-down/").status_code == 404


@pytest.mark.django_db
def test_a_specimen_may_be_framed_by_the_guide_alone_and_no_page_of_the_site_by_anybody(client, open_guide):
    specimen = client.get("/styleguide/en/components/person_standing/emeritus/")
    index, public = client.get("/styleguide/"), client.get("/en/")

    policies = [directives(response) for response in (specimen, index, public)]
    assert [policy["frame-ancestors"] for policy in policies] == ["'self'", "'none'", "'none'"]
    assert [policy.get("frame-src") for policy in policies] == [None, "'self'", None]
    assert [response["X-Frame-Options"] for response in (specimen, index, public)] == ["SAMEORIGIN", "DENY", "DENY"]


def directives(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.django_db
def test_a_frame_of_the_guide_keeps_its_policy_when_it_is_shown_again(client, open_guide):
    address = "/styleguide/en/components/person_standing/emeritus/"

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.get("ETag", "")})

    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "theme"), [("", []), ("?theme=dark", ["dark"]), ("?theme=light", ["light"]), ("?theme=pink", [])]
)
def test_a_theme_can_be_forced_on_a_component_and_on_a_whole_page(client, open_guide, query, theme):
    for address in ("components/person_standing/emeritus", "people/person_page/arabic"):
        html = client.get(f"/styleguide/en/{address}/{query}").text

        assert re.findall(r'<html data-theme="(\w+)"', html) == theme
        assert re.findall(r'href="(/static/css/[a-z]+\.css)"', html) == [
            "/static/css/index.css",
            "/static/css/styleguide.css",
        ]


def test_every_token_of_the_style_sheet_is_shown_once():
    sheet = (ROOT / "static/css/tokens.css").read_text()
    shown = [token.name for _heading, tokens in token_groups() for token in tokens]

    assert shown == list(dict.fromkeys(re.findall(r"(--[\w-]+)\s*:", sheet)))


@pytest.mark.django_db
def test_every_token_can_be_drawn(client, open_guide):
    rules = re.findall(
        r'\[data-token="([\w-]+)"\] { --shown: var\((.*?)\); }', client.get("/styleguide/tokens.css").text
    )

    assert rules == [(token.name, token.name) for _heading, tokens in token_groups() for token in tokens]


def test_contrast_is_that_of_wcag():
    white, black, grey = (1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.5999, 0.0, 0.0)

    assert round(contrast(white, black), 2) == 21
    assert round(contrast(black, white), 2) == 21
    assert round(contrast(grey, grey), 2) == 1
    assert round(contrast(white, grey), 1) == 3.9  # white on #808080


def test_each_colour_has_its_contrast_in_both_themes():
    colours = {token.name: token.contrast for _heading, tokens in token_groups() for token in tokens if token.colours}

    assert [name for name, ratios in colours.items() if len(ratios) != 2] == ["--paper", "--cover"]
    assert [name for name, ratios in colours.items() if any(float(ratio) < 4.5 for ratio in ratios)] == []
