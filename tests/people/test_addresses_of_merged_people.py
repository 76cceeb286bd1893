"""After a merge the addresses of the other record, and links to it, lead to the one that was kept."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry
from wagtail.rich_text import expand_db_html

from tests.factories.pages import translate
from tests.factories.people import people_index, person_page
from tests.people.merging import merge
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def kept():
    return person_page(given_names="Juan E.", surname="Méndez")


@world
def other():
    return person_page(given_names="Juan", surname="Mendez")


def final(client, address: str) -> str:
    """Where a visitor ends."""
    return client.get(address, follow=True).redirect_chain[-1][0]


def test_the_other_addresses_lead_to_the_one_kept_in_both_languages(client, staff, kept, other):
    translate(people_index(), {"people": "personnes"})
    french_other, french_kept = translate(other), translate(kept)
    addresses = [other.url, french_other.url]

    merge(staff, other, kept)

    answers = [client.get(address) for address in addresses]
    assert [(answer.status_code, answer.url) for answer in answers] == [(301, kept.url), (301, french_kept.url)]
    assert client.get(kept.url).status_code == 200


def test_a_french_address_leads_to_english_where_the_one_kept_has_words_without_french(client, staff, other):
    kept = person_page(given_names="Juan E.", surname="Méndez", biography="<p>A lawyer.</p>")
    french_other = translate(other)

    Redirect.add_redirect("/ancienne", redirect_to=french_other)

    merge(staff, other, kept)

    assert [final(client, address) for address in (french_other.url, "/ancienne")] == [kept.url, kept.url]


def test_and_to_french_as_soon_as_the_one_kept_has_it(client, staff, other):
    kept = person_page(given_names="Juan E.", surname="Méndez", biography="<p>A lawyer.</p>")
    french_other = translate(other)
    merge(staff, other, kept)
    before = final(client, f"/id/{french_other.pk}")

    french_kept = translate(kept)

    assert before == kept.url
    assert final(client, french_other.url) == french_kept.url
    assert final(client, f"/id/{french_other.pk}") == french_kept.url
    assert final(client, f"/id/{other.pk}") == kept.url


def test_earlier_redirects_follow(client, staff, kept, other):
    Redirect.add_redirect("/old-brochure", redirect_to=other)

    merge(staff, other, kept)

    assert client.get("/old-brochure").url == kept.url


def test_links_in_texts_lead_to_the_one_kept(staff, kept, other):
    text = f'<a linktype="page" id="{other.pk}">Mendez</a>'

    merge(staff, other, kept)

    assert expand_db_html(text) == f'<a href="{kept.url}">Mendez</a>'


def test_links_ask_the_database_once_as_before(staff, kept, other, django_assert_num_queries):
    merge(staff, other, kept)
    text = "".join(f'<a linktype="page" id="{page.pk}">X</a>' for page in (other, kept, people_index()))
    expand_db_html(text)

    with django_assert_num_queries(1):
        expand_db_html(text)


def test_the_histories_say_what_happened(staff, kept, other):
    merge(staff, other, kept)

    pages = [
        staff.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode() for page in (kept, other)
    ]
    assert "Took in another record: Juan Mendez" in pages[0]
    assert "Merged into another record: Juan E. Méndez" in pages[1]
    logged = PageLogEntry.objects.filter(page=other).order_by("-pk").values_list("action", "user__email")
    assert list(logged[:2]) == [
        ("people.merged", "editor@example.org"),
        ("wagtail.unpublish", "editor@example.org"),
    ]
