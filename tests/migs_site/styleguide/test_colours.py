"""Colours are tokens. Where no style sheet reaches (cards, icons, e-mails, the browser’s frame) they are written again:
there each must be one of the tokens."""

import math
import re

import pytest

from tests.databases import ROOT

WRITTEN_AGAIN = [
    "migs_site/metadata/social_card.py",
    "migs_site/metadata/wordmark.py",
    "deploy/fonts/icons.py",
    "static/favicon.svg",
    "templates/base.html",
    "templates/email/base.html",
]


def channels(lightness: float, chroma: float, hue: float) -> tuple[int, ...]:
    """Red, green and blue, from 0 to 255, of an oklch colour (CSS Color 4, section 18)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = [
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    ]
    curved = [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in linear]
    return tuple(round(255 * min(max(one, 0), 1)) for one in curved)


def tokens() -> set[tuple[int, ...]]:
    found = re.findall(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", (ROOT / "static/css/tokens.css").read_text())
    return {channels(*map(float, numbers)) for numbers in found}


def test_white_and_black_come_out_as_they_are():
    assert (channels(1, 0, 0), channels(0, 0, 0)) == ((255, 255, 255), (0, 0, 0))


@pytest.mark.parametrize("path", WRITTEN_AGAIN)
def test_a_colour_that_is_written_again_is_a_token(path):
    written = re.findall(r"#([0-9a-f]{6})\b", (ROOT / path).read_text())
    colours = {tuple(bytes.fromhex(six)) for six in written}

    assert colours != set()
    strangers = [
        one for one in colours if not any(max(map(abs, map(int.__sub__, one, token))) <= 1 for token in tokens())
    ]
    assert strangers == []
