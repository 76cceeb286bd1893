"""The page of all people: by surname, narrowed by what stands in the address, with letters to jump to."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models.memberships import GroupSize
from tests.factories.pages import contact_details, translate
from tests.factories.people import group_page, membership, people_index, person_page
from tests.worlds import world

pytestmark = pytest.mark.django_db


def named(*names: str):
    return [person_page(given_names="A", surname=name) for name in names]


def listed(query: str = "", page=None):
    response = Client().get(f"{(page or people_index()).url}{query}")
    assert response.status_code == 200
    return [entry.person.surname for entry in response.context["entries"]]


@world
def committee():
    """One serves on it, one did, and a third serves elsewhere."""
    group, other = group_page(title="Committee", slug="committee"), group_page(title="Team", slug="team")
    stein, mendez, neve, _alone = named("Stein", "Méndez", "Neve", "Alone")
    membership(group, stein)
    membership(group, mendez, ends_on="2012")
    membership(other, neve)
    return group


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", ["Alone", "Méndez", "Neve", "Stein"]),
        ("?who=current", ["Neve", "Stein"]),
        ("?who=former", ["Méndez"]),
        ("?group=committee", ["Méndez", "Stein"]),
        ("?group=committee&who=current", ["Stein"]),
        ("?group=committee&who=former", ["Méndez"]),
        ("?group=team&who=former", []),
        ("?group=none&who=%00", ["Alone", "Méndez", "Neve", "Stein"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_asks(committee, query, people):
    assert listed(query) == people


@pytest.mark.parametrize(
    ("query", "title", "status"),
    [
        ("", "People", []),
        ("?who=current", "People: Members, as last confirmed (2 of 4 people)", ["2 of 4 people"]),
        ("?group=committee&who=former", "People: Committee, Former members (1 of 4 people)", ["1 of 4 people"]),
        ("?group=team&who=former", "People: Team, Former members (0 of 4 people)", ["0 of 4 people"]),
        ("?group=none", "People", []),
    ],
)
def test_title_and_status_say_what_was_chosen_and_how_many_were_found(committee, query, title, status):
    page = BeautifulSoup(Client().get(f"{people_index().url}{query}").content, "html.parser")

    assert " ".join(page.title.get_text().split()) == title
    assert [tag.get_text() for tag in page.select("[role=status]")] == status


def test_an_answer_that_is_in_no_list_is_said_in_a_sentence(committee):
    page = Client().get(f"{people_index().url}?group=none&who=x").content.decode()

    assert "Select a group from the list." in page
    assert "Select one of these options." in page


def test_each_person_stands_with_their_groups_of_today_or_else_those_they_left(committee):
    page = Client().get(people_index().url)

    assert [(entry.person.surname, entry.role) for entry in page.context["entries"]] == [
        ("Alone", ""),
        ("Méndez", "Formerly Committee"),
        ("Neve", "Team"),
        ("Stein", "Committee"),
    ]


def test_letters_lead_to_where_they_begin_on_whichever_page(monkeypatch):
    monkeypatch.setattr("people.models.people_index.PEOPLE_ON_A_PAGE", 2)
    named("Stein", "Méndez", "Neve", "Mendoza")

    page = Client().get(f"{people_index().url}?page=2")

    assert [tuple(letter) for letter in page.context["letters"]] == [
        ("M", 1, "letter-m"),
        ("N", 2, "letter-n"),
        ("S", 2, "letter-s"),
    ]
    shown = page.content.decode()
    assert ('href="?page=1#letter-m"' in shown, 'href="#letter-n"' in shown) == (True, True)
    assert ('id="letter-n"' in shown, 'id="letter-s"' in shown) == (True, True)
    assert listed("?page=2") == ["Neve", "Stein"]
    assert listed("?page=1") == ["Méndez", "Mendoza"]


def test_turning_the_page_keeps_the_filter(monkeypatch, committee):
    monkeypatch.setattr("people.models.people_index.PEOPLE_ON_A_PAGE", 1)

    shown = Client().get(f"{people_index().url}?group=committee").content.decode()

    assert 'href="?group=committee&amp;page=2#everybody"' in shown


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "4 people"),
        ("?who=former", "1 of 4 people"),
        ("?group=team&who=former", "0 of 4 people"),
        ("?who=x", "4 people"),
    ],
)
def test_the_heading_says_how_many_of_all_are_shown_and_the_answer_begins_there(committee, query, words):
    page = BeautifulSoup(Client().get(f"{people_index().url}{query}").content, "html.parser")

    assert " ".join(page.find(id="everybody").get_text().split()) == words
    assert page.select_one("form.filter-form")["action"] == "#everybody"


def test_a_question_means_the_same_in_french_where_the_group_has_another_address(committee):
    french = translate(committee, {"committee": "comite"})
    address = translate(people_index()).url

    page = Client().get(f"{address}?group=committee")

    assert french.slug == "comite"
    assert [entry.person.surname for entry in page.context["entries"]] == ["Méndez", "Stein"]
    assert page.context["form"].errors == {}


def test_the_french_page_lists_the_same_people_on_their_french_pages(committee):
    stein = next(page for page in people_index().get_children().specific() if page.title == "A Stein")
    translate(stein)

    page = Client().get(translate(people_index()).url)

    assert [(entry.person.surname, entry.person.locale.language_code) for entry in page.context["entries"]] == [
        ("Alone", "en"),
        ("Méndez", "en"),
        ("Neve", "en"),
        ("Stein", "fr"),
    ]


def test_many_groups_have_pages(monkeypatch):
    monkeypatch.setattr("people.models.people_index.GROUPS_ON_A_PAGE", 1)
    for title in ("First", "Second"):
        group_page(title=title)

    page = Client().get(f"{people_index().url}?groups=2")

    assert [(group.title, size) for group, size in page.context["groups"]] == [("Second", GroupSize())]
    assert 'href="?groups=1#groups"' in page.content.decode()


def test_a_family_name_that_comes_first_stands_first_for_everybody():
    person_page(given_names="Ming", surname="Wang", family_name_first=True)
    person_page(given_names="Ann", surname="Wood")

    page = BeautifulSoup(Client().get(people_index().url).content, "html.parser")

    assert [" ".join(name.get_text().split()) for name in page.select(".directory__name")] == ["Wang Ming", "Ann Wood"]


@pytest.mark.django_db(transaction=True)
def test_the_letters_of_a_list_of_people_are_counted_once_for_all_its_pages_and_both_languages(client):
    people = people_index()
    groups = [group_page(people, title=title, slug=title.lower()) for title in ("Board", "Team")]
    for number in range(41):
        membership(
            groups[number % 2], person_page(people, given_names="A", surname=f"Adam{number}", slug=f"adam-{number}")
        )
    counted = []
    contact_details()

    def counts(address) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return sum('LEFT("people_personpage"."sort_key"' in query["sql"] for query in asked.captured_queries)

    for question in ("", "?page=2", "?who=current", "?who=current&page=2", "?group=board", "?group=team"):
        counted.append(counts(f"/en/people/{question}"))
    person_page(people, given_names="A", surname="Baril", slug="baril")
    counted.append(counts("/en/people/?page=2"))

    assert counted == [1, 0, 1, 0, 1, 1, 1]
