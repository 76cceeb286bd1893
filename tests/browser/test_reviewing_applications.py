"""The list and the page of applications, as coordinators have them: on a phone, by keyboard, and before axe."""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

SEED = """
from tests.factories import internships
from migs_site.accounts.models import User
staff = User.objects.get(email="staff@localhost")
for name in ("Writing", "Research"):
    internships.criterion(name_en=name, name_fr=name, help_en="As in the sample.", help_fr="Comme dans l’échantillon.")
for number in range(3):
    made = internships.application(
        reference=f"0000-{number}", name=f"Ann {number} " + "W" * 60, email=f"a{number}@example.org",
        message="L" + "o" * 300 + "ng", flags=["too_fast"] if number else [],
    )
    internships.note(made, staff)
    internships.review(made, staff, 4, 3, comment="Clear.")
"""
ROWS = "table.listing tbody tr"


@pytest.fixture(scope="module")
def address(site):
    """The list, with three applications in it."""
    site.manage("shell", "-c", SEED)
    return "/admin/applications/?ordering=reference"


def signed_in(browser, site, **options):
    page = browser.new_context(base_url=site.url, **options).new_page()
    site.sign_in(page)
    return page


def test_one_goes_through_the_list_by_keys_and_scores(browser, site, address):
    page = signed_in(browser, site)
    page.goto(address)
    page.locator(f"{ROWS} a").first.click()
    heading = page.locator("h1")
    page.wait_for_url(re.compile(r"/applications/[0-9a-f-]{36}/"))  # with its scripts, which hear the keys

    seen = [heading.inner_text()]
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=page.url: url != before)
        seen.append(heading.inner_text())
    assert [words.split()[-1] for words in seen] == ["0000-0", "0000-1", "0000-2", "0000-1"]

    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.name").startswith("review-score_")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save my review").click()
    page.get_by_text("Your review was saved.").wait_for()
    page.wait_for_load_state("load")
    assert page.url.endswith("?ordering=reference")

    page.keyboard.press("n")
    page.keyboard.type("jk is typed here")
    assert page.locator("textarea[name=note-text]").input_value() == "jk is typed here"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_its_window_and_axe_finds_nothing(browser, site, address, width):
    page = signed_in(browser, site, viewport={"width": width, "height": 800})

    for go in (partial(page.goto, address), page.locator(f"{ROWS} a").first.click):
        go()
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        ours = [each for each in found for node in each["nodes"] if "w-" not in node["html"][:60]]
        assert [(each["id"], each["nodes"][0]["html"]) for each in ours] == []


@pytest.mark.parametrize("path", ["decide/", "figures/", "mail/", "files/", "?state=received"])
def test_what_follows_a_header_keeps_off_its_line_and_a_wide_list_can_be_moved_aside(browser, site, address, path):
    page = signed_in(browser, site, viewport={"width": 390, "height": 844})

    page.goto(f"/admin/applications/{path}")

    assert page.evaluate(ROOM) >= 16
    assert page.evaluate(CUT_OFF) == []


# From the header to the first thing below it that is seen: the filters that are on stand in a header of their own.
ROOM = """() => {
  const header = document.querySelector(".w-z-header").getBoundingClientRect().bottom;
  const tops = [...document.querySelectorAll("main :is(form, nav, p, h2, a.button, label)")]
    .filter((each) => !each.closest(".w-z-header") && each.getClientRects().length)
    .map((each) => each.getBoundingClientRect().top).filter((top) => top >= header);
  return Math.min(...tops) - header;
}"""
CUT_OFF = """() => [...document.querySelectorAll("table.listing")].filter((table) => {
  for (let around = table.parentElement; around.localName !== "main"; around = around.parentElement) {
    if (getComputedStyle(around).overflowX === "auto") return false;
  }
  return table.getBoundingClientRect().right > innerWidth;
}).map((table) => table.rows[0].innerText)"""
