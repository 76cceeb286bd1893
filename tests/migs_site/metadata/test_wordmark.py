"""The institute's name as a drawing."""

import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.svgLib.path import parse_path

from migs_site.metadata import lettering
from migs_site.metadata.wordmark import wordmark_svg
from tests.factories import pages

NAME = "Institut montréalais d’études sur le génocide et les droits de la personne"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own)


def outline(svg: str) -> str:
    return parsed(svg).find(f"{SVG}path").get("d")


@pytest.mark.parametrize(
    ("path", "language", "title", "ink"),
    [
        ("/wordmark/en.svg", "en", "MIGS Institute for Genocide Studies", "#131313"),
        ("/wordmark/fr.svg", "fr", "MIGS Institut d’études sur le génocide", "#131313"),
        ("/wordmark/fr-on-dark.svg", "fr", "MIGS Institut d’études sur le génocide", "#ebebeb"),
    ],
)
@pytest.mark.django_db
def test_the_name_in_each_language_has_an_address(client, path, language, title, ink):
    pages.contact_details()

    response = client.get(path)
    svg = parsed(response.text)

    assert (response.headers["Content-Type"], response.headers["Content-Language"]) == ("image/svg+xml", language)
    assert (svg.find(f"{SVG}title").text, svg.find(f"{SVG}path").get("fill")) == (title, ink)


@pytest.mark.django_db
def test_the_drawing_is_fetched_again_only_when_the_name_has_changed(client):
    pages.contact_details()
    first = client.get("/wordmark/en.svg")

    unchanged = client.get("/wordmark/en.svg", headers={"If-None-Match": first.headers["ETag"]})
    pages.contact_details(name_en="Another name")
    changed = client.get("/wordmark/en.svg", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=86400"
    assert (unchanged.status_code, changed.status_code) == (304, 200)
    assert (first.cookies, first.headers["Vary"]) == ({}, "Accept-Encoding")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/wordmark/en.svg", "/wordmark/de.svg"])
def test_without_a_name_or_in_another_language_there_is_no_drawing(client, path):
    assert client.get(path).status_code == 404


def test_the_drawing_is_cropped_to_its_ink():
    svg = wordmark_svg("MIGS", NAME)
    pen = ControlBoundsPen(None)

    parse_path(outline(svg), pen)
    left, top, width, height = map(int, parsed(svg).get("viewBox").split())

    assert pen.bounds == (left, top, left + width, top + height)


def test_every_letter_is_drawn_also_from_another_alphabet():
    def contours(name: str) -> int:
        return outline(wordmark_svg("", name)).count("M")

    assert [contours(name) for name in ("I", "D", "DI", "š", "Iš")] == [1, 2, 3, 2, 3]


def test_a_name_is_broken_into_lines_as_in_the_masthead():
    heights = [int(re.search(r'viewBox="0 -\d+ \d+ (\d+)"', wordmark_svg("MIGS", name))[1]) for name in ("I", NAME)]

    assert [round((height - 137) / 228) for height in heights] == [1, 2]


def test_a_long_name_is_drawn_in_whole_numbers():
    svg = wordmark_svg("MIGS", NAME)

    assert re.findall(r"\d\.\d", svg) == []
    assert len(svg) < 30_000


def test_a_name_with_marks_of_its_own_is_still_a_picture():
    svg = wordmark_svg("R&D", "<Peace> & war")

    assert parsed(svg).find(f"{SVG}title").text == "R&D <Peace> & war"


def test_threads_that_draw_at_once_in_a_new_process_all_draw_the_same():
    before = sys.getswitchinterval()
    lettering.tables.cache_clear()
    lettering.tables()  # fresh: read, and nothing drawn from it yet
    together = threading.Barrier(8)

    def draw(_number: int) -> str:
        together.wait()
        return wordmark_svg.__wrapped__("MIGS", "Montreal Institute for Genocide and Human Rights Studies")

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            drawn = set(threads.map(draw, range(8)))
    finally:
        sys.setswitchinterval(before)

    assert drawn == {wordmark_svg("MIGS", "Montreal Institute for Genocide and Human Rights Studies")}
