"""The documents of the site as they were sent, for rules that need no browser."""

import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.browser.places import Place


def fetch(address: str) -> tuple[int, str]:
    """The status, and the text where there is a page."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def sitemap(site) -> list[str]:
    """The address of every page."""
    _status, text = fetch(f"{site.url}/sitemap.xml")
    return [urlsplit(address).path for address in re.findall("<loc>([^<]+)</loc>", text)]


def document(site, place: Place) -> str:
    return place.kept["body"].decode() if place.kept else fetch(site.url + place.address)[1]


def parse(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")
