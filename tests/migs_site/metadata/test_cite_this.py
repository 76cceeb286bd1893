"""Pages that are cited say how, in one line, in both languages."""

import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import timezone

from migs_site.base.citable_works import Author, Work
from migs_site.metadata.citations.items import as_title, csl_item, on_one_line
from migs_site.metadata.citations.references import Reference
from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db

AUTHORS = [
    ("Frank", "Chalk"),
    ("Roméo", "Dallaire"),
    ("Kyle", "Matthews"),
    ("Carla", "Barqueiro"),
    ("Simon", "Doyle"),
]
BOOK = (
    "Frank Chalk, Roméo Dallaire, Kyle Matthews, Carla Barqueiro and Simon Doyle, "
    "<cite>Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities</cite>, "
    "McGill-Queen’s University Press, 2010"
)
LIVRE = BOOK.replace(" and ", " et ").replace("<cite>", '<cite lang="en">')


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


def the_book():
    """The book with its five authors and an executive summary."""
    book = recommendations.book_page(executive_summary=[("paragraph", "<p>In short.</p>")])
    recommendations.edition(book, imprint="McGill-Queen’s University Press")
    for place, (given_names, surname) in enumerate(AUTHORS):
        author = people.person_page(given_names=given_names, surname=surname)
        recommendations.authorship(book, author, sort_order=place)
    return book


def a_recommendation(**fields):
    made = recommendations.recommendation_set(launched_on="2009-09-22")
    return recommendations.recommendation(made, **{"number": 4, "statement": "Act before it is too late."} | fields)


def on_one_line_of_html(html: str) -> str:
    return re.sub(r"\s*\n\s*", " ", html).strip()


def cited(client, page) -> dict[str, str]:
    """For each work that a page shows: how to cite it, as HTML."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return {
        work.summary.get_text(): on_one_line_of_html(work.select_one("dl > div > dd").decode_contents())
        for work in soup.select("details.references__work")
    }


def test_an_author_whose_family_name_comes_first_is_never_turned_round(client):
    book = recommendations.book_page()
    recommendations.edition(book)
    for place, surname in enumerate(["Wang", "Li"]):
        author = people.person_page(given_names="Ming", surname=surname, family_name_first=True)
        recommendations.authorship(book, author, sort_order=place)

    assert cited(client, book)["The book"].startswith("Wang Ming and Li Ming, <cite>")


def test_the_book_is_cited_in_each_language_with_its_title_in_its_own(client):
    book = the_book()

    assert cited(client, book)["The book"] == BOOK
    assert next(iter(cited(client, pages.translate(book)).values())) == LIVRE


def test_the_executive_summary_is_a_part_of_the_book_that_is_read_here(client):
    book = the_book()
    french = pages.translate(book)

    english_part = BOOK.replace("<cite>", "“Executive summary”, in <cite>")
    french_part = LIVRE.replace("<cite", "«\u00a0Résumé\u00a0», dans <cite")

    lines = [cited(client, book)["Executive summary"], list(cited(client, french).values())[1]]

    assert lines == [
        f"{english_part}, http://testserver/id/{book.pk}#executive-summary",
        f"{french_part}, http://testserver/id/{french.pk}#executive-summary",
    ]


def test_a_recommendation_is_cited_as_the_institutes_and_names_it_once(client):
    page = a_recommendation()
    french = pages.translate(page, {"Act before it is too late.": "Agir avant qu’il ne soit trop tard."})

    assert cited(client, page) == {
        "This recommendation": "Institute for Genocide Studies, <cite>Act before it is too late</cite>, "
        f"Short form of recommendation\u00a04, To Canada, 2009, http://testserver/id/{page.pk}"
    }
    assert list(cited(client, french).values()) == [
        "Institut d’études sur le génocide, <cite>Agir avant qu’il ne soit trop tard</cite>, "
        f"Forme abrégée de la recommandation\u00a04, [fr] To Canada, 2009, http://testserver/id/{french.pk}"
    ]


def test_a_set_without_a_day_and_a_project_are_cited_too(client):
    made, project = recommendations.recommendation_set(), pages.project_page()

    assert cited(client, made)["These recommendations"] == (
        f"Institute for Genocide Studies, <cite>To Canada</cite>, http://testserver/id/{made.pk}"
    )
    assert cited(client, project)["The page “Will to Intervene”"] == (
        "Institute for Genocide Studies, <cite>Will to Intervene</cite>, "
        f"{timezone.localdate().year}, http://testserver/id/{project.pk}"
    )


def test_a_page_that_nobody_would_cite_says_nothing(client):
    assert cited(client, pages.standard_page()) == {}
    assert cited(client, people.person_page()) == {}


def test_nothing_is_cited_while_the_institute_has_no_name(client, institute):
    institute.name_en = institute.name_fr = ""
    institute.save()

    assert cited(client, a_recommendation()) == {}


def line(**facts) -> str:
    work = Work(**{"kind": "book", "name": "", "title": "Title", "is_online": False} | facts)
    reference = Reference(work, csl_item(work, 7, pages.contact_details(), ""), "", 7)
    return on_one_line_of_html(render_to_string("components/reference.html", {"reference": reference}))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("Law & “order” & 'peace'", "Law &amp; “order” &amp; &#x27;peace&#x27;"),
        ("الإبادة", "الإبادة"),
        ("A\\B {C} %d %(x)s {{ y }}", "A\\B {C} %d %(x)s {{ y }}"),
    ],
)
def test_a_title_is_escaped(title, shown):
    assert line(title=title) == f"Institute for Genocide Studies, <cite>{shown}</cite>"
    assert line(title=title, kind="chapter", container="Book") == (
        f"Institute for Genocide Studies, “{shown}”, in <cite>Book</cite>"
    )


@pytest.mark.parametrize(
    ("given_names", "surname", "shown"),
    [
        ("", "Sample", "Sample"),
        ("Janice Gross", "Stein", "Janice Gross Stein"),
        ("Maria de", "Sample", "Maria de Sample"),
        ("اسم", "نموذجي", "اسم نموذجي"),
        ("<b>", "O’Brien & Son", "&lt;b&gt; O’Brien &amp; Son"),
    ],
)
def test_a_name_of_any_shape_is_set(given_names, surname, shown):
    assert line(authors=(Author(surname, given_names),)) == (
        f"{shown}, <cite>Title</cite>, Institute for Genocide Studies"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Two\nlines\r\n\tand\x0b more", "Two lines and more"),
        ("NUL\x00 and bell\x07", "NUL and bell"),
        ("turned\u202e around", "turned around"),
        ("private\ue000 use\ue001", "private use"),
        ("«\u00a0Titre\u00a0»\u202f!", "«\u00a0Titre\u00a0»\u202f!"),
        ("Re\u0301sume\u0301", "Résumé"),
    ],
)
def test_words_are_one_line_that_hides_nothing(typed, kept):
    assert on_one_line(typed) == kept


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        ("Act now.", "Act now"),
        ("Talk to the U.S.", "Talk to the U.S."),
        ("Wait…", "Wait…"),
        ("Wait...", "Wait..."),
        ("Créer un bureau (R2P).", "Créer un bureau (R2P)"),
        ("Act by 2010.", "Act by 2010"),
    ],
)
def test_a_statement_loses_its_full_stop_as_a_title(statement, title):
    assert as_title(statement) == title


def test_google_scholar_reads_the_book_and_the_recommendation(client):
    book, recommendation = the_book(), a_recommendation()

    def tags(page) -> list[tuple[str, str]]:
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        return [(tag["name"], tag["content"]) for tag in soup.select('head meta[name^="citation_"]')]

    assert tags(book) == [
        ("citation_title", "Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities"),
        *[("citation_author", f"{surname}, {given_names}") for given_names, surname in AUTHORS],
        ("citation_publication_date", "2010"),
        ("citation_publisher", "McGill-Queen’s University Press"),
        ("citation_isbn", "978-0-7735-3804-7"),
        ("citation_language", "en"),
        ("citation_public_url", "http://testserver/en/the-book/"),
    ]
    assert tags(recommendation) == [
        ("citation_title", "Act before it is too late"),
        ("citation_author", "Institute for Genocide Studies"),
        ("citation_publication_date", "2009/09/22"),
        ("citation_technical_report_institution", "Institute for Genocide Studies"),
        ("citation_technical_report_number", "4"),
        ("citation_language", "en"),
        ("citation_public_url", "http://testserver/en/recommendations/canada/4/"),
    ]
    assert tags(pages.standard_page()) == []
