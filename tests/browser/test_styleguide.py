"""The browser walks the style guide: each specimen in both languages, on a phone and on a desk, light and dark.

One tab stays open, and each specimen's page takes the place of the one before: every page of the guide has the same
style sheets and fonts, and nothing has to be loaded and laid out twice.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from migs_site.styleguide.registry import all_specimens

SHOW = """source => {
    const page = new DOMParser().parseFromString(source, "text/html");
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceWith(page.body);
}"""

# What sticks out of the screen, or out of a box that hides it; what only screen readers get is no matter.
LOST = """() => {
    const isClipped = (over, whole, shown) => over !== "visible" && whole > shown + 1;
    const name = element => `${element.tagName} ${element.className}`;
    const isForSight = element => element.checkVisibility() && !element.closest("svg, .visually-hidden, .skip")
        && !getComputedStyle(element).clipPath.startsWith("inset") && !element.matches("input, textarea, select");
    return [...document.body.querySelectorAll("*")].filter(isForSight).flatMap(element => {
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        const out = box.width && box.height && (box.left < -1 || box.right > innerWidth + 1);
        const cut = isClipped(style.overflowX, element.scrollWidth, element.clientWidth)
            || isClipped(style.overflowY, element.scrollHeight, element.clientHeight);
        return out ? [`${name(element)} sticks out`] : cut ? [`${name(element)} is cut off`] : [];
    }).concat(document.documentElement.scrollWidth > innerWidth ? ["scrolls sideways"] : []);
}"""

# Without preload: axe would fetch the style sheets again and write them inline, which the policy forbids.
PROBLEMS = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
    return found.violations.map(violation => `${violation.id}: ${violation.nodes[0].target}`);
}"""

# The other rules of axe see the same on any screen and in any theme: once for each language is enough.
CONTRAST = PROBLEMS.replace("preload: false", 'preload: false, runOnly: ["color-contrast"]')

every_screen = pytest.mark.parametrize(
    ("language", "width", "theme", "problems"),
    [
        ("en", 320, "light", PROBLEMS),
        ("fr", 320, "dark", CONTRAST),
        ("en", 1440, "dark", CONTRAST),
        ("fr", 1440, "light", PROBLEMS),
    ],
    ids=["en-320-light", "fr-320-dark", "en-1440-dark", "fr-1440-light"],
)


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """What the site has answered, by address: the same for a phone and for a desk."""
    return {}


@pytest.fixture
def guide(browser, site, sources):
    """A tab whose style sheets and fonts are those of the guide."""
    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    page = context.new_page()
    page.complaints, page.sources = [], sources
    page.on("console", lambda message: page.complaints.append(message.text))
    page.goto(f"/styleguide/en/{next(iter(all_specimens()))}/")
    page.evaluate(Axe().axe_script)
    yield page
    context.close()


def source(guide, address: str) -> str:
    if address not in guide.sources:
        answer = guide.request.get(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        guide.sources[address] = answer.text()
    return guide.sources[address]


@every_screen
def test_whatever_the_words_are_nothing_is_lost_and_axe_finds_nothing(guide, language, width, theme, problems):
    guide.set_viewport_size({"width": width, "height": 900})
    guide.emulate_media(color_scheme=theme)
    found = {}

    for specimen in all_specimens():
        address = f"/styleguide/{language}/{specimen}/"
        guide.evaluate(SHOW, source(guide, address))
        found[address] = guide.evaluate(LOST) + guide.evaluate(problems)

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@every_screen
def test_the_index_is_accessible_and_narrow_and_complains_of_nothing(guide, language, width, theme, problems):
    guide.set_viewport_size({"width": width, "height": 900})
    guide.emulate_media(color_scheme=theme)
    guide.goto(f"/styleguide/{language}/")
    guide.evaluate(Axe().axe_script)

    # The frames hold the specimens, which axe has seen one by one.
    assert guide.evaluate(problems.replace("preload: false", "preload: false, iframes: false")) == []
    assert guide.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    # In a frame without scripts Chromium lets nothing take the focus by itself: the button that closes the menu.
    assert [words for words in guide.complaints if not words.startswith("Blocked autofocusing")] == []


def test_a_frame_is_as_high_as_what_is_in_it(guide):
    guide.goto("/styleguide/en/")
    frame = guide.locator(".frame iframe").first
    frame.scroll_into_view_if_needed()

    guide.wait_for_function("() => document.querySelector('.frame iframe').height > 0")
    html = "frame.contentDocument.documentElement.getBoundingClientRect()"
    shown, needed = frame.evaluate(f"frame => [frame.clientHeight, {html}.height]")
    assert 0 <= shown - needed < 4  # a frame has whole pixels only


@pytest.mark.parametrize(("machine", "theme"), [("light", "dark"), ("dark", "light")])
def test_a_forced_theme_looks_like_that_of_a_machine_which_prefers_it(guide, machine, theme):
    address = "/styleguide/en/components/recommendation_list/thirteen/"

    guide.emulate_media(color_scheme=theme)
    guide.goto(address)
    preferred = looks(guide)
    guide.emulate_media(color_scheme=machine)
    plain = guide.goto(address) and looks(guide)
    guide.goto(f"{address}?theme={theme}")

    assert looks(guide) == preferred
    assert plain["paper"] != preferred["paper"]
    assert plain["weight"] != preferred["weight"]


def looks(page) -> dict[str, str]:
    return page.evaluate(
        """() => ({
            paper: getComputedStyle(document.documentElement).backgroundColor,
            ink: getComputedStyle(document.documentElement).color,
            weight: getComputedStyle(document.querySelector(".recommendation-list__no")).fontWeight,
            strong: getComputedStyle(document.querySelector("b")).fontWeight,
        })"""
    )
