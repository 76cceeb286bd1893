"""What a visitor sees when something goes wrong."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from migs_site.web.errors import bad_request, form_expired, meant_pages, permission_denied, server_error
from tests.factories import pages, recommendations
from tests.factories.internships import offer
from tests.worlds import world


def words(html: str, tag: str) -> list[str]:
    """What stands in each element of a kind, without inner tags."""
    found = re.findall(rf"<{tag}(?: [^>]*)?>(.*?)</{tag}>", html, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<.*?>", "", text)).strip() for text in found]


def sections(html: str) -> list[str]:
    return re.findall(r'<section [^>]*lang="(\w\w)"', html)


def meant(html: str) -> list[tuple[str, str]]:
    """Where each “Did you mean” leads, and its words."""
    return re.findall(r'(?:Did you mean|Cherchiez-vous)\s+<a href="(.*?)"[^>]*>(.*?)</a>', html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language", "other"),
    [
        ("/en/no-such-page/", "en", "fr"),
        ("/fr/aucune-page/", "fr", "en"),
        ("/fr/%00/", "fr", "en"),
        ("/en/" + "a" * 2000 + "/", "en", "fr"),
        ("/no-language/", "en", "fr"),
        ("/wp-login.php", "en", "fr"),
    ],
)
def test_a_missing_page_is_answered_in_both_languages_the_addresss_own_first(client, path, language, other):
    pages.home_page()

    response = client.get(path)

    assert response.status_code == 404
    assert re.findall(r'<html lang="(.*?)"', response.text) == [f"{language}-CA"]
    assert sections(response.text) == [language, other]
    assert [len(words(response.text, "h1")), meant(response.text)] == [1, []]


@pytest.mark.django_db
def test_a_missing_page_lists_the_main_places_and_whom_to_write_to(client):
    pages.contact_details()
    french = pages.translate(pages.standard_page(show_in_menus=True), {"About us": "À propos"})
    pages.translate(pages.contact_page())

    response = client.get("/fr/aucune-page/")

    lists = "".join(re.findall('<ul class="places".*?</ul>', response.text, re.DOTALL))
    places = re.findall(r'<li><a href="(.*?)">(.*?)</a></li>', lists)
    assert places == [
        ("/fr/", "Page d’accueil"),
        (french.url, "À propos"),
        ("/en/", "Home page"),
        ("/en/about-us/", "About us"),
    ]
    main = response.text.split("<main")[1].split("</main>")[0]
    assert re.findall(r'"mailto:(.*?)"', main) == ["office@example.org"] * 2


@world
def team_pages():
    """Pages in a tree: one has French, two have one name, one is a draft."""
    people = pages.standard_page(title="People")
    pages.translate(people, {"people": "personnes"})
    other = pages.standard_page(title="Projects")
    pages.standard_page(people, title="Steering committee")
    for parent in (people, other):
        pages.standard_page(parent, title="Team")
    pages.standard_page(title="Draft", live=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/people/", ["/en/people/", "/fr/personnes/"]),
        ("/EN/Peoples/People/", ["/en/people/", "/fr/personnes/"]),
        ("/People.HTML", ["/en/people/", "/fr/personnes/"]),
        ("/en/people/index.html", ["/en/people/", "/fr/personnes/"]),
        ("/en/peoples/people/).", ["/en/people/", "/fr/personnes/"]),
        ("/fr/people/", ["/fr/personnes/", "/en/people/"]),
        ("/en/old/place/people/", ["/en/people/", "/fr/personnes/"]),
        ("/en/people/steering_committee/", ["/en/people/steering-committee/"]),
        ("/fr/steering-committee/", ["/en/people/steering-committee/"] * 2),
        ("/en/elsewhere/team/", []),
        ("/en/people/team.html", ["/en/people/team/"]),
        ("/en/draft.html", []),
        ("/en/home/", []),
        ("/en/people/nobody/", []),
        ("/index.html", []),
    ],
)
def test_a_mistyped_address_offers_the_live_page_it_means(client, team_pages, path, leads_to):
    response = client.get(path)

    assert response.status_code == 404
    assert [address for address, _title in meant(response.text)] == leads_to


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/id/10", "/id/10/", "/ID/10x", "/id/10.bib", "/id/0/10", "/en/id/10/", "/id/people/", "/id//10x", "/id/10]10"],
)
def test_nothing_is_offered_for_the_number_of_a_page(client, path):
    book = recommendations.recommendation_set()
    recommendations.recommendation(book, number=10, slug="10")
    pages.standard_page(title="People")

    response = client.get(path)

    assert (response.status_code, meant(response.text)) == (404, [])
    assert meant(client.get("/en/old/10/").text) != []


@pytest.mark.django_db
def test_a_page_in_the_other_language_is_offered_as_such(client):
    pages.standard_page(title="Steering committee")

    response = client.get("/fr/comite/steering-committee.html")

    [link] = BeautifulSoup(response.content, "html.parser").select("[lang=fr] .type-lead a")
    assert link.attrs == {"href": "/en/steering-committee/", "lang": "en", "hreflang": "en"}
    assert link.get_text() == "Steering committee"
    assert client.get("/en/steering-committee/").status_code == 200


@pytest.mark.django_db
def test_finding_what_was_meant_takes_one_query(client):
    for parent in (None, pages.standard_page(title="People"), pages.standard_page(title="Projects")):
        pages.translate(pages.standard_page(parent, title=f"About {parent or 'us'}"))

    with CaptureQueriesContext(connection) as queries:
        found = meant_pages("/About-Us.html")

    assert [(page.slug, page.locale.language_code) for page in found] == [("about-us", "en"), ("about-us", "fr")]
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_missing_page_offers_the_other_language_at_its_home_page(client):
    pages.home_page()

    response = client.get("/en/no-such-page/")

    assert re.findall(r'<a href="(.*?)" hreflang="fr">', response.text) == ["/fr/"]
    assert re.findall(r'rel="(alternate|canonical)"', response.text) == []


@pytest.mark.django_db
def test_a_missing_page_sets_no_cookie_and_depends_on_none(client):
    response = client.get("/en/no-such-page/")

    assert response.status_code == 404
    assert dict(response.cookies) == {}
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(("language", "order"), [("en", ["en", "fr"]), ("fr", ["fr", "en"])])
@pytest.mark.parametrize(
    ("view", "status"), [(bad_request, 400), (permission_denied, 403), (form_expired, 403), (server_error, 500)]
)
def test_a_page_that_stands_alone_is_in_both_languages_that_of_the_address_first(view, status, language, order):
    response = view(RequestFactory().get(f"/{language}/"))

    assert response.status_code == status
    assert re.findall(r'<html lang="(.*?)"', response.text) == [f"{language}-CA"]
    assert sections(response.text) == order
    assert [len(words(response.text, "h1")), len(words(response.text, "h2"))] == [1, 1]
    assert words(response.text, "title") == [f"{words(response.text, 'h1')[0]}, MIGS"]
    assert re.findall(r'class="button" href="(.*?)"', response.text) == [f"/{code}/" for code in order]


@pytest.mark.django_db
@pytest.mark.parametrize("view", [bad_request, permission_denied, form_expired, server_error])
def test_a_page_that_stands_alone_asks_the_database_nothing(view):
    with CaptureQueriesContext(connection) as queries:
        view(RequestFactory().get("/en/"))

    assert len(queries) == 0


@pytest.mark.django_db
def test_a_request_for_another_host_is_answered_by_our_own_page(client):
    response = client.get("/fr/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert words(response.text, "h1") == ["Nous n’avons pas pu traiter votre demande"]


@pytest.mark.django_db
def test_a_form_with_too_many_answers_is_answered_by_our_own_page(client):
    response = client.post("/admin/login/", dict.fromkeys(map(str, range(20_001)), "x"))

    assert response.status_code == 400
    assert words(response.text, "h1") == ["We could not process your request"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_answered_by_that_page():
    offer()
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/apply/lost-link/", {"email": "somebody@example.org"})

    assert response.status_code == 403
    assert words(response.text, "h1") == ["The form was not sent"]


@pytest.mark.django_db
def test_wagtails_welcome_on_a_site_without_pages_is_a_missing_page(client):
    locale = pages.home_page().locale
    root = Page.get_first_root_node()
    root.get_children().delete()
    root.refresh_from_db()
    welcome = root.add_child(instance=Page(title="Welcome", slug="home", locale=locale))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)

    response = client.get("/en/")

    assert (response.status_code, words(response.text, "h1")) == (404, ["Page not found"])
