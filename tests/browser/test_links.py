"""No link of the site leads nowhere, or out of the reader's language."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup

from tests.browser.documents import fetch


def own_links(address: str, page: BeautifulSoup) -> set[str]:
    """Where the links of a page lead within the site, without what stands after “#”."""
    links = {urljoin(address, a["href"]).split("#")[0] for a in page.select("a[href]")}
    return {link for link in links if link.startswith("/")}


def test_every_link_within_the_site_leads_to_a_page(site, pages):
    linked = set().union(*(own_links(address, page) for address, page in pages.items()))

    assert len(linked) > len(pages) / 2
    answers = {link: fetch(site.url + link)[0] for link in sorted(linked)}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_every_part_that_a_link_names_is_on_its_page(pages):
    lost = []
    for address, page in pages.items():
        for a in page.select("a[href*='#']"):
            target, _hash, part = urljoin(address, a["href"]).partition("#")
            if target in pages and not pages[target].find(id=part):
                lost.append((address, a["href"]))

    assert lost == []


def test_the_text_of_a_page_leads_to_pages_in_its_own_language(pages):
    strays = []
    for address, page in pages.items():
        other = "/en/" if address.startswith("/fr/") else "/fr/"
        strays += [(address, a["href"]) for a in page.main.select("a[href]") if a["href"].startswith(other)]

    assert strays == []
