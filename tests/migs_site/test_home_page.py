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
    languages = [soup.select_one(f"main {name}").find_parent(lang=True)["lang"] for name in (".claim", ".type-label")]
    assert [soup.select_one("main .claim").get("lang"), languages[1]] == ["en", "fr-CA"]


def purposes(client, page) -> list[tuple[str, str | None, str | None]]:
    """The link of each purpose, its address and its language where that is another."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    links = [purpose.select_one("a") for purpose in soup.select(".purposes li")]
    return [(link.get_text(), link["href"], link.get("hreflang")) if link else ("", None, None) for link in links]


def test_a_purpose_leads_to_the_page_that_staff_choose_in_the_readers_language(client):
    home = pages.home_page()
    both = pages.standard_page(title="Both", slug="both")
    english, draft = (
        pages.standard_page(title="English", slug="english"),
        pages.standard_page(title="Draft", live=False),
    )
    in_french = pages.translate(both, {"both": "les-deux"})
    home.purposes = [
        ("purpose", {"title": f"Purpose {at}", "text": "Why.", "page": page})
        for at, page in enumerate((both, english, draft, None))
    ]
    home.save_revision().publish()
    french = pages.translate(home)

    nothing = ("", None, None)
    assert purposes(client, home) == [("Both", "/en/both/", None), ("English", "/en/english/", None), nothing, nothing]
    assert purposes(client, french) == [
        (in_french.title, in_french.url, None),
        ("English", "/en/english/", "en"),
        nothing,
        nothing,
    ]


def test_five_recommendations_are_shown_with_the_way_to_all_and_to_their_progress(client):
    home, made = pages.home_page(), recommendations.recommendation_set()
    for number in range(1, 6):
        recommendations.recommendation(made, number=number)
    home.recommendations_page = made
    home.save_revision().publish()
    assert onward(client, home) == (5, [])

    recommendations.recommendation(made, number=6)
    progress = recommendations.progress_page()

    assert onward(client, home) == (
        5,
        [("All 6 of “To Canada”", made.url), ("Progress so far", progress.url)],
    )


def test_the_french_page_leads_to_french_progress_where_the_recommendations_have_no_french(client):
    home, made = pages.home_page(), recommendations.recommendation_set()
    recommendations.recommendation(made, number=1)
    home.recommendations_page = made
    home.save_revision().publish()
    french, progress = pages.translate(home), pages.translate(recommendations.progress_page())

    assert [address for _words, address in onward(client, french)[1]] == [progress.url]


def onward(client, page) -> tuple[int, list[tuple[str, str]]]:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return len(soup.select(".recommendation-list__entry")), [
        (a.get_text(), a["href"]) for a in soup.select(".onward a")
    ]
