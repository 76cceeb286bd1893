"""What a page is, in the words of schema.org, for search engines and other machines (JSON-LD).

Each page type says it in its method schema_node(), with what stands here.
tests/browser/test_structured_data.py holds every page type to the vocabulary.
"""

import json
from urllib.parse import urljoin

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from migs_site.metadata.citations.items import on_one_line

# Inside a script a browser looks for nothing but its end and for comments; no character of either is left.
ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def structured_data(page, contact, way) -> SafeString:
    """The contents of a data block about a page that has been saved; nothing where there is nothing to say.

    way: the steps that lead to the page from the home page, if the page shows them.
    """
    things = [thing for thing in (page.schema_node(contact), breadcrumbs(way)) if thing]
    if not things:
        return SafeString("")
    data = {"@context": "https://schema.org", "@graph": [filled(thing) for thing in things]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 (no < or > is left)


def filled(value):
    """The same without what is empty, and with each text on one line."""
    if isinstance(value, dict):
        return {name: filled(part) for name, part in value.items() if part}
    if isinstance(value, list):
        return [filled(part) for part in value]
    return on_one_line(value) if isinstance(value, str) else value


def institute_named(contact) -> dict:
    """The institute wherever it is spoken of: the home page says the rest under the same name for machines."""
    return {"@type": "ResearchOrganization", "@id": absolute("/#institute"), "name": contact.name}


def node_of(kind: str, page) -> dict:
    """A thing that a page is about, by the page's permanent address; by none where that page is not on the site."""
    address = {"@id": page.permanent_address(), "url": absolute(page.get_url())} if page.live else {}
    return {"@type": kind} | address


def breadcrumbs(way) -> dict:
    steps = [
        {"@type": "ListItem", "position": at, "name": step.title, "item": absolute(step.address)}
        for at, step in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps} if steps else {}


def absolute(address: str | None) -> str:
    """The whole address, as it is printed and cited."""
    return urljoin(settings.BASE_URL, address or "")
