"""What is read of a book on its page: the authors' own summary, a digest of ours that says so, and key messages."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import pages, people
from tests.factories.recommendations import authorship, book_page, edition

pytestmark = pytest.mark.django_db

NOTE = "A digest of the website."
DIGEST = [
    ("heading", {"text": "At home", "anchor": "home"}),
    ("paragraph", "<p>First.</p>"),
    ("key_message", {"claim": "Act now.", "explanation": "<p>Why.</p>", "anchor": "now"}),
    ("paragraph", "<p>Second.</p>"),
    ("key_message", {"claim": "Act here.", "explanation": "<p>Where.</p>", "anchor": "here"}),
]
SUMMARY = [("heading", {"text": "Abroad", "anchor": "abroad"}), ("paragraph", "<p>The authors say.</p>")]


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


def the_book(**fields):
    book = book_page(brief_note=NOTE, **fields)
    edition(book, isbn="" if "slug" in fields else "978-0-7735-3804-7")
    authorship(book, people.person_page(given_names="Frank", surname="Chalk"))
    return book


def read(client, page) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def parts(document) -> list[tuple[str, str]]:
    return [(part["id"], part.h2.get_text(" ", strip=True)) for part in document.select("main > section.l-part[id]")]


def test_the_digest_says_whose_words_it_is_in_and_is_numbered_no_more(client):
    document = read(client, the_book(summary=DIGEST))

    assert parts(document) == [
        ("in-brief", "In brief: the argument of the book"),
        ("key-messages", "Key messages"),
    ]
    assert document.select_one("#in-brief > .type-note").get_text() == NOTE
    assert [paragraph["id"] for paragraph in document.select("#in-brief .longform__para")] == ["p1", "p2"]
    assert document.select(".longform__no") == []
    assert document.find(id="in-brief").find(id="summary") is not None
    assert "Executive summary" not in document.get_text()


def test_the_digest_is_cited_as_the_websites_and_not_as_the_authors(client):
    document = read(client, the_book(summary=DIGEST))

    book, digest = document.select("details.references__work")
    assert "Chalk" in book.get_text()
    assert [row.dd.get_text() for row in digest.select("dl > div") if "Chalk" in row.dd.get_text()] == []
    cited = digest.select_one("dl dd").get_text()
    title = "In brief: the argument of “Mobilizing the Will to Intervene”"
    assert " ".join(cited.split()).startswith(f"Institute for Genocide Studies, {title}, ")
    assert (digest.summary.get_text(), digest.select_one(".type-note").get_text()) == ("The argument in brief", NOTE)


def test_the_authors_summary_is_theirs_and_the_digest_may_stay_or_go(client):
    both = read(client, the_book(summary=DIGEST, executive_summary=SUMMARY))
    alone = read(client, the_book(slug="other", executive_summary=SUMMARY))

    assert [anchor for anchor, _heading in parts(both)] == ["executive-summary", "in-brief", "key-messages"]
    assert [anchor for anchor, _heading in parts(alone)] == ["executive-summary"]
    assert alone.find(id="executive-summary").find(id="summary") is not None
    numbers = [number["href"] for number in both.select(".longform__no")]
    assert numbers == ["#s1"]
    chapter = both.select("details.references__work")[1]
    cited = " ".join(chapter.select_one("dl dd").get_text().split())
    assert cited.startswith("Frank Chalk, “Executive summary”, in Mobilizing")


def test_key_messages_are_headings_of_a_part_of_their_own_and_listed_at_the_top(client):
    document = read(client, the_book(summary=DIGEST))

    headings = [heading.span.get_text() for heading in document.select("#key-messages h3")]
    assert headings == ["Act now.", "Act here."]
    listed = [(link["href"], link.get_text()) for link in document.select(".book-head__parts a")]
    assert listed == [
        ("#in-brief", "The argument in brief"),
        ("#key-messages", "Key messages"),
        ("#now", "Act now."),
        ("#here", "Act here."),
    ]
    ids = [tag["id"] for tag in document.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_message_in_a_page_of_text_is_a_heading_after_its_label(client):
    document = read(client, pages.standard_page(body=[DIGEST[2]]))

    message = document.select_one(".key-message")
    assert [tag.name for tag in message.find_all(recursive=False)] == ["p", "h3", "div"]


def test_the_same_anchor_in_both_texts_is_refused():
    book = the_book(summary=DIGEST)
    book.executive_summary = [("heading", {"text": "Home", "anchor": "home"})]

    with pytest.raises(Exception, match="already uses the anchor “home”"):
        book.full_clean()
