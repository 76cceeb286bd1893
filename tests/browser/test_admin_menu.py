"""The menu of the admin on a desk: whole words, and nothing to scroll, in both languages of the admin."""

import pytest

WINDOW = {"width": 1440, "height": 900}
GROUPS = "#wagtail-sidebar .sidebar-main-menu > ul > .sidebar-sub-menu-item"
# Each label that is wider than its place, and each list that is higher than its own.
CUT = """() => [
    ...[...document.querySelectorAll("#wagtail-sidebar .menuitem-label")]
        .filter(label => label.offsetParent && label.scrollWidth > label.clientWidth)
        .map(label => label.textContent),
    ...[...document.querySelectorAll("#wagtail-sidebar nav, #wagtail-sidebar nav ul")]
        .filter(list => list.offsetParent && list.scrollHeight > list.clientHeight + 1)
        .map(list => `scrolls: ${list.innerText.slice(0, 40)}`),
]"""


@pytest.fixture
def admin(browser, site):
    """The first page of the admin, signed in."""
    with browser.new_context(viewport=WINDOW, base_url=site.url) as context:
        page = context.new_page()
        site.sign_in(page)
        page.wait_for_selector(GROUPS)
        yield page
    # Other tests sign in as the same person.
    site.execute("UPDATE wagtailusers_userprofile SET preferred_language = ''")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_of_the_menu_is_cut(admin, language):
    admin.goto("/admin/account/")
    admin.select_option("select[name=locale-preferred_language]", language)
    admin.locator("button[type=submit].button").last.click()
    admin.wait_for_load_state()
    admin.goto("/admin/")
    groups = admin.locator(GROUPS)

    assert groups.count() >= 5
    assert admin.evaluate(CUT) == []
    for number in range(groups.count()):
        groups.nth(number).locator("button").first.click()
        groups.nth(number).locator(".menuitem-label").nth(1).wait_for()
        admin.wait_for_timeout(300)
        assert admin.evaluate(CUT) == []
        admin.keyboard.press("Escape")
