"""Addresses that lead to a page wherever it is in the tree."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from people.models import PersonPage
from tests.caching import SHARED
from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db


def where(client, address: str) -> tuple:
    response = client.get(address)
    return response.status_code, response.get("Location")


def test_a_permanent_address_leads_to_the_page_in_its_language(client):
    page = pages.standard_page()
    french = pages.translate(page, {"About us": "À propos"})

    assert where(client, f"/id/{page.pk}") == (302, "/en/about-us/")
    assert where(client, f"/id/{french.pk}") == (302, french.url)
    assert french.url.startswith("/fr/")


def test_it_leads_there_after_the_page_has_moved_and_changed_its_name(client):
    page, parent = pages.standard_page(), pages.standard_page(title="Parent")

    page.move(parent, pos="last-child")
    page = type(page).objects.get(pk=page.pk)
    page.slug = "the-institute"
    page.save_revision().publish()

    assert where(client, f"/id/{page.pk}") == (302, "/en/parent/the-institute/")


def test_nobody_keeps_the_answer_but_to_bridge_a_failure(client):
    response = client.get(f"/id/{pages.standard_page().pk}")

    assert response["Cache-Control"] == SHARED
    assert dict(response.cookies) == {}


def test_a_page_that_is_not_public_has_no_permanent_address_nor_any_file(client):
    draft = recommendations.book_page(live=False)

    assert [where(client, f"/id/{draft.pk}{ending}") for ending in ("", ".bib", ".ris", ".csl.json", ".vcf")] == [
        (404, None)
    ] * 5


@pytest.mark.parametrize(
    "address", ["/id/0", "/id/999999", "/id/99999999999999999999999", "/id/-1", "/id/x", "/id/1%00", "/id/", "/id/1/"]
)
def test_an_unknown_address_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_the_root_of_the_tree_is_not_a_page_of_the_site(client):
    root = pages.home_page().get_parent()

    assert client.get(f"/id/{root.pk}").status_code == 404


def test_a_page_that_was_merged_into_another_leads_there(client):
    """Whoever takes a page away leaves this redirect; Wagtail's own middleware then answers."""
    page, gone = pages.standard_page(), pages.standard_page(title="Gone")
    number = gone.pk
    gone.delete()

    Redirect.objects.create(old_path=f"/id/{number}", redirect_page=page, is_permanent=False)

    assert where(client, f"/id/{number}") == (302, "/en/about-us/")


def test_a_person_merged_into_another_leads_to_the_one_kept_and_so_does_the_card(client):
    kept, gone = people.person_page(), people.person_page(given_names="J.", surname="Stein")
    people.membership(people.group_page(is_own_staff=True), kept)
    PersonPage.objects.filter(pk=gone.pk).update(merged_into=kept, live=False)

    assert where(client, f"/id/{gone.pk}") == (302, "/en/people/janice-gross-stein/")
    assert "\r\nFN:Janice Gross Stein\r\n" in client.get(f"/id/{gone.pk}.vcf").content.decode()


def test_a_person_whom_several_records_were_merged_into_is_one_page(client):
    kept, gone = people.person_page(), people.person_page(given_names="J.", surname="Stein")
    PersonPage.objects.filter(pk__in=[gone.pk, pages.translate(gone).pk]).update(merged_into=kept, live=False)

    addresses = [f"/id/{page.pk}" for page in PersonPage.objects.order_by("pk")]

    assert [where(client, address) for address in addresses] == [(302, "/en/people/janice-gross-stein/")] * 3


def test_finding_a_page_takes_few_queries(client):
    page = pages.standard_page()
    client.get(f"/id/{page.pk}")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/id/{page.pk}")

    assert len(asked) == 2


def test_a_page_names_its_permanent_address(client):
    page = recommendations.book_page(executive_summary=[("paragraph", "<p>In short.</p>")])
    recommendations.edition(page)
    pages.contact_details()

    soup = BeautifulSoup(client.get(page.url).content, "html.parser")

    assert [link["href"] for link in soup.select('link[rel="cite-as"]')] == [f"http://testserver/id/{page.pk}"]
    shown = [row.dd.a["href"] for row in soup.select("details dl > div") if row.dt.get_text() == "Permanent address"]
    assert shown == [f"http://testserver/id/{page.pk}", f"http://testserver/id/{page.pk}#executive-summary"]
    assert soup.find(id="executive-summary").find(id="summary") is not None


def test_what_is_no_page_names_none(client):
    assert 'rel="cite-as"' not in client.get("/en/nowhere/").text
