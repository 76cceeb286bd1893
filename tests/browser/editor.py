"""Somebody of the staff at the admin, in either of its languages: what they press is counted.

A press is a link or a button, and so is choosing a file; typing, ticking, and choosing from a list cost none. What is
pressed is found by the words on it, in the language of the admin: a button without its French is not found in French.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Locator, Page, Route, expect

HOLDS = """([field, text]) => [...document.querySelectorAll(`[data-contentpath='${field}'] input`)]
    .some(input => input.value.includes(text))"""
SAVED_TEXT = "**/localize/translate/*/strings/*/edit/"


@dataclass
class Editor:
    page: Page
    language: str
    clicks: Counter = field(default_factory=Counter)
    task: str = ""

    def sign_in(self, email: str, password: str) -> None:
        """And take a language, which the account page keeps."""
        self.page.goto("/admin/account/")
        self.write(username=email, password=password)
        self.page.locator("[type=submit]").click()
        self.pick(**{"locale-preferred_language": self.language})
        self.page.locator("footer [type=submit]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def words(self, message: str, context: str = "", **named) -> str:
        """A message of ours or of Wagtail's, as this editor reads it."""
        with override(self.language):
            text = pgettext(context, message) if context else gettext(message)
        return text % named if named else text

    def begin(self, task: str) -> None:
        """At the admin's first page."""
        self.count(task)
        self.page.goto("/admin/")

    def count(self, task: str) -> None:
        """From here on, for this task."""
        self.task = task
        self.clicks[task] = 0

    def table(self) -> list[str]:
        return [f"{clicks:4}  {task}" for task, clicks in self.clicks.items()]

    def press(self, target: Locator) -> None:
        target.click()
        self.clicks[self.task] += 1

    def button(self, message: str, within: Locator | None = None, **named) -> None:
        name = self.words(message, **named)
        self.press((within or self.main).get_by_role("button", name=name, exact=True))

    def link(self, message: str, within: Locator | None = None, **named) -> None:
        self.open(self.words(message, **named), within)

    def open(self, title: str, within: Locator | None = None) -> None:
        """A link that is named for what it leads to, whatever the language of the admin."""
        self.press((within or self.main).get_by_role("link", name=title, exact=True))

    def add(self, model: str) -> None:
        self.link("Add %(model_name)s", model_name=self.words(model))

    def tab(self, message: str, within: Locator | None = None) -> None:
        self.press((within or self.main).get_by_role("tab", name=self.words(message), exact=True))

    def menu(self, group: str, entry: str) -> None:
        """Two presses in the menu at the left."""
        sidebar = self.page.locator("aside.sidebar, .sidebar")
        self.press(sidebar.get_by_role("button", name=self.words(group, "menu"), exact=True))
        self.press(sidebar.get_by_role("link", name=self.words(entry), exact=True))

    def open_home(self, title: str) -> None:
        """The pages below the English home page, in two presses."""
        sidebar = self.page.locator(".sidebar")
        self.press(sidebar.get_by_role("button", name=self.words("Pages"), exact=True))
        self.press(sidebar.get_by_role("link", name=f"{title} {self.words('English')}", exact=True))

    def write(self, **fields: str) -> None:
        """Lines of text, by the names of their fields."""
        for name, text in fields.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def pick(self, **fields: str) -> None:
        """Choices in lists, by their values."""
        for name, value in fields.items():
            self.page.locator(f"select[name='{name}']").select_option(value)

    def write_prose(self, field: str, text: str) -> None:
        """In place of what a field with bold, links and lists holds. It reaches the form a moment after it is typed."""
        self.page.locator(f"[data-contentpath='{field}'] [role=textbox]").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        self.page.wait_for_function(HOLDS, arg=[field, text])

    def insert(self, field: str, block: str) -> None:
        """A block, in two presses: + and its name."""
        self.press(self.page.locator(f"[data-contentpath='{field}'] .c-sf-add-button"))
        self.press(self.page.get_by_role("option", name=self.words(block), exact=True))

    def add_row(self, rows: str) -> str:
        """A new row of a list; returns what the names of its fields begin with."""
        number = self.page.locator(f"[name='{rows}-TOTAL_FORMS']").input_value()
        self.press(self.page.locator(f"[id='id_{rows}-ADD']"))
        return f"{rows}-{number}"

    def choose(self, field: str, title: str) -> None:
        """A page or record: the button of the field, a search in the window that opens, and what it found."""
        chooser = self.page.locator(f"[id='id_{field}-chooser']")
        self.press(chooser.get_by_role("button").first)
        self.window.locator("[name=q]").fill(title)
        self.open(title, self.window)
        expect(chooser).to_contain_text(title)

    def upload(self, field: str, file: Path, **texts: str) -> None:
        """A picture, from the field in which it is to stand."""
        self.button("Choose an image", self.page.locator(f"[id='id_{field}-chooser']"))
        self.tab("Upload", self.window)
        self.window.locator("[type=file]").set_input_files(file)
        self.clicks[self.task] += 1
        for name, text in texts.items():
            self.window.locator(f"[name$='-{name}']").fill(text)
        self.button("Upload", self.window)
        expect(self.window).to_have_count(0)

    def publish(self) -> None:
        footer = self.page.locator("footer")
        self.button("More actions", footer)
        with self.another_page():
            self.button("Publish", footer)
        expect(self.messages.first).to_be_visible()

    def save(self) -> None:
        with self.another_page():
            self.button("Save", self.page.locator("footer"))
        expect(self.messages.first).to_be_visible()

    @contextmanager
    def another_page(self) -> Iterator[None]:
        """What is done leads to another page, or to this one anew: what the one before has said is no answer to it."""
        self.page.evaluate("document.documentElement.dataset.before = ''")
        yield
        expect(self.page.locator("html[data-before]")).to_have_count(0, timeout=15_000)

    def translate(self, texts: dict[str, str], button: str = "Translate") -> None:
        """In the form of a translation: the French of each English text, behind its button."""
        for english, french in texts.items():
            text = self.main.locator("li", has=self.page.locator(f"> p:text-is({json.dumps(english)})"))
            self.button(button, text)
            text.get_by_role("textbox").fill(french)
            self.button("Save", text)
            expect(text.get_by_role("textbox")).to_have_count(0)

    def publish_translation(self) -> None:
        with self.another_page():
            self.press_publish_translation()
        expect(self.messages.first).to_be_visible()

    def press_publish_translation(self) -> None:
        name = self.words("Publish in ") + self.words("French")
        self.press(self.main.get_by_role("button", name=name, exact=True))

    @contextmanager
    def saving(self) -> Iterator[list[Route]]:
        """Each text of a translation that is saved meanwhile is on its way until the test lets it go on."""
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        self.page.route(SAVED_TEXT, hold)
        yield held
        self.page.unroute(SAVED_TEXT)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def window(self) -> Locator:
        return self.page.locator(".modal.in")

    @property
    def messages(self) -> Locator:
        """What the admin says above a page: a green line when all went well."""
        return self.page.locator(".messages .success")
