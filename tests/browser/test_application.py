"""A student begins on one machine, makes a mistake, goes on on another, and sends; staff get the CV whole."""

import base64
import re
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_site import PATIENCE
from tests.internships import samples

CONTENTS = {"cv": samples.pdf("CV"), "writing_sample": samples.docx("Texte"), "cover_letter": samples.odt("Lettre")}
NAMES = {"cv": "mon cv.pdf", "writing_sample": "texte.docx", "cover_letter": "lettre.odt"}
FORM = {"en": "/en/apply/", "fr": "/fr/candidature/"}
ERROR = {"en": r"^Error: ", "fr": r"^Erreur\s: "}
ANSWERS = {"name": "Camille Tremblay", "institution": "UdeM", "programme": "Histoire", "availability": "Dès mai"}


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """The three files as they lie on the student's machine."""
    for kind, content in CONTENTS.items():
        (tmp_path / NAMES[kind]).write_bytes(content)
    return {kind: tmp_path / name for kind, name in NAMES.items()}


@contextmanager
def machine(browser, site, has_scripts: bool):
    """A browser of its own, without anything from another."""
    context = browser.new_context(base_url=site.url, java_script_enabled=has_scripts)
    yield context.new_page()
    context.close()


def press(page: Page, what: str) -> None:
    page.locator(f"form[enctype] .button[value={what}]").click()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_draft_with_a_mistake_is_gone_on_with_on_another_machine_and_sent(  # noqa: PLR0917 (fixtures)
    browser, page, site, files, language, has_scripts
):
    email = f"camille-{language}-{has_scripts}@example.org".lower()
    with machine(browser, site, has_scripts) as first:
        begin(first, language, email, files)
        first.reload()
        expect(first.locator(".alert__list a").first).to_have_attribute("href", "#id_email")
        expect(first.locator(".held")).to_have_count(2)
    with machine(browser, site, has_scripts) as second:
        second.goto(link_in(site, email))
        reference = go_on(second, email, files)
        again = second.url
        second.go_back()
        second.goto(again)
        expect(second.locator(".reference")).to_have_text(reference)

    assert len(mails_to(site, email, 2)) == 2
    site.sign_in(page)
    assert download_cv(page, reference) == (f"{reference}-cv.pdf", CONTENTS["cv"])


def begin(student: Page, language: str, email: str, files: dict[str, Path]) -> None:
    """Half of the form; have the link mailed, and then send it with a mistake."""
    student.goto(FORM[language])
    for name, value in ANSWERS.items():
        student.locator(f"form[enctype] [name={name}]").fill(value)
    student.locator("[name=email]").fill(email)
    student.locator("[name=cv]").set_input_files(files["cv"])
    press(student, "mail")
    expect(student.locator("[role=status]")).to_contain_text(email)
    student.locator("[name=writing_sample]").set_input_files(files["writing_sample"])
    student.locator("[name=email]").fill("camille@")
    press(student, "send")
    expect(student).to_have_title(re.compile(ERROR[language]))
    expect(student.locator("[role=alert]")).to_be_visible()


def go_on(student: Page, email: str, files: dict[str, Path]) -> str:
    """The other half. The reference."""
    expect(student.locator("[name=institution]")).to_have_value("UdeM")
    student.locator("[name=email]").fill(email)
    student.locator("[name=level][value=masters]").check()
    student.locator("[name=projects]").first.check()
    student.locator("[name=cover_letter]").set_input_files(files["cover_letter"])
    student.locator("[name=consent]").check()
    press(student, "send")
    expect(student.locator(".reference")).to_be_visible()
    return student.locator(".reference").inner_text().strip()


def mails_to(site, email: str, number: int) -> list:
    """All that this address was sent, once there are so many."""
    deadline = time.monotonic() + PATIENCE
    while len(found := [message for message in site.inbox.messages if message["To"] == email]) < number:
        assert time.monotonic() < deadline, f"{len(found)} mails came to {email}.\n{site.log}"
        time.sleep(0.05)
    return found


def link_in(site, email: str) -> str:
    [message] = mails_to(site, email, 1)
    return re.search(r"http://\S+", message.get_body(["plain"]).get_content())[0]


def test_a_form_whose_cookies_are_gone_is_taken_all_the_same(browser, site, files):
    context = browser.new_context(base_url=site.url)
    student = context.new_page()
    student.goto("/en/apply/")
    for name, answer in ANSWERS.items():
        student.locator(f"form[enctype] [name={name}]").fill(answer)
    student.locator("[name=cv]").set_input_files(files["cv"])

    context.clear_cookies()
    press(student, "save")

    expect(student.locator(".held")).to_have_text(re.compile("mon cv.pdf"))
    assert {name: student.locator(f"form[enctype] [name={name}]").input_value() for name in ANSWERS} == ANSWERS
    context.close()


def test_enter_in_an_answer_saves_and_does_not_send(browser, site):
    with machine(browser, site, True) as student:
        student.goto("/en/apply/")
        student.locator("[name=name]").fill("Zoë")
        student.locator("[name=name]").press("Enter")

        expect(student.locator("[role=status]")).to_be_visible()
        expect(student.locator("[name=name]")).to_have_value("Zoë")
        expect(student.locator("[role=alert]")).to_have_count(0)


def test_a_file_is_dragged_to_its_place_and_its_upload_is_seen(browser, site):
    with machine(browser, site, True) as student:
        student.goto("/en/apply/")
        student.evaluate(DROP)
        expect(student.locator("[name=cv]")).to_be_focused()
        student.evaluate(WATCH)
        press(student, "save")

        expect(student.locator(".held")).to_have_text(re.compile("cv.pdf"))
        assert re.match(r"Uploading: \d+%", student.evaluate("sessionStorage.progress"))


def test_a_form_that_comes_back_as_it_was_left_can_be_sent(browser, site, files):
    with machine(browser, site, True) as student:
        student.goto("/en/apply/")
        student.locator("[name=cv]").set_input_files(files["cv"])
        student.route(re.compile("/en/apply/.+"), lambda route: None)  # never answered, as when somebody goes on
        press(student, "save")
        expect(student.locator("[data-uploads] .button[value=save]")).to_be_disabled()

        student.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

        expect(student.locator("[data-uploads] button:disabled")).to_have_count(0)
        expect(student.locator(".upload-progress")).to_have_count(0)


@contextmanager
def half_filled(browser, site, files, language: str = "en"):
    """A form with a name and a CV that are sent nowhere yet, and the addresses that something is sent to."""
    with machine(browser, site, True) as student:
        sent = []
        student.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        student.goto(FORM[language])
        student.locator("[name=name]").fill("Zoë")
        student.locator("[name=cv]").set_input_files(files["cv"])
        yield student, sent


def assert_nothing_is_lost(student: Page, sent: list[str]) -> None:
    """Nor sent a second time, while the sentence is there."""
    expect(student.locator("[role=alert]")).to_be_focused()
    expect(student.locator("[data-uploads] button:disabled, .upload-progress")).to_have_count(0)
    expect(student.locator("[name=name]")).to_have_value("Zoë")
    assert student.locator("[name=cv]").evaluate("field => field.files[0].name") == "mon cv.pdf"
    assert len(sent) == 1


def test_what_is_too_much_is_said_beside_the_form_which_can_then_be_sent(browser, site, files):
    with half_filled(browser, site, files) as (student, sent):
        student.locator("[name=message]").fill("x" * 100_001)
        press(student, "save")

        said = student.locator("[role=alert]")
        expect(said.locator("h2")).to_have_text("Your application has not been sent yet")
        expect(said).to_contain_text("Your application was too large or incomplete.")
        expect(said.locator("a")).to_have_count(0)
        assert_nothing_is_lost(student, sent)

        student.locator("[name=message]").fill("")
        press(student, "save")
        expect(student.locator(".held")).to_have_text(re.compile("mon cv.pdf"))


def test_where_it_was_erased_meanwhile_the_form_says_so_and_where_to_begin_anew(browser, site, files):
    with half_filled(browser, site, files, "fr") as (student, sent):
        with machine(browser, site, False) as other:
            other.goto(student.url)
            press(other, "save")
            other.goto(f"{student.url}effacer/")
            other.locator("main form button").click()
        press(student, "send")

        said = student.locator("[role=alert]")
        expect(said.locator("h2")).to_have_text("Cette candidature a été effacée")
        expect(said.locator("a")).to_have_attribute("href", FORM["fr"])
        assert_nothing_is_lost(student, sent)


def test_a_lost_connection_is_said_and_nothing_is_sent_again_by_itself(browser, site, files):
    with half_filled(browser, site, files) as (student, sent):
        student.context.set_offline(True)
        press(student, "save")

        expect(student.locator("[role=alert]")).to_contain_text("Not everything arrived, so nothing was sent.")
        assert_nothing_is_lost(student, sent)

        student.context.set_offline(False)
        press(student, "save")
        expect(student.locator(".held")).to_have_text(re.compile("mon cv.pdf"))


WATCH = """() => new MutationObserver(() => {
  sessionStorage.progress = document.querySelector(".upload-progress")?.textContent;
}).observe(document.body, { childList: true, subtree: true })"""
DROP = """() => {
  const bytes = Uint8Array.from(atob("PDF"), (letter) => letter.charCodeAt(0));
  const moved = new DataTransfer();
  moved.items.add(new File([bytes], "cv.pdf", { type: "application/pdf" }));
  const place = document.querySelector(".field:has([name=cv])");
  for (const kind of ["dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: moved, bubbles: true, cancelable: true }));
}""".replace("PDF", base64.b64encode(CONTENTS["cv"]).decode())


def download_cv(page: Page, reference: str) -> tuple[str, bytes]:
    """Find the application in the list, open it, and save its CV: the name it comes under, and its bytes."""
    page.goto(f"/admin/applications/?q={reference}")
    expect(page.locator("main table tbody tr")).to_have_count(1)
    page.locator("main table tbody a", has_text=reference).first.click()
    with page.expect_download() as saving:
        page.locator("main a[href$='/files/cv/']").first.click()
    return saving.value.suggested_filename, saving.value.path().read_bytes()
