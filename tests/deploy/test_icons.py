"""The icons: that browsers find them, and that they are what the command draws."""

import io
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.databases import ROOT
from tests.factories import pages

STATIC = ROOT / "static"
NAMES = ["favicon.svg", "root/favicon.ico", "root/apple-touch-icon.png"]


def pixels(path) -> list:
    """Every picture in a file, as its size and its pixels."""
    image = Image.open(io.BytesIO(path.read_bytes()))
    pictures = [image.ico.getimage(size) for size in sorted(image.ico.sizes())] if image.format == "ICO" else [image]
    return [(picture.size, picture.convert("RGB").tobytes()) for picture in pictures]


def test_browsers_find_the_icons_that_they_ask_for_at_the_root(client):
    answers = [client.get(path) for path in ("/favicon.ico", "/apple-touch-icon.png")]
    images = [Image.open(io.BytesIO(b"".join(answer.streaming_content))) for answer in answers]

    assert [(image.format, image.size) for image in images] == [("ICO", (48, 48)), ("PNG", (180, 180))]
    assert sorted(images[0].ico.sizes()) == [(16, 16), (32, 32), (48, 48)]


@pytest.mark.django_db
def test_a_page_names_one_icon_one_for_phones_and_the_colour_of_each_theme(client):
    pages.home_page()

    head = client.get("/en/").text.split("</head>")[0]

    assert re.findall(r'<link rel="((?:apple-touch-)?icon)" href="(.*?)"', head) == [
        ("icon", "/static/favicon.svg"),
        ("apple-touch-icon", "/apple-touch-icon.png"),
    ]
    assert re.findall(r'<meta name="theme-color" content="(.*?)" media="\(prefers-color-scheme: (.*?)\)">', head) == [
        ("#fcfcfc", "light"),
        ("#0e0e0e", "dark"),
    ]


def test_the_icons_are_what_the_command_draws_without_any_settings(tmp_path):
    draw = "import pathlib, sys; from deploy.fonts.icons import write_icons; write_icons(pathlib.Path(sys.argv[1]))"
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", draw, tmp_path], cwd=ROOT, env=environment, check=True)

    assert (tmp_path / NAMES[0]).read_text() == (STATIC / NAMES[0]).read_text()
    assert [pixels(tmp_path / name) for name in NAMES[1:]] == [pixels(STATIC / name) for name in NAMES[1:]]


def test_the_drawn_icon_has_a_dark_twin_of_every_colour():
    svg = ElementTree.fromstring((STATIC / "favicon.svg").read_text())  # noqa: S314 (our own)
    [style, *paths] = svg

    light = {path.get("id"): path.get("fill") for path in paths}
    dark = dict(re.findall(r"#([a-z])\{fill:(#[0-9a-f]{6})\}", style.text))

    assert light == {"p": "#fcfcfc", "t": "#c93c05", "m": "#131313"}
    assert dark == {"p": "#0e0e0e", "t": "#f8753e", "m": "#ebebeb"}


def test_icons_weigh_little():
    assert [name for name in NAMES if (STATIC / name).stat().st_size >= 2_000] == []
