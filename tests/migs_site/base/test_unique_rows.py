"""What stands twice in one list of a form is refused beside the second row, in a sentence of our own."""

import pytest
from wagtail.models import Page

from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import project_page
from tests.factories.people import group_page, organization, person_page
from tests.factories.recommendations import book_page, recommendation, recommendation_set

pytestmark = pytest.mark.django_db


def book():
    return book_page(), "authorships", "person", person_page()


def canada():
    return recommendation_set(), "backings", "group", group_page()


def project():
    return project_page(), "funders", "organization", organization()


def second_recommendation():
    above = recommendation_set()
    return recommendation(above, number=2), "dependencies", "needs", recommendation(above, number=1)


REFUSED = {
    book: "This person is already in the list of authors.",
    canada: "This group is already in the list.",
    project: "This funder is already in the list.",
    second_recommendation: "This recommendation is already in the list.",
}


def enter(page: Page, rows_in: str, field: str, *chosen) -> list[str]:
    numbered = [{field: one.pk, "ORDER": str(place)} for place, one in enumerate(chosen, 1)]
    return errors_of(edit(signed_in(editor()), page, **{rows_in: rows(*numbered)}))


@pytest.mark.parametrize("make", REFUSED)
def test_what_stands_twice_in_a_list_is_refused_in_one_sentence(make):
    page, rows_in, field, one = make()

    assert enter(page, rows_in, field, one, one) == [REFUSED[make]]
    assert getattr(type(page).objects.get(pk=page.pk), rows_in).count() == 0


@pytest.mark.parametrize("make", REFUSED)
def test_what_stands_once_is_stored(make):
    page, rows_in, field, one = make()

    assert enter(page, rows_in, field, one) == []
    assert getattr(type(page).objects.get(pk=page.pk), rows_in).count() == 1
