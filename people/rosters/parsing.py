"""Reads the names out of a pasted list, each with the line that it stands on."""

import re
import unicodedata
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from migs_site.base.plain_text import LINE_ENDS, UNREADABLE, one_line, tidy

MOST_NAMES = 500
LONGEST_NAME = 250  # more than any person's names together; what is pasted is then no list of names
LINE_END = re.compile(rf"\r\n|[{LINE_ENDS}]")
# A cell as spreadsheets copy it: in quotation marks, its own doubled, where it holds a tab, a line end or a mark.
CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"(?=[\t\n]|\Z)|(?P<plain>[^\t\n]*))(?P<end>[\t\n]|\Z)')
# What a list has before a name; “A.” is none, because it may be an initial. Word’s hollow bullet is copied as an “o”.
ITEM = re.compile(
    r"""(?: o(?=\s|$)                                   # o Ann
          | (?:[nN][o°º]\.?\s*)?
            [(\[]? \d{1,3} (?:\s?[.)\]] | \ufe0f?\u20e3 | [°º:/、-] | (?=[\s–—]) | $)
                                                      # 1. Ann, (2) Ann, [3] Ann, 4- Ann, 5° Ann, nº 6 Ann, 7 Ann
          | [一二三四五六七八九十]{1,3} 、
          | \(? [^\W\d_] \)                             # a) Ann, (B) Ann
          | \(? (?:[ivx]{1,5} | [IVX]{2,5}) [.)] (?!\w)  # ii. Ann, (IV) Ann
          | [a-z] \. (?=\s+[^\W\d_a-zß-ÿ] | \s*$)        # b. Ann
          | \[ [ xX]? \]                                # [x] Ann
          | » (?=\s | $)
        )\s*""",
    re.VERBOSE,
)
# Signs that may begin a name or a word with it, or that stand where letters are missing.
BEGINNINGS = "\"'’‘“”«»?!¡¿(〇" + UNREADABLE
DIRECTIONS = "\u200e\u200f\u061c"  # of the text after them; what turns it round is refused
# Also the marks of footnotes, the sign of a direction, and the full stop of a sentence.
TRAILING = re.compile(rf"(?:[\s;:*†‡§¶⁎|…–—¹²³⁴-⁹,{DIRECTIONS}]|\[\d{{1,3}}\]|(?<=[^\W\d_]{{4}})\.)+$")


class Reading(models.TextChoices):
    DOWN = "down", gettext_lazy("Down each column, starting with the first")
    ACROSS = "across", gettext_lazy("Across each line, from left to right")
    FIRST = "first", gettext_lazy("Only the first column: the others are not names")
    JOINED = "joined", gettext_lazy("Each line is one name, with its parts in columns")


class PastedName(NamedTuple):
    """A name as it was pasted, and where: lines and columns are counted from 1."""

    line: int
    column: int
    text: str


def read_roster(text: str, reading: str) -> list[PastedName]:
    """The names of a pasted list in the order in which it is read; empty lines and cells are passed over.

    ValidationError with one sentence a mistake, each naming its line: hidden characters, a line without letters, a
    name that is too long; more than MOST_NAMES names; no name at all.
    """
    cells = cells_of(LINE_END.sub("\n", text), " " if reading == Reading.JOINED else " – ")
    names = names_in([cell for cell in cells if cell.text], reading)
    if not names:
        raise ValidationError(_("Paste at least one name."))
    if len(names) > MOST_NAMES:
        sentence = _("This list has %(count)d names; the limit is %(most)d at a time. Paste it in parts.")
        raise ValidationError(sentence % {"count": len(names), "most": MOST_NAMES})
    mistakes = [mistake for name in names if (mistake := mistake_in(name))]
    if mistakes:
        raise ValidationError(mistakes)
    return sorted(names, key=lambda name: (name.column, name.line)) if reading == Reading.DOWN else names


def names_in(cells: list[PastedName], reading: str) -> list[PastedName]:
    """The names that cells hold: each cell one, or each line only one, its first cell or all of them together."""
    if reading not in {Reading.FIRST, Reading.JOINED}:
        return cells
    lines: dict[int, list[PastedName]] = {}
    for cell in cells:
        lines.setdefault(cell.line, []).append(cell)
    used = slice(1) if reading == Reading.FIRST else slice(None)
    return [row[0]._replace(text=" ".join(cell.text for cell in row[used])) for row in lines.values()]


def cells_of(text: str, break_in_cell: str) -> list[PastedName]:
    """The cells of lines and tabs, each tidied. What stands on further lines of one cell follows <break_in_cell>."""
    cells, line, lines_read, column = [], 1, 1, 1  # cells of one row count as on its first line
    for found in CELL.finditer(text):
        words = found["plain"] or ""
        if found["quoted"] is not None:
            inner = [tidy_name(part) for part in found["quoted"].replace('""', '"').replace("\t", " ").split("\n")]
            words = break_in_cell.join(filter(None, inner))
        cells.append(PastedName(line, column, tidy_name(words)))
        lines_read += found[0].count("\n")
        line, column = (lines_read, 1) if found["end"] == "\n" else (line, column + 1)
    return cells


def tidy_name(cell: str) -> str:
    """A name without the bullet or number before it and the marks after it, its spaces made one each."""
    name, before = tidy(cell), None
    while name != before:
        before, name = name, without_bullet(name)
    return TRAILING.sub("", name)


def without_bullet(name: str) -> str:
    """The name without one sign, or one number or letter of a list, that stands before it."""
    if item := ITEM.match(name):
        return name[item.end() :]
    if not name or name[0] in BEGINNINGS:
        return name
    # Signs such as ➢ or ①; Word takes its own from the private use area. A sign of direction says nothing here.
    category = unicodedata.category(name[0])
    is_bullet = category[0] in "SP" or category in {"Co", "No", "Nl"} or name[0] in DIRECTIONS
    return name[1:].lstrip(" \ufe0e\ufe0f\u200d") if is_bullet else name


def mistake_in(cell: PastedName) -> str:
    """What is wrong with a name, in one sentence; nothing where all is well."""
    if len(cell.text) > LONGEST_NAME:
        mistake = _("this is too long for a name. Put each name on its own line, or separate names with a tab.")
    else:
        try:
            one_line(cell.text)
        except ValidationError as error:
            mistake = error.messages[0]
        else:
            return ""
    return _("Line %(line)s: %(mistake)s") % {"line": cell.line, "mistake": mistake}
