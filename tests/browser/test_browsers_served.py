"""The oldest browsers that are served understand the style sheet, and have something whole where they do not."""

import os
import re

import pytest

from migs_site.web.static_files import STYLE_SHEET, bundle
from tests.browser import syntax
from tests.browser.layout import LOST, OVER_THE_HEAD
from tests.browser.places import FORM, sample_pages
from tests.databases import ROOT

DESIGN = (ROOT / "docs" / "design.md").read_text()
# What the table of docs/design.md names; an older browser does without.
NEWER = {
    "@container",
    "container",
    "cqi",
    "grid-template-columns: subgrid",
    ":has",
    "text-wrap",
    "text-box",
    "lh",
    "hyphenate-limit-chars",
    "lab()",
    "content: … / …",
    "forced-color-adjust",
    "outline",
    "cursor: pointer",
    "::marker",
    "::selection",
    "@page",
    "page",
    "orphans",
    "widows",
    "break-after: avoid",
    "break-before: column",
    "content-visibility",
    "::details-content",
    "::-webkit-details-marker",
    "accent-color",
}
# Each new word as no browser knows it: so Chromium takes the sheet and the page as an older one does.
UNKNOWN = {
    "@container": "@-unknown",
    "container:": "-unknown:",
    "subgrid": "-unknown",
    ":has(": ":-unknown(",
    "cqi": "unknown",
    "1lh": "1unknown",
    "text-wrap:": "-unknown:",
    "text-box": "-unknown",
    ":popover-open": ":-unknown",
    "(color:lab": "(color:-unknown",
    "hyphenate-limit": "-unknown",
    '" / ""': '" unknown ""',
}
WIDTHS = [320, 390, 768, 1440]


@pytest.fixture(scope="module")
def data() -> syntax.Data:
    if not syntax.is_ready():
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(syntax.MISSING)
    return syntax.Data()


def test_the_style_sheet_says_nothing_that_the_oldest_browsers_do_not_know_but_what_the_table_names(data):
    found = syntax.newer(bundle(ROOT / "static" / STYLE_SHEET), data)

    assert found == NEWER
    assert {name for name in found if f"`{name}`" not in DESIGN} == set()


@pytest.mark.parametrize(
    ("written", "newer"),
    [
        ("a{text-decoration:underline 2px red}", {"text-decoration of several words"}),
        ("a{text-decoration-line:underline;text-decoration-thickness:2px}", set()),
        ("@media (width>=48rem){a{color:red}}", {"ranges of widths"}),
        ("a{color:light-dark(#fff,oklch(1 0 0))}", {"light-dark()", "oklch()"}),
        ("a{inline-size:50dvi;animation-timeline:scroll()}", {"dvi", "animation-timeline"}),
        ("a::scroll-button(left){color:red}", {"::scroll-button"}),
        ("@starting-style{a{color:red}}", {"@starting-style"}),
        ('a:before{content:"/" / ""}', {"content: … / …"}),
        ("a{hyphens:auto}", {"hyphens"}),
        ("a{-webkit-hyphens:auto;hyphens:auto}", set()),
    ],
)
def test_newer_words_of_every_kind_are_found(data, written, newer):
    assert syntax.newer(written, data) == newer


def test_has_stands_in_a_rule_of_its_own():
    """In a list the bundle would wrap it with the others, and all would weigh as much as it does."""
    sheets = (ROOT / "static" / "css").rglob("*.css")
    heads = [head for sheet in sheets for head in re.findall(r"[^{}]+(?={)", comments_gone(sheet.read_text()))]
    outside = re.compile(r",(?![^(]*\))")

    assert [head.strip() for head in heads if ":has(" in head and outside.search(head)] == []


def comments_gone(sheet: str) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def test_every_page_stands_in_a_browser_that_knows_none_of_it(browser, site):
    def older(route):
        answer = route.fetch()
        text = answer.text()
        for new, unknown in UNKNOWN.items():
            text = text.replace(new, unknown)
        route.fulfill(response=answer, body=re.sub(r" popover(?=[ >])", "", text))

    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    context.route(re.compile(r"/static/css/|/(en|fr)/[^.]*$"), older)
    page, wrong = context.new_page(), {}
    for address in [*sample_pages(site).values(), *FORM.values()]:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(LOST) + page.evaluate(OVER_THE_HEAD)
            menu = page.locator("#nav").evaluate("menu => menu.querySelector('li a').checkVisibility()")
            buttons = page.locator(".menu-button:visible").count()
            if found or not menu or buttons:
                wrong[f"{address}, {width} px"] = found or {"menu": menu, "buttons": buttons}
    context.close()

    assert wrong == {}
