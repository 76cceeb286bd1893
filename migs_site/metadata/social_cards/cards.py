"""The picture of a page that others show when they link to it: what it is about, where it stands, whose it is.

Drawn in the language of the site: the signal tab hangs from the top edge over the place where you are, the matter
stands in large type flush left, and the foot is a part of the page like its colophon.
"""

import hashlib
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw

from migs_site.base.text_filters import filtered
from migs_site.metadata.social_cards import lettering
from migs_site.metadata.social_cards.lettering import CAPITALS, EM, FILES, STRONG, Paragraph, set_line, writable

WIDTH, HEIGHT = 1200, 630
PAPER, INK, SIGNAL = "#fcfcfc", "#131313", "#c93c05"  # as in tokens.css
EDGE, GUTTER, COLUMN = 60, 24, 68  # twelve columns
MARGIN = 3 * COLUMN + 2 * GUTTER  # the first three
MATTER = EDGE + MARGIN + GUTTER  # where the fourth begins
RIGHT = WIDTH - EDGE
TAB = 22

LABEL_SIZE, LABEL_AT = 32, 84  # base lines are counted from the top
TITLE_TOP, TITLE_BOTTOM = 136, 476
LARGEST, SMALLEST, STEP = 196, 46, 2
MOST_LINES = 7  # of the smallest
LEADING = 0.98
FOOT_RULE, FOOT_SIZE, FOOT_AT, FOOT_LEADING = 522, 25, 566, 30

SHADES = 14  # between paper and ink; with the signal that makes sixteen colours, four bits each

# A new drawing gets a new address: by its words, or by what draws them.
DRAWN_BY = b"".join(Path(path).read_bytes() for path in (__file__, lettering.__file__, *FILES))


class Card(NamedTuple):
    """What a card says."""

    label: str
    title: str
    numeral: str
    acronym: str
    name: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(repr(tuple(self)).encode() + DRAWN_BY).hexdigest()[:12]


def card_of(page, contact, section: str) -> Card:
    """The card of a page in the language that is active. The section is the menu entry that the page is below."""
    label = page.card_label or section or contact.university
    return Card(label, filtered(page.heading), page.card_numeral, contact.acronym, contact.name)


class Setting(NamedTuple):
    """A title that has found its size."""

    lines: list[str]
    size: int


def draw(card: Card) -> bytes:
    """The card as a PNG."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(ink)
    left = MATTER if card.numeral else EDGE
    write(pen, shortened(writable(card.label), LABEL_SIZE, RIGHT - EDGE), (EDGE, LABEL_AT), LABEL_SIZE)
    if card.numeral:
        draw_numeral(pen, writable(card.numeral))
    title = fit(writable(card.title), RIGHT - left)
    for number, line in enumerate(title.lines):
        base = TITLE_TOP + title.size * (CAPITALS / EM + number * LEADING)
        write(pen, line, (left, base), title.size, tracking(title.size))
    draw_foot(pen, card)
    return coloured(ink)


def draw_numeral(pen: ImageDraw.ImageDraw, numeral: str) -> None:
    """The number of a recommendation fills the margin, as on its page."""
    high = EM * (TITLE_BOTTOM - TITLE_TOP) / CAPITALS
    size = int(min(high, EM * (MARGIN - GUTTER) / set_line(numeral, STRONG, tracking(high)).width))
    write(pen, numeral, (EDGE, TITLE_TOP + size * CAPITALS / EM), size, tracking(high))


def draw_foot(pen: ImageDraw.ImageDraw, card: Card) -> None:
    pen.rectangle((EDGE, FOOT_RULE, RIGHT - 1, FOOT_RULE + 1), fill=255)
    pen.rectangle((EDGE, FOOT_RULE, EDGE + MARGIN - 1, FOOT_RULE + TAB // 2), fill=255)
    write(pen, shortened(writable(card.acronym), FOOT_SIZE, MARGIN), (EDGE, FOOT_AT), FOOT_SIZE)
    name = Paragraph(writable(card.name), STRONG).balanced(EM * (RIGHT - MATTER) / FOOT_SIZE)
    for number, line in enumerate(name[:2]):
        write(pen, line, (MATTER, FOOT_AT + number * FOOT_LEADING), FOOT_SIZE)


def write(pen: ImageDraw.ImageDraw, text: str, at: tuple[float, float], size: int, tracked: float = 0) -> None:
    left, base = at
    for letter in set_line(text, STRONG, tracked).letters:
        font = lettering.font(letter.file, STRONG, size)
        pen.text((left + letter.at * size / EM, base), letter.character, 255, font, anchor="ls", features=["-liga"])


def tracking(size: float) -> float:
    """Large letters stand closer, as in the style sheets."""
    return -30 if size >= 96 else -18


def fit(text: str, width: float) -> Setting:
    """The largest type in which a title has room; what does not fit at the smallest is cut off with an ellipsis."""
    paragraphs = {tracked: Paragraph(text, STRONG, tracked) for tracked in (tracking(LARGEST), tracking(SMALLEST))}
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        room, paragraph = EM * width / size, paragraphs[tracking(size)]
        lines = paragraph.lines(room)
        deep = size * (CAPITALS / EM + (len(lines) - 1) * LEADING)
        if deep <= TITLE_BOTTOM - TITLE_TOP and paragraph.widest <= room:
            return Setting(paragraph.balanced(room), size)
    lines = paragraph.lines(room)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
    return Setting([shortened(line, SMALLEST, width, tracking(SMALLEST)) for line in lines], SMALLEST)


def shortened(text: str, size: int, width: float, tracked: float = 0) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    short = text
    while short and set_line(short, STRONG, tracked).width > EM * width / size:
        text = text[:-1]
        short = f"{text.rstrip(' ,;:…')}…"
    return short


def coloured(ink: Image.Image) -> bytes:
    """The drawing on paper, with the signal tab, as a PNG of sixteen colours."""
    paper, black = ImageColor.getrgb(PAPER), ImageColor.getrgb(INK)
    shades = [
        round(p + (b - p) * shade / SHADES) for shade in range(SHADES + 1) for p, b in zip(paper, black, strict=True)
    ]
    image = ink.point([round(value * SHADES / 255) for value in range(256)])
    image.putpalette([*shades, *ImageColor.getrgb(SIGNAL)])
    ImageDraw.Draw(image).rectangle((EDGE, 0, EDGE + MARGIN - 1, TAB - 1), fill=SHADES + 1)
    file = io.BytesIO()
    image.save(file, "PNG", bits=4)
    return file.getvalue()
