"""One menu and one order in both languages: those of the English pages."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from migs_site.editorial.services import bring_translations_up_to_date
from people.models import GroupPage
from recommendations.contributions import contributions
from tests.editing import signed_in
from tests.factories import pages
from tests.factories.accounts import editor
from tests.factories.internships import offer
from tests.factories.people import group_page, people_index, person_page
from tests.factories.recommendations import authorship, book_page, recommendation_index, recommendation_set
from tests.internships.forms import new_form

pytestmark = pytest.mark.django_db


def translated(*made):
    """The French of pages, made in the contrary order."""
    return [pages.translate(page) for page in reversed(made)][::-1]


def menu(address: str) -> list[str]:
    soup = BeautifulSoup(Client().get(address).content, "html.parser")
    return [link.get_text(strip=True).removeprefix("[fr] ") for link in soup.select("#nav li a:not([hreflang])")]


def in_order(address: str, *words: str) -> list[str]:
    """These words as they follow each other on a page."""
    text = Client().get(address).text
    main = text[text.index("<main") :]
    return sorted((word for word in words if word in main), key=main.index)


def test_the_french_menu_is_in_the_english_order_whatever_is_moved():
    one, two = (pages.standard_page(title=title, show_in_menus=True) for title in ("One", "Two"))
    french_one, french_two = translated(one, two)

    made = menu("/en/"), menu("/fr/")
    two.move(one, "left")
    moved = menu("/en/"), menu("/fr/")
    french_one.refresh_from_db()
    french_two.refresh_from_db()
    french_two.move(french_one.get_parent(), "last-child")
    sorted_in_french = menu("/en/"), menu("/fr/")

    assert (made, moved, sorted_in_french) == (
        (["One", "Two"],) * 2,
        (["Two", "One"],) * 2,
        (["Two", "One"],) * 2,
    )


def test_what_is_in_the_menu_is_the_same_in_both_languages():
    shown, hidden = pages.standard_page(title="Shown", show_in_menus=True), pages.standard_page(title="Hidden")
    french_shown, french_hidden = translated(shown, hidden)
    type(shown).objects.filter(pk=french_shown.pk).update(show_in_menus=False)
    type(shown).objects.filter(pk=french_hidden.pk).update(show_in_menus=True)

    assert (menu("/en/"), menu("/fr/")) == (["Shown"], ["Shown"])


def test_a_page_that_is_in_french_alone_has_its_own_place_in_the_menu():
    page = pages.standard_page(title="Gone", show_in_menus=True)
    pages.translate(page)
    page.delete()

    assert menu("/fr/") == ["Gone"]


def test_a_french_page_offers_no_menu_of_its_own():
    page = pages.standard_page(show_in_menus=True)
    pages.translate(page)
    bring_translations_up_to_date(page=page)

    source = TranslationSource.objects.get_for_instance(page)
    paths = source.overridablesegment_set.values_list("context__path", flat=True)
    assert "show_in_menus" not in paths


def test_sets_are_in_one_order():
    index = recommendation_index()
    one, two = (recommendation_set(index, title=title, slug=title.lower()) for title in ("One", "Two"))
    translated(one, two)

    addresses = [page.get_url() for page in (index, index.get_translation(pages.french()))]
    assert [in_order(address, "One", "Two") for address in addresses] == [["One", "Two"]] * 2


def test_groups_are_in_one_order():
    index = people_index()
    one, two = group_page(index, title="One"), group_page(index, title="Two")
    translated(one, two)

    addresses = [page.get_url() for page in (index, index.get_translation(pages.french()))]
    assert [in_order(address, ">One<", ">[fr] One<", ">Two<", ">[fr] Two<") for address in addresses] == [
        [">One<", ">Two<"],
        [">[fr] One<", ">[fr] Two<"],
    ]


def next_title(page) -> str:
    return BeautifulSoup(Client().get(page.url).content, "html.parser").select_one(".next__title a").get_text()


def test_readers_go_on_to_the_same_page_in_both_languages():
    made = [pages.standard_page(title=title) for title in ("One", "Two", "Three")]
    french = translated(*made)

    assert [next_title(page) for page in made] == ["Two", "Three", "One"]
    assert [next_title(page) for page in french] == ["[fr] Two", "[fr] Three", "[fr] One"]


def test_the_groups_beside_one_are_in_one_order():
    made = [group_page(title=title) for title in ("One", "Two", "Three")]
    french = translated(*made)

    found = [
        [group.title for group, _size in GroupPage.teasers().get(pk=page.pk).neighbours]
        for page in (made[0], french[0])
    ]

    assert found == [["Two", "Three"], ["[fr] Two", "[fr] Three"]]


def test_books_that_are_public_in_french_alone_keep_the_order_of_their_english_pages():
    person, books = person_page(), [book_page(title=title, slug=title.lower()) for title in ("One", "Two")]
    for book in books:
        authorship(book, person)
    translated(*books)
    for book in books:
        book.unpublish()

    written, _sets = contributions(pages.translate(person))

    assert [book.title for book in written] == ["[fr] One", "[fr] Two"]


def test_projects_are_offered_to_applicants_in_one_order():
    pages.translate(offer())
    one, two = (pages.project_page(title=title, acronym="", takes_interns=True) for title in ("One", "Two"))
    translated(one, two)

    assert [in_order(address, "One", "Two") for address in (new_form("en"), new_form("fr"))] == [["One", "Two"]] * 2


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Both languages follow the order of the English pages. Sort those instead."),
        (
            "fr",
            "Les deux langues suivent l’ordre des pages anglaises. Triez plutôt celles-ci.",
        ),
    ],
)
def test_sorting_french_pages_says_whose_order_counts(language, said):
    staff = editor()
    UserProfile.objects.create(user=staff, preferred_language=language)
    home = pages.home_page()

    answers = [
        signed_in(staff).get(f"/admin/pages/{page.pk}/?ordering=ord")
        for page in (home, home.get_translation(pages.french()))
    ]

    assert [[str(message) for message in get_messages(answer.wsgi_request)] for answer in answers] == [[], [said]]
