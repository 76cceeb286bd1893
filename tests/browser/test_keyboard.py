"""With the keyboard alone: every stop in order, seen, and left again."""

from itertools import groupby

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import BARE
from tests.browser.tabs import tab, visit, walk

# Numbers all that Tab stops at, in the order of the document, and notes each number when it gets the focus.
# A group of radio buttons is one stop.
WATCH = """() => {
    const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const seen = one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0;
    window.stops = [...document.querySelectorAll(stops)].filter(seen);
    const number = one => one.type === "radio"
        ? window.stops.findIndex(other => other.type === "radio" && other.name === one.name)
        : window.stops.indexOf(one);
    window.went = [];
    document.addEventListener("focusin", event => window.went.push(number(event.target)));
    return [...new Set(window.stops.map(number))];
}"""
# Focuses every stop in turn (of the menu, where that is open) and says what is wrong with how it is shown.
INDICATORS = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const pixel = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = colour => {
        const [r, g, b] = pixel(colour).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const paper = one => {
        for (let around = one; around; around = around.parentElement) {
            const colour = getComputedStyle(around).backgroundColor;
            if (pixel(colour)[3] === 255) return colour;
        }
        return "Canvas";
    };
    const covered = one => {
        const box = one.getClientRects()[0];  // of which the window may show only a part
        const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
        const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
        const top = document.elementFromPoint(x, y);
        return !top || !(one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top));
    };
    const wrong = [];
    const menu = document.querySelector("#nav:popover-open");
    for (const one of window.stops.filter(one => !menu || menu.contains(one))) {
        one.focus();
        const style = getComputedStyle(one);
        const inside = parseFloat(style.outlineOffset) < 0;
        const ratio = contrast(style.outlineColor, paper(inside ? one : one.parentElement));
        const name = one.outerHTML.slice(0, 80);
        if (style.outlineStyle !== "solid" || parseFloat(style.outlineWidth) < 2) wrong.push([name, "no indicator"]);
        else if (ratio < 3) wrong.push([name, `contrast ${ratio.toFixed(2)}`]);
        if (document.activeElement !== one) wrong.push([name, "takes no focus"]);
        if (covered(one)) wrong.push([name, "is covered"]);
    }
    return wrong;
}"""
# What has the focus, if something else lies over it.
COVERED = """() => {
    const one = document.activeElement;
    const box = one.getClientRects()[0];
    if (!box) return one.tagName === "BODY" ? "" : `${one.outerHTML.slice(0, 80)} is not there`;
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    return !top || one.contains(top) || top.contains(one) ? "" : one.outerHTML.slice(0, 80);
}"""
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
    opener, closer = ".masthead > .menu-button", ".nav__close"

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
            expect(page.locator(".nav__close")).to_be_focused()
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
