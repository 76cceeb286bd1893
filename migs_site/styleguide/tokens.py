"""The tokens of the look, read from static/css/tokens.css, and the contrast of its colours."""

import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.staticfiles import finders

PART = re.compile(r"/\*\s*(?P<heading>.*?)\s*\*/|(?P<name>--[\w-]+)\s*:\s*(?P<value>[^;]+);", re.DOTALL)
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
DRAWN = {
    "type": ("--size-",),
    "weight": ("--w-",),
    "length": ("--u", "--space-", "--edge", "--gutter"),
    "rule": ("--hair", "--rule", "--tab"),
}
# A colour is read on the paper, but for these; and two are only grounds.
GROUNDS = {"--on-signal": "--signal", "--cover-type": "--cover"} | dict.fromkeys(["--paper", "--cover"])


@dataclass
class Token:
    name: str
    value: str
    contrast: list[str] = field(default_factory=list)  # on its ground, in light and in dark; empty for no colour

    @property
    def drawn_as(self) -> str:
        """How the guide draws it: as letters, a stroke, a length; or not at all."""
        return next((kind for kind, names in DRAWN.items() if self.name.startswith(names)), "")

    @property
    def colours(self) -> list[tuple[float, ...]]:
        """The colour in light and in dark, as oklch; empty where the value is no colour."""
        found = [tuple(map(float, numbers)) for numbers in OKLCH.findall(self.value)]
        return found if len(found) == 2 else found * 2


def token_groups() -> list[tuple[str, list[Token]]]:
    """The tokens under the headings of the style sheet, in its order, each as it is first set."""
    sheet = Path(finders.find("css/tokens.css")).read_text()
    groups, seen = [], {}
    for part in PART.finditer(sheet[sheet.index(":root") :]):
        if part["heading"]:
            groups.append((part["heading"], []))
        elif part["name"] not in seen:
            seen[part["name"]] = Token(part["name"], " ".join(part["value"].split()))
            groups[-1][1].append(seen[part["name"]])
    for token in seen.values():
        ground = seen.get(GROUNDS.get(token.name, "--paper"))
        if token.colours and ground:
            token.contrast = [
                f"{contrast(colour, under):.1f}" for colour, under in zip(token.colours, ground.colours, strict=True)
            ]
    return [(heading, tokens) for heading, tokens in groups if tokens]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted([luminance(*one), luminance(*other)])
    return (lighter + 0.05) / (darker + 0.05)


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """The relative luminance of an oklch colour as a screen shows it (CSS Color 4, section 18)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
