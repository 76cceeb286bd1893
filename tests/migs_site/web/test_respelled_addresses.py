"""Addresses take what print, mail programs and phones add to them, and never lead below another meaning."""

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document

from donations.models import DonationCount
from tests.factories import donations, pages, people, recommendations
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def site():
    """The numbers of a book and of a person; donate pages, and a page with French."""
    pages.contact_details()
    cited = recommendations.recommendation(recommendations.recommendation_set(), number=10, slug="10")
    pages.translate(donations.donate_page(), {"Donate": "Dons", "donate": "dons"})
    pages.translate(pages.standard_page(title="Research"), {"research": "recherche"})
    Redirect.add_redirect("/en/earlier/", redirect_to=pages.standard_page(title="Later"))
    director = people.person_page()
    people.membership(people.group_page(is_own_staff=True), director)
    return {"book": cited.pk, "person": director.pk}


def where(client, address: str) -> tuple[int, str | None]:
    response = client.get(f"http://testserver{address}")  # whole, or the test client takes “//…” for a host
    return response.status_code, response.get("Location")


ENDINGS = [
        ".", ")", ",", ";", ":", "!", "%3F", "]", "}", ">", "<", "*", "|", "\\", "=", "%22", "'", "%60",
        "”", "’", "“", "»", "›",
        "…", "...", ".)", ").", ".”", ",”", "”.", "»).", " ", "%20.", " ).", "%C2%A0»", "\u202f»",
        "%0A", "%E2%80%8B", "\ufeff",
        "%2E", "%29", "%252E", "%25E2%2580%25A6", "&gt;", "&gt", "&quot;).", "&nbsp;", "¹", "².", "†",
        "—", "–", "。", "）", "」",
        "//", "/.", "./", ")/", "/)", "/ ", "/”.",
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "true"),
    [
        ("/id/{book}", "/id/{book}"),
        ("/id/{book}.bib", "/id/{book}.bib"),
        ("/ID/{person}.vcf", "/id/{person}.vcf"),
        ("/en/research", "/en/research/"),
        ("/fr/recherche/", "/fr/recherche/"),
        ("/FR", "/fr/"),
        ("/Donate.html", "/Donate.html"),
    ],
)
def test_what_print_leaves_at_the_end_is_taken_off(client, site, address, true):
    found = {ending: where(client, address.format(**site) + ending) for ending in ENDINGS}

    assert {ending: to for ending, to in found.items() if to != (301, true.format(**site))} == {}


def test_the_donate_page_is_found_from_paper_in_capitals(client, site):
    assert where(client, "/DONATE.HTML).") == (301, "/DONATE.HTML")
    assert where(client, "/DONATE.HTML") == (302, "/en/donate/")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/ID/{book}", "/id/{book}"),
        ("/Id/{book}.BIB", "/id/{book}.bib"),
        ("//id//{book}", "/id/{book}"),
        ("/EN", "/en/"),
        ("/EN/", "/en/"),
        ("/Fr/", "/fr/"),
        ("/FR/Dons/", "/fr/dons/"),
        ("/FR/DONS", "/fr/dons/"),
        ("/EN/research.", "/en/research/"),
        ("/en//research/", "/en/research/"),
        ("/en/re%C2%ADsearch/", "/en/research/"),
        ("/en/re%E2%80%8Bsearch/", "/en/research/"),
        ("/en/re search/", "/en/research/"),
        ("/en/re-%0Asearch/", "/en/research/"),
        ("/en/re‐%0Asearch/", "/en/research/"),
        ("/en/%0Aresearch/", "/en/research/"),
        ("/e%C2%ADn/research", "/en/research/"),
        ("/en/about‑us/", "/en/about-us/"),
        ("/en/about-%20us/", "/en/about-us/"),
        ("/en/ﬁnds/", "/en/finds/"),
        ("/ｅｎ／research／", "/en/research/"),
        ("/id/{book}.", "/id/{book}"),
        ("/.", "/"),
        ("/)", "/"),
        ("/ROBOTS.TXT", "/robots.txt"),
        ("/sitemap.xml.", "/sitemap.xml"),
    ],
)
def test_other_spellings_lead_to_the_one_address(client, site, address, leads_to):
    pages.standard_page()
    pages.standard_page(title="Finds")

    assert where(client, address.format(**site)) == (301, leads_to.format(**site))


def test_the_question_stays_and_an_earlier_address_is_followed_at_once(client, site):
    assert where(client, "/en/research.?on=2009&x=%C3%A9") == (301, "/en/research/?on=2009&x=%C3%A9")
    assert where(client, "/EN/Earlier).?a=1") == (301, "/en/later/?a=1")


def test_documents_too(client):
    document = Document.objects.create(title="Report", file=ContentFile(b"%PDF-1.7", name="Report.pdf"))

    assert where(client, f"{document.url}).") == (301, document.url)
    assert where(client, document.url.upper()) == (404, None)


@pytest.mark.parametrize(
    "address",
    [
        "/id/{book}1", "/id/1 {book}", "/id/{book} 1", "/id/{book}%0A2", "/id/{book}-1", "/id/{book}.1", "/id/{book}x",
        "/id/x{book}", "/id/{book} and", "/id/{book}/10", "/id/999999.", "/id/999999)", "/id/.", "/ID/",
        "/en/nothing.", "/EN/nothing/",
        "/DE/", "/en/research/..", "/en/../fr/.", "/%2e%2e/en/research", "/en/research).bib",
        "/en/draft.", "/EN/Draft/",
        "//evil.example/.", "/%2f%2fevil.example/).", "/\\evil.example.", "/%5C%5Cevil.example).", "/https://evil.example.",
        "/en/%00.", "/wp-login.php", "/ADMIN/nothing).", "/ADMIN", "/.env", "/en/https:%2f%2fevil.example.",
    ],
)  # fmt: skip
def test_nothing_is_guessed(client, site, address):
    pages.standard_page(title="Draft", live=False)

    assert where(client, address.format(**site)) == (404, None)


@pytest.mark.parametrize("dot", ["١", "¹", "①", "½", "\u200b", "\u00ad"])
def test_a_figure_of_another_script_makes_no_other_number(client, site, dot):
    status, leads_to = where(client, f"/id/{site['book']}{dot}")

    assert (status, leads_to) in [(404, None), (301, f"/id/{site['book']}")]


def test_a_form_is_not_sent_on(client, site):
    assert client.post("/en/research.", {"a": "b"}).status_code != 301


def test_asking_counts_no_donor_and_sets_no_cookie(client, site):
    donations.donation_target(slug="gift")

    response = client.get("/en/give/gift).")

    assert (response.status_code, response.url, dict(response.cookies)) == (301, "/en/give/gift/", {})
    assert DonationCount.objects.count() == 0
