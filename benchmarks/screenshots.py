"""Pictures of the main pages in Chromium, Firefox and WebKit side by side, to be looked at: var/screenshots/.

python -m benchmarks.screenshots http://127.0.0.1:8000

The site must be running; needs the engines of the browser tests.
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.engine_choice import ENGINES, start
from tests.databases import ROOT

FOLDER = ROOT / "var" / "screenshots"
PAGES = {
    "en": {
        "home": "/en/",
        "progress": "/en/recommendations/progress/",
        "person": "/en/people/frank-chalk/",
        "recommendation": "/en/recommendations/canada/1/",
        "book": "/en/book/",
        "form": "/en/apply/",
    },
    "fr": {
        "home": "/fr/",
        "progress": "/fr/recommandations/suivi/",
        "person": "/fr/personnes/frank-chalk/",
        "recommendation": "/fr/recommandations/canada/1/",
        "book": "/fr/livre/",
        "form": "/fr/candidature/",
    },
}
WIDTHS = {360: 780, 1440: 900}
THEMES = ("light", "dark")
GAP = 20


def pictures(site: str, folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """The name of each sheet with its pictures, one from each engine."""
    made = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for name, theme in product(ENGINES, THEMES):
            engine = start(name, browser, dark=theme == "dark")
            for (width, height), language in product(WIDTHS.items(), PAGES):
                engine.resize(width, height)
                for page, address in PAGES[language].items():
                    sheet = f"{page}-{language}-{width}-{theme}"
                    file = folder / f"{sheet}-{name}.png"
                    engine.open(site + address)
                    engine.picture(file)
                    made.setdefault(sheet, []).append(file)
            engine.close()
        browser.close()
    yield from made.items()


def side_by_side(files: list[Path]) -> Image.Image:
    images = [Image.open(file).convert("RGB") for file in files]
    width = sum(image.width for image in images) + GAP * (len(images) - 1)
    sheet = Image.new("RGB", (width, max(image.height for image in images)), "#888")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + GAP
    return sheet


def main(site: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for name, files in pictures(site.rstrip("/"), Path(folder)):
            side_by_side(files).save(FOLDER / f"{name}.jpg", quality=85)
    print(f"{len(list(FOLDER.glob('*.jpg')))} pictures in {FOLDER}: {', '.join(ENGINES)}, from left to right.")


if __name__ == "__main__":
    main(*sys.argv[1:])
