"""Works as BibTeX, read by pybtex and by bibtexparser."""

import bibtexparser
import pybtex.database
import pytest
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from pylatexenc.latex2text import LatexNodes2Text

from migs_site.base.citable_works import Author
from migs_site.metadata.citations.exports import bibtex
from tests.factories import pages
from tests.migs_site.metadata.works import HOSTILE, UNTIDY, a_recommendation, item, the_book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


def bibtex_fields(text: str) -> dict[str, str]:
    """The one entry of a file, as pybtex reads it; braces that keep capitals are taken off."""
    [entry] = pybtex.database.parse_string(text, "bibtex").entries.values()
    return {name.lower(): value for name, value in entry.fields.items()}


def plain(value: str) -> str:
    """What TeX would print; the decoder takes the sign ^ for an accent that stands alone."""
    return LatexNodes2Text(keep_braced_groups=False).latex_to_text(value).replace("ˆ", "^")


def test_the_book_as_bibtex(client):
    book = the_book()

    text = client.get(f"/id/{book.pk}.bib").text

    [entry] = pybtex.database.parse_string(text, "bibtex").entries.values()
    assert (entry.type, entry.key) == ("book", f"chalk2010-{book.pk}")
    assert [(p.last_names, p.first_names) for p in entry.persons["author"]] == [
        (["Chalk"], ["Frank"]),
        (["Dallaire"], ["Roméo"]),
    ]
    assert dict(entry.fields) == {
        "title": "{Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities}",
        "publisher": "{McGill-Queen’s University Press}",
        "year": "2010",
        "date": "2010",
        "isbn": "978-0-7735-3804-7",
        "langid": "english",
    }


def test_a_recommendation_as_bibtex(client):
    page = a_recommendation()

    text = client.get(f"/id/{page.pk}.bib").text

    [entry] = pybtex.database.parse_string(text, "bibtex").entries.values()
    assert (entry.type, entry.key) == ("techreport", f"migs2009-{page.pk}")
    assert [str(person) for person in entry.persons["author"]] == ["{Institute for Genocide Studies}"]
    assert dict(entry.fields) == {
        "title": "{Act before it is too late}",
        "series": "{To Canada}",
        "institution": "{Institute for Genocide Studies}",
        "type": "Short form of recommendation",
        "number": "4",
        "year": "2009",
        "date": "2009-09-22",
        "url": f"http://testserver/id/{page.pk}",
        "langid": "english",
    }


def test_the_executive_summary_has_files_of_its_own(client):
    book = the_book(executive_summary=[("paragraph", "<p>In short.</p>")])

    [entry] = pybtex.database.parse_string(
        client.get(f"/id/{book.pk}/executive-summary.bib").text, "bibtex"
    ).entries.values()

    assert (entry.type, entry.fields["title"], entry.fields["booktitle"], entry.fields["url"]) == (
        "incollection",
        "{Executive summary}",
        "{Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities}",
        f"http://testserver/id/{book.pk}#executive-summary",
    )


@pytest.mark.parametrize("title", HOSTILE)
def test_bibtex_brings_any_title_back(title):
    text = bibtex(item(title))

    with_pybtex = plain(bibtex_fields(text)["title"])
    library = bibtexparser.parse_string(text)

    assert library.failed_blocks == []
    assert [entry.entry_type for entry in library.entries] == ["techreport"]
    assert with_pybtex == title
    assert plain(library.entries[0]["title"]) == title
    assert text.count("\n") == len(library.entries[0].fields) + 2


@pytest.mark.parametrize("title", ["A } before a { brace", "One { alone", "Shut }"])
def test_braces_that_do_not_match_become_words_of_tex(title):
    text = bibtex(item(title))

    words = "".join({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}.get(c, c) for c in title)
    assert bibtex_fields(text)["title"] == f"{{{words}}}"
    assert [entry["title"] for entry in bibtexparser.parse_string(text).entries] == [f"{{{words}}}"]


@pytest.mark.parametrize(("typed", "kept"), UNTIDY)
def test_lines_and_hidden_marks_do_not_come_along(typed, kept):
    assert plain(bibtex_fields(bibtex(item(typed)))["title"]) == kept


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("Sample", ""),
        ("Stein", "Janice Gross"),
        ("Sample, Jr.", "Robin"),
        ("Hand and Foot", "A."),
        ("نموذجي", "اسم"),
        ("O{B}rien", "&"),
    ],
)
def test_bibtex_brings_any_name_back(family, given):
    made = item("Title", "book", authors=(Author(family, given), Author("Neve", "Alex")))
    library = bibtexparser.parse_string(bibtex(made), append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    [entry] = pybtex.database.parse_string(bibtex(made), "bibtex").entries.values()

    first, second = entry.persons["author"]
    assert plain(" ".join(first.last_names)) == family
    assert plain(" ".join(first.first_names + first.middle_names)) == given
    assert str(second) == "Neve, Alex"
    assert len(library.entries[0]["author"]) == 2


def test_an_entry_is_in_the_language_of_its_page_but_a_book_in_its_own(client):
    french = pages.translate(the_book(executive_summary=[("paragraph", "<p>In short.</p>")]))

    book = bibtex_fields(client.get(f"/id/{french.pk}.bib").text)
    summary = bibtex_fields(client.get(f"/id/{french.pk}/executive-summary.bib").text)

    assert (book["langid"], summary["langid"], summary["title"]) == ("english", "french", "{Résumé}")
