"""The command that fills a site on a laptop with very many people."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from migs_site.link_checker.models import OutsideLink
from migs_site.local.many import make_many
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
    make_many(seed=1, people=20, groups=3, memberships=40)

    assert (PersonPage.objects.count(), GroupPage.objects.count(), Membership.objects.count()) == (40, 6, 40)
    for page in [*PersonPage.objects.all()[:2], *GroupPage.objects.all()[:2], *PersonPage.objects.reverse()[:2]]:
        assert Client().get(page.url).status_code == 200
    assert type(index).find_problems() == ([], [], [], [], [])


def test_the_same_seed_makes_the_same_people_and_another_seed_others(index):
    make_many(seed=1, people=3, groups=1, memberships=3)
    first = names()
    make_many(seed=1, people=3, groups=1, memberships=3)
    make_many(seed=2, people=3, groups=1, memberships=3)

    assert names()[3:6] == first
    assert set(names()[6:]) & set(first) == set()


def test_recommendations_stand_in_sets_with_their_progress(index):
    recommendations.addressee()
    pages.translate(recommendations.recommendation_index())

    make_many(seed=1, people=1, groups=1, memberships=1, recommendations=150, entries=300)

    made = RecommendationPage.objects.filter(locale=pages.english())
    assert (made.count(), ProgressEntry.objects.count()) == (150, 300)
    assert sorted(page.get_children().count() for page in RecommendationSetPage.objects.all()) == [50, 50, 100, 100]
    assert Client().get(made.first().url).status_code == 200


def test_books_are_sold_and_links_have_been_looked_at(index):
    make_many(seed=1, organizations=4, editions=6)

    assert (BookPage.objects.count(), Edition.objects.count(), BookSeller.objects.count()) == (4, 6, 18)
    assert [isbn13(edition.isbn) for edition in Edition.objects.all()] == [e.isbn for e in Edition.objects.all()]
    assert (OutsideLink.objects.count(), OutsideLink.objects.broken().count()) == (22, 3)
    assert Client().get(BookPage.objects.last().url).status_code == 200


def test_a_server_is_left_alone(index, settings):
    settings.IS_HTTPS = True

    with pytest.raises(CommandError, match="nothing was made"):
        call_command("make_many")

    assert PersonPage.objects.count() == 0
