"""Axe, with its best practices and nothing left out, finds nothing anywhere: light, dark, and in forced colours."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.tabs import tab, walk

# Without preload: axe would fetch the style sheets again and write them inline, which the policy forbids.
# The size of targets is a rule of WCAG 2.2 that axe leaves out unless told.
OPTIONS = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
RUN = """async options => (await axe.run(options)).violations.flatMap(
    rule => rule.nodes.map(node => [rule.id, node.target.join(" "), node.failureSummary]))"""
LOOKS = {
    "light, narrow": ({"color_scheme": "light", "forced_colors": "none"}, {"width": 360, "height": 800}),
    "dark, wide": ({"color_scheme": "dark", "forced_colors": "none"}, {"width": 1440, "height": 900}),
    "forced colours": ({"color_scheme": "dark", "forced_colors": "active"}, {"width": 1440, "height": 900}),
}

# Every rule that moves something, unless it stands where the reader has no preference for stillness.
MOVING = """() => {
    const found = [];
    const look = (rules, calm) => [...rules].forEach(rule => {
        const still = calm || /prefers-reduced-motion: ?no-preference/.test(rule.conditionText ?? "");
        if (rule.styleSheet) look(rule.styleSheet.cssRules, still);
        if (rule.cssRules) look(rule.cssRules, still);
        const style = rule.style;
        const moves = style && (style.transitionProperty || style.transitionDuration || style.animationName
            || style.scrollBehavior === "smooth");
        if (!still && (moves || rule.constructor.name === "CSSViewTransitionRule")) found.push(rule.cssText);
    });
    [...document.styleSheets].forEach(sheet => look(sheet.cssRules, false));
    return found;
}"""


def violations(page: Page) -> list[list[str]]:
    """Which rules are broken, by what, and what would mend it."""
    return page.evaluate(RUN, OPTIONS)


def test_axe_finds_nothing_in_any_place_or_look(browser, site, places):
    found, seen = {}, 0

    with tab(browser, site) as page:
        for place in walk(page, places):
            page.evaluate(AXE_SCRIPT)
            for look, (media, window) in LOOKS.items():
                page.emulate_media(**media)
                page.set_viewport_size(window)
                seen += 1
                if wrong := violations(page):
                    found[f"{place}, {look}"] = wrong

    assert found == {}
    assert seen == len(places) * len(LOOKS)


def test_nothing_moves_but_for_readers_who_have_no_objection(browser, site):
    with tab(browser, site) as page:
        page.goto("/en/")
        moving = page.evaluate(MOVING)

    assert moving == []
