"""Somebody deletes a page at the moment at which somebody else does something with it."""

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page

from tests.factories.pages import standard_page
from tests.migs_site.editorial.making_forms import PUBLISH, page_form, said
from tests.waiting import begin_beside

pytestmark = pytest.mark.django_db(transaction=True)

DELETED = (302, "/admin/pages/", ["Someone else deleted this page at the same time."])
CHANGED = ["Someone else made a change here at the same time. Check it, then save again."]


def told(staff, name: str, page: Page, gone: Page, form: dict, *more: int) -> tuple:
    """What staff are answered whose view has just read a page when another one, or the same, is deleted."""

    def delete(request, *_of_the_hook):
        if request.method == "POST":
            begin_beside(lambda: Page.objects.get(pk=gone.pk).delete()).join()

    with hooks.register_temporarily(f"before_{name}_page", delete):
        view = "move_confirm" if name == "move" else name
        response = staff.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *more]), form)
    return response.status_code, response["Location"], said(response)


@pytest.mark.parametrize("form", [{}, PUBLISH, {"action-submit": "action-submit"}], ids=["draft", "publish", "submit"])
def test_a_page_that_is_deleted_while_it_is_saved_stays_deleted(staff, form):
    page = standard_page(slug="here")
    filled = page_form(staff, reverse("wagtailadmin_pages:edit", args=[page.pk]), title="New")

    assert told(staff, "edit", page, page, filled | form) == DELETED
    assert not Page.objects.filter(slug="here").exists()


@pytest.mark.parametrize("name", ["delete", "unpublish"])
def test_a_page_that_two_delete_or_withdraw_is_gone(staff, name):
    page = standard_page(slug="here")

    assert told(staff, name, page, page, {}) == DELETED


def test_a_page_that_is_deleted_while_it_is_moved_is_gone(staff):
    page, target = standard_page(slug="here"), standard_page(slug="there")

    assert told(staff, "move", page, page, {}, target.pk) == DELETED


def test_a_page_that_is_made_below_one_that_is_deleted_meanwhile_is_not_made(staff):
    parent = standard_page(slug="here")
    address = reverse("wagtailadmin_pages:add", args=["migs_site", "standardpage", parent.pk])
    form = page_form(staff, address, title="Child", slug="child")

    def delete(*_of_the_hook):
        begin_beside(lambda: Page.objects.get(pk=parent.pk).delete()).join()

    with hooks.register_temporarily("before_create_page", delete):
        response = staff.post(address, form)

    assert (response.status_code, response["Location"], said(response)) == DELETED
    assert not Page.objects.filter(slug="child").exists()


def test_a_copy_below_a_page_that_is_deleted_meanwhile_is_asked_for_again(staff):
    page, target = standard_page(slug="here"), standard_page(slug="there")
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": target.pk}
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])

    assert told(staff, "copy", page, target, form) == (302, address, CHANGED)
