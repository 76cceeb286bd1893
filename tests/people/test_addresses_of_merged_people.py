"""After a merge the addresses of the source, and links to it, lead to the target."""

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
def target():
    return person_page(given_names="Juan E.", surname="Méndez")


@world
def source():
    return person_page(given_names="Juan", surname="Mendez")


def final(client, address: str) -> str:
    """Where a visitor ends."""
    return client.get(address, follow=True).redirect_chain[-1][0]


def test_the_source_addresses_lead_to_the_target_in_both_languages(client, staff, target, source):
    translate(people_index(), {"people": "personnes"})
    french_source, french_target = translate(source), translate(target)
    addresses = [source.url, french_source.url]

    merge(staff, source, target)

    answers = [client.get(address) for address in addresses]
    assert [(answer.status_code, answer.url) for answer in answers] == [(301, target.url), (301, french_target.url)]
    assert client.get(target.url).status_code == 200


def test_a_french_address_leads_to_english_where_the_target_has_words_without_french(client, staff, source):
    target = person_page(given_names="Juan E.", surname="Méndez", biography="<p>A lawyer.</p>")
    french_source = translate(source)

    Redirect.add_redirect("/ancienne", redirect_to=french_source)

    merge(staff, source, target)

    assert [final(client, address) for address in (french_source.url, "/ancienne")] == [target.url, target.url]


def test_and_to_french_as_soon_as_the_target_has_it(client, staff, source):
    target = person_page(given_names="Juan E.", surname="Méndez", biography="<p>A lawyer.</p>")
    french_source = translate(source)
    merge(staff, source, target)
    before = final(client, f"/id/{french_source.pk}")

    french_target = translate(target)

    assert before == target.url
    assert final(client, french_source.url) == french_target.url
    assert final(client, f"/id/{french_source.pk}") == french_target.url
    assert final(client, f"/id/{source.pk}") == target.url


def test_earlier_redirects_follow(client, staff, target, source):
    Redirect.add_redirect("/old-brochure", redirect_to=source)

    merge(staff, source, target)

    assert client.get("/old-brochure").url == target.url


def test_links_in_texts_lead_to_the_target(staff, target, source):
    text = f'<a linktype="page" id="{source.pk}">Mendez</a>'

    merge(staff, source, target)

    assert expand_db_html(text) == f'<a href="{target.url}">Mendez</a>'


def test_links_ask_the_database_once_as_before(staff, target, source, django_assert_num_queries):
    merge(staff, source, target)
    text = "".join(f'<a linktype="page" id="{page.pk}">X</a>' for page in (source, target, people_index()))
    expand_db_html(text)

    with django_assert_num_queries(1):
        expand_db_html(text)


def test_the_histories_say_what_happened(staff, target, source):
    merge(staff, source, target)

    pages = [
        staff.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode() for page in (target, source)
    ]
    assert "Absorbed another record: Juan Mendez" in pages[0]
    assert "Merged into another record: Juan E. Méndez" in pages[1]
    logged = PageLogEntry.objects.filter(page=source).order_by("-pk").values_list("action", "user__email")
    assert list(logged[:2]) == [
        ("people.merged", "editor@example.org"),
        ("wagtail.unpublish", "editor@example.org"),
    ]
