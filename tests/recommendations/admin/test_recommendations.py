"""Recommendations are numbered by hand; what contradicts is refused in a sentence."""

import pytest

from recommendations.models import Dependency, RecommendationPage
from tests.editing import create, edit, errors_of, rows
from tests.factories.pages import translate
from tests.factories.people import person_page
from tests.factories.recommendations import (
    addressee,
    authorship,
    book_page,
    dependency,
    recommendation,
    recommendation_set,
)
from tests.worlds import world

pytestmark = pytest.mark.django_db

TAKEN = "This set already has a recommendation with this number. Choose another number."


@world
def canada():
    return recommendation_set()


def numbers():
    return list(RecommendationPage.objects.order_by("number").values_list("number", "slug"))


def enter(staff, parent, **fields):
    fields = {"number": 1, "statement": "Act.", "addressee": addressee().pk, "dependencies": rows()} | fields
    return create(staff, RecommendationPage, parent, **fields)


def test_a_recommendation_gets_its_title_and_address_from_its_number(staff, canada):
    response = enter(staff, canada, number=7, statement="Write procedures.")

    made = RecommendationPage.objects.get()
    assert errors_of(response) == []
    assert (made.title, made.slug, made.live) == ("7. Write procedures.", "7", True)


def test_a_new_recommendation_with_a_number_that_is_taken_is_refused_in_a_sentence(staff, canada):
    recommendation(canada, number=1)

    response = enter(staff, canada, number=1)

    assert errors_of(response) == [TAKEN]
    assert numbers() == [(1, "1")]


def test_changing_to_a_number_that_is_taken_is_refused_in_a_sentence(staff, canada):
    recommendation(canada, number=1)
    second = recommendation(canada, number=2)

    response = edit(staff, second, number=1)

    assert errors_of(response) == [TAKEN]
    assert numbers() == [(1, "1"), (2, "2")]


def test_two_sets_can_use_the_same_number(staff, canada):
    recommendation(canada, number=1)

    response = enter(staff, recommendation_set(title="To others", slug="others"), number=1)

    assert errors_of(response) == []
    assert numbers() == [(1, "1"), (1, "1")]


@pytest.mark.parametrize("number", ["0", "-1", "", "x", "99999"])
def test_what_is_no_number_is_refused(staff, canada, number):
    response = enter(staff, canada, number=number)

    assert list(response.context["form"].errors) == ["number"]
    assert numbers() == []


def test_a_dependency_is_entered(staff, canada):
    first, second = (recommendation(canada, number=number) for number in (1, 2))

    response = edit(staff, second, dependencies=rows({"needs": first.pk}))

    assert errors_of(response) == []
    assert list(Dependency.objects.values_list("recommendation", "needs")) == [(second.pk, first.pk)]


def test_a_recommendation_cannot_depend_on_itself(staff, canada):
    only = recommendation(canada)

    response = edit(staff, only, dependencies=rows({"needs": only.pk}))

    assert errors_of(response) == ["A recommendation cannot depend on itself."]


def test_a_circle_of_dependencies_is_refused_in_a_sentence(staff, canada):
    first, second, third = (recommendation(canada, number=number) for number in (1, 2, 3))
    dependency(second, first)
    dependency(third, second)

    response = edit(staff, first, dependencies=rows({"needs": third.pk}))

    assert errors_of(response) == [
        "That recommendation already depends on this one, directly or through others. Remove one of the two."
    ]
    assert Dependency.objects.count() == 2


def test_a_french_recommendation_cannot_be_chosen(staff, canada):
    first, second = (recommendation(canada, number=number) for number in (1, 2))

    french = translate(first)

    response = edit(staff, second, dependencies=rows({"needs": french.pk}))

    assert errors_of(response) == [f"Choose the English page of “{french.title}”. The French page will follow."]


def test_a_recommendation_is_not_copied_and_the_reason_is_said(staff, canada):
    first = recommendation(canada, number=1)
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": canada.pk, "publish_copies": ""}

    response = staff.post(f"/admin/pages/{first.pk}/copy/", form, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "A recommendation cannot be copied, because its number is its address. Add a new one instead."
    ]
    assert numbers() == [(1, "1")]


def test_two_authors_can_change_places(staff):
    book, stein, neve = book_page(), person_page(), person_page(given_names="Alex", surname="Neve")
    first, second = authorship(book, stein, sort_order=0), authorship(book, neve, sort_order=1)

    response = edit(
        staff,
        book,
        authorships=rows(
            {"id": first.pk, "person": neve.pk, "ORDER": "1"}, {"id": second.pk, "person": stein.pk, "ORDER": "2"}
        ),
    )

    assert errors_of(response) == []
    assert [author.surname for author in book.authors] == ["Neve", "Stein"]


def test_a_person_who_wrote_the_book_cannot_be_deleted(staff):
    stein = person_page()
    authorship(book_page(), stein)

    response = staff.post(f"/admin/pages/{stein.pk}/delete/", {"next": ""})

    assert response.status_code in (200, 302)
    assert type(stein).objects.filter(pk=stein.pk).exists()
