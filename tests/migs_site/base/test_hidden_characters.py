"""Characters that nobody can see, as copying from a PDF or from Word leaves them, are refused in every page's form."""

import pytest
from wagtail.test.utils.form_data import rich_text, streamfield

from tests.editing import edit, errors_of, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import standard_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hidden", ["\x08", "\x0b", "\x85", "\ufffe", "\u202e"])
@pytest.mark.parametrize("field", ["title", "introduction", "search_description"])
def test_hidden_characters_are_refused_in_one_sentence_that_says_where(field, hidden):
    page = standard_page()

    response = edit(signed_in(editor()), page, **{field: f"Who we{hidden} are"})

    [sentence] = errors_of(response)
    assert sentence.endswith("” contains characters that cannot be displayed. Type it in instead of pasting it.")
    assert sentence.startswith("“Who we")
    page.refresh_from_db()
    assert (page.title, page.introduction, page.search_description) == ("About us", "Who we are.", "")


def test_hidden_characters_are_refused_in_blocks():
    page = standard_page()

    response = edit(
        signed_in(editor()), page, body=streamfield([("text", rich_text("<p>Some words\x0bwithout a break</p>"))])
    )

    assert errors_of(response) == [
        "“Some wordswithout a break” contains characters that cannot be displayed. Type it in instead of pasting it."
    ]


def test_line_breaks_and_tabs_and_emoji_are_fine():
    page = standard_page()

    response = edit(signed_in(editor()), page, introduction="One\r\nTwo\tThree \U0001f54a\ufe0f")

    assert errors_of(response) == []
