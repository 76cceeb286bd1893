"""Archivo for pictures: where each letter of a line stands, and how words break into lines.

A line is set letter by letter, because Pillow cannot track, and because a name like “Đinđić” needs both files of the
font. Positions are in thousandths of the type size, so that they serve every size.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

EM = 1000
FONTS = Path(__file__).resolve().parents[3] / "static" / "fonts"
FILES = (FONTS / "archivo.woff2", FONTS / "archivo-other.woff2")
STRONG = 600
CAPITALS = 686  # the height of capitals


LEADS_ON = re.compile(r"(?:[^\W\d_A-Z]{1,3} )*[^ ]+")


class Letter(NamedTuple):
    character: str
    file: int
    at: float


class Line(NamedTuple):
    letters: tuple[Letter, ...]
    width: float  # from the left edge of the first letter's ink


@cache
def characters(file: int) -> dict[int, str]:
    """The characters that a file of the font has, and the names of their glyphs."""
    return TTFont(FILES[file]).getBestCmap()


@cache
def font(file: int, weight: int, size: int) -> ImageFont.FreeTypeFont:
    made = ImageFont.truetype(FILES[file], size, layout_engine=ImageFont.Layout.RAQM)
    made.set_variation_by_axes([weight])
    return made


def file_of(character: str) -> int | None:
    return next((file for file in range(len(FILES)) if ord(character) in characters(file)), None)


def writable(text: str) -> str:
    """The text without what Archivo cannot write: never a box. An accent that it lacks goes, the letter stays."""
    found = []
    for character in unicodedata.normalize("NFC", re.sub(r"[ \t\r\n\f\v]+", " ", text)):
        simpler = [character] if file_of(character) is not None else unicodedata.normalize("NFKD", character)
        found += [part for part in simpler if file_of(part) is not None]
    return re.sub(" +", " ", "".join(found)).strip()


@cache
def advance(characters: str, file: int, weight: int) -> float:
    return font(file, weight, EM).getlength(characters, features=["-liga"])


@cache
def outlines(file: int, weight: int):
    """The glyphs of a file of the font, by name, as fontTools draws them."""
    return TTFont(FILES[file]).getGlyphSet(location={"wght": weight})


@cache
def ink_begins(character: str, weight: int) -> float:
    """The white before a letter, which large type hangs out of the line."""
    file = file_of(character)
    glyphs = outlines(file, weight)
    pen = BoundsPen(glyphs)
    glyphs[characters(file)[ord(character)]].draw(pen)
    return pen.bounds[0] if pen.bounds else 0


def set_line(text: str, weight: int, tracking: float = 0) -> Line:
    """Set one line, kerned and tracked, with the ink of its first letter at 0."""
    letters, at = [], -ink_begins(text[0], weight) if text else 0
    for place, character in enumerate(text):
        file, following = file_of(character), text[place + 1 : place + 2]
        letters.append(Letter(character, file, at))
        at += advance(character, file, weight) + (tracking if following else 0)
        if following and file_of(following) == file:
            apart = advance(character, file, weight) + advance(following, file, weight)
            at += advance(character + following, file, weight) - apart
    return Line(tuple(letters), at)


class Paragraph:
    """Words to be broken into lines of any width.

    Only an ordinary space breaks a line, so « mots » stay together; and none does after a short word that leads on to
    the next (a, of, the, sur les), which would dangle at the end of a line.
    """

    def __init__(self, text: str, weight: int, tracking: float = 0):
        self.words = LEADS_ON.findall(text)
        self.widths = [set_line(word, weight, tracking).width for word in self.words]
        self.widest = max(self.widths, default=0)
        self.space = advance(" ", 0, weight) + 2 * tracking

    def lines(self, width: float) -> list[str]:
        """As few lines as the words need; a word that is wider than the line has one of its own."""
        lines, room = [], 0
        for word, needed in zip(self.words, self.widths, strict=True):
            if lines and self.space + needed <= room:
                lines[-1] += f" {word}"
                room -= self.space + needed
            else:
                lines.append(word)
                room = width - needed
        return lines

    def balanced(self, width: float) -> list[str]:
        """The same number of lines, as even as they can be."""
        lines = self.lines(width)
        narrow, wide = min(self.widest, width), width
        while wide - narrow > EM / 20:
            middle = (narrow + wide) / 2
            if len(self.lines(middle)) == len(lines):
                wide, lines = middle, self.lines(middle)
            else:
                narrow = middle
        return lines
