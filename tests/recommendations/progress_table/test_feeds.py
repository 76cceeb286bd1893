"""Changes of the record as Atom feeds: read by a library that is not ours, and held to RFC 4287."""

import re
from xml.etree import ElementTree

import atoma
import pytest
from bs4 import BeautifulSoup

from recommendations.models import ProgressEntry, RecommendationSetPage
from recommendations.progress_table.page import ProgressPage
from tests.factories.pages import translate
from tests.factories.recommendations import (
    addressee,
    progress_entry,
    progress_page,
    recommendation,
    recommendation_set,
)
from tests.worlds import world

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@world
def shown():
    """The page of a record with two changes of recommendations and an outcome of a set, in this order."""
    made = recommendation_set()
    minister = addressee(slug="minister", name_en="Minister", name_fr="Ministre", kind="office")
    sixth = recommendation(made, number=6)
    seventh = recommendation(made, number=7, addressee=minister)
    progress_entry(sixth, status="announced", answer_en="We agree.", answer_fr="D’accord.")
    progress_entry(seventh, status="rejected", judgement_en="They said “no” & <left>.", judgement_fr="Non.")
    progress_entry(made, status="", judgement_en="A post was made.", judgement_fr="Un poste a été créé.")
    translate(sixth)
    page = progress_page()
    translate(page)
    return page


def read(client, address: str) -> atoma.atom.AtomFeed:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    follow_the_rfc(parsed(response.content))
    return atoma.parse_atom_bytes(response.content)


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 (our own site wrote it)


def follow_the_rfc(feed: ElementTree.Element) -> None:
    """RFC 4287, 4.1: what every feed and every entry has, and how often."""
    assert feed.tag == f"{ATOM}feed"
    for part in [feed, *feed.findall(f"{ATOM}entry")]:
        assert [len(part.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert re.match(r"[a-z][a-z0-9+.-]*:", part.findtext(f"{ATOM}id"))  # a whole IRI
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", part.findtext(f"{ATOM}updated"))
        assert [link.get("rel") for link in part.findall(f"{ATOM}link")].count("alternate") == 1
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").startswith("http")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_characters_that_xml_cannot_hold_break_no_feed(client, shown):
    RecommendationSetPage.objects.update(title="To\x0b Canada\ufffe")
    ProgressEntry.objects.update(judgement_en="Planned\x08.")
    ProgressPage.objects.update(title="Pro\x1fgress", introduction="How\x0c far.")

    feed = read(client, f"{shown.url}changes/")

    assert (feed.title.value, feed.subtitle.value) == ("Progress", "How far.")
    assert feed.entries[0].title.value == "To Canada: outcome reported"
    assert "Planned." in feed.entries[0].summary.value


def test_the_whole_feed_has_every_change_the_last_one_first(client, shown):
    feed = read(client, f"{shown.url}changes/")

    assert feed.title.value == "Progress"
    assert [entry.title.value for entry in feed.entries] == [
        "To Canada: outcome reported",
        "To Canada, no. 7: Rejected",
        "To Canada, no. 6: Announced",
    ]
    assert feed.updated == max(entry.updated for entry in feed.entries)
    assert [link.href for link in feed.links] == [
        f"http://testserver{shown.url}",
        f"http://testserver{shown.url}changes/",
    ]


def test_an_entry_has_the_words_of_the_record_and_leads_to_it(client, shown):
    _outcome, seventh, sixth = read(client, f"{shown.url}changes/").entries
    entry = ProgressEntry.objects.get(status="announced")

    assert sixth.links[0].href == f"http://testserver/en/recommendations/canada/6/#entry-{entry.pk}"
    assert (sixth.published, sixth.updated) == (entry.first_published_at,) * 2
    assert "They said “no” &amp; &lt;left&gt;." in seventh.summary.value
    words = BeautifulSoup(sixth.summary.value, "html.parser").get_text(" ", strip=True)
    assert " ".join(words.split()) == (
        "Short form of recommendation 6: Make prevention a national priority. An office was planned. Response from "
        "the addressee We agree. Order in Council , Privy Council Office"
    )


def test_the_feed_of_an_addressee_has_its_changes_alone(client, shown):
    feed = read(client, f"{shown.url}addressees/minister/changes/")

    assert feed.title.value == "Progress, Minister"
    assert [entry.title.value for entry in feed.entries] == ["To Canada, no. 7: Rejected"]
    assert feed.links[0].href == f"http://testserver{shown.url}addressees/minister/"


def test_a_change_keeps_its_identity_and_says_when_it_changed(client, shown):
    before = {entry.title.value: entry for entry in read(client, f"{shown.url}changes/").entries}
    entry = ProgressEntry.objects.get(status="announced")
    entry.status = "under_way"

    entry.save_revision().publish()

    after = read(client, f"{shown.url}changes/").entries[0]
    old = before["To Canada, no. 6: Announced"]
    assert (after.id_, after.title.value, after.published) == (old.id_, "To Canada, no. 6: Under way", old.published)
    assert after.updated > old.updated


def test_the_french_feed_is_french_and_its_entries_are_others(client, shown):
    french = shown.get_translations().get()

    feed = read(client, f"{french.url}modifications/")
    english = read(client, f"{shown.url}changes/")

    root = parsed(client.get(f"{french.url}modifications/").content)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr-CA"
    assert "Un poste a été créé." in feed.entries[0].summary.value
    assert not {entry.id_ for entry in feed.entries} & {entry.id_ for entry in english.entries}
    assert feed.entries[2].links[0].href.startswith("http://testserver/fr/")
    assert feed.entries[1].links[0].href.startswith("http://testserver/en/")  # which has no French yet


def test_drafts_and_what_is_not_on_the_site_are_not_in_the_feed(client, shown):
    ProgressEntry.objects.get(status="announced").unpublish()
    ProgressEntry.objects.get(status="rejected").recommendation.unpublish()

    assert len(read(client, f"{shown.url}changes/").entries) == 1


def test_a_feed_without_changes_stays_the_same(client):
    shown = progress_page()

    assert read(client, f"{shown.url}changes/").updated == shown.last_published_at


def test_feeds_are_found_by_readers_that_are_given_the_page(client, shown):
    def feeds(address):
        head = BeautifulSoup(client.get(address).content, "html.parser").head
        return [link["href"] for link in head.select('link[type="application/atom+xml"]')]

    whole, own = f"{shown.url}changes/", f"{shown.url}addressees/minister/changes/"
    assert feeds(shown.url) == [whole]
    assert feeds(f"{shown.url}addressees/minister/") == [own, whole]
