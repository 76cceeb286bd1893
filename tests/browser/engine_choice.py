"""Which engines there are, and what to do where one is missing."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.engines import IS_WHOLE, Engine
from tests.browser.firefox import Firefox, find_firefox
from tests.browser.webkit import WebKit, find_webkit

ENGINES = ["chromium", "firefox", "webkit"]
FIND = {"firefox": find_firefox, "webkit": find_webkit}
MISSING = {
    "firefox": "No Firefox was found: put firefox or firefox-esr on PATH.",
    "webkit": "No WebKit was found: it needs WebKitWebDriver and Xvfb (Debian's webkit2gtk-driver and xvfb).",
}


class Chromium(Engine):
    """The browser of all other tests."""

    name = "chromium"
    between_pages = (Error,)

    def __init__(self, browser: Browser, *, dark: bool = False):
        self.context = browser.new_context(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        self.page = self.context.new_page()

    def resize(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})

    def open(self, address):
        self.page.goto(address)
        self.wait_for(IS_WHOLE)

    def run(self, script, *arguments):
        return self.page.evaluate(f"given => ({script})(...given)", list(arguments))

    def press(self, key):
        self.page.keyboard.press(key)

    def write(self, selector, words):
        self.page.locator(selector).press("End")
        self.page.locator(selector).press_sequentially(words)  # a keyboard of Playwright's has no é

    def attach(self, selector, *files):
        self.page.locator(selector).set_input_files(files)

    def picture(self, file: Path):
        self.page.screenshot(path=file, full_page=True, animations="disabled")

    def close(self):
        self.context.close()


def start(name: str, browser: Browser, **options) -> Engine:
    """An engine by its name. Without it: a failure where CI is set, otherwise a skip that says what to install."""
    if name == "chromium":
        return Chromium(browser, **options)
    if not FIND[name]():
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(MISSING[name])
    return {"firefox": Firefox, "webkit": WebKit}[name](**options)
