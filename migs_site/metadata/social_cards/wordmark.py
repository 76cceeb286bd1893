"""The institute's name in outlines, broken into lines as in the masthead: for print, and where no font can be had."""

from functools import lru_cache

from django.utils.html import escape
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen

from migs_site.metadata.social_cards.lettering import EM, STRONG, Paragraph, characters, outlines, set_line, writable

INK, INK_ON_DARK = "#131313", "#ebebeb"  # as in tokens.css
UNITS = 200  # to an em: whole numbers are fine enough for a name as wide as a street sign
MEASURE = 18.7 * EM  # three columns of the masthead
LEADING, TRACKING = 1.14 * EM, -12


class Pen(BasePen):
    """Writes outlines as an SVG path in whole numbers, each point counted from the one before: the shortest form."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.path, self.at, self.points = [], (0, 0), []

    def _moveTo(self, point):
        self._add("m", point)

    def _lineTo(self, point):
        x, y = round(point[0]), round(point[1])
        if x != self.at[0] and y != self.at[1]:
            self._add("l", point)
        else:
            self.path.append(f"h{x - self.at[0]}" if y == self.at[1] else f"v{y - self.at[1]}")
            self.at = (x, y)

    def _qCurveToOne(self, control, point):
        self._add("q", control, point)

    def _closePath(self):
        self.path.append("z")
        self.at = self.began

    def _add(self, command: str, *points):
        whole = [(round(x), round(y)) for x, y in points]
        steps = [value - start for point in whole for value, start in zip(point, self.at, strict=True)]
        self.path.append(command + " ".join(map(str, steps)).replace(" -", "-"))
        self.at = whole[-1]
        self.points += whole
        if command == "m":
            self.began = self.at


@lru_cache(maxsize=8)
def wordmark_svg(acronym: str, name: str, *, on_dark: bool = False) -> str:
    """The name as an SVG, cropped to its ink."""
    pen, scale = Pen(None), UNITS / EM
    for number, text in enumerate([writable(acronym), *Paragraph(writable(name), STRONG, TRACKING).lines(MEASURE)]):
        for letter in set_line(text, STRONG, TRACKING).letters:
            glyphs = outlines(letter.file, STRONG)
            pen.glyphSet = glyphs
            place = TransformPen(pen, (scale, 0, 0, -scale, letter.at * scale, number * LEADING * scale))
            glyphs[characters(letter.file)[ord(letter.character)]].draw(place)
    across, down = zip(*pen.points, strict=True)
    box = f"{min(across)} {min(down)} {max(across) - min(across)} {max(down) - min(down)}"
    title, ink = escape(f"{acronym} {name}"), INK_ON_DARK if on_dark else INK
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"><title>{title}</title>'
        f'<path fill="{ink}" d="{"".join(pen.path)}"/></svg>\n'
    )
