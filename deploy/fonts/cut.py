"""Cuts the fonts of the site out of the packages that package.json pins, and measures what stands in for them.

python -m deploy.fonts.cut

Writes static/fonts, static/css/fonts.css and the font that cards and the wordmark are drawn with, the same bytes every
time. Fetching the packages needs npm; on a server and in tests nothing of this runs, because what it writes is part of
the repository.
"""

import io
import logging
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from deploy.fonts.stand_ins import stand_ins
from migs_site.local.database import ROOT

PACKAGES = Path(__file__).parent
MODULES = PACKAGES / "node_modules"
FONTS = ROOT / "static" / "fonts"
STYLES = ROOT / "static" / "css" / "fonts.css"
DRAWN = ROOT / "migs_site" / "metadata" / "archivo.woff2"

# English and French, with their punctuation; but for Ÿ, which the packages count among the other alphabets.
LATIN = subset.parse_unicodes(
    "20-7E,A0-FF,131,152,153,2C6,2DC,2009-2011,2013,2014,2018-201A,201C-201E,202F,2022,2026,2032,2033,2039,203A,"
    "20AC,2122,2212"
)
# Names in the other Latin alphabets: Croatian, Czech, Polish, Romanian, Turkish, Azeri, Welsh, transliterated Arabic.
OTHER_LATIN = set(
    subset.parse_unicodes(
        "100-17F,18F,1E6,1E7,1EA,1EB,218-21B,237,259,2BC,2C7,2DD,1E24,1E25,1E62,1E63,1E6C,1E6D,1E80-1E85,1E9E,1EF2,"
        "1EF3,2020"
    )
) - set(LATIN)
# The packages lack the narrow no-break space of French and the two hyphens; glyphs that they have serve for them.
SAME_GLYPH = {0x202F: 0x2009, 0x2010: 0x2D, 0x2011: 0x2D}
FEATURES = ["kern", "mark", "ccmp", "locl", "liga", "tnum", "pnum", "lnum"]

ARCHIVO = "@fontsource-variable/archivo/files/archivo-{alphabet}-wght-{style}.woff2"
STIX = "@fontsource-variable/stix-two-text/files/stix-two-text-{alphabet}-wght-{style}.woff2"
LICENCES = {
    "OFL-archivo.txt": "@fontsource-variable/archivo/LICENSE",
    "OFL-stix-two-text.txt": "@fontsource-variable/stix-two-text/LICENSE",
}
CLOSER = 18  # thousandths between letters that are drawn, as in headings
LIGHT, HEAVY = (400, 500), (501, 620)  # the weights of the style sheets that a font of one weight serves


class Face(NamedTuple):
    """A font in two files: <name> for English and French, <name>-other for the letters of other Latin alphabets."""

    family: str
    name: str
    source: str
    style: str
    cut: int | tuple[int, int]  # one weight, or all between two
    weights: tuple[int, int]


FACES = [
    Face("Archivo", "archivo", ARCHIVO, "normal", (400, 620), (400, 620)),
    Face("Archivo", "archivo-italic", ARCHIVO, "italic", 400, LIGHT),
    Face("Archivo", "archivo-italic-bold", ARCHIVO, "italic", 600, HEAVY),
    Face("STIX Two", "stix-two", STIX, "normal", 400, LIGHT),
    Face("STIX Two", "stix-two-bold", STIX, "normal", 600, HEAVY),
    Face("STIX Two", "stix-two-italic", STIX, "italic", 400, LIGHT),
    Face("STIX Two", "stix-two-italic-bold", STIX, "italic", 600, HEAVY),
]


def main() -> None:
    fetch_packages()
    cut_fonts(FONTS)
    STYLES.write_text(style_sheet())
    DRAWN.write_bytes(font_for_drawing())


def fetch_packages() -> None:
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("npm is not installed: the fonts come from packages that only it can fetch and check.")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=PACKAGES, check=True)


def cut_fonts(folder: Path) -> None:
    """Write every font, and its licence beside it; what is no longer a font of the site goes."""
    for old in folder.glob("*.woff2"):
        old.unlink()
    for face in FACES:
        (folder / f"{face.name}.woff2").write_bytes(cut(face, "latin", LATIN))
        (folder / f"{face.name}-other.woff2").write_bytes(cut(face, "latin-ext", OTHER_LATIN))
    for name, source in LICENCES.items():
        shutil.copyfile(MODULES / source, folder / name)


def cut(face: Face, alphabet: str, characters: Iterable[int]) -> bytes:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(MODULES / face.source.format(alphabet=alphabet, style=face.style), recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": face.cut})
    font = read_again(font)  # the subsetter stumbles over variations that the line above has emptied
    add_missing_characters(font)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14], flavor="woff2")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    return saved(font)


def font_for_drawing() -> bytes:
    """Both files of Archivo as one, in the weight of headings and as close: Pillow has no second file to turn to, and
    no letter-spacing."""
    parts = []
    for name in ("archivo", "archivo-other"):
        font = instantiateVariableFont(TTFont(FONTS / f"{name}.woff2", recalcTimestamp=False), {"wght": 600})
        subsetter = subset.Subsetter(subset.Options(layout_features=["kern", "mark", "ccmp"], drop_tables=["STAT"]))
        subsetter.populate(unicodes=font.getBestCmap())
        subsetter.subset(font)
        font.flavor = None
        parts.append(io.BytesIO(saved(font)))
    first, font = TTFont(parts[0]), Merger().merge(parts)
    font["head"].created, font["head"].modified = first["head"].created, first["head"].modified
    font.recalcTimestamp, font.flavor = False, "woff2"
    font["hmtx"].metrics = {
        name: (max(wide - CLOSER, 0), white) for name, (wide, white) in font["hmtx"].metrics.items()
    }
    return saved(font)


def add_missing_characters(font: TTFont) -> None:
    for table in font["cmap"].tables:
        for missing, like in SAME_GLYPH.items():
            if table.isUnicode() and like in table.cmap:
                table.cmap.setdefault(missing, table.cmap[like])


def saved(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def read_again(font: TTFont) -> TTFont:
    font.flavor = None
    return TTFont(io.BytesIO(saved(font)), recalcTimestamp=False)


def style_sheet() -> str:
    lines = [
        "/* Written by make fonts: the files, and local stand-ins of the same measures until the files are there. */",
        *[line for face in FACES for line in font_faces(face)],
        "",
        *stand_ins(MODULES),
    ]
    return "\n".join(lines) + "\n"


def font_faces(face: Face) -> list[str]:
    first, last = face.weights
    # An italic is asked for late, in the middle of a line: there it must not move what stands behind it.
    display = "optional" if face.style == "italic" else "swap"
    said = f'font-family: "{face.family}"; font-style: {face.style}; font-weight: {first} {last};'
    said += f" font-display: {display};"
    others = ranges(sorted(TTFont(FONTS / f"{face.name}-other.woff2").getBestCmap()))
    return [
        f"@font-face {{ {said} {source(face.name)} }}",
        f"@font-face {{ {said} {source(face.name + '-other')} unicode-range: {others}; }}",
    ]


def source(name: str) -> str:
    return f'src: url("../fonts/{name}.woff2") format("woff2");'


def ranges(characters: list[int]) -> str:
    """Characters as CSS writes them: U+100-131, U+237."""
    found = []
    for character in characters:
        if found and character == found[-1][1] + 1:
            found[-1][1] = character
        else:
            found.append([character, character])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found)


if __name__ == "__main__":
    main()
