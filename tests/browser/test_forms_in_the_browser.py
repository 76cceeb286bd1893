"""A form with mistakes leads its reader to each of them and loses nothing, with scripts and without."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import FORM, a_file, files
from tests.browser.tabs import tab

TITLES = {
    "en": ("Apply for an internship, MIGS", "Error: Apply for an internship, MIGS"),
    "fr": ("Poser ma candidature à un stage, MIGS", "Erreur\u00a0: Poser ma candidature à un stage, MIGS"),
}
TYPED = {"name": "Zoë", "email": "zoe@", "institution": "", "programme": "Histoire", "availability": "Mai\nJuin"}
WRONG = ["email", "institution", "writing_sample", "cover_letter", "consent"]


def focused(page: Page) -> str:
    """What the browser tells assistive technology to have the focus: its id or, without one, its role."""
    session = page.context.new_cdp_session(page)
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        states = {state["name"]: state["value"].get("value") for state in node.get("properties", [])}
        if states.get("focused") and node["role"]["value"] != "RootWebArea":
            described = session.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})["node"]
            attributes = dict(zip(*[iter(described["attributes"])] * 2, strict=True))
            return attributes.get("id") or attributes["role"]
    return ""


@dataclass
class Refused:
    """The form after it was sent with mistakes."""

    page: Page
    language: str
    title_before: str
    first_focus: str


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def refused(request, browser, site, language):
    with tab(browser, site, java_script_enabled=request.param) as page:
        page.goto(FORM[language])
        title = page.title()
        for name, value in TYPED.items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("[name=level][value=doctoral]").check()
        page.locator("[name=projects]").nth(1).check()
        page.locator("[name=cv]").set_input_files(files()["cv"])
        page.locator("[name=writing_sample]").set_input_files(a_file("text.docx", b"not a document"))
        page.locator("form[enctype] button[value=send]").click()
        expect(page.locator("[role=alert]")).to_be_visible()
        yield Refused(page, language, title, focused(page))


def test_the_title_says_that_there_are_mistakes_before_anything_else(refused):
    assert (refused.title_before, refused.page.title()) == TITLES[refused.language]


def test_the_summary_stands_before_the_form_and_has_the_focus(refused):
    expect(refused.page.locator("main [role=alert] ~ form[enctype]")).to_have_count(1)
    assert refused.first_focus == "alert"


def test_every_link_of_the_summary_moves_the_focus_to_its_answer(refused):
    reached, links = {}, refused.page.locator("[role=alert] a")
    for link in links.all():
        link.click()
        reached[link.get_attribute("href")] = focused(refused.page)

    assert reached == {f"#id_{name}": f"id_{name}" for name in WRONG}


def test_each_wrong_answer_is_marked_and_says_its_mistake(refused):
    marked = refused.page.locator("form[enctype] [aria-invalid=true]").all()
    described = [control.get_attribute("aria-describedby").split()[-1] for control in marked]
    mistakes = [refused.page.locator(f"[id={name}]").inner_text().split(":", 1)[1].strip() for name in described]

    assert [control.get_attribute("name") for control in marked] == WRONG
    assert mistakes == refused.page.locator("[role=alert] a").all_inner_texts()


def test_what_was_written_ticked_and_attached_is_kept(refused):
    page = refused.page

    assert {name: page.locator(f"[name={name}]").input_value() for name in TYPED} == TYPED
    expect(page.locator("[name=level][value=doctoral]")).to_be_checked()
    expect(page.locator("[name=projects]").nth(1)).to_be_checked()
    expect(page.locator("[name=projects]").nth(0)).not_to_be_checked()
    expect(page.locator(".held")).to_have_count(1)
    expect(page.locator(".held")).to_contain_text("mon cv.pdf")
