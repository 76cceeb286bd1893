"""A student applies in French with three real files; staff sign in, find the application, and get the CV back whole."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.internships import samples

CONTENTS = {"cv": samples.pdf("CV"), "writing_sample": samples.docx("Texte"), "cover_letter": samples.odt("Lettre")}
NAMES = {"cv": "mon cv.pdf", "writing_sample": "texte.docx", "cover_letter": "lettre.odt"}


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """The three files as they lie on the student's machine."""
    for kind, content in CONTENTS.items():
        (tmp_path / NAMES[kind]).write_bytes(content)
    return {kind: tmp_path / name for kind, name in NAMES.items()}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def student(request, browser, site):
    """A browser's window of its own."""
    context = browser.new_context(base_url=site.url, java_script_enabled=request.param, locale="fr-CA")
    yield context.new_page()
    context.close()


def test_a_student_applies_in_french_and_staff_read_it(student: Page, page: Page, site, files):
    sent_before = len(site.inbox.messages)

    reference = apply(student, files)
    message = site.inbox.wait_for(sent_before + 1)[-1]

    assert (message["To"], reference in message["Subject"]) == ("camille@example.org", True)
    sign_in(page, site)
    assert download_cv(page, reference) == (f"{reference}-cv.pdf", CONTENTS["cv"])


def test_a_form_that_has_expired_keeps_every_answer_behind_the_back_button(browser, site, files):
    context = browser.new_context(base_url=site.url)
    student = context.new_page()
    written = {"name": "Camille", "email": "c@example.org", "institution": "UdeM", "programme": "Histoire"}
    written |= {"availability": "Dès mai", "message": "Bonjour"}
    student.goto("/en/apply/")
    for name, answer in written.items():
        student.locator(f"form[enctype] [name={name}]").fill(answer)
    student.locator("[name=cv]").set_input_files(files["cv"])

    context.clear_cookies()
    student.locator("form[enctype] button[type=submit]").click()
    expect(student.locator("h1")).to_have_text("The form was not sent")
    student.go_back()

    expect(student.locator("h1")).to_have_text("Apply for an internship")
    expect(student.locator("[name=message]")).to_have_value("Bonjour")
    assert {name: student.locator(f"form[enctype] [name={name}]").input_value() for name in written} == written
    assert student.evaluate("document.querySelector('[name=cv]').files[0].name") == NAMES["cv"]
    context.close()


def apply(student: Page, files: dict[str, Path]) -> str:
    """Send the form: first with a mistake, then mended, with the files that were kept. Returns the reference."""
    student.goto("/fr/")
    student.goto("/fr/candidature/")
    form = student.locator("form[enctype]")
    for name, value in {"name": "Camille Tremblay", "email": "camille@", "institution": "UdeM"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=programme]").fill("Histoire")
    form.locator("[name=availability]").fill("Dès mai")
    form.locator("[name=level][value=masters]").check()
    form.locator("[name=projects]").first.check()
    for kind, path in files.items():
        form.locator(f"[name={kind}]").set_input_files(path)
    form.locator("[name=consent]").check()
    form.locator("button[type=submit]").click()

    expect(student).to_have_title(re.compile(r"^Erreur\s: "))
    expect(student.locator(".alert__list a")).to_have_attribute("href", "#id_email")
    expect(student.locator(".held")).to_have_count(3)
    student.locator("[name=email]").fill("camille@example.org")
    student.locator("form[enctype] button[type=submit]").click()

    expect(student).to_have_url(re.compile(r"/fr/candidature/[0-9a-f-]{36}/$"))
    return re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", student.locator("main").inner_text())[0]


def sign_in(page: Page, site) -> None:
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(site.staff_email)
    page.locator("[name=password]").fill(site.staff_password)
    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(f"{site.url}/admin/")


def download_cv(page: Page, reference: str) -> tuple[str, bytes]:
    """Find the application in the list, open it, and save its CV: the name it comes under, and its bytes."""
    page.goto(f"/admin/applications/?q={reference}")
    expect(page.locator("main table tbody tr")).to_have_count(1)
    page.locator("main table tbody a", has_text=reference).first.click()
    with page.expect_download() as saving:
        page.locator("main dl a", has_text="CV").click()
    return saving.value.suggested_filename, saving.value.path().read_bytes()
