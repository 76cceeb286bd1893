"""Lists of the admin on a phone: no word of a name is torn."""

import pytest

WINDOW = {"width": 390, "height": 844}
# Each word of a list that stands on more than one line.
TORN = r"""() => [...document.querySelectorAll("table.listing :is(td, th)")].flatMap(cell => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), torn = [], range = document.createRange();
    while (texts.nextNode()) {
        for (const word of texts.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            const parts = [...range.getClientRects()].filter(part => part.width > 1);
            if (new Set(parts.map(part => Math.round(part.top))).size > 1) torn.push(word[0]);
        }
    }
    return torn;
})"""


@pytest.fixture
def admin(browser, site):
    with browser.new_context(viewport=WINDOW, base_url=site.url) as context:
        page = context.new_page()
        site.sign_in(page)
        yield page


@pytest.mark.parametrize(
    "address",
    [
        "/admin/people/",
        "/admin/people_groups/",
        "/admin/snippets/people/organization/",
        "/admin/snippets/recommendations/edition/",
        "/admin/users/",
    ],
)
def test_no_word_of_a_list_is_torn(admin, address):
    admin.goto(address)

    assert admin.locator("table.listing .title").count() > 0
    assert admin.evaluate(TORN) == []
    assert admin.evaluate("document.documentElement.scrollWidth") == WINDOW["width"]  # the list moves, not the page
