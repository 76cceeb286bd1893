"""Nobody takes a home page away by accident: it is the front of the whole site, one button from every list."""

import pytest
from django.contrib.messages import get_messages
from wagtail.models import Page

from migs_site.models import HomePage
from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.factories.pages import home_page, standard_page, translate
from tests.migs_site.editorial.making_forms import PUBLISH, page_form

pytestmark = pytest.mark.django_db

BULK = "/admin/bulk/wagtailcore/page/"
EMPTY = dict.fromkeys(["purposes-count", "dates-count", "body-count"], "0")


def said(response) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


@pytest.fixture
def homes():
    english = home_page()
    return english, translate(english)


@pytest.fixture
def administrator():
    """Whom no permission keeps from it."""
    return signed_in(superuser())


def refusal(page: Page) -> list[str]:
    return [f"“{page.title}” is a home page: it cannot be unpublished or deleted."]


@pytest.mark.parametrize("language", [0, 1], ids=["en", "fr"])
@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_the_form_of_one_home_page_says_that_it_stays(administrator, homes, language, action):
    page = homes[language]

    response = administrator.post(f"/admin/pages/{page.pk}/{action}/", {"with_translations": "on"})

    assert (response.status_code, said(response)) == (302, refusal(page))
    assert HomePage.objects.live().filter(depth=2).count() == 2


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_a_home_page_that_was_ticked_keeps_the_others_too(administrator, homes, action):
    english, other = homes[0], standard_page(parent=homes[0])
    sent = {"with_translations": "on", "next": "/admin/"}

    response = administrator.post(f"{BULK}{action}/?id={other.pk}&id={english.pk}", sent)

    assert said(response) == refusal(english)
    assert Page.objects.live().filter(pk__in=[english.pk, other.pk, homes[1].pk], depth__lte=3).count() == 3


def test_a_home_page_never_ends_by_its_schedule(administrator, homes):
    address = f"/admin/pages/{homes[0].pk}/edit/"

    form = page_form(administrator, address, expire_at="2030-01-01 12:00")
    response = administrator.post(address, form | EMPTY | PUBLISH)

    assert "A home page stays public: leave this empty." in response.text
    homes[0].refresh_from_db()
    assert homes[0].expire_at is None


def test_other_pages_are_taken_down_as_before(administrator, homes):
    page = standard_page(parent=homes[0])

    administrator.post(f"/admin/pages/{page.pk}/unpublish/")

    page.refresh_from_db()
    assert page.live is False
