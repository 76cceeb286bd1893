"""What a page weighs on its way to a browser, and whether anything moves while it arrives."""

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

PATIENCE = 30  # seconds for all that a page asks for

# Browsers fetch these beside the page, and headless ones leave them out.
ASK_FOR_ICONS = """async () => {
  for (const link of document.querySelectorAll("link[rel~=icon], link[rel~=apple-touch-icon], link[rel=manifest]"))
    await fetch(link.href);
}"""
NOTE_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      window.shifts.push([entry.value, ...entry.sources.map(source => source.node?.className ?? "")]);
  }).observe({type: "layout-shift", buffered: true});
"""
SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  await document.fonts.ready;
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@dataclass
class Weights:
    """Bytes on the line, headers too, by kind (Document, Stylesheet, Script, Font, Image); what was cached is 0."""

    bytes: Counter = field(default_factory=Counter)
    asked: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        return self.bytes["Document"] + self.bytes["Stylesheet"] + self.bytes["Script"]

    @property
    def all(self) -> int:
        return self.bytes.total()

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.asked}


@contextmanager
def weighing(page: Page):
    """Everything that the page asks for meanwhile, to the last byte."""
    weights, sent, kinds, under_way = Weights(), {}, {}, set()

    def asked(event):
        sent[event["requestId"]] = event["request"]["url"]
        under_way.add(event["requestId"])

    def answered(event):
        kinds[event["requestId"]] = event["type"]
        if event["response"].get("fromDiskCache"):
            sent.pop(event["requestId"])

    def finished(event):
        weights.bytes[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])
        under_way.discard(event["requestId"])

    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", lambda event: sent.pop(event["requestId"], None))
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.on("Network.loadingFailed", lambda event: under_way.discard(event["requestId"]))
    session.send("Network.enable")
    yield weights
    deadline = time.monotonic() + PATIENCE
    while under_way and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    session.detach()
    weights.asked = list(sent.values())
    assert not under_way, f"These did not arrive in time: {[sent.get(request) for request in under_way]}"


def weigh(page: Page, address: str) -> Weights:
    """A visit of a page, its pictures further down and its icons too, with what the tab has in its cache."""
    with weighing(page) as weights:
        page.goto(address)
        page.evaluate(SCROLL_THROUGH)
        page.evaluate(ASK_FOR_ICONS)
    return weights


def shifts(browser: Browser, url: str, width: int) -> list:
    """What moves on a page by itself on a first visit: how much, and the classes of what moved."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(NOTE_SHIFTS)
    page.goto(url)
    page.evaluate(SCROLL_THROUGH)
    moved = page.evaluate("window.shifts")
    context.close()
    return moved
