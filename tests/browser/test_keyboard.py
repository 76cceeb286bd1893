"""With the keyboard alone: every stop in order, seen, and left again."""

from itertools import groupby

import pytest
from playwright.sync_api import Page, expect

from tests.browser.focus import COVERED, INDICATORS, WATCH
from tests.browser.places import BARE
from tests.browser.tabs import tab, visit, walk

PHONE = {"width": 360, "height": 640}
LOW = {"width": 320, "height": 256}
TALL = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def press(page: Page, key: str, times: int) -> list[int]:
    """The stops that a key went through, each once."""
    page.evaluate("window.went.length = 0")
    for _ in range(times):
        page.keyboard.press(key)
    return [stop for stop, _again in groupby(page.evaluate("window.went"))]


def test_tab_goes_through_every_place_in_order_to_its_end_and_back_to_the_link_that_skips(browser, site, places):
    wrong, landed = {}, {}

    with tab(browser, site, viewport=DESK) as page:
        for place in walk(page, places):
            stops = page.evaluate(WATCH)
            page.evaluate("window.stops[0].focus()")
            there = press(page, "Tab", len(stops) - 1)
            back = press(page, "Shift+Tab", len(stops) - 1)
            if there != stops[1:] or back != stops[-2::-1]:
                wrong[str(place)] = {"stops": stops, "there": there, "back": back}
            if place.name not in BARE:
                page.keyboard.press("Enter")
                landed[str(place)] = page.evaluate("document.activeElement.id")

    assert wrong == {}
    assert landed == {str(place): "main" for place in places if place.name not in BARE}


def test_every_stop_is_seen_when_it_has_the_focus(browser, site, places):
    wrong = {}

    with tab(browser, site) as page:
        for place in walk(page, places):
            page.keyboard.press("Tab")
            for theme, window in (("light", PHONE), ("dark", PHONE), ("dark", DESK), ("light", DESK)):
                page.emulate_media(color_scheme=theme)
                page.set_viewport_size(window)
                page.evaluate(WATCH)
                if found := page.evaluate(INDICATORS):
                    wrong[f"{place}, {theme}, {window['width']} px"] = found

    assert wrong == {}


def test_the_menu_on_a_phone_closes_with_escape_and_with_its_button_and_gives_the_focus_back(browser, site, places):
    opener, closer = ".masthead > .menu-button", ".menu__close"

    with tab(browser, site, viewport=PHONE) as page:
        visit(page, places[0])
        menu = page.locator("#nav")
        page.locator(opener).focus()
        page.keyboard.press("Enter")
        expect(menu).to_be_visible()
        expect(page.locator(closer)).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(page.locator(opener)).to_be_focused()

        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(menu).to_be_hidden()
        expect(page.locator(opener)).to_be_focused()


@pytest.mark.parametrize("window", [PHONE, LOW, TALL], ids=["phone", "desk at 400 %", "tall phone"])
def test_a_menu_that_was_left_open_covers_nothing_that_has_the_focus(browser, site, places, window):
    covered = {}

    with tab(browser, site, viewport=window) as page:
        for place in (place for place in places if place.name in ("migs_site.homepage", "migs_site.contactpage")):
            visit(page, place)
            page.locator(".masthead > .menu-button").press("Enter")
            links = page.locator("#nav a").count()
            expect(page.locator(".menu__close")).to_be_focused()
            forward = [tab_to(page, "Tab") for _ in range(links + 8)]
            back = [tab_to(page, "Shift+Tab") for _ in range(links + 8)]
            covered[str(place)] = [name for name in (*forward, *back) if name]

    assert [names for names in covered.values() if names] == []
    assert len(covered) == 4


def tab_to(page: Page, key: str) -> str:
    """What has the focus after a key and cannot be seen; nothing where all is well."""
    page.keyboard.press(key)
    return page.evaluate(COVERED)


def test_the_button_of_a_menu_that_was_left_open_closes_and_opens_it(browser, site, places):
    opener = ".masthead > .menu-button"

    with tab(browser, site, viewport=PHONE) as page:
        visit(page, places[0])
        menu = page.locator("#nav")
        page.locator(opener).press("Enter")
        page.locator("main a, footer a").first.focus()
        expect(menu).to_be_hidden()

        page.locator(opener).focus()
        expect(menu).to_be_visible()
        page.keyboard.press("Enter")
        expect(menu).to_be_hidden()
        page.keyboard.press("Enter")
        expect(menu).to_be_visible()


@pytest.mark.parametrize("window", [PHONE, LOW], ids=["phone", "desk at 400 %"])
def test_every_stop_of_the_open_menu_is_seen(browser, site, places, window):
    wrong, places = {}, [place for place in places if place.name in ("migs_site.homepage", "no page")]

    with tab(browser, site, viewport=window) as page:
        for place in walk(page, places):
            page.locator(".masthead > .menu-button").press("Enter")
            page.evaluate(WATCH)
            wrong[str(place)] = page.evaluate(INDICATORS)

    assert wrong == {str(place): [] for place in places}
    assert len(places) == 4
