"""Archivo for pictures: the letters that it has, and how words break into lines. Lengths are in thousandths of the type
size, so that they serve every size."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

EM = 1000
CAPITALS = 686  # the height of capitals
ARCHIVO = Path(__file__).with_name("archivo.woff2")  # cut by make fonts


@cache
def font(size: int = EM) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(ARCHIVO, size)


@cache
def tables() -> TTFont:
    """All of them read at once: fontTools reads each when it is asked for, and two threads then read it in pieces."""
    found = TTFont(ARCHIVO)
    found.ensureDecompiled(recurse=True)
    return found


def glyph_name(letter: str) -> str | None:
    """The name of a letter's glyph; None where Archivo has none."""
    return tables().getBestCmap().get(ord(letter))


def writable(text: str) -> str:
    """The text without what Archivo cannot write: never a box. An accent that it lacks goes, the letter stays."""
    found = []
    for letter in unicodedata.normalize("NFC", re.sub(r"[ \t\r\n\f\v]+", " ", text)):
        found += filter(glyph_name, [letter] if glyph_name(letter) else unicodedata.normalize("NFKD", letter))
    return re.sub(" +", " ", "".join(found)).strip()


def white(line: str) -> float:
    """What is left white before the first letter, which large type hangs out of the line."""
    return tables()["hmtx"][glyph_name(line[0])][1] if line else 0


def widest(lines: list[str]) -> float:
    return max(map(font().getlength, lines))


def broken(text: str, room: float) -> list[str]:
    """The lines of a text. Only an ordinary space breaks one, so that « mots » stay together."""
    lines = []
    for word in text.split(" "):
        if lines and font().getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def balanced(lines: list[str]) -> list[str]:
    """The same words in as many lines, as even as they can be."""
    narrower = broken(" ".join(lines), widest(lines) - 1)
    is_better = len(narrower) == len(lines) and widest(narrower) < widest(lines)
    return balanced(narrower) if is_better else lines
