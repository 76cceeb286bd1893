"""What is changed in an answer before it lies in a folder: its links to lists, its filters, and its host."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from migs_site.static_edition.asking import language_of
from migs_site.static_edition.places import stored_address
from migs_site.static_edition.reading import is_text

QUESTION = re.compile(r'(?<=\shref=")([^"#]*\?[^"#]*)')
FILTERS = re.compile(r'<form class="filter-form".*?</form>', re.DOTALL)


def rewritten(body: bytes, media_type: str, address: str, at: str = "") -> bytes:
    """An answer as the edition shows it. address: its own. at: the other host where the edition will lie, if any."""
    if not is_text(media_type):
        return body
    text = body.decode(errors="surrogateescape")
    if media_type == "text/html":
        text = QUESTION.sub(lambda found: answered(found[1], address), text)
        text = FILTERS.sub(lambda found: without_filters(address), text)
    if at:
        text = re.sub(re.escape(settings.BASE_URL) + r"(?![\w.:@-])", at, text, flags=re.ASCII)
    return text.encode(errors="surrogateescape")


def answered(link: str, address: str) -> str:
    """A link with a question, as the address at which its answer lies; that of the whole list where none does."""
    own = urljoin(settings.BASE_URL + address, unescape(link))
    if not own.startswith(f"{settings.BASE_URL}/"):
        return link
    path = own.removeprefix(settings.BASE_URL)
    return escape(stored_address(path) or urlsplit(path).path)


def without_filters(address: str) -> str:
    with translation.override(language_of(address)):
        sentence = _("Filters do not work in this copy of the site.")
    return f"<p>{sentence}</p>"
