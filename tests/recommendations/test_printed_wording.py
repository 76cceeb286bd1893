"""A recommendation is a short form of ours, and says so, until staff give its printed wording: then that is quoted."""

import json

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from migs_site.editorial.services import bring_translations_up_to_date
from recommendations.models import Correction
from tests.editing import edit, errors_of, rows
from tests.factories import pages
from tests.factories.recommendations import (
    book_page,
    edition,
    progress_entry,
    progress_page,
    recommendation,
    recommendation_set,
)
from tests.recommendations.test_corrections import LOCKED, REASON, in_words, now, publish, shown

pytestmark = pytest.mark.django_db

NOTE = "Short forms in our words."
PRINTED = {"printed_en": "The Government create an “Office”.", "printed_page_en": "12"}
FRENCH = {"printed_fr": "Que le gouvernement crée un bureau.", "printed_page_fr": "14-15"}


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


@pytest.fixture
def sixth():
    book = book_page()
    edition(book)
    canada = recommendation_set(
        source=book, wording_note=NOTE, french_report="Mobiliser", launched_on="2009-09-22", introduction=""
    )
    return recommendation(canada, number=6, statement="Create an office.")


@pytest.fixture
def french(sixth):
    pages.translate(sixth.set_page, {NOTE: "Formes abrégées, dans nos mots."})
    return pages.translate(sixth, {"Create an office.": "Créer un bureau."})


def give(staff, page, **fields):
    """As staff type them on the English page; the worker then brings the French page up to date."""
    response = edit(staff, page, dependencies=rows(), **fields)
    bring_translations_up_to_date(page=now(page))
    return response


def soup(client, page) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def quoted(client, page) -> list[tuple[str, str, str]]:
    """The printed wording on a page: its language where that is not the page's, its words, its source."""
    found = soup(client, page).select("#printed-wording figure")
    return [(quote.blockquote.get("lang", ""), words(quote.blockquote), words(quote.figcaption)) for quote in found]


def taken(client, page) -> dict[str, str]:
    """What each way to take a recommendation along says."""
    document = soup(client, page)
    files = {ending: client.get(f"/id/{page.pk}.{ending}").content.decode() for ending in ("bib", "ris", "csl.json")}
    cited = {"Cite as": document.select_one(".references__work dl > div dd").get_text()}
    about = document.find("script", type="application/ld+json").string
    return cited | files | {"JSON-LD": about}


def test_the_short_form_says_that_it_is_one_wherever_it_is_shown_and_taken_along(client, sixth, french):
    for page, note, label in (
        (sixth, NOTE, "Short form of recommendation"),
        (french, "Formes abrégées, dans nos mots.", "Forme abrégée de la recommandation"),
    ):
        notes = [words(tag) for tag in soup(client, page).select(".rec-head__wording, .references__work > .type-note")]
        assert notes == [note, note]
        assert quoted(client, page) == []
        assert {way: label in text for way, text in taken(client, page).items()} == dict.fromkeys(
            ["Cite as", "bib", "ris", "csl.json", "JSON-LD"], True
        )
    assert note_in_the_margin(client, sixth.set_page) == [NOTE]


def note_in_the_margin(client, page) -> list[str]:
    return [words(tag) for tag in soup(client, page).select(".page-head .type-note") if NOTE in tag.get_text()]


def test_the_printed_wording_is_quoted_with_its_page_and_taken_along(client, staff, sixth):
    response = give(staff, sixth, **PRINTED)

    assert errors_of(response) == []
    assert quoted(client, sixth) == [
        ("", "The Government create an “Office”.", "Mobilizing the Will to Intervene , p. 12")
    ]
    along = taken(client, sixth)
    assert [way for way, text in along.items() if "Short form" in text] == []
    assert [way for way, text in along.items() if "Office" not in text] == []
    assert json.loads(along["csl.json"])[0]["title"] == "The Government create an “Office”"
    assert soup(client, sixth).select(".rec-head__wording, .references__work > .type-note") == []
    assert words(soup(client, sixth).h1) == "Recommendation 6: Create an office."


def test_without_french_words_the_french_page_quotes_and_cites_the_english(client, staff, sixth, french):
    give(staff, sixth, **PRINTED)

    assert quoted(client, french) == [
        ("en", "The Government create an “Office”.", "Mobilizing the Will to Intervene , p. 12")
    ]
    along = taken(client, french)
    assert [way for way, text in along.items() if "Office" not in text or "Forme abrégée" in text] == []
    assert json.loads(along["csl.json"])[0]["language"] == "en"
    assert '"inLanguage":"en"' in along["JSON-LD"]


def test_the_french_wording_is_quoted_from_the_french_report(client, staff, sixth, french):
    give(staff, sixth, **PRINTED, **FRENCH)

    assert quoted(client, french) == [("", "Que le gouvernement crée un bureau.", "Mobiliser , p. 14-15")]
    assert json.loads(taken(client, french)["csl.json"])[0]["language"] == "fr"
    assert quoted(client, sixth)[0][1] == "The Government create an “Office”."


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"printed_page_en": ""}, ["Enter the page on which this is printed."]),
        ({"printed_en": ""}, ["Enter the wording printed on this page, or leave the page empty."]),
        ({"printed_page_en": "p. 12"}, ["Enter the page in digits only: 12 or 12–13."]),
        ({"printed_page_en": "12\n"}, []),
        ({"printed_page_en": "xii–xiv"}, []),
        ({"printed_en": "[[canada: carried out]]"}, None),
        ({"printed_fr": "[[canada: carried out]]", "printed_page_fr": "1"}, None),
        ({"printed_en": "turned\u202e around"}, None),
    ],
)
def test_what_is_typed_is_checked(staff, sixth, fields, sentences):
    response = give(staff, sixth, **PRINTED | fields)

    errors = errors_of(response)
    assert errors == sentences if sentences is not None else len(errors) == 1
    assert now(sixth).printed_en == ("" if errors else PRINTED["printed_en"])


@pytest.mark.parametrize(
    "change",
    [
        {"printed_en": "The Government create an agency."},
        {"printed_page_en": "13"},
        {"printed_en": "", "printed_page_en": ""},
        {"printed_fr": "Que le gouvernement crée une agence."},
    ],
)
def test_public_printed_words_change_with_a_reason_only(staff, sixth, change):
    give(staff, sixth, **PRINTED, **FRENCH)
    before = [getattr(now(sixth), name) for name in (*PRINTED, *FRENCH)]

    refused = give(staff, sixth, **change)

    assert (errors_of(refused), [getattr(now(sixth), name) for name in (*PRINTED, *FRENCH)]) == ([LOCKED], before)
    assert errors_of(give(staff, sixth, **change, **REASON)) == []
    assert [getattr(now(sixth), name) for name in change] == list(change.values())


def test_to_give_a_printed_wording_is_no_correction(staff, sixth):
    give(staff, sixth, **PRINTED)
    give(staff, sixth, **FRENCH)

    assert Correction.objects.count() == 0


def test_a_correction_shows_the_earlier_words_on_both_pages(client, staff, sixth, french):
    give(staff, sixth, **PRINTED)
    give(staff, sixth, printed_en="The Government create an agency.", **REASON)

    today = in_words(timezone.localdate())
    earlier = "The Government create an “Office”."
    assert shown(client, sixth) == [
        f"Corrected on {today} A word was missing. Earlier printed wording, page 12: {earlier}"
    ]
    assert shown(client, french)[0].endswith(f"Un mot manquait. Texte imprimé antérieur, page 12 : {earlier}")
    assert soup(client, french).select_one(".corrections q")["lang"] == "en"
    assert now(french).printed_en == "The Government create an agency."


def test_a_correction_of_what_is_printed_leaves_the_french_statement_locked(staff, sixth, french):
    give(staff, sixth, **PRINTED)
    give(staff, sixth, printed_page_en="13", **REASON)

    assert Correction.objects.get().french_stays is True


def test_no_earlier_version_of_the_french_page_brings_back_what_was_printed(staff, sixth, french):
    give(staff, sixth, **PRINTED)
    earlier = now(french).latest_revision
    give(staff, sixth, printed_en="The Government create an agency.", **REASON)

    earlier.publish()

    assert now(french).printed_en == "The Government create an agency."


def test_publishing_past_the_form_does_not_change_it(sixth):
    publish(sixth, **PRINTED)

    with pytest.raises(Exception, match="may be cited"):
        publish(sixth, printed_en="Nothing.")
    assert now(sixth).printed_en == PRINTED["printed_en"]


def test_files_and_feeds_carry_the_wording_and_say_what_it_is(client, staff, sixth):
    progress_entry(sixth)
    page = progress_page()

    def carried() -> tuple:
        [row] = client.get(f"{page.url}json/").json()["rows"]
        feed = client.get(f"{page.url}changes/").content.decode()
        return [row[name] for name in ("statement", "wording", "printed_on_page", "language")], feed

    short, feed = carried()
    assert short == ["Create an office.", "short_form", "", "en"]
    assert "Short form of recommendation 6:" in feed
    give(staff, sixth, **PRINTED)
    printed, feed = carried()
    assert printed == ["The Government create an “Office”.", "printed", "12", "en"]
    assert ("Recommendation 6:" in feed, "(p. 12)" in feed, "Short form" in feed) == (True, True, False)


def test_the_wording_of_another_set_is_its_own(client, sixth):
    other = recommendation(recommendation_set(title="To others", slug="others"), number=1, statement="Act.")

    assert soup(client, other).select(".rec-head__wording") == []
    assert "Short form of recommendation" in taken(client, other)["Cite as"]
