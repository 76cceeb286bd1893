"""Works as files: RIS and CSL-JSON, read by libraries that are not ours; BibTeX has tests of its own."""

import json

import pytest
import rispy

from migs_site.base.citable_works import Author
from migs_site.metadata.citations.exports import csl_json, ris
from tests.caching import SHARED
from tests.factories import pages, people
from tests.migs_site.metadata.works import HOSTILE, UNTIDY, a_recommendation, item, the_book

pytestmark = pytest.mark.django_db

# Of the variables of the Citation Style Language, those that we write.
VARIABLES = {
    *("id", "type", "title", "container-title", "collection-title", "publisher", "genre", "number", "ISBN", "URL"),
    "language",
}
ENDINGS = ["bib", "ris", "csl.json"]


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


@pytest.mark.parametrize("title", HOSTILE)
def test_ris_brings_any_title_back(title):
    [record] = rispy.loads(ris(item(title)))

    assert record["title"] == title
    assert record["type_of_reference"] == "RPRT"


@pytest.mark.parametrize("title", HOSTILE)
def test_csl_json_brings_any_title_back(title):
    [found] = json.loads(csl_json(item(title)))

    assert found["title"] == title


@pytest.mark.parametrize(("typed", "kept"), UNTIDY)
def test_lines_and_hidden_marks_do_not_come_along(typed, kept):
    made = item(typed)

    [record] = rispy.loads(ris(made))

    assert (record["title"], json.loads(csl_json(made))[0]["title"]) == (kept, kept)


def test_ris_brings_names_back():
    authors = (Author("Sample, Jr.", "Robin"), Author("نموذجي", "اسم"), Author("Alone", ""))

    [record] = rispy.loads(ris(item("Title", "book", authors=authors)))

    assert record["authors"] == ["Sample, Jr., Robin", "نموذجي, اسم", "Alone"]


def test_a_recommendation_as_ris(client):
    page = a_recommendation()

    [record] = rispy.loads(client.get(f"/id/{page.pk}.ris").text)

    assert record == {
        "type_of_reference": "RPRT",
        "authors": ["Institute for Genocide Studies"],
        "title": "Act before it is too late",
        "secondary_title": "To Canada",
        "type_of_work": "Short form of recommendation",
        "year": "2009",
        "date": "2009/09/22/",
        "publisher": "Institute for Genocide Studies",
        "issn": "4",
        "urls": [f"http://testserver/id/{page.pk}"],
        "language": "en",
        "id": f"migs2009-{page.pk}",
    }


def test_the_book_as_ris(client):
    book = the_book()

    [record] = rispy.loads(client.get(f"/id/{book.pk}.ris").text)

    assert record == {
        "type_of_reference": "BOOK",
        "authors": ["Chalk, Frank", "Dallaire, Roméo"],
        "title": "Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities",
        "year": "2010",
        "date": "2010///",
        "publisher": "McGill-Queen’s University Press",
        "issn": "978-0-7735-3804-7",
        "language": "en",
        "id": f"chalk2010-{book.pk}",
    }


def test_csl_json_keeps_to_the_types_names_and_dates_of_its_schema(client):
    """https://github.com/citation-style-language/schema, csl-data.json: a list of items without anything else."""
    book, project = the_book(executive_summary=[("paragraph", "<p>In short.</p>")]), pages.project_page()
    addresses = [
        f"/id/{book.pk}",
        f"/id/{book.pk}/executive-summary",
        f"/id/{a_recommendation().pk}",
        f"/id/{project.pk}",
    ]

    found = [json.loads(client.get(f"{address}.csl.json").text) for address in addresses]

    items = [item for [item] in found]
    assert [item["type"] for item in items] == ["book", "chapter", "report", "webpage"]
    for each in items:
        dates, names = each.pop("issued"), each.pop("author")
        assert [[type(part) for part in parts] for parts in dates["date-parts"]] in ([[int]], [[int, int, int]])
        assert {frozenset(name) for name in names} <= {frozenset({"family", "given"}), frozenset({"literal"})}
        assert [name for name, value in each.items() if not isinstance(value, str) or not value] == []
        assert sorted(set(each) - VARIABLES) == []


def test_a_recommendation_as_csl_json(client):
    page = a_recommendation()

    assert json.loads(client.get(f"/id/{page.pk}.csl.json").text) == [
        {
            "id": f"migs2009-{page.pk}",
            "type": "report",
            "title": "Act before it is too late",
            "author": [{"literal": "Institute for Genocide Studies"}],
            "issued": {"date-parts": [[2009, 9, 22]]},
            "publisher": "Institute for Genocide Studies",
            "collection-title": "To Canada",
            "genre": "Short form of recommendation",
            "number": "4",
            "URL": f"http://testserver/id/{page.pk}",
            "language": "en",
        }
    ]


def test_files_are_in_the_language_of_their_page(client):
    page = a_recommendation()
    pages.translate(page.set_page, {"To Canada": "Au Canada"})
    french = pages.translate(page)

    [record] = rispy.loads(client.get(f"/id/{french.pk}.ris").text)

    assert (record["authors"], record["type_of_work"], record["secondary_title"], record["language"]) == (
        ["Institut d’études sur le génocide"],
        "Forme abrégée de la recommandation",
        "Au Canada",
        "fr",
    )


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_file_says_what_it_is(client, ending, media_type):
    book = the_book()
    person = book.authors[0]
    type(person).objects.filter(pk=person.pk).update(surname='Çe"\r\nX-Evil: 1')

    response = client.get(f"/id/{book.pk}.{ending}")

    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="ce-x-evil-12010-{book.pk}.{ending}"'
    assert response["Content-Language"] == "en"
    assert response["Cache-Control"] == SHARED


@pytest.mark.parametrize("ending", ["pdf", "bibtex", "json", "csl", "bib.ris"])
def test_no_other_file_is_there(client, ending):
    assert client.get(f"/id/{the_book().pk}.{ending}").status_code == 404


def test_a_page_that_nobody_would_cite_has_no_files(client):
    pages_without = [pages.standard_page(), people.person_page(), pages.home_page().get_parent()]

    assert [client.get(f"/id/{page.pk}.{ending}").status_code for page in pages_without for ending in ENDINGS] == [
        404
    ] * 9


def test_a_part_that_the_page_does_not_have_has_no_files(client):
    book = the_book()  # without a summary

    assert [client.get(f"/id/{book.pk}/{part}.bib").status_code for part in ("executive-summary", "x")] == [404, 404]
