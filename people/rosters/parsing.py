"""From what staff paste to the names in it, each with the line that it stands on."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from migs_site.shared.plain_text import one_line

MOST_NAMES = 500
LONGEST_NAME = 250  # more than any person's names together; what is pasted is then no list of names
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # left over where text was copied from a PDF; they say nothing
BULLET = re.compile(r"^(?:[•▪◦‣·○●▫➢✓☐*–—-]\s*|o(?:\s+|$)|\(?\d{1,3}(?:\s?[.)]\s*|\s+|$))")
TRAILING = re.compile(r"(?:[\s;:*†‡¹²³⁴-⁹,]|\[\d{1,3}\])+$")  # also the marks of footnotes


class Reading(models.TextChoices):
    DOWN = "down", gettext_lazy("Down the columns, the first column first")
    ACROSS = "across", gettext_lazy("Across the lines, from left to right")
    FIRST = "first", gettext_lazy("Only the first column: the others are not names")
    JOINED = "joined", gettext_lazy("Each line is one name, with its parts in columns")


class Pasted(NamedTuple):
    """A name as it was pasted, and where: lines and columns are counted from 1."""

    line: int
    column: int
    text: str


def read_roster(text: str, reading: str) -> list[Pasted]:
    """The names of a pasted list in the order in which it is read; empty lines and cells are passed over.

    ValidationError with one sentence a mistake, each naming its line: hidden characters, a line without letters, a
    name that is too long; more than MOST_NAMES names; no name at all.
    """
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    cells = [
        Pasted(number, column, tidy(cell))
        for number, line in enumerate(lines, start=1)
        for column, cell in enumerate(line, start=1)
    ]
    found = of_columns([cell for cell in cells if cell.text], reading)
    if not found:
        raise ValidationError(_("Paste at least one name."))
    if len(found) > MOST_NAMES:
        sentence = _("This list has %(count)d names, and at most %(most)d can be read at a time: paste it in parts.")
        raise ValidationError(sentence % {"count": len(found), "most": MOST_NAMES})
    mistakes = [mistake for cell in found if (mistake := mistake_in(cell))]
    if mistakes:
        raise ValidationError(mistakes)
    return sorted(found, key=lambda cell: (cell.column, cell.line)) if reading == Reading.DOWN else found


def of_columns(cells: list[Pasted], reading: str) -> list[Pasted]:
    """The names that cells hold: each cell one, or each line only one, its first cell or all of them together."""
    if reading not in {Reading.FIRST, Reading.JOINED}:
        return cells
    lines = {}
    for cell in cells:
        lines.setdefault(cell.line, []).append(cell)
    used = slice(1) if reading == Reading.FIRST else slice(None)
    return [row[0]._replace(text=" ".join(cell.text for cell in row[used])) for row in lines.values()]


def tidy(cell: str) -> str:
    """A name without the bullet or number before it and the marks after it, its spaces made one each."""
    plain = re.sub(r"[^\S\x1c-\x1f\x85]+", " ", UNSEEN.sub("", cell)).strip(" ")
    return TRAILING.sub("", BULLET.sub("", plain))


def mistake_in(cell: Pasted) -> str:
    """What is wrong with a name, in one sentence; nothing where all is well."""
    if len(cell.text) > LONGEST_NAME:
        mistake = _("this is too long for a name. Put one name on each line, or a tab between two.")
    else:
        try:
            one_line(cell.text)
        except ValidationError as error:
            mistake = error.messages[0]
        else:
            return ""
    return _("Line %(line)s: %(mistake)s") % {"line": cell.line, "mistake": mistake}
