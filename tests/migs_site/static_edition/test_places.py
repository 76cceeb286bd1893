"""Where addresses lie among the files of an edition, and how links are changed to find them."""

import pytest

from migs_site.static_edition import places
from migs_site.static_edition.reading import addresses
from migs_site.static_edition.rewriting import rewritten


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("/en/people/", "/en/people/"),
        ("/en/people/?page=2", "/en/people/page=2/"),
        ("/en/people/?group=1&page=2", None),
        ("/en/people/?name=a/../b", None),
        ("/en/apply?page=2", None),
    ],
)
def test_a_question_with_one_parameter_has_a_folder(address, stored):
    assert places.stored_address(address) == stored


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/en/people/", "en/people/index.html"),
        ("/id/12", "id/12/index.html"),
        ("/Donate.html", "Donate.html"),
        ("/old%20caf%C3%A9/", "old café/index.html"),
        ("/report.pdf", "report.pdf/index.html"),
        ("/a/../../b/", ""),
        ("/a%0Ab/", ""),
        (f"/{'a' * 256}/", ""),
    ],
)
def test_the_file_of_a_page(address, file):
    assert places.file_at(address) == file


@pytest.mark.parametrize(
    ("address", "media_type", "name", "file"),
    [
        ("/en/progress/csv/", "text/csv", "recommendations.csv", "en/progress/csv/recommendations.csv"),
        ("/en/progress/json/set=canada/", "application/json", "", "en/progress/json/set=canada/canada.json"),
        ("/en/progress/changes/", "application/atom+xml", "", "en/progress/changes/changes.xml"),
        ("/id/12.csl.json", "application/json", "somebody.json", "id/12.csl.json"),
    ],
)
def test_the_file_of_what_is_no_page(address, media_type, name, file):
    assert places.file_beside(address, media_type, name) == file


def test_links_with_a_question_lead_to_where_the_answer_lies(settings):
    links = ["?page=2#list", "/en/people/?page=3", "?a=1&amp;b=2", "https://example.org/?page=2", "#top"]
    body = "".join(f'<a href="{link}">x</a>' for link in links)

    changed = rewritten(body.encode(), "text/html", "/en/people/").decode()

    found = [part.partition('"')[0] for part in changed.split('href="')[1:]]
    own = ["/en/people/page=2/#list", "/en/people/page=3/", "/en/people/"]
    assert found == [*own, "https://example.org/?page=2", "#top"]


def test_a_filter_gives_way_to_a_sentence_in_the_language_of_the_page():
    body = '<form class="filter-form" method="get"><select></select></form><form class="other"></form>'

    changed = rewritten(body.encode(), "text/html", "/fr/personnes/").decode()

    assert changed == '<p>Les filtres ne fonctionnent pas dans cette copie du site.</p><form class="other"></form>'


def test_addresses_are_found_in_every_kind_of_text(settings):
    own = settings.BASE_URL
    page = f'<a href="/en/#x">x</a><img srcset="/a.png 1x, /b.png 2x"><p>See {own}/id/1, or {own}.evil/no</p>'

    assert list(addresses(page.encode(), "text/html", "/en/")) == ["/id/1", "/en/", "/a.png", "/b.png"]
    assert list(addresses('<a href="/fr/été passé/?à=1">'.encode(), "text/html", "/")) == [
        "/fr/%C3%A9t%C3%A9%20pass%C3%A9/?%C3%A0=1"
    ]
    assert list(addresses(b"a{src:url('../f.woff2')}", "text/css", "/static/css/i.css")) == ["/static/f.woff2"]
    assert list(addresses(f"<loc>{own}/en/</loc>".encode(), "application/xml", "/sitemap.xml")) == ["/en/"]
    assert list(addresses(f"{own}/en/".encode(), "image/png", "/a.png")) == []
