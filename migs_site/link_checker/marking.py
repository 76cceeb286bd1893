"""Telling readers which links are dead: the link stays, and words after it say so."""

import html
import re

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from migs_site.link_checker.models import OutsideLink

# As our templates and Django's escaping write links: a name in double quotes, never one link in another.
LINK = re.compile(r'<a\s(?:[^>]*\s)?href="(https?://[^"]+)"([^>]*)>(.*?)</a>', re.DOTALL)
# Where a copy of the page is that a link leads to, for when that page is gone; written behind the address.
COPY = re.compile(r'\sdata-copy="(https?://[^"]+)"')


def mark_dead_links(page: str) -> SafeString:
    """The same HTML, with a note after each link that is known not to work, and the copy that such a link names.

    The whole page is read at once, so that its links cost one query however many there are and wherever they come
    from, and none where there are none.
    """
    named = {found[1] for found in LINK.finditer(page)} | set(COPY.findall(page))
    broken = OutsideLink.objects.broken().filter(address__in={html.unescape(address) for address in named})
    links = {link.address: link for link in broken}

    def with_note(found: re.Match) -> str:
        link = links.get(html.unescape(found[1]))
        return f"{found[0]} {note(link, found[2], found[3], links)}" if link else found[0]

    return mark_safe(LINK.sub(with_note, page) if links else page)  # noqa: S308 (what templates made, and our note)


def note(link: OutsideLink, attributes: str, words: str, broken: dict[str, OutsideLink]) -> str:
    named = COPY.search(attributes)
    copy = html.unescape(named[1]) if named else ""
    facts = {"looked_on": link.last_checked_on, "copy": "" if copy in broken else copy}
    return render_to_string("components/dead_link.html", facts | {"words": html.unescape(strip_tags(words))}).strip()
