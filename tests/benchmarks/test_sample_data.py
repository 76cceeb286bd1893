"""Filling a site on a laptop with very many people, recommendations and books."""

import pytest
from django.test import Client

from benchmarks import sample_data
from benchmarks.bulk_data import add_bulk_data
from migs_site.link_checker.models import OutsideLink
from people.models import GroupPage, Membership, PersonPage
from recommendations.isbn import isbn13
from recommendations.models import (
    BookPage,
    BookSeller,
    Edition,
    ProgressEntry,
    RecommendationPage,
    RecommendationSetPage,
)
from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    made = people.people_index()
    pages.translate(made)
    return made


def names():
    return list(PersonPage.objects.filter(locale=pages.english()).order_by("path").values_list("title", flat=True))


def test_people_stand_in_both_languages_and_can_be_visited(index):
    add_bulk_data(seed=1, people=20, groups=3, memberships=40)

    assert (PersonPage.objects.count(), GroupPage.objects.count(), Membership.objects.count()) == (40, 6, 40)
    for page in [*PersonPage.objects.all()[:2], *GroupPage.objects.all()[:2], *PersonPage.objects.reverse()[:2]]:
        assert Client().get(page.url).status_code == 200
    assert type(index).find_problems() == ([], [], [], [], [])


def test_the_same_seed_makes_the_same_people_and_another_seed_others(index):
    add_bulk_data(seed=1, people=3, groups=1, memberships=3)
    first = names()
    add_bulk_data(seed=1, people=3, groups=1, memberships=3)
    add_bulk_data(seed=2, people=3, groups=1, memberships=3)

    assert names()[3:6] == first
    assert set(names()[6:]) & set(first) == set()


def test_recommendations_stand_in_sets_with_their_progress(index):
    recommendations.addressee()
    pages.translate(recommendations.recommendation_index())

    add_bulk_data(seed=1, people=1, groups=1, memberships=1, recommendations=150, entries=300)

    made = RecommendationPage.objects.filter(locale=pages.english())
    assert (made.count(), ProgressEntry.objects.count()) == (150, 300)
    assert sorted(page.get_children().count() for page in RecommendationSetPage.objects.all()) == [50, 50, 100, 100]
    assert Client().get(made.first().url).status_code == 200


def test_books_are_sold_and_links_have_been_looked_at(index):
    add_bulk_data(seed=1, organizations=4, editions=6)

    assert (BookPage.objects.count(), Edition.objects.count(), BookSeller.objects.count()) == (4, 6, 18)
    assert [isbn13(edition.isbn) for edition in Edition.objects.all()] == [e.isbn for e in Edition.objects.all()]
    assert (OutsideLink.objects.count(), OutsideLink.objects.broken().count()) == (22, 3)
    assert Client().get(BookPage.objects.last().url).status_code == 200


def test_everything_else_is_in_proportion_to_the_people_and_an_edition_finds_its_sellers():
    assert sample_data.in_proportion(10_000) == {
        "people": 10_000,
        "groups": 300,
        "memberships": 60_000,
        "recommendations": 2_000,
        "entries": 20_000,
        "organizations": 1_000,
        "editions": 1_000,
    }
    assert sample_data.in_proportion(20) == {
        "people": 20,
        "groups": 1,
        "memberships": 20,
        "recommendations": 4,
        "entries": 40,
        "organizations": 3,
        "editions": 2,
    }


def test_a_server_is_left_alone(monkeypatch):
    monkeypatch.setenv("BASE_URL", "https://www.example.org")

    with pytest.raises(SystemExit, match="nothing was made"):
        sample_data.main(["10"])
