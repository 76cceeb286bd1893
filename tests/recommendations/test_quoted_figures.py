"""Where figures of the day cannot stand: in words that citations, files, feeds and e-mails quote as they are."""

import atoma
import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text

from recommendations.models import ProgressEntry, RecommendationPage
from tests.editing import edit, errors_of, rows
from tests.factories import pages
from tests.factories.internships import internship_page
from tests.factories.people import group_page, person_page
from tests.factories.recommendations import book_page, progress_page, recommendation, recommendation_set

pytestmark = pytest.mark.django_db

CODE = "[[canada: carried out]]"


def refused(code: str = CODE) -> list[str]:
    return [
        f"“{code}” changes over time, but titles, names, statements and dated entries are quoted as they stand. "
        "Enter the number itself, or use the code in the text of a page."
    ]


@pytest.fixture
def third():
    return recommendation(recommendation_set(), number=3)


@pytest.mark.parametrize("code", [CODE, "[[ ALL :\n partly ]]", "[[nowhere: nothing]]"])
def test_a_statement_takes_no_figure(staff, third, code):
    response = edit(staff, third, statement=f"Do {code}.", correction_en="A.", correction_fr="B.", dependencies=rows())

    assert errors_of(response) == refused(" ".join(code.split()))
    assert RecommendationPage.objects.get().statement == third.statement


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (pages.standard_page, {"title": CODE}),
        (person_page, {"surname": CODE}),
        (book_page, {"subtitle": CODE}),
        (recommendation_set, {"title": CODE, "backings": rows()}),
        (internship_page, {"notice_purposes": CODE}),
        (internship_page, {"consent_text": CODE}),
        (internship_page, {"received_text": rich_text(f"<p>{CODE}</p>")}),
    ],
    ids=["page", "person", "book", "set", "notice", "consent", "e-mail"],
)
def test_no_words_that_are_quoted_take_one(staff, make, changes):
    response = edit(staff, make(), **changes)

    assert errors_of(response) == refused()


def test_a_reason_for_a_correction_takes_none(staff, third):
    response = edit(staff, third, statement="Do.", correction_en=CODE, correction_fr="B.", dependencies=rows())

    assert errors_of(response) == refused()


def test_no_role_takes_one(staff, third):
    person, row = person_page(), {"role_en": CODE, "role_fr": "B", "affiliation_en": "", "affiliation_fr": ""}
    row |= {"starts_on": "", "ends_on": "", "order": "", "person": person.pk}

    response = edit(staff, group_page(), memberships=rows(row))

    assert errors_of(response) == refused()


@pytest.mark.parametrize("name", ["judgement_fr", "answer_en"])
def test_no_dated_entry_takes_one(staff, third, name):
    source = {"title_en": "A", "publisher_en": "B", "address": "https://a.example.org/", "read_on": "2011-01-01"}
    entry = {"recommendation": third.pk, "date": "2010", "status": "under_way", "judgement_en": "A", "answer_fr": "A"}
    entry |= {"judgement_fr": "A", "answer_en": "A"} | {name: f"So {CODE}.", "sources": rows(source | {"ORDER": "1"})}
    address = "/admin/snippets/recommendations/progressentry/add/"

    response = staff.post(address, nested_form_data(entry) | {"action-publish": "action-publish"})

    assert errors_of(response) == refused()
    assert ProgressEntry.objects.count() == 0


def test_no_french_title_takes_one(staff, third):
    english = pages.standard_page(title="About us")
    french = pages.translate(english, {"About us": CODE}, live=False)

    response = staff.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == refused()


def test_a_feed_quotes_the_introduction_with_its_figures(third):
    page = progress_page(introduction=f"So far {CODE}.")

    feed = atoma.parse_atom_bytes(Client().get(f"{page.url}changes/").content)

    assert feed.subtitle.value == "So far 0 of 1."
