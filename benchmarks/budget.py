"""Measure what the site weighs and how Lighthouse sees it, and write that into benchmarks/README.md.

python -m benchmarks.budget     starts the site as `make run` does, on a port of its own, and stops it again
"""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.lighthouse import CATEGORIES, scores, version
from tests.browser.chromium import FLAGS, MISSING, find_chromium
from tests.browser.places import FORM
from tests.browser.running_site import free_port
from tests.browser.weights import Weights, shifts, weigh
from tests.databases import ROOT

README = Path(__file__).with_name("README.md")
# The English address of a page of each type; the French one stands in the page itself.
PAGES = {
    "Home": "/en/",
    "About": "/en/about/",
    "Project": "/en/will-to-intervene/",
    "People": "/en/people/",
    "Committee": "/en/people/research-steering-committee/",
    "Person": "/en/people/romeo-dallaire/",
    "Recommendations": "/en/recommendations/",
    "Set of recommendations": "/en/recommendations/canada/",
    "Recommendation": "/en/recommendations/canada/7/",
    "Book": "/en/book/",
    "Internships": "/en/internships/",
    "Donate": "/en/donate/",
    "Contact": "/en/contact/",
}
IN_LIGHTHOUSE = ["Home", "People", "Recommendation", "Book", "Internship form"]


@contextmanager
def running_site():
    """The address of the site, run as on a server."""
    port = free_port()
    command = [sys.executable, "-m", "migs_site.local", "run", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        try:
            if not any(line.startswith("ready:") for line in run.stdout):
                sys.exit("The site does not start; see what it said above.")
            yield f"http://127.0.0.1:{port}"
        finally:
            run.send_signal(signal.SIGINT)
            run.communicate()


def addresses(browser: Browser, url: str) -> dict[str, dict[str, str]]:
    """Each page's address in both languages."""
    page = browser.new_page()
    found = {}
    for name, english in PAGES.items():
        page.goto(url + english)
        french = page.get_attribute("link[rel=alternate][hreflang=fr]", "href")
        found[name] = {"en": english, "fr": french.removeprefix(url)}
    page.close()
    return found | {"Internship form": FORM}


def first_visit(browser: Browser, url: str, address: str) -> Weights:
    context = browser.new_context(base_url=url)
    weights = weigh(context.new_page(), address)
    context.close()
    return weights


def added(browser: Browser, url: str, places: dict, language: str) -> dict[str, int]:
    """What each page brings to somebody who comes from the home page, with nothing else in the cache."""
    found = {}
    for name, place in places.items():
        context = browser.new_context(base_url=url)
        page = context.new_page()
        weigh(page, f"/{language}/")
        found[name] = weigh(page, place[language]).all
        context.close()
    return found


def total_shift(browser: Browser, url: str, places: dict, language: str) -> float:
    return sum(
        shift[0]
        for place in places.values()
        for width in (360, 1440)
        for shift in shifts(browser, url + place[language], width)
    )


def both(measure) -> str:
    """A measurement in English and in French."""
    return " / ".join(str(measure(language)) for language in ("en", "fr"))


def kilobytes(number: int) -> str:
    return f"{number / 1000:.1f}"


def budget_table(browser: Browser, url: str, places: dict) -> str:
    home = {language: first_visit(browser, url, f"/{language}/") for language in ("en", "fr")}
    more = {language: added(browser, url, places, language) for language in ("en", "fr")}
    shift = {language: total_shift(browser, url, places, language) for language in ("en", "fr")}
    line = "bytes on the line with their headers, empty cache"
    rows = [
        ("Home: HTML, CSS, JavaScript", "25 kB", both(lambda code: kilobytes(home[code].code)), line),
        ("Home: JavaScript", "3 kB", both(lambda code: kilobytes(home[code].bytes["Script"])), line),
        ("Home: all, with fonts and icons", "100 kB", both(lambda code: kilobytes(home[code].all)), line),
        ("Home: requests", "8", both(lambda code: len(home[code].asked)), "icons too"),
        ("Home: hosts beside ours", "0", both(lambda code: len(home[code].hosts) - 1), "asked or tried"),
        ("All pages below: layout shift", "0", both(lambda code: f"{shift[code]:g}"), "sum at 360 and 1440 px"),
    ]
    rows += [
        (name, "40 kB more", both(lambda code, name=name: kilobytes(more[code][name])), "after the home page")
        for name in places
        if name != "Home"
    ]
    return table(["Page", "Allowed", "Measured, English / French", "How"], rows)


def lighthouse_table(url: str, places: dict) -> str:
    rows = []
    for name in IN_LIGHTHOUSE:
        found = {language: scores(url + places[name][language]) for language in ("en", "fr")}
        rows.append((name, *(both(lambda code, one=one, found=found: found[code][one]) for one in CATEGORIES)))
    return table(["Page", *(category.replace("-", " ") for category in CATEGORIES)], rows)


def table(heads: list[str], rows: list[tuple]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write(name: str, words: str) -> None:
    """Put a table between its two marks in the README."""
    text = README.read_text()
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    README.write_text(marked.sub(lambda found: f"{found[1]}{words}\n{found[2]}", text))


def main() -> None:
    chromium = find_chromium() or sys.exit(MISSING)
    os.environ["CHROME_PATH"] = chromium
    with running_site() as url:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            places = addresses(browser, url)
            write("budget", budget_table(browser, url, places))
            browser.close()
        write("lighthouse", f"{lighthouse_table(url, places)}\n\nLighthouse {version()}.")
    print(README.read_text())


if __name__ == "__main__":
    main()
