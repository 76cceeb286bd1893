"""What can be done with a page or a record beside saving it: taking it off the site stands last."""

import pytest
from django.urls import reverse

from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.factories.pages import home_page, standard_page
from tests.factories.recommendations import progress_entry, recommendation, recommendation_set

pytestmark = pytest.mark.django_db


def actions(address: str) -> list[str]:
    """The names of what the menu offers below its button, in their order."""
    page = signed_in(superuser()).get(address)
    assert page.status_code == 200
    return [item.name for item in page.context["action_menu"].menu_items]


@pytest.mark.parametrize("make", [standard_page, home_page])
def test_the_menu_of_a_live_page_ends_with_unpublish(make):
    found = actions(reverse("wagtailadmin_pages:edit", args=[make().pk]))

    assert found == ["action-publish", "action-unpublish"]


def test_the_menu_of_a_live_record_ends_with_unpublish():
    entry = progress_entry(recommendation(recommendation_set()))

    found = actions(reverse("wagtailsnippets_recommendations_progressentry:edit", args=[entry.pk]))

    assert (found[0], found[-1]) == ("action-publish", "action-unpublish")


def test_a_draft_has_nothing_to_unpublish():
    assert "action-unpublish" not in actions(reverse("wagtailadmin_pages:edit", args=[standard_page(live=False).pk]))
