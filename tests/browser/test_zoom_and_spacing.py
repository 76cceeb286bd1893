"""Nothing is lost at 400 %, with wider text, or with text twice as large; targets are large enough to hit."""

import pytest

from tests.browser.layout import LOST, TORN
from tests.browser.tabs import tab, walk

# 1280 × 1024 at 400 % is 320 × 256 (WCAG 1.4.10); a phone is as narrow, and taller.
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 360, "height": 640}
LOW = {"width": 320, "height": 256}
DESK = {"width": 1280, "height": 900}
# WCAG 1.4.12. In constructed style sheets, which the policy leaves to the browser's own user.
SPACING = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""
DOUBLE = "html { font-size: 200% !important }"
TEXT = {
    "as it is": ("", [NARROW, LOW]),
    "spaced": (SPACING, [NARROW, DESK]),
    "twice as large": (DOUBLE, [PHONE, DESK]),
}
STYLE = """style => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
}"""
# Form controls that are lower than a finger. A box to tick is as large as the row of its label.
SMALL = """() => [...document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select, button, summary)")]
    .map(one => one.matches("[type=radio], [type=checkbox]") ? one.closest(".choice") : one)
    .filter(one => !one.closest("[aria-hidden]"))
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])"""

RENUMBER = """number => {
    const numeral = document.querySelector(".rec-head__no");
    [numeral.textContent, numeral.dataset.digits, numeral.dataset.first] = [number, number.length, number[0]];
}"""
# How many lines a number at the size of a page takes, and whether it lies over the words beside it.
NUMERAL = """() => {
    const numeral = document.querySelector(".rec-head__no"), words = document.createRange();
    const beside = document.querySelector(".rec-head > .l-content").getBoundingClientRect();
    words.selectNodeContents(numeral);
    const box = words.getBoundingClientRect(), size = parseFloat(getComputedStyle(numeral).fontSize);
    return [Math.round(box.height / size), beside.left > 100 && box.right - 0.1 * size > beside.left];
}"""


def test_nothing_is_lost_cut_off_or_covered(browser, site, places):
    lost = {}

    with tab(browser, site) as page:
        for place in walk(page, places):
            for words, (style, windows) in TEXT.items():
                page.evaluate(STYLE, style)
                for window in windows:
                    page.set_viewport_size(window)
                    if found := page.evaluate(LOST):
                        lost[f"{place}, {words}, {window['width']} px"] = found

    assert lost == {}


def test_no_title_and_no_name_of_a_value_is_torn_within_a_word(browser, site, places):
    torn = {}

    with tab(browser, site) as page:
        for place in walk(page, places):
            for window in (PHONE, DESK):
                page.set_viewport_size(window)
                if found := page.evaluate(TORN):
                    torn[f"{place}, {window['width']} px"] = found

    assert torn == {}


@pytest.mark.parametrize("style", ["", SPACING], ids=["as it is", "spaced"])
def test_nothing_is_lost_in_the_open_menu(browser, site, places, style):
    lost = {}

    with tab(browser, site, viewport=NARROW) as page:
        for place in walk(page, [place for place in places if place.name == "no page"]):
            page.evaluate(STYLE, style)
            page.locator(".masthead > .menu-button").click()
            lost[str(place)] = page.evaluate(LOST)

    assert lost == {"en no page": [], "fr no page": []}


def test_form_controls_are_as_high_as_a_finger(browser, site, places):
    small = {}

    with tab(browser, site) as page:
        for place in walk(page, [place for place in places if "form" in place.name]):
            for window in (NARROW, DESK):
                page.set_viewport_size(window)
                if found := page.evaluate(SMALL):
                    small[f"{place}, {window['width']} px"] = found

    assert small == {}


@pytest.mark.parametrize("width", [1088, 1100, 1200, 1440, 2000])
def test_the_menu_of_a_desk_is_one_line_with_the_language_at_its_end(browser, site, width):
    tops = {}

    with tab(browser, site, viewport={"width": width, "height": 800}) as page:
        for language in ("en", "fr"):
            page.goto(f"/{language}/")
            tops[language] = page.eval_on_selector_all(
                ".menu li", "lines => [...new Set(lines.map(line => Math.round(line.getBoundingClientRect().top)))]"
            )
            ends = page.eval_on_selector_all(
                ".menu li",
                "lines => lines.slice(-2).map(line => line.getBoundingClientRect()).map(box => [box.left, box.right])",
            )
            assert ends[0][1] + 8 < ends[1][0]

    assert {language: len(found) for language, found in tops.items()} == {"en": 1, "fr": 1}


def test_the_number_of_a_recommendation_is_one_line_beside_its_statement(browser, site):
    widths = [320, 360, 768, 1087, 1088, 1440, 2000]
    stands = {}

    with tab(browser, site) as page:
        page.goto("/en/recommendations/canada/10/")
        for number in ("8", "10", "88", "120"):
            page.evaluate(RENUMBER, number)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                stands[number, width] = page.evaluate(NUMERAL)

    assert stands == {each: [1, False] for each in stands}
    assert len(stands) == 4 * len(widths)


def test_a_list_to_choose_from_keeps_its_arrow_in_the_readers_own_colours(browser, site):
    with tab(browser, site, forced_colors="active") as page:
        page.goto("/en/recommendations/progress/")
        drawn = page.eval_on_selector_all("select", "all => all.map(one => getComputedStyle(one).appearance)")

    assert drawn == ["auto"] * 3
