"""An address that was given up leads on, with what stood behind it."""

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from tests.caching import SHARED
from tests.editing import edit, errors_of, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import standard_page, translate
from tests.factories.people import person_page
from tests.people.merging import merge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "behind"),
    [
        ("/en/earlier/", ""),
        ("/en/earlier/?on=2009-09-22", "?on=2009-09-22"),
        ("/en/earlier/?q=M%C3%A9ndez&page=2", "?q=M%C3%A9ndez&page=2"),
        ("/en/earlier/?q=%0d%0aSet-Cookie:x", "?q=%0d%0aSet-Cookie:x"),
    ],
)
def test_a_redirect_keeps_what_stands_behind_the_address(client, asked, behind):
    page = standard_page()
    Redirect.add_redirect("/en/earlier/", redirect_to=page)

    response = client.get(asked)

    assert (response.status_code, response.url) == (301, page.url + behind)


def test_a_page_whose_address_is_too_long_for_a_redirect_can_be_renamed_and_what_is_above_it(client):
    section = standard_page(slug="section")
    page = standard_page(slug="a" * 250, parent=section)
    staff = signed_in(editor())

    with TestCase.captureOnCommitCallbacks(execute=True):
        errors = errors_of(edit(staff, section, slug="s")) + errors_of(edit(staff, page, slug="b"))

    assert (errors, client.get("/en/s/b/").status_code, client.get("/en/section/").url) == ([], 200, "/en/s/")


def test_old_addresses_lead_on_after_a_home_page_is_renamed(client):
    """Its own address is that of its language, and no other changes with it."""
    page = standard_page(slug="earlier")
    home, french = page.get_parent(), translate(page).get_parent()
    with TestCase.captureOnCommitCallbacks(execute=True):
        edit(signed_in(editor()), page, slug="later")

    with TestCase.captureOnCommitCallbacks(execute=True):
        for each in (home.specific, french.specific):
            each.slug = f"renamed-{each.pk}"
            each.save_revision().publish()

    assert client.get("/en/earlier/").url == "/en/later/"


def test_a_redirect_that_has_its_own_question_keeps_that(client):
    Redirect.add_redirect("/en/earlier/", redirect_to="https://example.org/?id=7")

    assert client.get("/en/earlier/?on=2009").url == "https://example.org/?id=7"


@pytest.mark.parametrize(
    ("asked", "host"),
    [
        ("/en/about-us/", "www.testserver"),
        ("/id/7?x=1&y=%C3%A9", "WWW.TestServer"),
        ("/", "www.testserver:80"),
        ("/en//elsewhere.example/", "www.testserver."),
    ],
)
def test_another_name_of_the_site_leads_to_its_own(client, settings, asked, host):
    settings.OTHER_HOSTS, settings.ALLOWED_HOSTS = ["www.testserver"], ["testserver", "www.testserver"]

    response = client.get(asked, headers={"host": host})

    assert (response.status_code, response.url) == (301, f"http://testserver{asked}")
    assert client.post(asked, {"name": "x"}, headers={"host": host}).status_code == 308


def where(client, address: str) -> tuple[int, str | None]:
    response = client.get(address)
    return response.status_code, response.get("Location")


def rename(page, *slugs: str):
    for slug in slugs:
        page = type(page).objects.get(pk=page.pk)
        page.slug = slug
        with TestCase.captureOnCommitCallbacks(execute=True):  # Wagtail writes its redirects then
            page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", ["", "?page=2"])
def test_a_page_that_came_back_to_its_address_and_is_unpublished_is_not_found(client, language, query):
    page = standard_page(title="Loop")
    if language == "fr":
        page = translate(page, {"loop": "boucle"})
    slug = page.slug

    page = rename(page, "elsewhere", slug)
    back = where(client, f"/{language}/elsewhere/{query}")
    page.unpublish()

    assert back == (301, f"/{language}/{slug}/{query}")
    assert where(client, f"/{language}/{slug}/{query}") == (404, None)
    assert where(client, f"/{language}/elsewhere/{query}") == (404, None)


def test_neither_is_one_whose_parent_came_back(client):
    parent = standard_page(title="Parent")
    page = standard_page(parent, title="Loop")

    rename(parent, "elsewhere", "parent")
    page.unpublish()

    assert where(client, "/en/parent/loop/") == (404, None)
    assert where(client, "/en/elsewhere/") == (301, "/en/parent/")
    assert where(client, "/en/elsewhere/loop/") == (404, None)


def test_neither_is_one_that_was_moved_and_came_back(client):
    page, other = standard_page(title="Loop"), standard_page(title="Other")
    home = page.get_parent()

    for parent in (other, home):
        page.refresh_from_db()
        parent.refresh_from_db()
        page.move(parent, pos="last-child")
    page.refresh_from_db()
    page.unpublish()

    assert where(client, "/en/loop/") == (404, None)
    assert Redirect.objects.filter(old_path="/en/loop").count() == 0


def test_a_redirect_to_its_own_address_that_is_stored_already_is_not_followed(client):
    page = standard_page(title="Loop")
    Redirect.add_redirect("/en/loop/", redirect_to=page, automatically_created=True)
    Redirect.add_redirect("/en/loop?page=9", redirect_to="/en/loop/?page=9")
    page.unpublish()

    assert [where(client, f"/en/loop/{query}") for query in ("", "?page=9", "?x=1")] == [(404, None)] * 3


def test_an_address_that_another_page_took_leads_no_longer_to_the_first(client):
    first = rename(standard_page(title="First"), "second")
    other = standard_page(title="Other", slug="first")

    assert where(client, "/en/first/")[0] == 200
    other.unpublish()
    assert where(client, "/en/first/") == (404, None)
    assert where(client, first.url)[0] == 200


def test_a_draft_at_an_address_that_was_given_up_takes_nothing_from_it(client):
    rename(standard_page(title="First"), "second")
    standard_page(title="Draft", slug="first", live=False)

    assert where(client, "/en/first/") == (301, "/en/second/")


def test_redirects_that_staff_made_are_never_forgotten(client):
    page, other = standard_page(title="Loop"), standard_page(title="Other")
    Redirect.add_redirect("/en/loop/", redirect_to=other)

    page = rename(page, "elsewhere", "loop")
    page.unpublish()

    assert where(client, "/en/loop/") == (301, "/en/other/")


@pytest.mark.parametrize("site", [None, 1])
def test_of_two_redirects_from_one_address_the_later_or_the_nearer_counts(client, site):
    page = standard_page()
    Redirect.objects.create(old_path="/retiré", redirect_page=page, site=page.get_site() if site else None)
    Redirect.objects.create(old_path="/retiré", redirect_link="/en/nowhere/" if site else page.url)
    if not site:
        Redirect.objects.filter(redirect_page=page).update(redirect_page=None, redirect_link="/en/nowhere/")

    assert [client.get(address).url for address in ("/retiré", "/retir%C3%A9/?x=1")] == [page.url, f"{page.url}?x=1"]


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_redirects_in_a_circle_end_in_our_page(client, count):
    for place in range(count):
        Redirect.add_redirect(f"/en/a{place}/", redirect_to=f"/en/a{(place + 1) % count}/")

    assert [where(client, f"/en/a{place}/{query}") for place in range(count) for query in ("", "?x=1")] == [
        (404, None)
    ] * count * 2


@pytest.mark.parametrize("start", ["", "http://testserver", "http://www.testserver", "http://TestServer"])
def test_a_chain_is_followed_to_its_end_at_once(client, settings, start):
    settings.OTHER_HOSTS = ["www.testserver"]
    page = standard_page()
    Redirect.add_redirect("/en/a/", redirect_to=f"{start}/en/b/")
    Redirect.add_redirect("/en/b/", redirect_to=f"{start}/en/c?x=2", is_permanent=False)
    Redirect.add_redirect("/en/c?x=2", redirect_to=page)

    assert where(client, "/en/a/?x=1") == (302, page.url)
    assert where(client, "/en/c/?x=2") == (301, page.url)


@pytest.mark.parametrize(
    "end", ["/en/nothing/", "/en/draft/", "http://testserver/en/nothing/", "/EN/draft", "/id/999999"]
)
def test_a_redirect_that_staff_made_to_nothing_is_not_followed(client, end):
    standard_page(title="Draft", live=False)
    Redirect.add_redirect("/en/a/", redirect_to=end)
    Redirect.add_redirect("/en/b/", redirect_to="/en/a/")

    assert [where(client, "/en/a/"), where(client, "/en/b/?x=1")] == [(404, None)] * 2


def unpublished(page):
    page.unpublish()


def expired(page):
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
    call_command("publish_scheduled")


def deleted(page):
    page.delete()


@pytest.mark.parametrize("end", [unpublished, expired, deleted])
@pytest.mark.parametrize("translated", [False, True])
def test_an_address_leads_to_no_page_that_is_no_longer_public(client, end, translated):
    page = standard_page(title="Earlier")
    page = rename(translate(page) if translated else page, "later")
    language = page.locale.language_code
    led = where(client, f"/{language}/earlier/")

    end(page)

    assert led == (301, f"/{language}/later/")
    assert where(client, f"/{language}/earlier/") == (404, None)


def test_an_address_leads_after_its_page_wherever_that_went(client):
    page, parent = rename(standard_page(title="Earlier"), "later"), standard_page(title="Parent")

    page.move(parent, pos="last-child")

    assert where(client, "/en/earlier/") == (301, "/en/parent/later/")
    assert where(client, "/en/later/?x=1") == (301, "/en/parent/later/?x=1")


def test_a_redirect_to_somebody_merged_leads_to_the_one_that_was_kept(client):
    kept, other = (person_page(given_names="Juan", surname=surname) for surname in ("Méndez", "Mendez"))
    merge(signed_in(editor()), other, kept)
    Redirect.add_redirect("/en/juan/", redirect_to=other)

    assert where(client, "/en/juan/") == (301, kept.url)


def test_browsers_ask_each_time_whether_an_address_still_leads_on(client):
    Redirect.add_redirect("/en/earlier/", redirect_to=standard_page())

    assert client.get("/en/earlier/")["Cache-Control"] == SHARED


def test_addresses_in_other_capitals_and_without_a_slash_lead_on_too(client):
    Redirect.add_redirect("/en/earlier/", redirect_to=standard_page())

    assert [where(client, path) for path in ("/en/earlier", "/EN/Earlier/", "/en/earlier/).")] == [
        (301, "/en/about-us/")
    ] * 3
