"""Telling readers which links are dead: the link stays, and words after it say so."""

import html
import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from migs_site.outside_links.models import OutsideLink

# As our templates and Django's escaping write links: a name in double quotes, never one link in another.
LINK = re.compile(r'<a\s(?:[^>]*\s)?href="(https?://[^"]+)"[^>]*>.*?</a>', re.DOTALL)


def mark_dead_links(page: str) -> SafeString:
    """The same HTML, with a note after each link that is known not to work.

    The whole page is read at once, so that its links cost one query however many there are and wherever they come
    from, and none where there are none.
    """
    addresses = {html.unescape(address) for address in LINK.findall(page)}
    broken = OutsideLink.objects.broken().filter(address__in=addresses)
    notes = {
        link.address: render_to_string("components/dead_link.html", {"looked_on": link.last_checked_on}).strip()
        for link in broken
    }

    def with_note(found: re.Match) -> str:
        note = notes.get(html.unescape(found[1]))
        return f"{found[0]} {note}" if note else found[0]

    return mark_safe(LINK.sub(with_note, page) if notes else page)  # noqa: S308 (what templates made, and our note)
