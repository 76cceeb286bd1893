"""What holds the memory of the institute is not deleted, whether alone, with what stands above it, or with others."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page

from people.models import Membership
from tests.editing import signed_in
from tests.factories.accounts import editor, superuser
from tests.factories.pages import standard_page, translate
from tests.factories.people import group_page, membership, person_page
from tests.factories.recommendations import recommendation, recommendation_set
from tests.people.merging import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    """Somebody who may delete what has pages below it, which editors may not."""
    return signed_in(superuser())


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def delete(client, page) -> list[str]:
    return said(client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])))


def delete_many(client, *rows) -> list[str]:
    """Tick rows in a list, press “Delete”, and confirm it."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    chosen = "&".join(f"id={row.pk}" for row in rows)
    return said(client.post(f"{address}?{chosen}&next=/admin/"))


def board() -> Page:
    group = group_page(title="Board")
    for name in ("Baril", "Neve"):
        membership(group, person_page(surname=name))
    return group


def merged() -> Page:
    kept, other = (person_page(given_names="Juan", surname=surname) for surname in ("Méndez", "Mendez"))
    merge(signed_in(editor()), other, kept)
    return Page.objects.get(pk=other.pk)


def cited() -> Page:
    return recommendation(recommendation_set(), number=6, statement="Create an office.")


def cited_below_a_set() -> Page:
    return cited().get_parent()


def cited_in_french() -> Page:
    return translate(cited(), {"Create an office.": "Créer un bureau."})


OF_GROUPS = (
    "Not deleted: 2 memberships in Board would be lost, and with them the record of who served when. Unpublish the "
    "page instead, or remove its members first."
)
OF_MERGED = "Not deleted: Juan Mendez was merged into Juan Méndez and is kept so that its old addresses lead there."
OF_CITED = (
    "Not deleted: “6. {}” has been published and may be cited by its number. Unpublish it instead; its number, its "
    "corrections and its address are kept."
)
KEPT = [
    (board, OF_GROUPS),
    (merged, OF_MERGED),
    (cited, OF_CITED.format("Create an office.")),
    (cited_below_a_set, OF_CITED.format("Create an office.")),
    (cited_in_french, OF_CITED.format("Créer un bureau.")),
]


@pytest.mark.parametrize("press", [delete, delete_many])
@pytest.mark.parametrize(("make", "sentence"), KEPT)
def test_what_is_kept_is_not_deleted_and_the_reason_is_said(staff, make, sentence, press):
    page = make()
    before = (Page.objects.count(), Membership.objects.count())

    assert press(staff, page) == [sentence]
    assert (Page.objects.count(), Membership.objects.count()) == before


def test_one_that_is_kept_keeps_those_that_were_ticked_with_it(staff):
    plain, group = standard_page(), board()

    assert delete_many(staff, plain, group) == [OF_GROUPS]
    assert Page.objects.filter(pk__in=[plain.pk, group.pk]).count() == 2


@pytest.mark.parametrize("press", [delete, delete_many])
@pytest.mark.parametrize("make", [group_page, standard_page, lambda: recommendation(recommendation_set(), live=False)])
def test_what_nobody_needs_is_deleted(staff, make, press):
    page = make()

    press(staff, page)

    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("action", ["delete", "unpublish", "convert_alias", "create_alias", "move", "copy"])
def test_the_programming_interface_of_the_admin_passes_by_no_form(staff, action):
    group = board()

    response = staff.post(f"/admin/api/main/pages/{group.pk}/action/{action}/", headers={"accept": "application/json"})

    assert (response.status_code, Membership.objects.count()) == (404, 2)
    assert staff.get(f"/admin/api/main/pages/{group.pk}/").status_code == 200
