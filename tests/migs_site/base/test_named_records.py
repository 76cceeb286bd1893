"""What the words of a page name is asked for once while it is rendered, and anew everywhere else."""

import pytest
from django.test import Client
from wagtail.rich_text import expand_db_html

from migs_site.base.named_records import NamedRecords
from tests.factories import pages
from tests.factories.images import image

pytestmark = pytest.mark.django_db


def link_to(number: int | str) -> str:
    return f'<p><a linktype="page" id="{number}">there</a></p>'


def test_everything_that_words_name_is_found_however_deep_it_lies():
    text, call, hidden, fact = (pages.standard_page(title=title) for title in ("Text", "Call", "Hidden", "Fact"))
    shown, behind = image(), image()
    page = pages.standard_page(
        title="Words",
        body=[
            ("text", link_to(text.pk)),
            ("facts", [{"term": "Of", "description": link_to(fact.pk)}]),
            ("call_to_action", {"title": "", "text": "", "button": "Go", "page": call}),
            ("image", {"image": shown, "caption": ""}),
            (
                "content_warning",
                {"warning": "It", "content": [("text", link_to(hidden.pk)), ("image", {"image": behind})]},
            ),
        ],
    )

    for version in (page, type(page).objects.get(pk=page.pk)):
        named = NamedRecords(version)

        assert named.page_numbers == {text.pk, call.pk, hidden.pk, fact.pk}
        assert named.picture_numbers == {shown.pk, behind.pk}


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_a_link_whose_number_is_none_names_nothing(number):
    page = pages.standard_page(body=[("text", link_to(number))])

    assert NamedRecords(page).page_numbers == set()


def test_what_was_known_while_a_page_was_rendered_is_forgotten_afterwards():
    other = pages.standard_page(title="Other")
    page = pages.standard_page(title="Words", body=[("text", link_to(other.pk))])
    assert 'href="/en/other/"' in Client().get(page.url).text

    other.slug = "renamed"
    other.save_revision().publish()

    assert expand_db_html(link_to(other.pk)) == '<p><a href="/en/renamed/">there</a></p>'
    assert 'href="/en/renamed/"' in Client().get(page.url).text


def test_a_page_that_is_chosen_before_it_is_published_leads_nowhere_and_stands_in_no_menu():
    draft = pages.standard_page(title="Draft of it", live=False, show_in_menus=True)
    call = {"title": "", "text": "Ask", "button": "Go", "page": draft}
    page = pages.standard_page(title="Words", body=[("text", link_to(draft.pk)), ("call_to_action", call)])

    shown = Client().get(page.url).text

    assert "<a>there</a>" in shown
    assert "draft-of-it" not in shown
    assert "Draft of it" not in shown
