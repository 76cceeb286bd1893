"""The documents of the site as they were sent, for rules that need no browser."""

import re
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.browser.places import Place
from tests.browser.running_site import PATIENCE

BUSY = 503


def fetch(address: str) -> tuple[int, str]:
    """The status, and the text where there is a page."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def text_of(address: str, status: int = 200) -> str:
    """The text of an answer that has this status, so that no error is ever taken for the page.

    A site that asks for patience, as it does where a machine is too busy for its database, is asked again.
    """
    deadline = time.monotonic() + PATIENCE
    while (answer := fetch(address))[0] == BUSY and time.monotonic() < deadline:
        time.sleep(0.5)
    assert answer[0] == status, f"{address} answers {answer[0]} and not {status}."
    return answer[1]


def sitemap(site) -> list[str]:
    """The address of every page."""
    text = text_of(f"{site.url}/sitemap.xml")
    return [urlsplit(address).path for address in re.findall("<loc>([^<]+)</loc>", text)]


def document(site, place: Place) -> str:
    if place.kept:
        return place.kept["body"].decode()
    return text_of(site.url + place.address, 404 if place.name == "no page" else 200)


def parse(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def shown(site, address: str, selector: str) -> list[str]:
    """What visitors read in these parts of a page."""
    found = parse(text_of(site.url + address)).select(selector)
    return [" ".join(part.get_text(" ").split()) for part in found]


def both(site, addresses: dict[str, str], selector: str) -> dict[str, list[str]]:
    """The same of a page in each language."""
    return {language: shown(site, address, selector) for language, address in addresses.items()}
