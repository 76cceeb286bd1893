"""Every page type on paper, asked for in the dark theme."""

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from tests.browser.places import Place
from tests.browser.test_facts import in_words

# Buttons and menus lead nowhere on paper.
SCREEN_ONLY = ".skip, .menu-button, .menu, .thumb-index, .previous-and-next, form, button"
SHOWN = "tags => tags.filter(tag => tag.checkVisibility()).map(tag => tag.className || tag.tagName)"
ADDRESS_AFTER = "links => links.map(link => [link.getAttribute('href'), getComputedStyle(link, '::after').content])"
STATES = ("form", "received form", "question", "other file", "lost link")
SECRETS = re.compile(r"(?:apply|candidature)/([A-Za-z0-9_-]{44})")
ON_PAPER = """() => document.body.innerText + [...document.querySelectorAll("a")]
    .filter(link => link.checkVisibility()).map(link => getComputedStyle(link, "::after").content).join()"""
COLOURS = """() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color,
    getComputedStyle(document.querySelector('.on-paper')).color]"""
LIVE = "FROM wagtailcore_page WHERE live AND depth > 1"
RECOMMENDATIONS = """
    SELECT '/' || locale.language_code || '/' || split_part(page.url_path, '/', 3) || '/canada/' || page.slug || '/'
    FROM wagtailcore_page page
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id
    JOIN recommendations_recommendationpage recommendation ON recommendation.page_ptr_id = page.id
    WHERE page.live
"""


@pytest.fixture(scope="module")
def printed(places) -> list[Place]:
    """One page of each type in each language, the form, and the page after it."""
    return [place for place in places if not place.kept and place.name != "no page"]


@pytest.fixture(scope="module")
def addresses(printed) -> list[str]:
    return [place.address for place in printed]


@pytest.fixture(scope="module")
def paper(browser, site):
    context = browser.new_context(base_url=site.url, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def test_paper_is_white_and_shows_the_name_and_nothing_that_only_works_on_a_screen(paper, addresses):
    seen = {}

    for address in addresses:
        paper.goto(address)
        useless = paper.eval_on_selector_all(SCREEN_ONLY, SHOWN)
        seen[address] = (useless, paper.locator(".wordmark").is_visible(), paper.evaluate(COLOURS))

    black_on_white = ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(0, 0, 0)"]
    assert seen == dict.fromkeys(addresses, ([], True, black_on_white))


def test_each_page_ends_with_its_date_and_its_whole_address_on_paper_alone(paper, site, printed):
    [[published]] = site.rows("SELECT DISTINCT (last_published_at AT TIME ZONE 'America/Toronto')::date " + LIVE)
    today = datetime.now(ZoneInfo("America/Toronto")).date()
    ends, on_screen, reached = {}, {}, {}

    for place in printed:
        paper.goto(place.address)
        reached[place.address] = paper.url  # the form leads on to an address of its own
        ends[place.address] = paper.locator(".on-paper .l-content").inner_text().split(", ")[-2:]
        paper.emulate_media(media="screen")
        on_screen[place.address] = paper.locator(".on-paper").is_visible()
        paper.emulate_media(media="print")

    expected = {
        place.address: [words(today, place.language)]
        if place.is_state  # whose address is a secret
        else [words(published, place.language), reached[place.address]]
        for place in printed
    }
    assert ends == expected
    assert [url for address, url in reached.items() if not url.startswith(site.url + address)] == []
    assert on_screen == dict.fromkeys(expected, False)


def test_a_secret_address_is_on_no_sheet_even_if_the_browser_prints_addresses(paper, printed):
    shown, in_margins = {}, {}

    for place in [printed[0], *(place for place in printed if place.is_state)]:
        paper.goto(place.address)
        shown[place.name] = [secret for secret in SECRETS.findall(paper.url) if secret in paper.evaluate(ON_PAPER)]
        in_margins[place.name] = runs(paper.pdf(display_header_footer=True)) > runs(paper.pdf())

    assert (shown.keys(), [secret for found in shown.values() for secret in found]) == ({printed[0].name, *STATES}, [])
    assert in_margins == {printed[0].name: True} | dict.fromkeys(STATES, False)


def runs(pdf: bytes) -> int:
    """How many runs of text there are on all sheets."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(str(step.operator) in {"Tj", "TJ"} for page in document.pages for step in steps(document, page))


def steps(document, page) -> list:
    """What draws a page, with what is drawn by forms in it."""
    found = list(pikepdf.parse_content_stream(page))
    for form in page.resources.get("/XObject", {}).values():
        if form.get("/Subtype") == "/Form":
            found += pikepdf.parse_content_stream(form)
    return found


def words(day, language: str) -> str:
    """A date in words; in French the first of a month is an ordinal."""
    return re.sub("^1 ", "1er ", in_words(day, language)) if language == "fr" else in_words(day, language)


def test_links_in_the_text_are_followed_by_whole_addresses(paper, site):
    paper.goto("/en/recommendations/united-states/")

    links = paper.eval_on_selector_all("main .prose a", ADDRESS_AFTER)
    menu = paper.eval_on_selector_all("header a, footer a", ADDRESS_AFTER)

    assert [("/en/book/", f'"({site.url}/en/book/)"')] == [tuple(link) for link in links]
    assert {content for _address, content in menu} == {"none"}


def test_mail_and_people_are_not_followed_by_addresses(paper):
    paper.goto("/en/contact/")
    mail = paper.eval_on_selector_all("main a[href^='mailto:'], main a[href^='tel:']", ADDRESS_AFTER)
    paper.goto("/en/people/")
    people = paper.eval_on_selector_all("main :is(.directory, .roles) a", ADDRESS_AFTER)

    assert [content for _address, content in mail] == ["none", "none"]
    assert [content for _address, content in people] == ["none"] * 40


def test_each_recommendation_fits_on_one_sheet_a4_or_letter(paper, site):
    found = [address for [address] in site.rows(RECOMMENDATIONS)]
    sheets = {}

    for address in found:
        paper.goto(address)
        sheets[address] = [count_sheets(paper.pdf(format=sheet)) for sheet in ("A4", "Letter")]

    assert len(found) == 20
    assert sheets == {address: [1, 1] for address in found}


def count_sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_no_entry_of_a_list_and_no_numbered_paragraph_is_torn_apart(paper):
    kept = {}

    for address, entries in {
        "/en/recommendations/canada/": ".recommendation-list__entry",
        "/en/people/": ".directory__entry, .roles li",
        "/en/book/": ".longform__para, .key-message",
    }.items():
        paper.goto(address)
        kept[address] = paper.eval_on_selector_all(
            entries, "tags => [...new Set(tags.map(tag => getComputedStyle(tag).breakInside))]"
        )

    assert kept == {address: ["avoid"] for address in kept}


def test_only_a_heading_above_its_list_holds_on_to_it(paper):
    """A heading beside its text must not: every row would hold on to the next, and all would leave the sheet."""
    held = "headings => [...new Set(headings.map(heading => getComputedStyle(heading).breakAfter))]"

    paper.goto("/en/recommendations/")
    above = paper.eval_on_selector_all(".l-part > .type-heading", held)
    paper.goto("/en/people/")
    inside = paper.eval_on_selector_all(".roles__name", held)
    paper.goto("/en/about/")
    beside = paper.eval_on_selector_all(".l-row > .part-heading", held)

    assert (above, inside, beside) == (["avoid"], ["auto"], ["auto"])
