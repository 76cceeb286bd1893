"""What templates need beyond Django's and Wagtail's own tags: navigation, languages, dates, addresses."""

import datetime
import html
import itertools
import re

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from wagtail.images.models import Picture

from migs_site.base.foreign_names import mark_names
from migs_site.base.text_hooks import filtered
from migs_site.images.services import ready_renditions
from migs_site.link_checker.marking import mark_dead_links
from migs_site.metadata.structured_data import absolute
from migs_site.models.contact import dialled
from migs_site.web.page_frame import PageFrame

register = template.Library()
register.filter(absolute)

CUT_CODE = re.compile(r"\[\[[^\[\]]*\]?…$")  # half a code for a figure is no code


@register.simple_tag(takes_context=True)
def page_frame(context) -> PageFrame:
    """All that base.html shows around a page, or around a view, which names its page as “parent_page”."""
    return PageFrame(context.get("request"), context.get("page"), context.get("parent_page"))


class RenderedPage(template.Node):
    def __init__(self, frame: template.base.FilterExpression, parts: template.NodeList):
        self.frame, self.nodelist = frame, parts

    def render(self, context) -> str:
        with self.frame.resolve(context).known_records():
            return self.nodelist.render(context)


@register.tag
def with_known_records(parser, token) -> RenderedPage:
    """Rendered while the pages and pictures that the page names are known (migs_site.base.named_records).

    A node, because what Django's simple tags are given is rendered already.
    """
    _name, frame = token.split_contents()
    parts = parser.parse(("endwith_known_records",))
    parser.delete_first_token()
    return RenderedPage(parser.compile_filter(frame), parts)


@register.simple_tag
def in_language(code: str) -> str:
    """A lang attribute for words in the language <code>; nothing where that is the reader's own."""
    return format_html(' lang="{}"', code) if code and code != get_language() else ""


@register.simple_tag(takes_context=True)
def in_language_of(context, page) -> str:
    """A lang attribute for words of a page that has no translation into the language of the page at hand."""
    here = context.get("page")
    if not here or page.locale_id == here.locale_id:
        return ""
    other = next(code for code, _name in settings.LANGUAGES if code != get_language())
    return format_html(' lang="{}"', other)


@register.simple_tag
def picture_of(image, shape: str, **attributes) -> Picture | str:
    """A picture for one place on a page (migs_site.images.pictures), in sizes and formats that are ready, if any."""
    by_width = {}  # one that was small from the beginning has the same width in every size
    for made in ready_renditions(image=image, shape=shape):
        by_width.setdefault((made.width, made.filter_spec.rpartition("-")[2]), made)
    if len({width for width, _format in by_width}) == 1:
        attributes.pop("sizes", None)  # it is for a choice of widths only
    return Picture({made.filter_spec: made for made in by_width.values()}, attributes) if by_width else ""


@register.simple_block_tag
def dead_links_marked(content) -> SafeString:
    """The HTML between the tags, with words after each link to another site that is known not to work."""
    return mark_dead_links(content)


@register.simple_block_tag
def text_filtered(content, page) -> SafeString:
    """The HTML between the tags, with what apps put into the words of a page (migs_site.base.text_hooks).

    Without a page nothing is changed: what visitors type and get back is theirs.
    """
    return mark_safe(filtered(content)) if page else content  # noqa: S308 (what templates made, and numbers)


@register.simple_block_tag
def names_marked(content, contact) -> SafeString:
    """The HTML between the tags, with the names of the other language marked as such (migs_site.base.foreign_names)."""
    if not contact:
        return content
    here = get_language()
    other, names = ("en", contact.english_names) if here == "fr" else ("fr", contact.french_names)
    return mark_safe(mark_names(content, names or "", other, here))  # noqa: S308 (what templates made, and spans)


@register.filter
def description(page) -> str:
    """What search engines show: the editor's words for them, or the beginning of the page's own."""
    words = getattr(page, "search_description", "") or getattr(page, "first_words", "")
    plain = " ".join(html.unescape(strip_tags(str(words).replace("</p>", "</p> "))).split())
    return CUT_CODE.sub("…", Truncator(plain).chars(160))


@register.simple_tag
def today() -> datetime.date:
    """The day in Montreal."""
    return timezone.localdate()


@register.filter
def day(date) -> str:
    """A date in words: 1 September 2009, 1er septembre 2009; of a partial date what is known: September 2009, 2009.

    Office québécois de la langue française: only the first of a month is an ordinal.
    """
    if not date:
        return ""
    if isinstance(date, str):
        known = date.count("-")
        date = datetime.date.fromisoformat(f"{date}-01-01"[:10])
        if known < 2:
            return formats.date_format(date, "F Y") if known else str(date.year)
    if get_language() == "fr" and date.day == 1:
        return "1er " + formats.date_format(date, "F Y")
    return formats.date_format(date, "j F Y")


@register.filter
def period(row) -> str:
    """From when to when, in words, of something with the partial dates starts_on and left_on; nothing if neither is
    known. Years stand close together, longer dates apart: 2009–2012, September 2009 – May 2012."""
    first, last = day(row.starts_on), day(row.left_on)
    if first and last:
        between = "–" if len(row.starts_on) == len(row.left_on) == 4 else " – "
        return first if first == last else f"{first}{between}{last}"
    if first:
        return since(row.starts_on) % {"date": first}
    return until(row.left_on) % {"date": last} if last else ""


def since(date: str) -> str:
    return pgettext("day", "since %(date)s") if len(date) == 10 else pgettext("month or year", "since %(date)s")


def until(date: str) -> str:
    return pgettext("day", "until %(date)s") if len(date) == 10 else pgettext("month or year", "until %(date)s")


@register.filter
def as_of(date: str) -> str:
    """As of when something is known, in words: as of 2010, as of 22 September 2009."""
    words = pgettext("day", "as of %(date)s") if len(date) == 10 else pgettext("month or year", "as of %(date)s")
    return words % {"date": day(date)}


@register.filter
def telephone_link(number: str) -> str:
    """The address that dials a number (RFC 3966)."""
    return f"tel:{dialled(number)}"


@register.filter
def parts(body) -> list[tuple]:
    """The blocks of a page's body: each heading with those that follow it, None with those before the first."""
    grouped = []
    for block in body:
        if block.block_type == "heading":
            grouped.append((block, []))
        elif grouped:
            grouped[-1][1].append(block)
        else:
            grouped.append((None, [block]))
    return grouped


@register.filter
def numbered(summary) -> list[tuple]:
    """The blocks of a long text with the number of each paragraph, from 1; None for what is not a paragraph."""
    counter = itertools.count(1)
    return [(block, next(counter) if block.block_type == "paragraph" else None) for block in summary]


@register.filter
def extent(words: str, limit: int) -> str:
    """How much room words need, so that large type can give way: nothing up to <limit> characters, “medium” up to
    twice as many, “long” beyond."""
    length = len(str(words))
    return "" if length <= limit else "medium" if length <= 2 * limit else "long"


@register.filter
def in_columns(entries: list) -> list[tuple]:
    """Entries with the numbers of columns in which each begins one, so that columns differ by one entry at most.

    Browsers fill columns to the same height instead: thirteen names in four would stand as 4, 4, 4 and 1.
    """
    starts = {}
    for columns in (2, 4):
        short, longer = divmod(len(entries), columns)
        for column in range(1, columns):
            starts.setdefault(column * short + min(column, longer), []).append(str(columns))
    return [(entry, " ".join(starts.get(at, []))) for at, entry in enumerate(entries)]
