"""Pages weigh next to nothing, ask nobody else, and stand still: the budget of benchmarks/README.md."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops

from migs_site.web.static_files import STYLE_SHEET, imported
from tests.browser.places import FORM, sample_pages
from tests.browser.weights import shifts, weigh, weighing
from tests.databases import ROOT

LANGUAGES = ["en", "fr"]
# What a font is needed for is known once the page has been laid out.
FONTS_ARE_HERE = "async () => { document.body.getBoundingClientRect(); await document.fonts.ready; }"


@pytest.fixture(scope="session")
def addresses(site) -> list[str]:
    """A page of each type in each language, and the form."""
    return [*sample_pages(site).values(), *FORM.values()]


@pytest.fixture
def tab(browser, site):
    """A tab of somebody who has never been here."""
    context = browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_of_the_home_page_keeps_to_the_budget(tab, site, language):
    weights = weigh(tab, f"/{language}/")

    kinds = {kind: weights.bytes[kind] for kind in ("Document", "Stylesheet", "Font")}
    assert {kind: size for kind, size in kinds.items() if size < 500} == {}  # all of it was seen
    assert weights.code <= 25_000, weights
    assert weights.all <= 100_000, weights
    assert weights.bytes["Script"] <= 3_000, weights
    assert len(weights.asked) <= 8, weights
    assert weights.hosts == {urlsplit(site.url).netloc}
    assert len({without_hash(address) for address in weights.asked}) == len(weights.asked)  # nothing came twice


def without_hash(address: str) -> str:
    return re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address)


def test_a_page_that_stands_alone_uses_the_fonts_that_are_there(tab):
    weigh(tab, "/en/")
    tab.goto(f"{FORM['en']}lost-link/")
    tab.eval_on_selector("[name=csrfmiddlewaretoken]", "token => token.remove()")

    with weighing(tab) as weights:
        tab.get_by_role("button", name="Email me a link").click()
        tab.wait_for_load_state("networkidle")

    assert tab.title() == "The form was not sent, MIGS"
    assert tab.evaluate("getComputedStyle(document.body).fontFamily").startswith("Archivo,")
    assert [address for address in weights.asked if "/fonts/" in address] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_page_adds_little_to_what_the_home_page_brought(tab, site, addresses, language):
    weigh(tab, f"/{language}/")

    added = {address: weigh(tab, address) for address in addresses if address.startswith(f"/{language}/")}

    assert {address: weights for address, weights in added.items() if weights.all > 40_000} == {}
    assert {host for weights in added.values() for host in weights.hosts} == {urlsplit(site.url).netloc}
    assert [weights.bytes["Stylesheet"] for weights in added.values()] == [0] * len(added)


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_a_page_arrives(browser, site, addresses, width):
    moved = {address: shifts(browser, site.url + address, width) for address in addresses}

    assert {address: found for address, found in moved.items() if found} == {}
    assert len(moved) == len(addresses)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_one_style_sheet_looks_as_its_sources_do(browser, site, width, theme):
    def look(name: str, style_sheet) -> Image.Image:
        context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.route("**/static/css/**", style_sheet)
        page.goto(f"{site.url}/en/{name}/")
        page.evaluate(FONTS_ARE_HERE)
        picture = page.screenshot(full_page=True, animations="disabled")
        context.close()
        return Image.open(BytesIO(picture)).convert("RGB")

    def bundle(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=waiting_for_fonts(answer.text()))

    served = []

    def source(route):
        name = urlsplit(route.request.url).path.removeprefix("/static/")
        name = STYLE_SHEET if name.startswith("css/index.") else name
        served.append(name)
        route.fulfill(body=waiting_for_fonts((ROOT / "static" / name).read_text()), content_type="text/css")

    made, written = look("book", bundle), look("book", source)
    assert made.size == written.size
    # The bundle gives oklch() as lab(), which a screen rounds to other whole numbers.
    assert max(most for _least, most in ImageChops.difference(made, written).getextrema()) <= 1
    assert sorted(served) == sorted([STYLE_SHEET, *imported(ROOT / "static" / STYLE_SHEET)])


def waiting_for_fonts(styles: str) -> str:
    """The same without the choice of a slow moment, in which a page makes do with another font for good."""
    return re.sub(r"font-display:\s*\w+", "font-display: block", styles)
