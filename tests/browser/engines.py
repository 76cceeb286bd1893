"""One way to drive the three engines that visitors have, so that the same checks run in each.

A script is a JavaScript function as text; what it returns comes back as plain data.
"""

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path

PATIENCE = 15  # seconds for what a page was asked to do
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Space": " ",
}  # as WebDriver numbers them
IS_WHOLE = "() => document.readyState === 'complete' && document.fonts.status === 'loaded'"


class Engine(ABC):
    """A browser with one tab."""

    name: str

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """The size of the page's window, in pixels of CSS."""

    @abstractmethod
    def open(self, address: str) -> None: ...

    @abstractmethod
    def run(self, script: str, *arguments): ...

    @abstractmethod
    def press(self, key: str) -> None:
        """A key as the keyboard sends it: one of KEYS, or a character."""

    @abstractmethod
    def attach(self, selector: str, *files: Path) -> None:
        """Choose files in a file input."""

    @abstractmethod
    def picture(self, file: Path) -> None:
        """The whole page."""

    @abstractmethod
    def close(self) -> None: ...

    def write(self, selector: str, words: str) -> None:
        """Type at the end of a field, key by key."""
        self.run("selector => document.querySelector(selector).focus()", selector)
        self.press("End")
        for letter in words:
            self.press(letter)

    def tick(self, selector: str) -> None:
        """Choose a radio button or a box with the space bar."""
        self.run("selector => document.querySelector(selector).focus()", selector)
        self.press("Space")

    def follow(self, selector: str) -> None:
        """Press Enter on a link or a button that leads to another page, and wait for that page."""
        self.run("selector => { window.isOld = true; document.querySelector(selector).focus(); }", selector)
        self.press("Enter")
        self.wait_for("() => !window.isOld")
        self.wait_for(IS_WHOLE)

    def wait_for(self, script: str) -> None:
        """Until a script says true; fails when it does not."""
        deadline = time.monotonic() + PATIENCE
        while not self.says(script):
            assert time.monotonic() < deadline, f"{self.name} waits in vain for {script}"
            time.sleep(0.02)

    def says(self, script: str) -> bool:
        """Whether a script says true now. Between two pages there is nobody to ask."""
        try:
            return bool(self.run(script))
        except self.between_pages:
            return False

    between_pages: tuple[type[Exception], ...] = ()


def as_json(script: str) -> str:
    """The script with its answer as text, which every protocol carries unchanged."""
    return f"(...given) => JSON.stringify(({script})(...given) ?? null)"


def from_json(text: str):
    return json.loads(text)
