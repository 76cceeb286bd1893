"""The picture that other sites show of a page, and what the head of the page says of it."""

import io
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.models import Page

from migs_site.metadata.lettering import writable
from migs_site.metadata.social_card import LEFT, RIGHT, RULE, TITLE_BOTTOM, Card, card_of, draw, shortened
from tests.factories import pages, people, recommendations

STATEMENT = "Appoint a minister for the prevention of mass atrocities."
TITLES = {
    "five letters": "Wu Ai",
    "a long surname": "María de los Ángeles Fernández-Rodríguez y Gutiérrez de la Concepción",
    "200 letters": ("The responsibility to protect and what a government owes to those who live elsewhere. " * 3)[
        :200
    ].strip(),
}


def properties(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):.*?)" content="(.*?)">', html))


def address(page) -> str:
    return properties(Client().get(page.url).text)["og:image"].removeprefix("http://testserver")


def picture(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


@pytest.fixture
def contact(db):
    return pages.contact_details()


def test_the_head_of_a_page_says_what_others_show(client, contact):
    page = pages.translate(pages.standard_page(title="About us", slug="about"), {"about": "a-propos"})

    said = properties(client.get("/fr/a-propos/").text)

    assert said.pop("og:image").startswith(f"http://testserver/cards/{page.pk}-")
    assert said == {
        "og:type": "article",
        "og:site_name": "Institut d’études sur le génocide",
        "og:title": "[fr] About us",
        "og:description": "[fr] Who we are.",
        "og:url": "http://testserver/fr/a-propos/",
        "og:locale": "fr_CA",
        "og:locale:alternate": "en_CA",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "[fr] About us (Université Concordia)",
        "twitter:card": "summary_large_image",
    }


def test_a_page_without_french_names_no_other_language_and_the_home_page_is_the_site(client, contact):
    page = pages.standard_page(slug="about")

    assert "og:locale:alternate" not in properties(client.get(page.url).text)
    assert properties(client.get("/en/").text)["og:type"] == "website"


def test_a_view_that_is_no_page_has_no_card(client, contact):
    pages.home_page()

    assert properties(client.get("/en/nowhere/").text) == {}


def test_the_card_is_a_picture_to_be_kept_for_a_day_and_sets_no_cookie(client, contact, django_assert_num_queries):
    page = pages.standard_page(slug="about")
    path = address(page)

    cache.clear()
    ContentType.objects.clear_cache()
    with django_assert_num_queries(6):
        response = client.get(path)

    assert (picture(response).format, picture(response).size) == ("PNG", (1200, 630))
    assert response.headers["Cache-Control"] == "public, max-age=86400, s-maxage=1"
    assert (response.headers["Content-Type"], response.headers["Content-Language"]) == ("image/png", "en")
    assert (response.cookies, response.get("Vary")) == ({}, None)


def test_an_address_from_before_a_change_leads_to_the_card_as_it_is_now(client, contact):
    page = pages.standard_page(title="About us", slug="about")
    before = address(page)
    page.title = "Who we are"
    page.save_revision().publish()

    after = address(page)

    assert before != after
    assert client.get(before).headers["Location"] == after
    assert client.get(after).status_code == 200


def test_the_address_stays_when_something_else_changes_and_moves_with_the_institutes_name(contact):
    page = pages.standard_page(slug="about", introduction="One.")
    before = address(page)
    page.introduction = "Two."
    page.save_revision().publish()
    unchanged = address(page)

    pages.contact_details(name_en="Another institute")

    assert unchanged == before
    assert address(page) != before


def test_the_french_card_is_another_picture(client, contact):
    english = pages.standard_page(slug="about")
    french = pages.translate(english)

    responses = [client.get(address(page)) for page in (english, french)]

    assert [response.headers["Content-Language"] for response in responses] == ["en", "fr"]
    assert responses[0].content != responses[1].content


def test_only_public_pages_have_a_card(client, contact):
    draft, public = pages.standard_page(slug="draft", live=False), pages.standard_page(slug="public")
    root, nobody, beyond = Page.get_first_root_node().pk, 999_999, 10**30

    def answer(pk: int) -> int:
        return client.get(reverse("card", args=(pk, "0" * 12))).status_code

    assert answer(public.pk) == 302
    assert [answer(pk) for pk in (draft.pk, root, nobody, beyond)] == [404] * 4


def test_a_page_that_is_taken_down_takes_its_card_along(client, contact):
    page = pages.standard_page(slug="about")
    path = address(page)

    page.unpublish()

    assert client.get(path).status_code == 404


def said(page, section: str = "Menu") -> tuple[str, str, str]:
    with translation.override(page.locale.language_code):
        card = card_of(page, pages.contact_details(), section)
    return card.label, card.title, card.numeral


def test_each_kind_of_page_says_on_its_card_what_it_is_about(contact):
    group = people.group_page()
    chair, guest, member = (people.person_page(surname=name, slug=name.lower()) for name in ("Baril", "Neve", "Stein"))
    people.membership(group, chair, role_en="Chair", role_fr="Présidence")
    people.membership(group, guest)
    guest.affiliation = "McGill University"
    recommendation = recommendations.recommendation(recommendations.recommendation_set(), number=7, statement=STATEMENT)
    book = recommendations.book_page(title="The book", book_title="Mobilizing the Will")

    assert said(pages.translate(chair)) == ("Présidence", chair.name, "")
    assert said(guest) == ("McGill University", guest.name, "")
    assert said(member) == ("Menu", member.name, "")
    assert said(recommendation) == ("Recommendation 7", STATEMENT, "7")
    assert said(pages.translate(recommendation))[0] == "Recommandation\u00a07"
    assert said(book) == ("Menu", "Mobilizing the Will", "")
    assert said(pages.home_page(), section="") == ("Concordia University", "Why do governments not act?", "")


def test_a_card_names_the_menu_entry_that_its_page_is_below(client, contact):
    parent = pages.standard_page(title="The institute", slug="institute", show_in_menus=True)
    child = pages.standard_page(parent=parent, title="History", slug="history")

    words = [properties(client.get(page.url).text)["og:image:alt"] for page in (parent, child)]

    assert words == ["The institute (Concordia University)", "History (The institute)"]
    assert client.get(address(child)).status_code == 200


def test_a_title_that_is_too_long_ends_with_an_ellipsis():
    long = "A word and another. " * 60

    assert [shortened(long, 300), shortened(long, 7), shortened("A word", 6)] == [f"{long[:299]}…", "A word…", "A word"]
    assert draw(Card("", long, "", "", "")) == draw(Card("", f"{long[:299]}…", "", "", ""))


def test_a_name_is_never_a_row_of_boxes():
    names = ["Ratko Šišić", "Nguyễn Thị", "Ḥusayn", "李 Li", "Mots\u00a0: « oui »", "  two \n lines "]

    assert [writable(name) for name in names] == [
        "Ratko Šišić", "Nguyen Thi", "Ḥusayn", "Li", "Mots\u00a0: « oui »", "two lines"
    ]  # fmt: skip


@pytest.mark.parametrize("title", [*TITLES.values(), "", "李", "W" * 200, "A word and another. " * 60])
@pytest.mark.parametrize("numeral", ["", "7", "128"])
def test_nothing_is_drawn_outside_the_margins(title, numeral):
    name = "Institut montréalais d’études sur le génocide et les droits de la personne"
    image = Image.open(io.BytesIO(draw(Card("A label " * 30, title, numeral, "MIGS", name)))).convert("RGB")
    dark = image.convert("L").point(lambda shade: 255 if shade < 200 else 0)

    left, top, right, bottom = dark.getbbox()
    assert (left, top) == (LEFT, 0)
    assert right <= RIGHT + 1
    assert bottom <= image.height - 24
    assert (image.getpixel((LEFT, 0)), image.getpixel((0, 0))) == ((0xC9, 0x3C, 0x05), (0xFC, 0xFC, 0xFC))
    assert dark.crop((0, TITLE_BOTTOM + 40, 1200, RULE)).getbbox() is None


def test_every_letter_is_drawn_also_from_another_alphabet():
    titles = ["Sisic", "Šišić", "Łódź", "Lódz", "Đinđić", "Ḥusayn"]

    assert len({draw(Card("", title, "", "", "")) for title in titles}) == len(titles)


def test_the_address_changes_with_each_word_of_a_card():
    words = ["Label", "Title", "7", "MIGS", "Name"]
    cards = [Card(*words)] + [Card(*words[:place], "Other", *words[place + 1 :]) for place in range(len(words))]

    assert len({card.fingerprint for card in cards}) == len(words) + 1
