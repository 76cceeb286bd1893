"""Which addresses of the site an answer leads to: links, pictures, style sheets and their fonts, files."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

TEXT = ("text/", "application/json", "application/xml", "image/svg+xml", "application/javascript")
OWN = re.compile(re.escape(settings.BASE_URL) + r"(?![\w.:@-])[^\s\"'<>\\(){}]*", re.ASCII)
END_OF_SENTENCE = ".,;:!?"
IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)")
SIGNS = "%/?:@!$&'()*+,;=~[]|"  # which browsers leave as they are
WITH_ADDRESS = {"href", "src", "poster", "data"}
WITH_ADDRESSES = {"srcset", "imagesrcset"}


def is_text(media_type: str) -> bool:
    return media_type.startswith(TEXT) or media_type.endswith(("+json", "+xml"))


class Links(HTMLParser):
    """The addresses in the attributes of a document, as they are written."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if value and name in WITH_ADDRESS:
                self.found.append(value)
            elif value and name in WITH_ADDRESSES:
                self.found += [part.split()[0] for part in value.split(",") if part.strip()]


def addresses(body: bytes, media_type: str, path: str) -> Iterator[str]:
    """Path and question of all that an answer at a path leads to below the site, without what stands after “#”."""
    if not is_text(media_type):
        return
    text = body.decode(errors="replace")
    found = [unescape(address).rstrip(END_OF_SENTENCE) for address in OWN.findall(text)]
    if media_type == "text/html":
        links = Links()
        links.feed(text)
        found += links.found
    elif media_type == "text/css":
        found += IN_STYLES.findall(text)
    for address in found:
        if own := below_the_site(address, path):
            yield own


def below_the_site(address: str, path: str) -> str:
    """An address as path and question, encoded as browsers do it; nothing for one of another site, or of no page at
    all (mailto:)."""
    try:
        parts = urlsplit(urljoin(settings.BASE_URL + path, address.strip()))
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL:
        return ""
    own = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(own, safe=SIGNS)
