"""Figures inside texts: a code in any words of a page becomes “4 of 10”, as it is on the day."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.test.utils.form_data import rich_text, streamfield

from migs_site.metadata.social_card import card_of
from migs_site.models import StandardPage
from migs_site.templatetags.migs import description
from recommendations.figures import with_figures
from tests.editing import create, edit, errors_of, rows
from tests.factories import pages
from tests.factories.internships import internship_page
from tests.factories.people import person_page
from tests.factories.recommendations import progress_entry, recommendation, recommendation_set
from tests.worlds import world

pytestmark = pytest.mark.django_db

STATUSES = "not assessed, not started, announced, under way, partly, carried out, rejected, reversed"


@world
def canada():
    """Three to Canada, of which one is carried out; one to the States, which is carried out, too."""
    canada = recommendation_set()
    first, second, _third = [recommendation(canada, number=number) for number in (1, 2, 3)]
    progress_entry(first, date="2012", status="carried_out")
    progress_entry(second, date="2011", status="carried_out")
    progress_entry(second, date="2012", status="reversed")
    states = recommendation_set(title="To the States", slug="states")
    progress_entry(recommendation(states), status="carried_out")
    return canada


def soup(page) -> BeautifulSoup:
    return BeautifulSoup(Client().get(page.url).content, "html.parser")


def refused(code: str, sets: str = "all, canada, states") -> str:
    return (
        f"“{code}” is not a valid code. Use [[set: status]], where the set is one of {sets} "
        f"and the status is one of {STATUSES}."
    )


@pytest.mark.parametrize(
    ("code", "figure"),
    [
        ("[[canada: carried out]]", "1 of 3"),
        ("[[canada: reversed]]", "1 of 3"),
        ("[[canada: not assessed]]", "1 of 3"),
        ("[[canada: partly]]", "0 of 3"),
        ("[[all: carried out]]", "2 of 4"),
        ("[[CANADA:Carried Out]]", "1 of 3"),
        ("[[ canada\u00a0:  carried\n out ]]", "1 of 3"),
        ("[[gone: carried out]]", "–"),
        ("[[canada: nearly]]", "–"),
        ('<p title="[[canada: carried out]]">', '<p title="1 of 3">'),
        ("[[can<b>ada</b>: carried out]]", "[[can<b>ada</b>: carried out]]"),
        ("[[&lt;script&gt;: x]]", "[[&lt;script&gt;: x]]"),
        ('[[{"@type": "Person"}]]', '[[{"@type": "Person"}]]'),
        ("[[canada]]", "[[canada]]"),
        ("[canada: carried out]", "[canada: carried out]"),
    ],
)
def test_a_code_is_the_figure_of_the_day(canada, code, figure):
    assert with_figures(f"There, {code} are.") == f"There, {figure} are."


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("No code, [[none]] [[<b>: x]].", 0),
        ("[[canada: partly]]", 1),
        ("[[canada: partly]] [[all: reversed]] [[gone: x]]" * 10_000, 1),
        ("[[" * 100_000 + "a" * 100_000 + "[[:" * 100_000, 0),
    ],
)
def test_codes_cost_one_query_however_many_and_other_texts_none(canada, text, queries):
    with CaptureQueriesContext(connection) as asked:
        filled = with_figures(text)

    assert (len(asked), "[[canada" in filled) == (queries, False)


def test_a_figure_stands_in_every_text_of_a_page_and_in_its_head(canada):
    page = pages.standard_page(
        introduction="Of these, [[canada: carried out]] are <done>.",
        search_description="Now [[all: carried out]].",
        seo_title="[[canada: partly]] so far",
        body=[("text", "<p>And <b>[[canada: reversed]]</b> fell.</p>")],
    )

    shown = soup(page)

    assert shown.select_one(".type-lead").get_text() == "Of these, 1 of 3 are <done>."
    assert str(shown.select_one("main b")) == "<b>1 of 3</b>"
    assert shown.title.get_text() == "0 of 3 so far"
    heads = [shown.select_one(f"meta[{name}]")["content"] for name in ("name=description", "property='og:description'")]
    assert heads == ["Now 2 of 4.", "Now 2 of 4."]
    assert "[[" not in str(shown)


def test_a_french_page_says_it_in_french(canada):
    english = pages.standard_page(introduction="Of these, [[canada: carried out]].")
    french = pages.translate(
        english, {"Of these, [[canada: carried out]].": "Parmi elles, [[canada\u00a0: carried out]]."}
    )

    assert soup(french).select_one(".type-lead").get_text() == "Parmi elles, 1 sur 3."


def test_a_figure_is_right_again_as_soon_as_something_is_entered(canada):
    page = pages.standard_page(introduction="[[canada: carried out]]")
    before = soup(page).select_one(".type-lead").get_text()
    third = canada.get_children().last().specific

    progress_entry(third, date="2013", status="carried_out", live=False)
    draft = soup(page).select_one(".type-lead").get_text()
    progress_entry(third, date="2013", status="carried_out")
    after = soup(page).select_one(".type-lead").get_text()
    recommendation(canada, number=4)

    found = (before, draft, after, soup(page).select_one(".type-lead").get_text())
    assert found == ("1 of 3", "1 of 3", "2 of 3", "2 of 4")


def test_a_set_that_left_the_site_leaves_a_dash(canada):
    page = pages.standard_page(introduction="[[canada: carried out]]")

    canada.unpublish()

    assert soup(page).select_one(".type-lead").get_text() == "–"


def test_no_half_of_a_code_stands_in_a_description_that_is_cut():
    words = "x" * 140 + " [[canada: carried out]] and more words after it"

    assert description(StandardPage(introduction=words)) == "x" * 140 + " …"


def test_a_card_shows_the_figure(canada):
    page = pages.standard_page(title="[[canada: carried out]]")

    assert card_of(page, pages.contact_details(), "").title == "1 of 3"


def test_the_form_shows_the_figures_of_editors_and_leaves_what_an_applicant_typed(canada):
    internship_page(documents_text="<p>Read [[canada: carried out]].</p>")
    typed = "[[canada: carried out]]"

    answer = BeautifulSoup(Client().post("/en/apply/", {"name": typed}, follow=True).content, "html.parser")

    assert answer.select_one("[name=name]")["value"] == typed
    assert answer.select_one(".page-head .prose").get_text().strip() == "Read 1 of 3."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("[[kanada: partly]]", "[[kanada: partly]]"),
        ("[[canada: nearly]]", "[[canada: nearly]]"),
        ("Good [[canada: partly]], bad [[canada:]]", "[[canada:]]"),
        ("[[<script>: x]]", "[[<script>: x]]"),
        ("[[canada\n:  partly!]]", "[[canada : partly!]]"),
        ("[[a: x]]" * 10_000, "[[a: x]]"),
    ],
)
def test_a_code_that_stands_for_nothing_is_refused_in_a_sentence(canada, staff, words, code):
    page = pages.standard_page()

    response = edit(staff, page, introduction=words)

    assert errors_of(response) == [refused(code)]
    assert StandardPage.objects.get().introduction == "Who we are."


def test_a_code_that_stands_for_nothing_is_refused_in_blocks_and_on_new_pages(canada, staff):
    block = streamfield([("text", rich_text("<p>See [[x: y]].</p>"))])

    response = create(staff, StandardPage, pages.home_page(), title="New", slug="new", introduction="A.", body=block)

    assert errors_of(response) == [refused("[[x: y]]")]
    assert StandardPage.objects.count() == 0


def test_a_code_that_stands_for_nothing_is_refused_on_pages_with_forms_of_their_own(canada, staff):
    kinds = {
        canada.get_children().first().specific: {"dependency_note": "[[x: y]]", "dependencies": rows()},
        person_page(): {"position": "[[x: y]]"},
    }

    answers = [errors_of(edit(staff, page, **changes)) for page, changes in kinds.items()]

    assert answers == [[refused("[[x: y]]")], [refused("[[x: y]]")]]


def test_a_good_code_is_accepted(canada, staff):
    response = edit(staff, pages.standard_page(), introduction="Now [[ Canada : Partly ]].")

    assert errors_of(response) == []
    assert StandardPage.objects.get().introduction == "Now [[ Canada : Partly ]]."


def test_a_translation_with_a_code_that_stands_for_nothing_is_not_published(canada, staff):
    english = pages.standard_page(introduction="Of these, [[canada: partly]].")
    french = pages.translate(english, {"Of these, [[canada: partly]].": "[[canada: partiellement]]"}, live=False)
    french.unpublish()

    response = staff.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [refused("[[canada: partiellement]]")]
    assert StandardPage.objects.get(pk=french.pk).live is False


def test_many_sets_make_no_long_sentence(staff):
    for number in range(12):
        recommendation_set(title=f"Set {number}", slug=f"s{number}")

    response = edit(staff, pages.standard_page(), introduction="[[x: y]]")

    assert errors_of(response) == [refused("[[x: y]]", "all, s0, s1, s2, s3, s4, s5, s6, s7, s8, …")]


def test_staff_find_all_codes_with_what_they_say_today(canada, staff):
    page = BeautifulSoup(staff.get("/admin/reports/figures/").content, "html.parser")

    listed = [[cell.get_text() for cell in row.select("td")] for row in page.select("table tbody tr")]
    assert (len(listed), listed[5], listed[8]) == (
        24,
        ["[[all: carried out]]", "2 of 4"],
        ["[[canada: not assessed]]", "1 of 3"],
    )


def test_a_stranger_sees_no_report():
    assert Client().get("/admin/reports/figures/")["Location"].startswith("/admin/login/")
