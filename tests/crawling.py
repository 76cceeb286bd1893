"""Every public address that the sitemap and the pages themselves lead to."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.test import Client

LINKS = "a[href], link[rel=alternate], link[rel=cite-as]"
LOCATION = re.compile("<loc>(.*?)</loc>")


def crawl(client: Client, question: str = "", most: int = 500) -> Iterator[tuple[str, object]]:
    """Each address below the site with its answer, asked with this question added, the sitemap's first.

    Files and pages of lists are not followed: what stands behind the “?” of a link is left out.
    """
    waiting = ["/sitemap.xml", *map(path_of, LOCATION.findall(client.get("/sitemap.xml").text))]
    seen = set(waiting)
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        response = client.get(f"{path}?{question}" if question else path)
        yield path, response
        for found in links_in(response):
            if found not in seen:
                seen.add(found)
                waiting.append(found)


def path_of(address: str) -> str:
    return unquote(urlsplit(address).path)


def links_in(response) -> Iterator[str]:
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    for link in BeautifulSoup(response.content, "html.parser").select(LINKS):
        address = path_of(link["href"]) if "localhost" in link["href"] else link["href"]
        if address.startswith("/") and not address.startswith(("//", "/static/", "/media/")):
            yield path_of(address)
