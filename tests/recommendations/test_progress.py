"""The public record of what became of recommendations: the latest entry is the status, each entry has its proof."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from recommendations.models import ProgressEntry, RecommendationPage
from recommendations.progress_table.counts import count_statuses
from tests.factories.pages import translate
from tests.factories.people import person_page
from tests.factories.recommendations import (
    book_page,
    edition,
    progress_entry,
    progress_source,
    recommendation,
    recommendation_index,
    recommendation_set,
)
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def sixth():
    return recommendation(recommendation_set(), number=6)


def status_of(page) -> tuple[str, str]:
    return RecommendationPage.objects.with_status().values_list("status", "assessed_on").get(pk=page.pk)


def record(client, page):
    """The entries that a visitor sees: date, status and the first words, newest first."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return [
        tuple(part.get_text(" ", strip=True) if part else "" for part in (row.time, row.select_one(".status"), row.p))
        for row in soup.select(".progress-entries__entry")
    ]


def statuses_shown(client, page) -> list[str]:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    for row in soup.select(".progress-entries"):
        row.decompose()
    return [tag.get_text(strip=True) for tag in soup.select(".status")]


def test_a_recommendation_without_entries_is_not_assessed_yet(client, sixth):
    assert status_of(sixth) == ("not_assessed", "")
    assert statuses_shown(client, sixth) == ["Not assessed yet"]
    assert statuses_shown(client, sixth.get_parent()) == ["Not assessed yet"]


def test_the_status_is_that_of_the_latest_entry_in_both_languages(client, sixth):
    progress_entry(sixth, date="2012", status="carried_out")
    progress_entry(sixth, date="2010-09-13", status="announced")

    assert status_of(sixth) == ("carried_out", "2012")
    assert statuses_shown(client, sixth) == ["Carried out"]
    assert statuses_shown(client, sixth.get_parent()) == ["Carried out"]
    french = translate(sixth)
    assert status_of(french) == ("carried_out", "2012")
    assert len(statuses_shown(client, french)) == 1


def test_lists_of_all_recommendations_say_the_same_as_the_page_whatever_becomes_of_an_entry(sixth):
    english = RecommendationPage.objects.english_with_status().filter(pk=sixth.pk)

    def statuses():
        assert [(each.status, each.number) for each in count_statuses()] == [(status_of(sixth)[0], 1)]
        return english.values_list("status", "assessed_on").get(), status_of(sixth)

    assert statuses() == (("not_assessed", ""),) * 2
    progress_entry(sixth, date="2010", status="announced")
    later = progress_entry(sixth, date="2012", status="under_way")
    assert statuses() == (("under_way", "2012"),) * 2
    later.date, later.status = "2011", "rejected"
    later.save_revision().publish()
    assert statuses() == (("rejected", "2011"),) * 2
    later.unpublish()
    assert statuses() == (("announced", "2010"),) * 2
    ProgressEntry.objects.all().delete()
    assert statuses() == (("not_assessed", ""),) * 2


def test_of_two_entries_of_one_day_the_one_made_later_counts(sixth):
    progress_entry(sixth, date="2012-01-01", status="carried_out")
    progress_entry(sixth, date="2012-01-01", status="reversed")

    assert status_of(sixth) == ("reversed", "2012-01-01")


def test_a_month_is_later_than_its_year_and_earlier_than_its_days(sixth):
    progress_entry(sixth, date="2012-01", status="under_way")
    progress_entry(sixth, date="2012", status="announced")

    assert status_of(sixth) == ("under_way", "2012-01")

    progress_entry(sixth, date="2012-01-01", status="partly")
    assert status_of(sixth) == ("partly", "2012-01-01")


def test_a_draft_does_not_count_until_it_is_published(client, sixth):
    draft = progress_entry(sixth, status="rejected", live=False)
    assert status_of(sixth) == ("not_assessed", "")
    assert record(client, sixth) == []

    draft.save_revision().publish()

    assert status_of(sixth) == ("rejected", "2010-09-13")


def test_an_entry_that_is_taken_down_counts_no_more(sixth):
    progress_entry(sixth, date="2010", status="announced")
    progress_entry(sixth, date="2012", status="reversed").unpublish()

    assert status_of(sixth) == ("announced", "2010")


def test_the_page_of_a_recommendation_shows_its_record_newest_first(client, sixth):
    progress_entry(sixth, date="2010-09", status="announced", judgement_en="It was announced.", judgement_fr="x")
    progress_entry(sixth, date="2011-02-01", status="under_way")

    assert record(client, sixth) == [
        ("1 February 2011", "Under way", "1 February 2011"),
        ("September 2010", "Announced", "September 2010"),
    ]


def test_an_entry_says_where_its_proof_is_and_who_judged(client, sixth):
    stein = person_page()
    sources = [
        progress_source(archive_address="https://archive.example.org/1"),
        progress_source(title_en="Debates", publisher_en="House", published_on="2010", address="", read_on=None),
    ]
    progress_entry(sixth, sources=sources, assessed_by=stein, answer_en="We agree.", answer_fr="D’accord.")

    entry = BeautifulSoup(client.get(sixth.url).content, "html.parser").select_one(".progress-entries__entry")
    proof = [" ".join(tag.get_text().split()) for tag in entry.select(".progress-sources li")]
    assert proof == [
        "Order in Council, Privy Council Office (read on 1 October 2010) Archived copy (Order in Council)",
        "Debates, House, 2010",
    ]
    assert [link["href"] for link in entry.select("a")] == [
        f"#{entry['id']}",
        "https://gazette.example.org/1",
        "https://archive.example.org/1",
        stein.url,
    ]
    assert entry.select_one(".progress-entries__when a")["aria-label"] == "Link to “An office was planned.”"
    answer = " ".join(entry.select_one(".progress-entries__answer").get_text().split())
    assert answer == "Response from the addressee, Parliament of Canada We agree."
    assert "We agree" not in entry.select_one(".progress-entries__words").get_text()


def test_the_french_page_has_the_same_record_in_french(client, sixth):
    progress_entry(sixth, sources=[progress_source(title_fr="Décret", publisher_fr="Bureau du Conseil privé")])

    page = BeautifulSoup(client.get(translate(sixth).url).content, "html.parser")

    assert page.select_one(".progress-entries__words").get_text(strip=True) == "Un bureau était prévu."
    assert page.select_one(".progress-sources a").get_text() == "Décret"


def test_a_long_record_is_paged(client, sixth):
    for year in range(1970, 2012):
        progress_entry(sixth, date=str(year))

    def shown(**query):
        page = BeautifulSoup(client.get(sixth.url, query).content, "html.parser")
        return [row.time["datetime"] for row in page.select(".progress-entries__entry")], len(
            page.select(".pagination a:not([rel])")
        )

    newest = [str(year) for year in range(2011, 1991, -1)]
    assert shown() == (newest, 3)
    assert shown(page="3") == (["1971", "1970"], 3)
    assert shown(page="x\0") == (newest, 3)


def test_a_set_shows_outcomes_of_its_own_and_not_those_of_its_recommendations(client, sixth):
    made = sixth.get_parent().specific
    progress_entry(sixth, judgement_en="Of the sixth.", judgement_fr="De la sixième.")
    progress_entry(made, status="", judgement_en="Of the set.", judgement_fr="De la série.")

    page = BeautifulSoup(client.get(made.url).content, "html.parser")

    assert [tag.get_text(strip=True) for tag in page.select(".progress-entries__words")] == ["Of the set."]


def test_an_empty_set_says_so_by_itself_until_staff_write_an_introduction(client):
    sentence = "The text of these recommendations is not on this site yet."
    empty = recommendation_set()
    index = recommendation_index()
    assert [sentence in client.get(page.url).text for page in (empty, index)] == [True, True]

    empty.introduction = "<p>Read them in the book.</p>"
    empty.save_revision().publish()

    assert [sentence in client.get(page.url).text for page in (empty, index)] == [False, False]


def test_a_set_names_the_book_it_was_published_in(client):
    book = book_page()
    edition(book, language="en")
    made = recommendation_set(source=book)

    page = BeautifulSoup(client.get(made.url).content, "html.parser")
    french = BeautifulSoup(client.get(translate(made).url).content, "html.parser")

    assert [link["href"] for link in page.select(".l-margin a")] == [book.url]
    assert [link["href"] for link in french.select(".l-margin a")] == [book.url]  # which has no French yet
    assert french.select_one(".l-margin a")["lang"] == "en"
    assert (page.cite.get("lang"), french.cite.get("lang")) == (None, "en")


@pytest.mark.parametrize(
    "wrong",
    [
        {"set": "both"},
        {"recommendation": None},
        {"status": ""},
        {"judgement_fr": ""},
        {"answer_en": "Only in one language."},
    ],
)
def test_the_database_refuses_what_contradicts_itself(sixth, wrong):
    wrong = {name: sixth.get_parent().specific if value == "both" else value for name, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        progress_entry(sixth, live=False, **wrong)

    assert ProgressEntry.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"read_on": None}, {"address": ""}, {"address": "", "archive_address": "https://a.example.org/"}]
)
def test_the_database_refuses_a_source_that_nobody_can_look_up(sixth, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        progress_entry(sixth, live=False, sources=[progress_source(**wrong)])


def test_what_has_a_record_and_who_made_it_cannot_be_deleted(sixth):
    stein = person_page()
    progress_entry(sixth, assessed_by=stein)

    for page in (sixth, sixth.get_parent(), stein):
        with pytest.raises(ProtectedError), transaction.atomic():
            type(page).objects.get(pk=page.pk).delete()


def test_every_change_of_an_entry_is_kept(sixth):
    entry = progress_entry(sixth, judgement_en="First.", judgement_fr="Un.")
    entry.judgement_en = "Second."
    entry.save_revision().publish()

    kept = [revision.as_object().judgement_en for revision in entry.revisions.order_by("pk")]
    assert kept == ["First.", "Second."]
    assert [str(source) for source in ProgressEntry.objects.get().sources.all()] == [
        "Order in Council, Privy Council Office"
    ]
