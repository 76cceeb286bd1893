"""A link in a text that names no record, or nothing that could be one: the page is shown and can be edited."""

import json

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import RichText, extract_references_from_rich_text
from wagtail.test.utils.form_data import streamfield

from tests.editing import edit, errors_of
from tests.factories.pages import contact_page, standard_page, translate

pytestmark = pytest.mark.django_db

NONSENSE = ["abc", "", "-1", "9" * 24, "1.5", "1e3", "0", "１", "²", "None", "\x00", " 1", "1;2", "&quot;", "7" * 18]
ATTRIBUTES = [*(f' id="{named}"' for named in NONSENSE), ""]
LINKS = ['<a linktype="page"{}>', '<a linktype="document"{}>', '<a linktype="telegram"{}>']
EMBEDS = [
    '<embed embedtype="image" format="left" alt="x"{}/>',
    '<embed embedtype="image" format="diagonal" alt="x" id="1"{}/>',
    '<embed embedtype="image"{}/>',
    '<embed embedtype="media"{}/>',
    '<embed embedtype="telegram"{}/>',
]
TEXTS = [
    "".join(f"<p>Before {link.format(named)}words</a> after.</p>" for link in LINKS)
    + "".join(embed.format(named) for embed in EMBEDS)
    for named in ATTRIBUTES
]


def contentstate(kind: str, data: dict) -> str:
    """What the editor sends of one paragraph whose first word is a link."""
    block = {"key": "a", "type": "unstyled", "text": "Words here", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"key": 0, "offset": 0, "length": 5}]
    return json.dumps({"blocks": [block], "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": data}}})


@pytest.mark.parametrize("text", TEXTS, ids=ATTRIBUTES)
def test_a_text_is_shown_without_the_link(text):
    shown = str(RichText(text))

    assert shown.count("<a>words</a>") == 3
    assert {number for _model, number, *_path in extract_references_from_rich_text(text)} <= {"0", "1", "7" * 18}


@pytest.mark.parametrize("text", TEXTS, ids=ATTRIBUTES)
def test_a_text_is_opened_in_the_editor(text):
    converter = ContentstateConverter(["link", "document-link", "image", "bold"])

    edited = json.loads(converter.from_database_format(text))

    assert [block["text"] for block in edited["blocks"] if block["text"].strip()] == ["Before words after."] * 3


@pytest.mark.parametrize("kind", ["LINK", "DOCUMENT"])
@pytest.mark.parametrize("named", [*NONSENSE, None, 1.5, -1, True, [], {}, 10**30])
def test_what_is_sent_with_nonsense_is_stored_without_the_link(kind, named):
    converter = ContentstateConverter(["link", "document-link"])

    stored = converter.to_database_format(contentstate(kind, {"id": named}))

    assert "Words" in stored
    assert "id=" not in stored or named in ("0", "7" * 18)


@pytest.mark.parametrize("named", ["abc", "", "-1", "9" * 24, 1.5])
def test_a_page_that_was_sent_with_nonsense_is_public_and_can_be_edited(staff, named):
    page = contact_page()

    assert errors_of(edit(staff, page, introduction=contentstate("LINK", {"id": named}))) == []

    assert staff.get(page.url).status_code == 200
    assert staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_page_that_has_nonsense_already_is_public_and_can_be_mended(staff):
    stored = [text for text in TEXTS if "\x00" not in text]  # PostgreSQL stores no NUL
    page = standard_page(body=[("text", RichText("".join(stored)))])
    french = translate(page)

    addresses = [page.url, french.url]
    addresses += [reverse("wagtailadmin_pages:edit", args=[each.pk]) for each in (page, french)]
    addresses.append(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]))

    assert [staff.get(address).status_code for address in addresses] == [200] * 5
    body = streamfield([("text", contentstate("LINK", {"url": "https://example.org/"}))])
    assert errors_of(edit(staff, page, body=body)) == []
    assert "abc" not in str(type(page).objects.get(pk=page.pk).body)
