"""WebKit, the engine of Safari and of every iPhone: the small browser of WebKitGTK, on a screen in memory."""

import glob
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

from selenium import webdriver
from selenium.common import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.engines import IS_WHOLE, KEYS, Engine, as_json, from_json

DRIVER = "WebKitWebDriver"
SCREEN = "Xvfb"
BROWSERS = ("/usr/lib/*/webkit2gtk-4*/MiniBrowser", "/usr/libexec/webkit2gtk-4*/MiniBrowser")
TALLEST = 16_000
# Nobody manages windows here: the one under the mouse has the keyboard, and the mouse starts in the middle.
SCREEN_SIZE = "300x300x24"
# Done once a window of another size has been laid out.
DRAWN = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
# The buttons over the page would make its window 447 px wide at least.
NO_BUTTONS = "* { margin: 0; padding: 0; border-width: 0; min-width: 0; min-height: 0; font-size: 1px; }"


def find_webkit() -> str | None:
    """The browser, where the driver and the screen are there too."""
    if not (shutil.which(DRIVER) and shutil.which(SCREEN)):
        return None
    return next((found for pattern in BROWSERS for found in glob.glob(pattern)), None)


class WebKit(Engine):
    name = "webkit"
    between_pages = (WebDriverException,)

    def __init__(self, *, dark: bool = False):
        self.settings = Path(tempfile.mkdtemp(prefix="webkit-"))
        (self.settings / "gtk-3.0").mkdir()
        (self.settings / "gtk-3.0" / "gtk.css").write_text(NO_BUTTONS)
        self.screen = subprocess.Popen(
            [SCREEN, "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", SCREEN_SIZE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            self.driver = self._start(f":{self.screen.stdout.readline().strip()}", dark)
        except WebDriverException:
            self._clear_away()
            raise
        self.bar = 0
        self.driver.set_window_size(800, 800)
        self.wait_for("() => innerWidth === 800")
        self.bar = 800 - self.run("() => innerHeight")

    def _start(self, display: str, dark: bool) -> webdriver.WebKitGTK:
        environment = os.environ | {
            "DISPLAY": display,
            "HOME": str(self.settings),
            "XDG_CONFIG_HOME": str(self.settings),
            "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
        }
        options = Options()
        options.binary_location = find_webkit()
        options.add_argument("--automation")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # selenium says something to itself
            service = Service(shutil.which(DRIVER), env=environment)
            return webdriver.WebKitGTK(options=options, service=service)

    def _clear_away(self) -> None:
        self.screen.terminate()
        self.screen.wait()
        self.screen.stdout.close()
        shutil.rmtree(self.settings, ignore_errors=True)

    def resize(self, width, height):
        self.driver.set_window_size(width, height + self.bar)
        self.wait_for(f"() => innerWidth === {width} && innerHeight === {height}")
        self.driver.execute_async_script(DRAWN)

    def open(self, address):
        self.driver.get(address)
        self.wait_for(IS_WHOLE)

    def run(self, script, *arguments):
        return from_json(self.driver.execute_script(f"return ({as_json(script)})(...arguments)", *arguments))

    def press(self, key):
        ActionChains(self.driver, duration=0).send_keys(KEYS.get(key, key)).perform()

    def attach(self, selector, *files):
        self.driver.find_element("css selector", selector).send_keys("\n".join(str(file) for file in files))

    def picture(self, file):
        """The window is made as high as the page, since the driver draws a window."""
        width, height, whole = self.run("() => [innerWidth, innerHeight, document.documentElement.scrollHeight]")
        self.resize(width, min(whole, TALLEST))
        time.sleep(0.3)
        self.driver.save_screenshot(str(file))
        self.resize(width, height)

    def close(self):
        self.driver.quit()
        self._clear_away()
