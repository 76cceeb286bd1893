"""The institute's name in outlines, broken into lines as in the masthead: for print, and where no font can be had."""

from functools import lru_cache

from django.utils.html import escape
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.teePen import TeePen
from fontTools.pens.transformPen import TransformPen

from migs_site.metadata.lettering import EM, balanced, broken, font, glyph_name, tables, white, writable

INK, INK_ON_DARK = "#131313", "#ebebeb"  # as in tokens.css
UNITS = 200  # to an em: whole numbers are fine enough for a name as wide as a street sign
MEASURE = 18.7 * EM  # three columns of the masthead
LEADING = 1.14 * EM


@lru_cache(maxsize=8)
def wordmark_svg(acronym: str, name: str, *, on_dark: bool = False) -> str:
    """The name as an SVG, cropped to its ink."""
    glyphs, scale = tables().getGlyphSet(), UNITS / EM
    path, ink = SVGPathPen(glyphs, ntos=lambda number: str(round(number))), ControlBoundsPen(glyphs)
    for number, line in enumerate([writable(acronym), *balanced(broken(writable(name), MEASURE))]):
        for place, letter in enumerate(line):
            kerned = font().getlength(line[: place + 1]) - font().getlength(letter) - white(line)
            at = (scale, 0, 0, -scale, kerned * scale, number * LEADING * scale)
            glyphs[glyph_name(letter)].draw(TransformPen(TeePen(path, ink), at))
    left, top, right, bottom = map(round, ink.bounds)
    title, colour = escape(f"{acronym} {name}"), INK_ON_DARK if on_dark else INK
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {right - left} {bottom - top}" role="img">'
        f'<title>{title}</title><path fill="{colour}" d="{path.getCommands()}"/></svg>\n'
    )
