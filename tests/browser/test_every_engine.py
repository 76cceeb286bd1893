"""The same checks in Chromium, Firefox and WebKit: pages of every type, the form and the menu, on phone and desk."""

import re
import time

import pytest
from PIL import Image

from tests.browser import layout
from tests.browser.engine_choice import ENGINES, start
from tests.browser.focus import INDICATORS, WATCH
from tests.browser.places import FORM, files, sample_pages

PHONE, DESK = (390, 844), (1440, 900)
FAULTS = {
    "lost": layout.LOST,
    "torn": layout.TORN,
    "links like text": layout.UNMARKED,
    "crossed legends": layout.CROSSED,
    "dates in pieces": layout.BROKEN_DATES,
    "words in cells": layout.LOOSE,
    "values out of line": layout.UNALIGNED,
    "over the head": layout.OVER_THE_HEAD,
    "names off the line": layout.UNLEVEL,
    "lines of any length": layout.UNBALANCED,
}
ALL_FAULTS = f"() => ({{{', '.join(f'{name!r}: ({script})()' for name, script in FAULTS.items())}}})"
ANSWERS = {
    "name": "Camille Tremblay",
    "email": "camille@example.org",
    "institution": "Université de Montréal",
    "programme": "Histoire",
    "availability": "Dès mai",
}
SUBMIT = "form[enctype] button[value=send]"
OPENER, CLOSER = ".masthead > .menu-button", ".menu__close"
FOCUS = "() => document.activeElement.className"


def focused(engine) -> str:
    """What has the focus of a page that was just loaded: a browser may give it only after the page is drawn."""
    deadline = time.monotonic() + 5
    while not (name := engine.run(FOCUS)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return name


IS_OPEN = "() => document.querySelector('#nav').matches(':popover-open')"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, site, browser):
    engine = start(request.param, browser)
    yield engine
    engine.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def window(request, engine):
    """A size of the window. Pages are opened anew in each: WebKit does not always answer a media query again."""
    engine.resize(*request.param)
    return request.param


def faults(engine) -> dict:
    """What is wrong with the page that is open."""
    return {name: found for name, found in engine.run(ALL_FAULTS).items() if found}


def test_every_page_stands_and_its_links_are_told_from_text(engine, site, window):
    addresses = [*sample_pages(site).values(), *FORM.values(), "/en/none/", "/fr/none/"]
    wrong = {}

    for address in addresses:
        engine.open(site.url + address)
        if found := faults(engine):
            wrong[address] = found

    assert wrong == {}
    assert len(addresses) > 20


@pytest.mark.parametrize("address", ["/en/", "/en/recommendations/progress/", "/en/people/frank-chalk/", "/en/book/"])
def test_the_line_under_a_link_has_no_gaps(engine, site, tmp_path, address):
    engine.resize(*DESK)
    engine.open(site.url + address)

    engine.run(layout.UNDERLINE)
    engine.picture(tmp_path / "page.png")
    # Only now: an italic that came too late to be shown (font-display: optional) is taken up for the picture.
    lines = engine.run(layout.UNDERLINE)

    assert [line["words"] for line in lines if has_gaps(Image.open(tmp_path / "page.png").convert("RGB"), line)] == []
    assert len(lines) > 5


def has_gaps(page: Image.Image, line: dict) -> bool:
    """Whether no row of the picture is blue from the first letter of these words to the last."""
    left, top, right, bottom = (round(line[side]) for side in ("left", "top", "right", "bottom"))
    words = page.crop((left + 2, top, right - 2, bottom + 4))
    rows = [[words.getpixel((x, y)) for x in range(words.width)] for y in range(words.height)]
    return not any(all(blue - red > 60 and blue - green > 60 for red, green, blue in row) for row in rows)


def test_every_stop_is_seen_when_it_has_the_focus(engine, site):
    wrong = {}

    for address in [*sample_pages(site).values(), *FORM.values()]:
        engine.resize(*DESK)
        engine.open(site.url + address)
        engine.resize(DESK[0], engine.run("() => document.documentElement.scrollHeight"))  # WebKit scrolls later
        engine.press("Tab")
        engine.run(WATCH)
        if found := engine.run(INDICATORS):
            wrong[address] = found

    assert wrong == {}


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(engine, site):
    engine.resize(*PHONE)
    engine.open(f"{site.url}/fr/")
    engine.run("selector => document.querySelector(selector).focus()", OPENER)

    engine.press("Enter")
    engine.wait_for(IS_OPEN)
    assert engine.run(layout.LOST) == []
    assert engine.run(FOCUS) == "menu-button menu__close"
    engine.press("Escape")
    assert (engine.run(IS_OPEN), engine.run(FOCUS)) == (False, "menu-button")

    engine.press("Enter")
    engine.press("Enter")
    assert (engine.run(IS_OPEN), engine.run(FOCUS)) == (False, "menu-button")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_is_refused_mended_and_sent_with_its_files(engine, site, window, tmp_path, language):
    engine.open(site.url + FORM[language])

    for name, answer in (ANSWERS | {"email": "camille@"}).items():
        engine.write(f"form[enctype] [name={name}]", answer)
    engine.tick("[name=level][value=masters]")
    for name, document in files().items():
        (tmp_path / document["name"]).write_bytes(document["buffer"])
        engine.attach(f"[name={name}]", tmp_path / document["name"])
    engine.follow(SUBMIT)
    refused = {link.rsplit("#")[1] for link in engine.run(LINKS)}
    assert refused == {"id_email", "id_projects_0", "id_consent"}
    assert focused(engine) == "alert l-part l-band"
    assert faults(engine) == {}

    engine.write("[name=email]", "example.org")
    for box in ("[name=projects]", "[name=consent]"):
        engine.tick(box)
    engine.follow(SUBMIT)
    assert re.fullmatch(rf"{site.url}{FORM[language]}[A-Za-z0-9_-]{{44}}/", engine.run("() => location.href"))
    assert faults(engine) == {}


LINKS = "() => [...document.querySelectorAll('.alert__list a')].map(link => link.href)"


def test_signs_of_a_link_to_this_stand_only_where_the_mouse_is(engine, site):
    engine.open(f"{site.url}/en/book/")

    assert engine.run("() => document.querySelectorAll('.anchor-link').length") > 5
    assert engine.run(layout.SIGNS) == 0
