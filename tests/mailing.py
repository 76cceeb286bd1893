"""Reading the site's mail, and letting the worker send it."""

from html.parser import HTMLParser

from procrastinate.contrib.django import app

VOID = {"br", "hr", "img", "meta", "link", "input"}


def work() -> None:
    """Let a worker do every job that is due."""
    with app.replace_connector(app.connector.get_worker_connector()) as at_work:
        at_work.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="successful")


def body(message, kind: str = "plain") -> str:
    return message.get_body([kind]).get_content().replace("\r\n", "\n")


def kinds(message) -> list[str]:
    return [part.get_content_type() for part in message.iter_parts()]


class Outline(HTMLParser):
    """The elements of an HTML mail; ``faults`` names each that is closed wrongly or not at all, or styled in place."""

    def __init__(self, html: str):
        super().__init__()
        self.open, self.tags, self.faults = [], [], []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.faults += [f"<{tag} {name}>" for name, _value in attrs if name in {"style", "bgcolor", "align", "width"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def faults(html: str) -> list[str]:
    """What no mail may have: broken HTML, a picture, anything but one style element, one heading, one language."""
    outline = Outline(html)
    once = {"html": 1, "title": 1, "style": 1, "h1": 1, "img": 0, "link": 0, "script": 0}
    counted = {tag: outline.tags.count(tag) for tag in once}
    return outline.faults + [f"{counted[tag]} <{tag}>" for tag in once if counted[tag] != once[tag]]
