"""A student who has no mouse finds the form, fills it, sends it with mistakes, mends them and sends it again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import files
from tests.browser.tabs import tab

OFFER = {"en": "/en/internships/", "fr": "/fr/stages/"}
MOST_STOPS = 60  # more than any page here has between two places in question


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is asked for has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never comes to “{selector}”.")


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, f"[name={name}]")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_whole_application_is_sent_by_keyboard_alone(browser, site, language):
    with tab(browser, site) as page:
        page.goto(OFFER[language])
        tab_to(page, "main .button")
        page.keyboard.press("Enter")
        expect(page.locator("form[enctype]")).to_be_visible()

        write(page, "name", "Camille Tremblay")
        write(page, "email", "camille@")
        write(page, "institution", "UdeM")
        write(page, "programme", "Histoire")
        tab_to(page, "[name=level]")
        page.keyboard.press("ArrowDown")
        tab_to(page, "[name=projects]")
        page.keyboard.press("Space")
        write(page, "availability", "Dès mai\nVingt heures")
        for name, file in files().items():
            tab_to(page, f"[name={name}]")
            page.locator(":focus").set_input_files(file)  # the window that Enter opens is the system's own
        tab_to(page, "form[enctype] [value=send]")
        page.keyboard.press("Enter")

        expect(page.locator("[role=alert]")).to_be_focused()
        tab_to(page, "[role=alert] a[href='#id_email']")
        page.keyboard.press("Enter")
        expect(page.locator("[name=email]")).to_be_focused()
        page.keyboard.press("End")
        page.keyboard.type("example.org")
        tab_to(page, "[name=consent]")
        page.keyboard.press("Space")
        tab_to(page, "form[enctype] [value=send]")
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile(rf"/{language}/\w+/[A-Za-z0-9_-]{{44}}/$"))
        expect(page.locator(".reference")).to_be_visible()
