"""Local fonts that stand in until ours have arrived, stretched so that words keep their place.

Arial and Liberation Sans are as wide as Arimo, Times New Roman and Liberation Serif as Tinos, letter for letter; those
two are free and can be measured anywhere.
"""

import re
import textwrap
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib
from fontTools.ttLib import TTFont
from PIL import ImageFont

from migs_site.local.database import ROOT

WORDS = ROOT / "migs_site" / "brochure" / "fr.po"  # the English and the French of the site's first words
PRECISE = 1000  # pixels to an em: widths come out in whole thousandths
LONG = 200  # letters to a line

ARCHIVO = "@fontsource-variable/archivo/files/archivo-latin-wght-{}.woff2"
STIX = "@fontsource-variable/stix-two-text/files/stix-two-text-latin-wght-{}.woff2"
ARIMO = "@fontsource/arimo/files/arimo-latin-{}.woff2"
TINOS = "@fontsource/tinos/files/tinos-latin-{}.woff2"


class StandIn(NamedTuple):
    family: str
    ours: str
    weight: int  # the weight of ours that it is measured against
    weights: str  # the weights that it stands in for
    measured: str
    local: tuple[str, str]
    style: str


ARIAL, TIMES = ("Arial", "Liberation Sans"), ("Times New Roman", "Liberation Serif")
STAND_INS = [
    StandIn("Archivo stand-in", ARCHIVO.format("normal"), 400, "400 425", ARIMO.format("400-normal"), ARIAL, ""),
    StandIn("Archivo stand-in", ARCHIVO.format("normal"), 450, "426 475", ARIMO.format("400-normal"), ARIAL, ""),
    StandIn("Archivo stand-in", ARCHIVO.format("normal"), 500, "476 530", ARIMO.format("400-normal"), ARIAL, ""),
    StandIn("Archivo stand-in", ARCHIVO.format("normal"), 600, "531 620", ARIMO.format("700-normal"), ARIAL, " Bold"),
    StandIn("Archivo stand-in", ARCHIVO.format("italic"), 400, "400 500", ARIMO.format("400-italic"), ARIAL, " Italic"),
    StandIn(
        "Archivo stand-in", ARCHIVO.format("italic"), 600, "501 620", ARIMO.format("700-italic"), ARIAL, " Bold Italic"
    ),
    StandIn("STIX stand-in", STIX.format("normal"), 400, "400 500", TINOS.format("400-normal"), TIMES, ""),
    StandIn("STIX stand-in", STIX.format("normal"), 600, "501 620", TINOS.format("700-normal"), TIMES, " Bold"),
    StandIn("STIX stand-in", STIX.format("italic"), 400, "400 500", TINOS.format("400-italic"), TIMES, " Italic"),
    StandIn("STIX stand-in", STIX.format("italic"), 600, "501 620", TINOS.format("700-italic"), TIMES, " Bold Italic"),
]


def stand_ins(modules: Path) -> list[str]:
    return [font_face(stand_in, modules) for stand_in in STAND_INS]


def font_face(stand_in: StandIn, modules: Path) -> str:
    ours = modules / stand_in.ours
    stretch = width(ours, stand_in.weight) / width(modules / stand_in.measured)
    font = TTFont(ours)
    em, measures = font["head"].unitsPerEm * stretch, font["hhea"]
    sources = ", ".join(f'local("{name}{stand_in.style}")' for name in stand_in.local)
    said = [f'font-family: "{stand_in.family}"', f"src: {sources}"]
    said += ["font-style: italic"] if "Italic" in stand_in.style else []
    said += [f"font-weight: {stand_in.weights}", f"size-adjust: {stretch:.2%}"]
    said += [f"ascent-override: {measures.ascent / em:.2%}", f"descent-override: {-measures.descent / em:.2%}"]
    said += [f"line-gap-override: {measures.lineGap / em:.2%}"]
    return f"@font-face {{ {'; '.join(said)}; }}"


def width(path: Path, weight: int | None = None) -> float:
    """How wide the words of the site run in a font, kerned."""
    font = ImageFont.truetype(path, PRECISE, layout_engine=ImageFont.Layout.RAQM)
    if weight:
        font.set_variation_by_axes([weight])
    return sum(font.getlength(line) for line in lines())


@cache
def lines() -> list[str]:
    texts = [text for entry in polib.pofile(WORDS) for text in (entry.msgid, entry.msgstr)]
    return textwrap.wrap(re.sub(r"<[^>]*>", " ", " ".join(texts)), LONG)
