"""Firefox as it is installed, driven over WebDriver BiDi, which it speaks without a driver beside it.

Playwright drives only a Firefox of its own, or one newer than Debian's; selenium needs geckodriver, which Debian lacks.
So Selenium's connection is used alone.
"""

import base64
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from selenium.common import WebDriverException
from selenium.webdriver.remote.websocket_connection import WebSocketConnection

from tests.browser.engines import IS_WHOLE, KEYS, PATIENCE, Engine, as_json, from_json

NAMES = ("firefox-esr", "firefox")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# Without a window Firefox has no mouse, and its bars take room; and it would ask after updates.
SETTINGS = {
    "ui.primaryPointerCapabilities": 6,
    "ui.allPointerCapabilities": 6,
    "ui.prefersReducedMotion": 1,
    "ui.useOverlayScrollbars": 1,
    "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.region.network.url": "",
    "services.settings.server": "data:,",
}


def find_firefox() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox(Engine):
    name = "firefox"
    between_pages = (WebDriverException,)

    def __init__(self, *, dark: bool = False):
        self.profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        settings = SETTINGS | {"ui.systemUsesDarkTheme": int(dark)}
        lines = [f'user_pref("{name}", {_literal(value)});\n' for name, value in settings.items()]
        (self.profile / "user.js").write_text("".join(lines))
        self.process = subprocess.Popen(
            [find_firefox(), "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port", "0"],
            env=os.environ | {"HOME": str(self.profile)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.connection = WebSocketConnection(f"{self._address()}/session", 2 * PATIENCE, 0.003)
        self._send("session.new", capabilities={})
        # The first tab leaves the keyboard to the field for addresses.
        self.tab = self._send("browsingContext.create", type="tab")["context"]

    def resize(self, width, height):
        self._send("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def open(self, address):
        self._send("browsingContext.navigate", context=self.tab, url=address, wait="complete")
        self.wait_for(IS_WHOLE)

    def run(self, script, *arguments):
        return from_json(self._call(as_json(script), arguments)["value"])

    def press(self, key):
        value = KEYS.get(key, key)
        strokes = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self._send("input.performActions", context=self.tab, actions=[{"type": "key", "id": "k", "actions": strokes}])

    def attach(self, selector, *files):
        found = self._call("selector => document.querySelector(selector)", [selector])
        element = {"sharedId": found["sharedId"]}
        self._send("input.setFiles", context=self.tab, element=element, files=[str(file) for file in files])

    def picture(self, file):
        data = self._send("browsingContext.captureScreenshot", context=self.tab, origin="document")["data"]
        file.write_bytes(base64.b64decode(data))

    def close(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _address(self) -> str:
        for line in self.process.stderr:
            if found := LISTENING.search(line):
                return found[1]
        raise RuntimeError(f"{self.process.args[0]} does not start.")

    def _send(self, method: str, **parameters) -> dict:
        answer = self.connection.send_cmd(method, parameters)
        if "error" in answer:
            raise WebDriverException(f"{method}: {answer['message']}")
        return answer["result"]

    def _call(self, script: str, arguments) -> dict:
        """The answer of a function, as the protocol describes values."""
        answer = self._send(
            "script.callFunction",
            functionDeclaration=script,
            arguments=[_argument(one) for one in arguments],
            target={"context": self.tab},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return answer["result"]


def _literal(value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _argument(value: str | float) -> dict:
    return {"type": "string" if isinstance(value, str) else "number", "value": value}
