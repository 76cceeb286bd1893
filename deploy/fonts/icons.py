"""Draws the icons of the site: the first letter of the acronym on paper, under the signal tab.

python -m deploy.fonts.icons

Writes static/favicon.svg for browsers, static/root/favicon.ico for those that ask for nothing better, and
static/root/apple-touch-icon.png for the screen of a phone. WhiteNoise serves what is in static/root at the root.
"""

import io
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from migs_site.local.database import ROOT
from migs_site.metadata.lettering import CAPITALS, EM
from migs_site.metadata.wordmark import INK, INK_ON_DARK

ARCHIVO = ROOT / "static" / "fonts" / "archivo.woff2"
LETTER, WEIGHT, WHITE = "M", 620, 76  # the white before the letter, in thousandths of its size
PAPER, SIGNAL = "#fcfcfc", "#c93c05"  # as in tokens.css
PAPER_ON_DARK, SIGNAL_ON_DARK = "#0e0e0e", "#f8753e"
# On a field of 32 units: what a browser shows on 16 pixels falls on whole ones.
FIELD, LEFT, BASE, HIGH = 32, 4, 28, 22
TAB = (4, 0, 18, 4)
SMALL, LARGE = (16, 32, 48), 180
FINE = 8  # drawn so many times larger, then reduced


def main() -> None:
    write_icons(ROOT / "static")


def write_icons(folder: Path) -> None:
    root = folder / "root"
    root.mkdir(exist_ok=True)
    (folder / "favicon.svg").write_text(svg())
    small = [draw(size) for size in SMALL]
    file = io.BytesIO()
    small[-1].save(file, "ICO", append_images=small[:-1], sizes=[image.size for image in small])
    (root / "favicon.ico").write_bytes(file.getvalue())
    draw(LARGE).quantize(64).save(root / "apple-touch-icon.png", optimize=True)


def svg() -> str:
    """In tenths of a unit, which are whole numbers."""
    glyphs, scale = TTFont(ARCHIVO).getGlyphSet(location={"wght": WEIGHT}), 10 * HIGH / CAPITALS
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    at = 10 * LEFT - WHITE * scale
    glyphs[LETTER].draw(TransformPen(pen, (scale, 0, 0, -scale, at, 10 * BASE)))
    left, top, right, bottom = (10 * edge for edge in TAB)
    dark = f"#p{{fill:{PAPER_ON_DARK}}}#m{{fill:{INK_ON_DARK}}}#t{{fill:{SIGNAL_ON_DARK}}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {10 * FIELD} {10 * FIELD}">'
        f"<style>@media(prefers-color-scheme:dark){{{dark}}}</style>"
        f'<path id="p" fill="{PAPER}" d="M0 0h{10 * FIELD}v{10 * FIELD}H0z"/>'
        f'<path id="t" fill="{SIGNAL}" d="M{left} {top}H{right}V{bottom}H{left}z"/>'
        f'<path id="m" fill="{INK}" d="{pen.getCommands()}"/></svg>\n'
    )


def draw(size: int) -> Image.Image:
    scale = FINE * size / FIELD
    image = Image.new("RGB", (FINE * size, FINE * size), PAPER)
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = (edge * scale for edge in TAB)
    pen.rectangle((left, top, right - 1, bottom - 1), fill=SIGNAL)
    font = ImageFont.truetype(ARCHIVO, HIGH * scale * EM / CAPITALS)
    font.set_variation_by_axes([WEIGHT])
    at = LEFT * scale - WHITE * font.size / EM
    pen.text((at, BASE * scale), LETTER, INK, font, anchor="ls")
    return image.resize((size, size), Image.Resampling.BOX)


if __name__ == "__main__":
    main()
