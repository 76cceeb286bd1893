"""What every page carries: its languages, its menu, its headers; and the tags that templates use."""

import datetime
import itertools
import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from migs_site.templatetags.migs import day, description, extent, in_columns, telephone_link
from people.models import PersonPage
from recommendations.models import BookPage, RecommendationPage
from tests.factories import pages
from tests.factories.images import image
from tests.factories.internships import offer
from tests.factories.people import group_page, person_page
from tests.internships.forms import new_form

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def alternates(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="(.*?)" href="(.*?)">', html)


def menu(html: str) -> list[tuple[str, str, str]]:
    """Each entry's address, its aria-current and its title; without the language."""
    nav = re.search(r"<nav .*?</nav>", html, re.DOTALL).group()
    return re.findall(r'<li><a href="(.*?)"(?: aria-current="(.*?)")?>(.*?)</a></li>', nav)


def switch(html: str) -> list[tuple[str, str]]:
    """Where the link to the other language leads, and what it says."""
    entry = re.search(r'<li class="menu__language".*?</li>', html, re.DOTALL).group()
    return re.findall(r'<a href="(.*?)".*?>(.*?)</a>', entry)


@pytest.mark.django_db
def test_the_switcher_leads_to_the_same_page_in_the_other_language(client):
    pages.translate(pages.standard_page(title="About", slug="about"), {"about": "a-propos"})

    english, french = client.get("/en/about/").text, client.get("/fr/a-propos/").text

    assert switch(english) == [("/fr/a-propos/", "Français")]
    assert switch(french) == [("/en/about/", "English")]


@pytest.mark.django_db
def test_the_switcher_asks_there_what_was_asked_here_and_machines_do_not(client):
    english = group_page()
    french = pages.translate(english)

    html = client.get(english.url, {"on": '2009-"&', "q": "dropped"}).text

    address = f"{french.url}?on=2009-%22%26"
    assert re.findall(r'href="(.*?)" lang="fr"', html) == [address, address]
    assert [named for _code, named in alternates(html)] == [
        f"http://testserver{english.url}",
        f"http://testserver{french.url}",
    ]
    assert re.findall(r'rel="canonical" href="(.*?)"', html) == [f"http://testserver{english.url}"]


@pytest.mark.django_db
def test_both_versions_name_themselves_and_each_other(client):
    pages.translate(pages.standard_page(title="About", slug="about"), {"about": "a-propos"})

    english, french = client.get("/en/about/").text, client.get("/fr/a-propos/").text

    named = [("en", "http://testserver/en/about/"), ("fr", "http://testserver/fr/a-propos/")]
    assert alternates(english) == named
    assert alternates(french) == named
    assert re.findall(r'rel="canonical" href="(.*?)"', french) == ["http://testserver/fr/a-propos/"]


@pytest.mark.django_db
def test_a_page_whose_french_is_a_draft_says_so_and_offers_the_french_home_page(client):
    pages.translate(pages.standard_page(title="About", slug="about"), live=False)

    html = client.get("/en/about/").text

    assert [address for address, _words in switch(html)] == ["/fr/"]
    assert len(re.findall(r'<p class="menu__note">', html)) == 1
    assert alternates(html) == [("en", "http://testserver/en/about/")]


@pytest.mark.django_db
def test_the_home_page_names_the_address_that_chooses_a_language(client):
    pages.home_page()

    assert alternates(client.get("/en/").text) == [
        ("en", "http://testserver/en/"),
        ("fr", "http://testserver/fr/"),
        ("x-default", "http://testserver/"),
    ]


@pytest.mark.django_db
def test_an_address_that_no_page_answers_switches_language_too(client):
    pages.translate(offer())
    french = client.get("/fr/").text  # the French name of the form's address is a translation
    form = new_form()

    assert switch(client.get(form).text) == [(form.replace("/en/apply/", "/fr/candidature/"), "Français")]
    assert switch(french) == [("/en/", "English")]


@pytest.mark.django_db
def test_the_menu_holds_live_pages_that_staff_show_there_and_marks_where_one_is(client):
    about = pages.standard_page(title="About", slug="about", show_in_menus=True)
    pages.standard_page(about, title="History", slug="history", show_in_menus=True)
    pages.standard_page(title="Imprint", slug="imprint")
    pages.standard_page(title="Draft", slug="draft", show_in_menus=True, live=False)
    pages.contact_page(slug="contact", show_in_menus=True)

    assert menu(client.get("/en/about/").text) == [("/en/about/", "page", "About"), ("/en/contact/", "", "Contact")]
    assert menu(client.get("/en/about/history/").text)[0] == ("/en/about/", "true", "About")
    assert menu(client.get("/en/no-such-page/").text)[0] == ("/en/about/", "", "About")
    assert menu(client.get("/fr/").text) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/fr/", "/en/about/", "/en/people/janice-gross-stein/", "/en/nothing/"])
def test_a_page_without_a_form_sets_no_cookie_depends_on_none_and_is_under_the_strict_policy(client, path):
    pages.standard_page(slug="about")
    person_page()

    response = client.get(path)

    assert dict(response.cookies) == {}
    assert response.headers["Vary"] == "Accept-Encoding"
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.django_db
def test_the_frame_stands_without_a_page_and_without_a_request():
    html = render_to_string("base.html")

    assert re.findall(r'<html lang="(.*?)">', html) == ["en-CA"]
    assert re.findall(r"<title>(.*?)</title>", html) == [""]
    assert alternates(html) == []


@pytest.mark.django_db
def test_the_foot_names_the_institute_in_both_languages_and_dials(client):
    pages.contact_details()
    pages.home_page()

    html = client.get("/fr/").text

    names = html.split('<div class="colophon__names">')[1].split("</div>")[0]
    assert re.findall(r"<p(.*?)>(.*?)</p>", names) == [
        (' class="type-label"', "Institut d’études sur le génocide"),
        (' lang="en"', "Institute for Genocide Studies"),
    ]
    assert re.findall(r'href="(tel:.*?)"', html) == ["tel:+15145550100"]


def linking(targets) -> str:
    return "".join(f'<p><a linktype="page" id="{page.pk}">{page.title}</a></p>' for page in targets)


@pytest.mark.django_db
def test_links_in_text_lead_to_the_readers_language_and_never_to_a_draft(client):
    both = pages.standard_page(title="Both", slug="both")
    pages.translate(both, {"both": "les-deux"})
    english_only = pages.standard_page(title="English", slug="english")
    draft = pages.standard_page(title="Draft", slug="draft", live=False)
    body = [{"type": "text", "value": linking([both, english_only, draft])}]
    pages.translate(pages.standard_page(title="Links", slug="links", body=body))

    def links(path):
        prose = re.search(r'<div class="prose">.*?</div>', client.get(path).text, re.DOTALL).group()
        return re.findall(r"<a.*?>", prose)

    assert links("/en/links/") == ['<a href="/en/both/">', '<a href="/en/english/">', "<a>"]
    assert links("/fr/links/") == ['<a href="/fr/les-deux/">', '<a href="/en/english/" hreflang="en">', "<a>"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_links_of_one_text_cost_one_query(count):
    targets = [pages.standard_page(title=f"Page {number}", slug=f"page-{number}") for number in range(count)]
    words = Template("{% load wagtailcore_tags %}{{ words|richtext }}")
    words.render(Context({"words": linking(targets)}))  # the addresses of the site's roots are cached

    with CaptureQueriesContext(connection) as queries:
        words.render(Context({"words": linking(targets)}))

    assert len(queries) == 1


@pytest.mark.django_db
def test_a_portrait_says_what_it_shows_and_nothing_stands_for_a_missing_one(client):
    person_page(given_names="Ed", surname="Broadbent", slug="broadbent", portrait=image())
    person_page(given_names="Janice Gross", surname="Stein", slug="stein")

    portrait = re.findall(r"<img (.*?)>", client.get("/en/people/broadbent/").text)
    without = re.findall(r"person-head__portrait|monogram", client.get("/en/people/stein/").text)

    assert re.findall(r'alt="(.*?)"', portrait[0]) == ["A grey field"]
    assert re.findall(r'loading="(.*?)"', portrait[0]) == ["eager"]
    assert len(re.findall(r'(?:width|height)="\d+"', portrait[0])) == 2
    assert without == []


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("en", datetime.date(2009, 9, 1), "1 September 2009"),
        ("fr", datetime.date(2009, 9, 1), "1er septembre 2009"),
        ("fr", datetime.date(2009, 9, 22), "22 septembre 2009"),
        ("fr", datetime.date(2009, 8, 11), "11 août 2009"),
        ("en", None, ""),
    ],
)
def test_dates_are_written_as_each_language_writes_them(language, date, words):
    with translation.override(language):
        assert day(date) == words


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("514 848-2424", "tel:+15148482424"),
        ("+33 1 23 45 67 89", "tel:+33123456789"),
        ("1 514 848-2424", "tel:+15148482424"),
    ],
)
def test_a_telephone_number_can_be_dialled(number, link):
    assert telephone_link(number) == link


@pytest.mark.django_db
def test_the_description_is_the_editors_or_the_beginning_of_the_pages_own_words_without_marks():
    written = BookPage(search_description="Ours.", introduction="<p>Other.</p>")
    taken = BookPage(introduction="<p>Research &amp; teaching.</p><p>Since 1986.</p>")
    person, recommendation = PersonPage(biography="<p>A historian.</p>"), RecommendationPage(statement="Act.")
    long = BookPage(introduction=f"<p>{'word ' * 100}</p>")

    assert [description(page) for page in (written, taken, person, recommendation, "")] == [
        "Ours.",
        "Research & teaching. Since 1986.",
        "A historian.",
        "Act.",
        "",
    ]
    assert len(description(long)) == 160


@pytest.mark.parametrize(
    ("number", "two", "four"),
    [
        (13, [7, 6], [4, 3, 3, 3]),
        (20, [10, 10], [5, 5, 5, 5]),
        (6, [3, 3], [2, 2, 1, 1]),
        (3, [2, 1], [1, 1, 1]),
        (1, [1], [1]),
        (0, [0], [0]),
    ],
)
def test_names_stand_in_columns_that_differ_by_one_at_most(number, two, four):
    starts = [columns for _entry, columns in in_columns(list(range(number)))]

    for columns, heights in (("2", two), ("4", four)):
        tops = [0, *(at for at, begun in enumerate(starts) if columns in begun.split()), number]
        assert [below - top for top, below in itertools.pairwise(tops)] == heights


@pytest.mark.parametrize(("length", "room"), [(0, ""), (40, ""), (41, "medium"), (80, "medium"), (81, "long")])
def test_large_type_gives_way_to_long_words(length, room):
    assert extent("x" * length, 40) == room
