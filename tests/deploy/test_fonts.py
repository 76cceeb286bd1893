"""The fonts that are part of the repository: what they can write, what they weigh, when a browser asks for them."""

import json
import re
import unicodedata
from functools import cache

import polib
import pytest
from fontTools.ttLib import TTFont

from tests.databases import ROOT

FONTS = ROOT / "static" / "fonts"
STYLES = (ROOT / "static" / "css" / "fonts.css").read_text()
FACES = ["archivo", "archivo-italic", "archivo-italic-bold"] + [
    f"stix-two{style}" for style in ("", "-bold", "-italic", "-italic-bold")
]
ENGLISH_AND_FRENCH = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜàâæçèéêëîïôœùûüÿ\u00a0\u202f‐‑–—‘’“”«»…•°§©€′″"
)
HARD_NAMES = [
    "Ratko Šišić", "Đinđić", "Łukasz Żółć", "Erdoğan Işık İnönü", "Erdős Gyűlölet", "Dvořák Ťuřík", "Țăran Ștefan",
    "Ķēniņš", "Šķėma Ąžuolas", "Əliyev", "Ḥusayn Ṣabrā Ṭāhā", "Guðrún Þór", "Ŵyn Ŷnys", "Ełżbieta Ńska", "Größe ẞ",
    "L’HAŸ",
]  # fmt: skip


@cache
def characters(name: str) -> set[int]:
    return set(TTFont(FONTS / f"{name}.woff2").getBestCmap())


def rules(family: str) -> list[dict[str, str]]:
    """What each @font-face of a family says, by property."""
    found = [dict(re.findall(r"([a-z-]+): ([^;]+);", rule)) for rule in re.findall(r"@font-face \{(.*?)\}", STYLES)]
    return [rule for rule in found if rule["font-family"] == f'"{family}"']


@pytest.mark.parametrize("name", FACES)
def test_one_file_writes_english_and_french(name):
    assert {character for character in ENGLISH_AND_FRENCH if ord(character) not in characters(name)} == set()


@pytest.mark.parametrize("name", FACES)
def test_two_files_write_the_names_of_other_latin_alphabets(name):
    both = characters(name) | characters(f"{name}-other")
    letters = set("".join(HARD_NAMES)) - ({"Ə", "ə"} if name.startswith("stix") else set())

    assert {letter for letter in letters if ord(letter) not in both} == set()


@pytest.mark.parametrize("source", ["migs_site/brochure/fr.po", "locale/fr/LC_MESSAGES/django.po"])
def test_the_first_file_writes_every_word_that_the_site_begins_with(source):
    words = "".join(entry.msgid + entry.msgstr for entry in polib.pofile(ROOT / source))
    letters = {letter for letter in words if not unicodedata.category(letter).startswith("C")}

    assert {letter for letter in letters if ord(letter) not in characters("archivo")} == set()


def test_no_letter_is_in_both_files_so_that_english_and_french_never_ask_for_the_second():
    assert {name: characters(name) & characters(f"{name}-other") for name in FACES} == {name: set() for name in FACES}


def test_the_font_for_drawing_has_every_letter_of_both_files():
    drawn = set(TTFont(ROOT / "migs_site/metadata/archivo.woff2").getBestCmap())

    assert drawn == characters("archivo") | characters("archivo-other")


def test_the_style_sheet_names_every_font_once_and_no_other():
    named = re.findall(r'url\("../fonts/(.*?)"\)', STYLES)

    assert sorted(named) == sorted(path.name for path in FONTS.glob("*.woff2"))
    assert sorted(named) == sorted(f"{name}{second}.woff2" for name in FACES for second in ("", "-other"))


def test_a_second_file_is_asked_for_by_exactly_the_letters_it_has():
    asked = {
        name: {
            character
            for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", letters)
            for character in range(int(first, 16), int(last or first, 16) + 1)
        }
        for name, letters in re.findall(r"fonts/([a-z-]+-other)\.woff2.*unicode-range: (.*?);", STYLES)
    }

    assert asked == {f"{name}-other": characters(f"{name}-other") for name in FACES}


@pytest.mark.parametrize("family", ["Archivo", "Archivo stand-in", "STIX Two", "STIX stand-in"])
@pytest.mark.parametrize("style", ["normal", "italic"])
def test_every_weight_of_the_style_sheets_has_an_upright_and_an_italic(family, style):
    sheets = [path.read_text() for path in (ROOT / "static" / "css").rglob("*.css") if path.name != "fonts.css"]
    used = {int(weight) for sheet in sheets for weight in re.findall(r"(?:font-weight|--w-[a-z]+): (\d+)", sheet)}
    ours = [rule["font-weight"].split() for rule in rules(family) if rule.get("font-style", "normal") == style]

    assert used - {weight for first, last in ours for weight in range(int(first), int(last) + 1)} == set()


@pytest.mark.parametrize(("family", "above", "below"), [("Archivo", 0.878, 0.21), ("STIX", 0.762, 0.238)])
def test_a_line_is_as_high_in_a_stand_in_as_in_the_font(family, above, below):
    heights = {
        tuple(
            round(float(rule[side].strip("%")) * float(rule["size-adjust"].strip("%")) / 10_000, 3)
            for side in ("ascent-override", "descent-override")
        )
        for rule in rules(f"{family} stand-in")
    }
    lines = TTFont(FONTS / f"{'archivo' if family == 'Archivo' else 'stix-two'}.woff2")["hhea"]

    assert heights == {(above, below)}
    assert (lines.ascent / 1000, -lines.descent / 1000) == (above, below)


def test_fonts_weigh_little():
    heavy = {path.name: path.stat().st_size for path in FONTS.glob("*.woff2")}

    assert heavy.pop("archivo.woff2") < 25_000
    assert {name: size for name, size in heavy.items() if size >= 16_000} == {}


@pytest.mark.parametrize(("licence", "owner"), [("archivo", "Archivo"), ("stix-two-text", "STIX Fonts")])
def test_the_licence_lies_beside_the_fonts(licence, owner):
    text = (FONTS / f"OFL-{licence}.txt").read_text()

    assert re.findall(rf"^Copyright .*The {owner} Project Authors", text) != []
    assert re.findall("SIL OPEN FONT LICENSE Version 1.1", text) == ["SIL OPEN FONT LICENSE Version 1.1"]


def test_the_packages_that_fonts_are_cut_from_are_pinned_with_hashes_and_without_addresses():
    folder = ROOT / "deploy" / "fonts"
    wanted, lock = json.loads((folder / "package.json").read_text()), (folder / "package-lock.json").read_text()
    packages = {name: package for name, package in json.loads(lock)["packages"].items() if name}

    assert "://" not in lock
    assert {name.removeprefix("node_modules/"): package["version"] for name, package in packages.items()} == {
        **wanted["dependencies"],
        **wanted["devDependencies"],
    }
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
