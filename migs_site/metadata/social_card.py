"""The picture of a page that others show when they link to it: what it is about, where it stands, whose it is.

Drawn in the language of the site: the signal tab hangs from the top edge over the place where you are, the title
stands in large type flush left, and the foot is a part of the page like its colophon.
"""

import hashlib
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from migs_site.base.text_hooks import filtered
from migs_site.metadata import lettering
from migs_site.metadata.lettering import ARCHIVO, CAPITALS, EM, balanced, broken, font, white, widest, writable

WIDTH, HEIGHT = 1200, 630
PAPER, INK, SIGNAL = "#fcfcfc", "#131313", "#c93c05"  # as in tokens.css
COLOURS = 16
LEFT, MARGIN, MIDDLE, RIGHT = 60, 312, 336, 1140  # three columns of twelve are the margin
TAB, RULE = 22, 522
TITLE_TOP, TITLE_BOTTOM = 136, 476
LEADING = 0.98

# A new drawing gets a new address: by its words, or by what draws them.
DRAWN_BY = b"".join(Path(path).read_bytes() for path in (__file__, lettering.__file__, ARCHIVO))

Box = tuple[int, int, int, int]  # left, top, right, bottom


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


def draw(card: Card) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((LEFT, 0, MARGIN - 1, TAB - 1), fill=SIGNAL)
    write(pen, card.label, (LEFT, 62, RIGHT, 84), most_letters=90)
    write(pen, card.numeral, (LEFT, TITLE_TOP, MARGIN, TITLE_BOTTOM))  # fills the margin, as on its page
    write(pen, card.title, (MIDDLE if card.numeral else LEFT, TITLE_TOP, RIGHT, TITLE_BOTTOM), largest=194)
    pen.rectangle((LEFT, RULE, RIGHT - 1, RULE + 1), fill=INK)
    pen.rectangle((LEFT, RULE, MARGIN - 1, RULE + TAB // 2), fill=INK)
    write(pen, card.acronym, (LEFT, 548, MARGIN, 566), most_letters=25)
    write(pen, card.name, (MIDDLE, 548, RIGHT, 566), most_letters=100)
    file = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", bits=4)
    return file.getvalue()


def write(pen: ImageDraw.ImageDraw, text: str, box: Box, largest: int = HEIGHT, most_letters: int = 300) -> None:
    """Write a text in the largest type that has room in a box, from the top of its capitals to its last base line.

    What is longer than most_letters is cut off with an ellipsis.
    """
    left, top, right, bottom = box
    text = shortened(writable(text), most_letters)
    size = min(largest, EM * (bottom - top) // CAPITALS)
    while not has_room(lines := broken(text, EM * (right - left) / size), size, right - left, bottom - top):
        size = size * 97 // 100
    for number, line in enumerate(balanced(lines)):
        at = (left - white(line) * size / EM, top + size * (CAPITALS / EM + number * LEADING))
        pen.text(at, line, INK, font(size), anchor="ls")


def has_room(lines: list[str], size: int, width: float, height: float) -> bool:
    deep = size * (CAPITALS / EM + (len(lines) - 1) * LEADING)
    return deep <= height and widest(lines) <= EM * width / size


def shortened(text: str, most_letters: int) -> str:
    return text if len(text) <= most_letters else f"{text[: most_letters - 1].rstrip(' ,;:…')}…"
