"""Every page type in each language, as a browser has it: accessible, narrow, without scripts, cookies or strangers."""

from contextlib import contextmanager
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from wagtail.models import get_page_models

from migs_site.shared.pages import SitePage

ADDRESSES = """
    SELECT DISTINCT ON (kind.app_label, kind.model, locale.language_code)
        kind.app_label || '.' || kind.model, locale.language_code, page.url_path
    FROM wagtailcore_page page
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id
    JOIN django_content_type kind ON kind.id = page.content_type_id
    WHERE page.live AND page.depth > 1
    ORDER BY kind.app_label, kind.model, locale.language_code, page.path DESC
"""


@pytest.fixture(scope="session")
def specimens(site) -> dict[tuple[str, str], str]:
    """The address of one page of each type and language."""
    return {
        (kind, language): f"/{language}/{url_path.split('/', 2)[2]}"
        for kind, language, url_path in site.rows(ADDRESSES)
    }


@contextmanager
def tab(browser, site, **options):
    """A browser tab of its own, which notes what the page asks for and complains about."""
    context = browser.new_context(base_url=site.url, reduced_motion="reduce", **options)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def test_the_brochure_has_a_page_of_every_type_in_both_languages(specimens):
    kinds = {model._meta.label_lower for model in get_page_models() if issubclass(model, SitePage)}

    assert set(specimens) == {(kind, language) for kind in kinds for language in ("en", "fr")}


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_axe_finds_nothing_on_any_page_type(browser, site, specimens, width, theme):
    found = {}

    with tab(browser, site, color_scheme=theme, viewport={"width": width, "height": 900}) as page:
        for address in specimens.values():
            page.goto(address)
            # Without preload: axe would fetch the style sheets again and write them inline, which the policy forbids.
            violations = Axe().run(page, options={"preload": False}).response["violations"]
            found[address] = [(violation["id"], violation["nodes"][0]["target"]) for violation in violations]

    assert {address: violations for address, violations in found.items() if violations} == {}
    assert len(found) == len(specimens)


def test_no_page_type_scrolls_sideways_on_the_narrowest_screen(browser, site, specimens):
    overflow = {}

    with tab(browser, site, viewport={"width": 320, "height": 640}) as page:
        for address in specimens.values():
            page.goto(address)
            overflow[address] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert overflow == dict.fromkeys(specimens.values(), 0)


def test_no_page_type_complains_keeps_a_cookie_or_asks_another_host(browser, site, specimens):
    with tab(browser, site) as page:
        for address in specimens.values():
            assert page.goto(address, wait_until="networkidle").status == 200

        assert page.complaints == []
        assert page.context.cookies() == []
        assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site.url).netloc}


def test_every_page_type_is_whole_without_scripts(browser, site, specimens):
    seen = {}

    with tab(browser, site) as page, tab(browser, site, java_script_enabled=False) as bare:
        for address in specimens.values():
            page.goto(address)
            bare.goto(address)
            seen[address] = bare.locator("body").inner_text() == page.locator("body").inner_text()

    assert seen == dict.fromkeys(specimens.values(), True)


def test_the_heading_levels_of_every_page_type_have_no_gap(browser, site, specimens):
    gaps = {}

    with tab(browser, site) as page:
        for address in specimens.values():
            page.goto(address)
            levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "found => found.map(one => Number(one.tagName[1]))")
            gaps[address] = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]

    assert {address: gap for address, gap in gaps.items() if gap} == {}
    assert len(gaps) == len(specimens)


def test_the_menu_opens_on_a_phone_without_scripts_and_leads_on(browser, site):
    with tab(browser, site, java_script_enabled=False, viewport={"width": 360, "height": 640}) as page:
        page.goto("/en/")
        before = page.locator("#nav").is_visible()
        page.get_by_role("button", name="Menu").click()
        page.locator("#nav a").first.click()

        assert before is False
        assert urlsplit(page.url).path == "/en/about/"


def test_with_the_keyboard_alone_the_first_stop_skips_to_the_content(browser, site):
    with tab(browser, site) as page:
        page.goto("/en/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"


def test_the_switcher_leads_to_the_same_page_and_back(browser, site):
    with tab(browser, site) as page:
        page.goto("/en/people/")
        page.locator(".nav__language a").click()
        french = page.locator("html").get_attribute("lang"), urlsplit(page.url).path
        page.locator(".nav__language a").click()

        assert french[0] == "fr-CA"
        assert french[1].startswith("/fr/")
        assert urlsplit(page.url).path == "/en/people/"
