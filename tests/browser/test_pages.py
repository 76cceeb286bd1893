"""Every page type in each language, as a browser has it: without scripts, cookies or strangers."""

from urllib.parse import urlsplit

import pytest
from wagtail.models import get_page_models

from migs_site.base.pages import SitePage
from tests.browser.tabs import tab


@pytest.fixture
def sample_pages(places) -> dict[tuple[str, str], str]:
    """The address of one page of each type and language."""
    return {(place.name, place.language): place.address for place in places if not place.is_state}


def test_the_brochure_has_a_page_of_every_type_in_both_languages(sample_pages):
    kinds = {model._meta.label_lower for model in get_page_models() if issubclass(model, SitePage)}

    assert set(sample_pages) == {(kind, language) for kind in kinds for language in ("en", "fr")}


def test_no_page_type_complains_keeps_a_cookie_or_asks_another_host(browser, site, sample_pages):
    with tab(browser, site) as page:
        for address in sample_pages.values():
            assert page.goto(address).status == 200
            page.evaluate("document.fonts.ready")

        assert page.complaints == []
        assert page.context.cookies() == []
        assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site.url).netloc}


def test_every_page_type_is_whole_without_scripts(browser, site, sample_pages):
    seen = {}

    with tab(browser, site) as page, tab(browser, site, java_script_enabled=False) as bare:
        for address in sample_pages.values():
            page.goto(address)
            bare.goto(address)
            seen[address] = bare.locator("body").inner_text() == page.locator("body").inner_text()

    assert seen == dict.fromkeys(sample_pages.values(), True)


def test_the_menu_opens_on_a_phone_without_scripts_and_leads_on(browser, site):
    with tab(browser, site, java_script_enabled=False, viewport={"width": 360, "height": 640}) as page:
        page.goto("/en/")
        before = page.locator("#nav").is_visible()
        page.get_by_role("button", name="Menu").click()
        page.locator("#nav a").first.click()

        assert before is False
        assert urlsplit(page.url).path == "/en/about/"


def test_the_switcher_leads_to_the_same_page_and_back(browser, site):
    with tab(browser, site) as page:
        page.goto("/en/people/")
        page.locator(".menu__language a").click()
        french = page.locator("html").get_attribute("lang"), urlsplit(page.url).path
        page.locator(".menu__language a").click()

        assert french[0] == "fr-CA"
        assert french[1].startswith("/fr/")
        assert urlsplit(page.url).path == "/en/people/"
