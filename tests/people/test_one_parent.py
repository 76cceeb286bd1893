"""A new page is not asked for its place where only one is possible, and an index page is made once."""

import pytest
from django.urls import reverse

from people.models import PeopleIndexPage
from recommendations.models import RecommendationIndexPage
from tests.factories.pages import home_page, translate
from tests.factories.people import people_index
from tests.factories.recommendations import recommendation_index, recommendation_set

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("listing", "parent", "kind"),
    [
        ("people", people_index, "people/personpage"),
        ("people_groups", people_index, "people/grouppage"),
        ("recommendations", recommendation_set, "recommendations/recommendationpage"),
    ],
)
def test_the_only_parent_in_english_is_taken(staff, listing, parent, kind):
    below = parent()
    translate(below)

    response = staff.get(reverse(f"{listing}:choose_parent"))

    assert (response.status_code, response.get("Location")) == (302, f"/admin/pages/add/{kind}/{below.pk}/")


def test_staff_choose_where_there_are_several(staff):
    recommendation_set()
    recommendation_set(title="To Chad", slug="chad")

    assert staff.get(reverse("recommendations:choose_parent")).status_code == 200


@pytest.mark.parametrize(
    ("make", "kind"), [(people_index, PeopleIndexPage), (recommendation_index, RecommendationIndexPage)]
)
def test_an_index_is_made_once_in_each_language(make, kind):
    french = translate(make())

    assert not kind.can_create_at(home_page())
    assert not kind.can_create_at(french.get_parent())
    french.delete()
    assert kind.can_create_at(home_page().get_translation(french.locale))
