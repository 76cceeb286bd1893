"""What the home page shows of other pages, and what it leaves out."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db


def home_with_a_team():
    home = pages.home_page()
    home.team_page = people.group_page(title="Team", kind="team")
    people.group_page(title="Committee")
    home.save_revision().publish()
    return home


def headings(client, home) -> list[str]:
    soup = BeautifulSoup(client.get(home.url).content, "html.parser")
    return [heading.get_text(strip=True) for heading in soup.main.select("h2, h3")]


def test_the_groups_stand_under_the_page_that_lists_them(client):
    assert headings(client, home_with_a_team()) == ["Team", "People", "Committee"]


def test_the_groups_are_left_out_while_the_page_that_lists_them_is_not_on_the_site(client):
    home = home_with_a_team()

    people.people_index().unpublish()

    assert headings(client, home) == ["Team"]


def test_words_of_a_book_without_french_are_marked_and_those_of_the_site_are_not(client):
    home = pages.home_page()
    message = {"claim": "A claim.", "explanation": "", "anchor": "claim"}
    home.book_page = recommendations.book_page(summary=[("key_message", message)])
    home.save_revision().publish()
    french = pages.translate(home)

    soup = BeautifulSoup(client.get(french.url).content, "html.parser")

    assert soup.select_one("main .claim").get_text() == "A claim."
    languages = [soup.select_one(f"main {name}").find_parent(lang=True)["lang"] for name in (".claim", ".label")]
    assert [soup.select_one("main .claim").get("lang"), languages[1]] == ["en", "fr-CA"]
