"""Pages that are cited say how, in three styles and both languages."""

import re

import pytest
from bs4 import BeautifulSoup
from django.utils import formats, timezone, translation

from migs_site.metadata.citations.items import as_title, on_one_line
from migs_site.metadata.citations.styles import citations
from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db

AUTHORS = [
    ("Frank", "Chalk"),
    ("Roméo", "Dallaire"),
    ("Kyle", "Matthews"),
    ("Carla", "Barqueiro"),
    ("Simon", "Doyle"),
]
ITALIC_TITLE = "<i>Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities</i>"
APA_TITLE = "<i>Mobilizing the will to intervene: Leadership to prevent mass atrocities</i>"
FRENCH_ITALIC = ITALIC_TITLE.replace("<i>", '<i lang="en">')
FRENCH_APA = APA_TITLE.replace("<i>", '<i lang="en">')


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


def cited(client, page) -> dict[str, dict[str, str]]:
    """For each work that a page shows: its citations by manual, as HTML."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return {
        work.summary.get_text(): {row.dt.get_text(): row.dd.decode_contents() for row in work.select("dl > div")[:3]}
        for work in soup.select("details.references__work")
    }


def test_an_author_whose_family_name_comes_first_is_never_turned_round(client):
    book = recommendations.book_page()
    recommendations.edition(book)
    for place, surname in enumerate(["Wang", "Li"]):
        author = people.person_page(given_names="Ming", surname=surname, family_name_first=True)
        recommendations.authorship(book, author, sort_order=place)

    chicago = cited(client, book)["The book"]["Chicago"]

    assert chicago.startswith("Wang Ming, and Li Ming. ")


def test_the_book_is_cited_as_the_manuals_say(client):
    assert cited(client, the_book())["The book"] == {
        "Chicago": "Chalk, Frank, Roméo Dallaire, Kyle Matthews, Carla Barqueiro, and Simon Doyle. 2010. "
        f"{ITALIC_TITLE}. McGill-Queen’s University Press.",
        "APA": "Chalk, F., Dallaire, R., Matthews, K., Barqueiro, C., &amp; Doyle, S. (2010). "
        f"{APA_TITLE}. McGill-Queen’s University Press.",
        "MLA": f"Chalk, Frank, et al. {ITALIC_TITLE}. McGill-Queen’s UP, 2010.",
    }


def test_the_book_is_cited_in_french_with_its_title_in_its_own_language(client):
    french = pages.translate(the_book())

    assert next(iter(cited(client, french).values())) == {
        "Chicago": "Chalk, Frank, Roméo Dallaire, Kyle Matthews, Carla Barqueiro, et Simon Doyle. 2010. "
        f"{FRENCH_ITALIC}. McGill-Queen’s University Press.",
        "APA": "Chalk, F., Dallaire, R., Matthews, K., Barqueiro, C. et Doyle, S. (2010). "
        f"{FRENCH_APA}. McGill-Queen’s University Press.",
        "MLA": f"Chalk, Frank, et al. {FRENCH_ITALIC}. McGill-Queen’s UP, 2010.",
    }


def test_the_executive_summary_is_a_part_of_the_book_that_is_read_here(client):
    book = the_book()
    address = f"http://testserver/id/{book.pk}#executive-summary"
    english = cited(client, book)["Executive summary"]
    french = list(cited(client, pages.translate(book)).values())[1]

    assert english == {
        "Chicago": "Chalk, Frank, Roméo Dallaire, Kyle Matthews, Carla Barqueiro, and Simon Doyle. 2010. "
        f"“Executive Summary.” In {ITALIC_TITLE}. McGill-Queen’s University Press. {address}.",
        "APA": "Chalk, F., Dallaire, R., Matthews, K., Barqueiro, C., &amp; Doyle, S. (2010). "
        f"Executive summary. In {APA_TITLE}. McGill-Queen’s University Press. {address}",
        "MLA": f"Chalk, Frank, et al. “Executive Summary.” {ITALIC_TITLE}, McGill-Queen’s UP, 2010, {address}.",
    }
    assert [re.sub(r"\d+#executive-summary", "…", words) for words in french.values()] == [
        "Chalk, Frank, Roméo Dallaire, Kyle Matthews, Carla Barqueiro, et Simon Doyle. 2010. «\u00a0Résumé\u00a0». "
        f"Dans {FRENCH_ITALIC}. McGill-Queen’s University Press. http://testserver/id/….",
        "Chalk, F., Dallaire, R., Matthews, K., Barqueiro, C. et Doyle, S. (2010). Résumé. "
        f"Dans {FRENCH_APA}. McGill-Queen’s University Press. http://testserver/id/…",
        f"Chalk, Frank, et al. «\u00a0Résumé\u00a0». {FRENCH_ITALIC}, McGill-Queen’s UP, 2010, http://testserver/id/….",
    ]


def test_a_recommendation_is_cited_as_the_institutes(client):
    page = a_recommendation()
    address = f"http://testserver/id/{page.pk}"

    assert cited(client, page) == {
        "This recommendation": {
            "Chicago": "Institute for Genocide Studies. 2009. <i>Act Before It Is Too Late</i>. "
            f"Short form of recommendation\u00a04. To Canada. Institute for Genocide Studies. {address}.",
            "APA": "Institute for Genocide Studies. (2009). <i>Act before it is too late</i> (To Canada) "
            f"[Short form of recommendation\u00a04]. {address}",
            "MLA": "<i>Act Before It Is Too Late</i>. Short form of recommendation\u00a04. "
            f"Institute for Genocide Studies, 22 Sept. 2009, {address}. To Canada.",
        }
    }


def test_a_recommendation_is_cited_in_french(client):
    page = a_recommendation()
    french = pages.translate(page, {"Act before it is too late.": "Agir avant qu’il ne soit trop tard."})
    address = f"http://testserver/id/{french.pk}"

    assert list(cited(client, french).values()) == [
        {
            "Chicago": "Institut d’études sur le génocide. 2009. «\u00a0Agir avant qu’il ne soit trop tard\u00a0». "
            f"Forme abrégée de la recommandation\u00a04. [fr] To Canada. Institut d’études sur le génocide. {address}.",
            "APA": "Institut d’études sur le génocide. (2009). <i>Agir avant qu’il ne soit trop tard</i> "
            f"[Forme abrégée de la recommandation\u00a04]. {address}",
            "MLA": "<i>Agir avant qu’il ne soit trop tard</i>. Forme abrégée de la recommandation\u00a04. "
            f"Institut d’études sur le génocide, 22 septembre 2009, {address}. [fr] To Canada.",
        }
    ]


def test_a_set_without_a_day_and_a_project_are_cited_too(client):
    made, project = recommendations.recommendation_set(), pages.project_page()

    assert cited(client, made)["These recommendations"]["APA"] == (
        f"Institute for Genocide Studies. (n.d.). <i>To Canada</i>. http://testserver/id/{made.pk}"
    )
    french = cited(client, pages.translate(made, {"To Canada": "Au Canada"}))
    assert re.sub(r"\d+$", "…", next(iter(french.values()))["APA"]) == (
        "Institut d’études sur le génocide. (s. d.). <i>Au Canada</i>. http://testserver/id/…"
    )
    with translation.override("en"):
        day = formats.date_format(timezone.localdate(), "Y, F j")
    assert cited(client, project)["The page “Will to Intervene”"]["APA"] == (
        f"Institute for Genocide Studies. ({day}). <i>Will to Intervene</i>. http://testserver/id/{project.pk}"
    )


def test_a_page_that_nobody_would_cite_says_nothing(client):
    assert cited(client, pages.standard_page()) == {}
    assert cited(client, people.person_page()) == {}


def test_nothing_is_cited_while_the_institute_has_no_name(client, institute):
    institute.name_en = institute.name_fr = ""
    institute.save()

    assert cited(client, a_recommendation()) == {}


ITEM = {
    "id": "it",
    "type": "report",
    "title": "A title",
    "author": [{"literal": "Institute"}],
    "publisher": "Institute",
    "issued": {"date-parts": [[2009]]},
    "language": "en",
}


def apa(language: str = "en", **fields) -> str:
    return citations(ITEM | fields, language)[1].words


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<script>alert(1)</script>", "<i>&lt;script&gt;alert(1)&lt;/script&gt;</i>."),
        ("Law & “order” & 'peace'", "<i>Law &amp; “order” &amp; &#x27;peace&#x27;</i>."),
        ("Who acts?", "<i>Who acts?</i>"),
        ("Act now!", "<i>Act now!</i>"),
        ("Act … now", "<i>Act … now</i>."),
        ("الإبادة", "<i>الإبادة</i>."),
        ("A\\B {C} %d %(x)s {{ y }}", "<i>A\\B {C} %d %(x)s {{ y }}</i>."),
    ],
)
def test_a_title_is_escaped_and_ends_with_one_mark(title, shown):
    assert apa(title=title) == f"Institute. (2009). {shown}"


def test_a_sentence_in_quotation_marks_ends_with_one_mark():
    quoted = ITEM | {"type": "chapter", "author": [{"family": "Sample", "given": "Robin"}], "container-title": "Book"}

    endings = {
        title: citations(quoted | {"title": title}, "en")[2].words for title in ("Who Acts?", "In the U.S.", "Act")
    }

    assert endings == {
        "Who Acts?": "Sample, Robin. “Who Acts?” <i>Book</i>, Institute, 2009.",
        "In the U.S.": "Sample, Robin. “In the U.S.” <i>Book</i>, Institute, 2009.",
        "Act": "Sample, Robin. “Act.” <i>Book</i>, Institute, 2009.",
    }


@pytest.mark.parametrize(
    ("given_names", "surname", "shown"),
    [
        ("", "Sample", "Sample. (2009)"),
        ("Janice Gross", "Stein", "Stein, J. G. (2009)"),
        ("Jean-Marie", "Tremblay", "Tremblay, J.-M. (2009)"),
        ("Maria de", "Sample", "Sample, M. de. (2009)"),
        ("A.B.", "Sample", "Sample, A. B. (2009)"),
        ("اسم", "نموذجي", "نموذجي, اسم. (2009)"),
        ("<b>", "O’Brien & Son", "O’Brien &amp; Son, &lt;b&gt;. (2009)"),
    ],
)
def test_a_name_of_any_shape_is_set(given_names, surname, shown):
    name = {"family": surname, "given": given_names} if given_names else {"family": surname}

    assert apa(author=[name]).split("). <i>")[0] + ")" == shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Two\nlines\r\n\tand\x0b more", "Two lines and more"),
        ("NUL\x00 and bell\x07", "NUL and bell"),
        ("turned\u202e around", "turned around"),
        ("italic\ue000 by itself\ue001", "italic by itself"),
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


def test_a_page_is_cited_by_the_year_or_month_that_is_known():
    with translation.override("fr"):
        assert apa("fr", issued={"date-parts": [[2009, 9]]}, type="webpage").startswith("Institute. (2009, septembre)")


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
