"""The ways through the site that every page shows: where it is, where to read on, and all parts in the foot."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from migs_site.web.navigation import pages_around
from migs_site.web.site_facts import site_facts
from tests.editing import edit, errors_of, signed_in
from tests.factories import donations, internships, pages, people, recommendations
from tests.factories.accounts import editor
from tests.internships.forms import new_form

pytestmark = pytest.mark.django_db


def soup_of(address: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get(address).content, "html.parser")


def way(address: str) -> list[tuple[str, str, str | None]]:
    """The steps that a page shows: words, address, aria-current."""
    return [(a.get_text(), a["href"], a.get("aria-current")) for a in soup_of(address).select(".breadcrumb a")]


def on(page) -> tuple[str, str] | None:
    """Where a page says to read on."""
    link = soup_of(page.url).select_one(".next__title a")
    return link and (link.get_text(), link["href"])


def foot(page) -> list[tuple[str, str]]:
    return [(a.get_text(" ", strip=True), a["href"]) for a in soup_of(page.url).select(".colophon__pages a")]


def in_menu(page):
    page.show_in_menus = True
    page.save_revision().publish()
    return page


# Where you are


def test_a_page_that_no_tab_marks_shows_the_way_to_it():
    project = pages.project_page()
    person = people.person_page()

    assert way(project.url) == [("Home", "/en/", None), ("Will to Intervene", project.url, "page")]
    assert way(person.url) == [
        ("Home", "/en/", None),
        ("People", "/en/people/", None),
        (person.title, person.url, "page"),
    ]


def test_in_french_the_way_is_french():
    french = pages.translate(people.person_page())

    assert [(words, current) for words, _address, current in way(french.url)] == [
        ("Accueil", None),
        ("[fr] People", None),
        (french.title, "page"),
    ]


def test_the_home_page_and_a_page_of_the_menu_show_no_way():
    page = in_menu(pages.standard_page())

    assert [way(page.url), way("/en/")] == [[], []]
    assert soup_of(page.url).select_one(".menu [aria-current=page]").get_text() == "About us"


def test_a_step_that_is_not_on_the_site_is_left_out():
    person = people.person_page()
    people.people_index().unpublish()

    assert way(person.url) == [("Home", "/en/", None), (person.title, person.url, "page")]


def test_a_list_below_a_page_leads_back_to_the_page():
    progress = in_menu(recommendations.progress_page())
    to = recommendations.recommendation(recommendations.recommendation_set()).addressee

    [*_, last] = way(f"{progress.url}addressees/{to.slug}/")

    assert last == (progress.title, progress.url, None)


def test_the_form_belongs_to_the_page_of_the_offer():
    offer = in_menu(internships.offer())

    form = new_form()
    assert way(form) == [("Home", "/en/", None), (offer.title, offer.url, None)]
    assert soup_of(form).select_one(".menu [aria-current=true]").get_text() == offer.title


# Where to read on


def test_without_a_choice_readers_go_on_to_the_next_page_and_from_the_last_to_the_first():
    first, second, third = (pages.standard_page(title=f"Part {n}") for n in (1, 2, 3))
    second.unpublish()

    assert on(first) == ("Part 3", third.url)
    assert on(third) == ("Part 1", first.url)


def test_from_the_last_page_of_a_part_they_go_back_to_the_page_above():
    parent = pages.standard_page(title="Part")
    child = pages.standard_page(parent, title="Detail")

    assert on(child) == ("Part", parent.url)


def test_the_home_page_names_none_unless_staff_choose_one():
    home, page = pages.home_page(), pages.standard_page()
    assert on(home) is None

    home.next_page = page
    home.save_revision().publish()

    assert on(home) == ("About us", page.url)


def test_from_a_person_they_go_on_to_all_people_and_from_a_recommendation_to_progress():
    person = people.person_page()
    people.person_page(given_names="A.", surname="Zed")
    progress = recommendations.progress_page()
    made = recommendations.recommendation_set()
    first, _second = (recommendations.recommendation(made, number=number) for number in (1, 2))

    assert on(person) == ("People", "/en/people/")
    assert on(first) == (progress.title, progress.url)


def test_an_editor_chooses_the_next_page_for_both_languages():
    wanted, other = pages.standard_page(title="Wanted", slug="wanted"), pages.standard_page(title="Other")
    in_french = pages.translate(wanted, {"wanted": "voulue"})
    page = pages.standard_page(title="Here", next_page=wanted)
    french = pages.translate(page)

    assert on(page) == ("Wanted", "/en/wanted/")
    assert on(french) == ("[fr] Wanted", in_french.url)

    response = edit(signed_in(editor()), page, next_page=other.pk)
    assert errors_of(response) == []
    assert on(page) == ("Other", other.url)


def test_a_chosen_page_that_is_in_the_other_language_only_says_so():
    wanted = pages.standard_page(title="Wanted", slug="wanted")
    french = pages.translate(pages.standard_page(title="Here", next_page=wanted))

    link = soup_of(french.url).select_one(".next__title a")

    assert (link["href"], link["hreflang"], link.find_parent(lang=True)["lang"]) == ("/en/wanted/", "en", "en")


@pytest.mark.parametrize("lost", ["unpublish", "delete"])
def test_a_chosen_page_that_has_gone_gives_way_to_the_next(lost):
    wanted, page, after = (pages.standard_page(title=title) for title in ("Wanted", "Here", "After"))
    page.next_page = wanted
    page.save_revision().publish()
    assert on(page) == ("Wanted", wanted.url)

    getattr(wanted, lost)()

    assert on(page) == ("After", after.url)


def test_a_page_that_is_its_own_next_one_goes_on_all_the_same():
    page, after = pages.standard_page(title="Here"), pages.standard_page(title="After")
    page.next_page = page
    page.save_revision().publish()

    assert on(page) == ("After", after.url)
    in_french = pages.translate(after)
    assert on(pages.translate(page)) == ("[fr] After", in_french.url)


# The foot


def test_the_foot_names_every_page_of_the_first_level_and_deeper_ones_of_the_menu():
    in_menu(pages.standard_page())
    project = pages.project_page()
    pages.standard_page(title="Draft", live=False)
    index = recommendations.recommendation_index()
    progress = in_menu(recommendations.progress_page())

    assert foot(project) == [
        ("About us", "/en/about-us/"),
        ("Will to Intervene", project.url),
        (index.title, index.url),
        (progress.title, progress.url),
        (f"{progress.title}: Atom feed", f"{progress.url}changes/"),
    ]
    assert Client().get(f"{progress.url}changes/").status_code == 200


def test_the_foot_says_how_to_reach_the_institute_unless_the_page_has_just_said_it():
    pages.contact_details()
    contact, page, donate = pages.contact_page(), pages.standard_page(), donations.donate_page()
    with_a_button = donations.donation_target(slug="other", address_en="https://give.example.org/")

    assert [times(each, "514 555-0100") for each in (page, contact, donate)] == [1, 1, 1]

    donate.target = with_a_button
    donate.save_revision().publish()
    assert times(donate, "514 555-0100") == 1
    assert soup_of(donate.url).select_one(".colophon__reach") is not None


def test_donors_who_find_no_button_find_the_telephone_and_the_postal_address():
    pages.contact_details()
    soup = soup_of(donations.donate_page().url)

    assert [soup.main.select_one(name) is not None for name in ("a[href^=tel]", "address")] == [True, True]
    assert "1 Test Street" in soup.main.address.get_text()


def times(page, words: str) -> int:
    return soup_of(page.url).body.get_text().count(words)


def test_no_page_leads_to_the_site_itself_as_a_website():
    pages.contact_details()

    soup = soup_of(pages.contact_page().url)

    assert [a["href"] for a in soup.select("a") if a["href"].startswith("https://migs.example.org")] == []
    assert [
        tag.find_parent(class_="contact-channels__website") is not None
        for tag in soup.find_all(string="migs.example.org")
    ] == [True]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ways_are_found_without_reading_every_page(language):
    """PostgreSQL reads a small table as a whole because that is cheap; here it does so only where no index leads."""
    english = pages.standard_page(pages.standard_page(), title="Below", slug="below", show_in_menus=True)
    here = {"en": english, "fr": pages.translate(english)}[language]
    facts = site_facts(None)

    with override(language), CaptureQueriesContext(connection) as asked:
        found = pages_around(here, facts)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = [line for (line,) in cursor.fetchall()]

    assert here.pk in [page.pk for page in found if page.is_listed]
    assert any("migs_site_pages_in_menus" in line for line in plan)
