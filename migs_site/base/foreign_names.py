"""Names that keep their language on pages in the other one, marked with it so that they are read aloud right.

Staff keep the list, one name a line, with the contact details: no markup could be typed into a title or a menu.
"""

import re
from functools import lru_cache
from html import escape as html_escape

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

SHORTEST = 4  # letters; anything shorter stands in too many words of the other language
QUOTED = r"""(?:"[^"]*"|'[^']*')"""
# What has no markup inside it, whole; otherwise one tag, whose attributes may hold any sign in quotation marks.
MARKUP = re.compile(
    r"<!--.*?-->|<!\w[^>]*>|<(?P<plain>script|style|title|textarea|option)\b.*?</(?P=plain)\s*>"
    rf"""|<(?P<end>/?)(?P<tag>[a-z][a-z0-9-]*)(?P<attributes>(?:{QUOTED}|[^>"'])*+)>""",
    re.DOTALL | re.IGNORECASE,
)
LANG = re.compile(rf"""(?:{QUOTED}|[^"'])*?\slang=["']?([a-z]+)""", re.IGNORECASE)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def names_one_a_line(text: str) -> None:
    short = [name for name in text.splitlines() if 0 < len(name.strip()) < SHORTEST]
    if short:
        raise ValidationError(
            _("Enter full names, one per line. “%(name)s” is too short to be told apart from other words."),
            params={"name": short[0].strip()},
        )


@lru_cache(maxsize=8)
def pattern_of(names: str) -> re.Pattern | None:
    """Any of these names, one a line, as whole words; the longest first, with any kind of space between its words.

    Templates escape quotation marks, rich text does not. What follows an ampersand is part of an entity: &quot;.
    """
    listed = [name for name in names.splitlines() if name.strip()]
    written = {escape(name) for name in listed} | {html_escape(name, quote=False) for name in listed}
    if not written:
        return None
    longest_first = sorted(written, key=lambda name: (-len(name), name))
    choices = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<![\w&-])(?:{choices})(?![\w-])")


def mark_names(html: str, names: str, language: str, around: str) -> str:
    """HTML in which each of these names that stands in another language is marked as being in its own.

    language: that of the names. around: that of the words outside every tag.
    """
    pattern = pattern_of(names)
    if not pattern or not pattern.search(html):
        return html
    parts, at, inside = [], 0, [("", around)]

    def text(until: int) -> str:
        words = html[at:until]
        if inside[-1][1] == language:
            return words
        return pattern.sub(lambda name: f'<span lang="{language}">{name[0]}</span>', words)

    for markup in MARKUP.finditer(html):
        parts += [text(markup.start()), markup[0]]
        at = markup.end()
        follow(markup, inside)
    return "".join([*parts, text(len(html))])


def follow(markup: re.Match, inside: list[tuple[str, str]]) -> None:
    """Keep account of the elements that are open, each with the language of the words in it."""
    tag = (markup["tag"] or "").lower()
    if not tag or tag in VOID or markup["attributes"].endswith("/"):
        return
    if not markup["end"]:
        own = LANG.match(markup["attributes"])
        inside.append((tag, own[1].lower() if own else inside[-1][1]))
    elif any(open_tag == tag for open_tag, _language in inside):
        while inside.pop()[0] != tag:
            pass
