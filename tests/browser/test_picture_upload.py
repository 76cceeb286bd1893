"""Sending a picture: its words are asked for before the file leaves, and what was chosen is not lost."""

import pytest

from tests.factories.images import picture_file

FILE = {"name": "hall.png", "mimeType": "image/png"}
SIZES = "form => [...form.querySelectorAll('input[type=file]')].map(input => input.files.length)"


@pytest.fixture
def picture():
    return FILE | {"buffer": picture_file().read()}


@pytest.fixture
def admin(page, site):
    site.sign_in(page)
    return page


def test_the_file_stays_while_the_words_are_missing(admin, picture):
    admin.goto("/admin/images/add/")
    form = admin.locator("form[action='/admin/images/add/']")
    form.locator("input[type=file]").set_input_files(picture)
    form.locator("[name=title]").fill("Hall, from the browser")

    form.locator("button[type=submit]").click()

    assert form.evaluate(SIZES) == [1]
    assert form.evaluate("form => form.querySelector(':invalid').name") == "alt_en"
    for name in ("alt_en", "alt_fr"):
        form.locator(f"[name={name}]").fill("A hall")
    form.locator("button[type=submit]").click()
    admin.wait_for_url("**/admin/images/")
    assert admin.get_by_text("Hall, from the browser").count() > 0


def test_a_decorative_picture_is_sent_without_words(admin, picture):
    admin.goto("/admin/images/add/")
    form = admin.locator("form[action='/admin/images/add/']")
    form.locator("input[type=file]").set_input_files(picture)
    form.locator("[name=title]").fill("Only decorative")
    form.locator("button[type=submit]").click()  # refused; the script must ask anew, not remember

    form.locator("[name=is_decorative]").check(force=True)
    form.locator("button[type=submit]").click()

    admin.wait_for_url("**/admin/images/")
    assert admin.get_by_text("Only decorative").count() > 0


def test_the_chooser_of_a_page_keeps_the_file(admin, picture):
    admin.goto("/admin/people/")
    admin.locator("table.listing .title a").first.click()
    admin.get_by_role("button", name="Choose an image").click()
    admin.get_by_role("tab", name="Upload").click()
    form = admin.locator("form[data-chooser-modal-creation-form]")
    another = {"buffer": picture_file(size=(65, 48)).read()}  # of one that is here already Wagtail asks something else
    form.locator("input[type=file]").set_input_files(picture | another)
    form.locator("[name$=title]").fill("Hall, from the chooser")

    form.locator("[type=submit]").click()

    assert form.evaluate(SIZES) == [1]
    for name in ("alt_en", "alt_fr"):
        form.locator(f"[name$={name}]").fill("A hall")
    form.locator("[type=submit]").click()
    admin.locator(".chooser__title", has_text="Hall, from the chooser").wait_for()


def test_several_pictures_wait_for_their_words(admin, picture):
    admin.goto("/admin/images/multiple/add/")
    admin.locator("input[type=file]").set_input_files([picture, picture | {"name": "second.png"}])
    first = admin.locator("#upload-list form").first
    first.wait_for()

    first.locator("[type=submit]").click()

    assert first.evaluate("form => form.querySelector(':invalid').name").endswith("alt_en")
    for name in ("alt_en", "alt_fr"):
        first.locator(f"[name$={name}]").fill("A hall")
    with admin.expect_response("**/create_from_uploaded_image/**") as answer:
        first.locator("[type=submit]").click()
    assert answer.value.json()["success"] is True


def test_without_scripts_the_answer_says_to_choose_the_file_again(browser, site, picture):
    with browser.new_context(java_script_enabled=False, base_url=site.url) as context:
        page = context.new_page()
        site.sign_in(page)
        page.goto("/admin/images/add/")
        page.set_input_files("input[type=file]", picture)
        page.fill("[name=title]", "Hall")
        page.locator("form[action='/admin/images/add/'] button[type=submit]").click()

        assert "Choose the file again" in page.locator("form[action='/admin/images/add/']").inner_text()
