"""When an English page stops being public its French goes along, unless staff say no: each way in which a page goes."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail.signals import page_unpublished

from migs_site.tasks import follow_schedule
from tests.editing import signed_in
from tests.factories import pages
from tests.factories.accounts import superuser, user
from tests.factories.pages import pair

pytestmark = pytest.mark.django_db

BULK = "/admin/bulk/wagtailcore/page/"


def live() -> list[str]:
    return sorted(Page.objects.live().filter(depth__gt=2).values_list("title", flat=True))


def said(response) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def form_of(response) -> dict[str, bool]:
    """The boxes of a form, and whether they are ticked."""
    boxes = BeautifulSoup(response.content, "html.parser").select("form input[type=checkbox]")
    return {box["name"]: box.has_attr("checked") for box in boxes}


def unpublish(client, page, **sent):
    return client.post(f"/admin/pages/{page.pk}/unpublish/", sent)


def test_the_form_offers_to_take_the_french_along_and_does(staff):
    page, _french = pair()

    offered = form_of(staff.get(f"/admin/pages/{page.pk}/unpublish/"))
    unpublish(staff, page, with_translations="on")

    assert (offered, live()) == ({"with_translations": True}, [])


def test_staff_may_leave_the_french_public(staff):
    page, _french = pair()

    unpublish(staff, page)

    assert live() == ["[fr] One"]


@pytest.mark.parametrize("first", ["french", "english"])
def test_a_french_page_goes_alone_and_either_may_go_first(staff, first):
    page, french = pair()

    offered = form_of(staff.get(f"/admin/pages/{french.pk}/unpublish/"))
    unpublish(staff, french if first == "french" else page)
    between = live()
    unpublish(staff, page if first == "french" else french, with_translations="on")

    assert (offered, between, live()) == ({}, ["One"] if first == "french" else ["[fr] One"], [])


def test_pages_below_take_their_french_along_wherever_it_stands(staff):
    page, _french = pair()
    _below, french_below = pair("Below", page)
    french_below.move(pages.home_page().get_translation(pages.french()), "last-child")

    offered = form_of(staff.get(f"/admin/pages/{page.pk}/unpublish/"))
    unpublish(staff, page, with_translations="on", include_descendants="on")

    assert (sorted(offered), live()) == (["include_descendants", "with_translations"], [])


@pytest.fixture
def french_that_fails():
    """Whatever goes wrong with a French page, after the English one is done."""

    def fail(instance, **kwargs):
        if instance.locale_id == pages.french().pk:
            raise RuntimeError("of its own")

    page_unpublished.connect(fail)
    yield
    page_unpublished.disconnect(fail)


@pytest.mark.parametrize("way", ["form", "ticked", "expired"])
def test_nothing_is_half_done_where_one_of_the_two_cannot_go(staff, french_that_fails, way):
    page, _french = pair()
    staff.raise_request_exception = False

    if way == "form":
        unpublish(staff, page, with_translations="on")
    elif way == "ticked":
        staff.post(f"{BULK}unpublish/?id={page.pk}", {"next": "/admin/", "with_translations": "on"})
    else:
        expire(page)
        follow_schedule(0)

    assert live() == ["One", "[fr] One"]


@pytest.mark.parametrize("way", ["form", "ticked"])
def test_a_french_page_that_somebody_may_not_unpublish_keeps_the_english(way):
    page, french = pair()
    person = user(groups=["Internship coordinators"])
    publish = GroupPagePermission.objects.filter(permission__codename="publish_page").first().permission
    GroupPagePermission.objects.create(group=person.groups.get(), page=page, permission=publish)
    client = signed_in(person)

    if way == "form":
        offered = client.get(f"/admin/pages/{page.pk}/unpublish/")
        response = unpublish(client, page, with_translations="on")
        assert form_of(offered) == {}
        assert "will stay live: it is locked, or you do not have permission to unpublish it." in offered.text
    else:
        response = client.post(f"{BULK}unpublish/?id={page.pk}", {"next": "/admin/", "with_translations": "on"})

    assert said(response) == [
        "Nothing was unpublished: “[fr] One” is locked, or you do not have permission to unpublish it. Leave the "
        "French page out, or ask someone who has permission."
    ]
    assert live() == ["One", french.title]


def test_ticked_pages_take_their_french_along_unless_staff_say_no(staff):
    one, _french = pair()
    two, french_two = pair("Two")
    alone = pages.standard_page(title="Alone")

    offered = form_of(staff.get(f"{BULK}unpublish/?id={one.pk}"))
    not_offered = form_of(staff.get(f"{BULK}unpublish/?id={alone.pk}"))
    kept = said(staff.post(f"{BULK}unpublish/?id={one.pk}", {"next": "/admin/"}))
    both = f"{BULK}unpublish/?id={two.pk}&id={french_two.pk}&id={alone.pk}"
    taken = said(staff.post(both, {"next": "/admin/", "with_translations": "on"}))

    assert (offered, not_offered) == ({"with_translations": True}, {})
    assert (kept[-1], taken[-1]) == ("1 page has been unpublished", "3 pages have been unpublished")
    assert live() == ["[fr] One"]


def expire(*expired):
    for page in expired:
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(hours=1))


def test_an_expired_page_takes_its_french_along_once():
    page, french = pair()
    expire(page, french)

    follow_schedule(0)
    follow_schedule(1)

    assert live() == []
    assert list(Page.objects.filter(depth=3).values_list("expired", flat=True)) == [True, True]


def test_a_french_page_that_expires_leaves_its_english():
    _page, french = pair()
    expire(french)

    follow_schedule(0)

    assert live() == ["One"]


def test_code_unpublishes_the_page_it_names():
    page, _french = pair()

    page.unpublish()

    assert live() == ["[fr] One"]


def delete(client, *chosen):
    if len(chosen) == 1:
        return client.post(f"/admin/pages/{chosen[0].pk}/delete/")
    ids = "&".join(f"id={page.pk}" for page in chosen)
    return client.post(f"{BULK}delete/?{ids}", {"next": "/admin/"})


@pytest.mark.parametrize("ticked", [False, True])
def test_a_deleted_page_takes_its_french_along(ticked):
    staff = signed_in(superuser())  # nobody else deletes pages that have others below them
    page, _french = pair()
    below, _french_below = pair("Below", page)

    asked = staff.get(f"{BULK}delete/?id={page.pk}" if ticked else f"/admin/pages/{page.pk}/delete/").text
    delete(staff, page, below) if ticked else delete(staff, page)

    assert ("with it" if ticked else "It will also delete 1 translation") in asked
    assert live() == []


@pytest.mark.parametrize("ticked", [False, True])
def test_a_deleted_french_page_leaves_its_english(staff, ticked):
    _page, french = pair()
    other = pages.standard_page(title="Other")

    delete(staff, french, other) if ticked else delete(staff, french)

    assert live() == (["One"] if ticked else ["One", "Other"])


@pytest.mark.parametrize("ticked", [False, True])
@pytest.mark.parametrize("moved", ["below", "in"])
def test_no_page_goes_by_mistake_where_the_two_languages_are_not_in_the_same_place(ticked, moved):
    staff = signed_in(superuser())
    page, french = pair()
    below, french_below = pair("Below", page)
    _other, french_other = pair("Other")
    if moved == "below":
        french_below.move(pages.home_page().get_translation(pages.french()), "last-child")
    else:
        Page.objects.get(pk=french_other.pk).move(Page.objects.get(pk=french.pk), "last-child")

    response = delete(staff, page, below) if ticked else delete(staff, page)

    title = "[fr] Below" if moved == "below" else "Other"
    assert said(response) == [
        f"Not deleted: “{title}” is in a different place in the page tree in the other language. "
        "Move it to the same place first."
    ]
    assert len(live()) == 6


def test_somebody_who_may_not_delete_the_french_page_deletes_neither():
    page, _french = pair()
    person = user(groups=["Internship coordinators"])
    for codename in ("publish_page", "change_page"):
        permission = GroupPagePermission.objects.filter(permission__codename=codename).first().permission
        GroupPagePermission.objects.create(group=person.groups.get(), page=page, permission=permission)

    assert said(delete(signed_in(person), page)) == [
        "Not deleted: you do not have permission to delete “[fr] One”, its French page."
    ]
    assert len(live()) == 2
