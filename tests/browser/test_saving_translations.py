"""Where a text of a translation could not be saved, no older one is published in its place without a word."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import running_site
from tests.browser.editor import SAVED_TEXT, Editor
from tests.browser.tabs import tab

ENGLISH = "Graduate studies"
FRENCH = "SELECT title, draft_title FROM wagtailcore_page WHERE id = %s"
FAILURES = {
    "an error of the site": {"status": 500, "body": ""},
    "no right any more": {"status": 403, "json": {"detail": "no"}},
    "too late for nginx": {"status": 504, "body": "<!doctype html>"},
    "signed out": {"status": 302, "headers": {"Location": "/admin/login/"}},
}


@pytest.fixture(scope="module")
def site(databases, brochure_template, static_dir, tmp_path_factory):
    with running_site(databases, brochure_template, static_dir, tmp_path_factory.mktemp("translating")) as site:
        yield site


@pytest.fixture(scope="module", params=["en", "fr"])
def editor(request, browser, site):
    with tab(browser, site, viewport={"width": 1440, "height": 900}) as page:
        editor = Editor(page, request.param)
        editor.sign_in(site.staff_email, site.staff_password)
        yield editor


def at_the_translation(editor, site) -> int:
    """The number of the French page, whose form is open."""
    editor.begin("translate")
    ((pk,),) = site.rows("SELECT id FROM wagtailcore_page WHERE draft_title = %s", "Études supérieures")
    editor.page.goto(f"/admin/pages/{pk}/edit/")
    return pk


@pytest.mark.parametrize("kind", FAILURES)
def test_a_text_that_could_not_be_saved_is_saved_again_before_anything_is_published(editor, site, kind):
    pk = at_the_translation(editor, site)

    def fail(route: Route) -> None:
        route.fulfill(**FAILURES[kind])

    editor.page.route(SAVED_TEXT, fail)
    editor.translate({ENGLISH: "Études nouvelles"}, "Edit")
    expect(editor.main.locator("li.errored")).to_have_count(1)
    editor.press_publish_translation()

    expect(editor.page.locator(".messages .error")).to_have_count(1)
    assert site.rows(FRENCH, pk) == [("Études supérieures", "Études supérieures")]

    asked = []
    editor.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.page.evaluate("location.reload()")
    editor.page.unroute(SAVED_TEXT, fail)
    assert asked == ["beforeunload"]

    editor.translate({ENGLISH: "Études supérieures"}, "Edit")
    expect(editor.main.locator("li.errored")).to_have_count(0)
    editor.publish_translation()


def test_a_text_that_somebody_else_has_taken_back_already_holds_nothing_up(editor, site):
    at_the_translation(editor, site)
    editor.page.route(SAVED_TEXT, lambda route: route.fulfill(status=404))
    editor.translate({ENGLISH: ""}, "Edit")
    expect(editor.main.locator("li.incomplete")).to_have_count(1)
    editor.page.unroute_all()

    editor.publish_translation()
