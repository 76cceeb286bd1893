"""A browser tab for a test: it notes what its page asks for and complains about, and shows kept answers again."""

from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.places import Place


@contextmanager
def tab(browser: Browser, site, **options):
    """A tab with a window, cookies and a cache of its own."""
    context = browser.new_context(base_url=site.url, reduced_motion="reduce", **options)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: note(page, message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def note(page: Page, words: str) -> None:
    """All but this: a test may write before the browser has put the focus where the page asks for it."""
    if not words.startswith("Autofocus processing was blocked"):
        page.complaints.append(words)


def visit(page: Page, place: Place) -> None:
    """Show a place: as the site answers now or, where it cannot be asked again, the answer that was kept."""
    if not place.kept:
        page.goto(place.address)
        return
    page.route(f"**{place.address}", lambda route: route.fulfill(**place.kept))
    page.goto(place.address)
    page.unroute_all()  # while a tab has routes, its cache is off


def walk(page: Page, places: list[Place]):
    """Each place in turn, shown in the tab."""
    for place in places:
        visit(page, place)
        yield place
