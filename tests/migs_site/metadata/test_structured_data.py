"""What pages say of themselves in the words of schema.org. tests/browser/test_structured_data.py checks the words."""

import json

import pytest
from bs4 import BeautifulSoup

from migs_site.models.contact import SocialLink
from people.models import PersonPage
from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db

INSTITUTE = {
    "@type": "ResearchOrganization",
    "@id": "http://testserver/#institute",
    "name": "Institute for Genocide Studies",
}


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


def said(client, page) -> list[dict]:
    """The things that a page describes, without the way to it."""
    return [thing for thing in everything_said(client, page) if thing["@type"] != "BreadcrumbList"]


def way_to(client, page) -> list[tuple[str, str]]:
    """The steps that lead to a page, in their order."""
    lists = [thing for thing in everything_said(client, page) if thing["@type"] == "BreadcrumbList"]
    steps = [step for each in lists for step in each["itemListElement"]]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], step["item"]) for step in steps]


def everything_said(client, page) -> list[dict]:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    blocks = [json.loads(block.string) for block in soup.select('script[type="application/ld+json"]')]
    assert [block.pop("@context") for block in blocks] == ["https://schema.org"] * len(blocks)
    return [thing for block in blocks for thing in block["@graph"]]


def in_menu(page):
    page.show_in_menus = True
    page.save_revision().publish()
    return page


def test_the_home_page_describes_the_institute(client, institute):
    SocialLink.objects.create(contact=institute, network="Network", address="https://social.example.org/migs")
    home = pages.home_page()
    french = home.get_translations().get()

    assert said(client, home) == [
        INSTITUTE
        | {
            "alternateName": ["MIGS", "Institut d’études sur le génocide"],
            "url": "https://migs.example.org/",
            "logo": "http://testserver/wordmark/en.svg",
            "sameAs": ["https://social.example.org/migs"],
            "telephone": "+15145550100",
            "faxNumber": "+15145550199",
            "email": "office@example.org",
            "address": "1 Test Street, Montreal",
            "parentOrganization": {"@type": "CollegeOrUniversity", "name": "Concordia University"},
        }
    ]
    [in_french] = said(client, french)
    assert (in_french["name"], in_french["alternateName"], in_french["logo"]) == (
        "Institut d’études sur le génocide",
        ["MIGS", "Institute for Genocide Studies"],
        "http://testserver/wordmark/fr.svg",
    )


def general() -> PersonPage:
    return people.person_page(
        honorific="General",
        given_names="Roméo",
        surname="Dallaire",
        post_nominals="(Ret.)",
        position="Senior Fellow",
        affiliation="Concordia University",
        orcid="0000-0002-1825-0097",
        links=[("link", {"text": "Foundation", "address": "https://foundation.example.org/"})],
    )


def test_a_person_is_described(client):
    person = general()

    assert said(client, person) == [
        {
            "@type": "Person",
            "@id": f"http://testserver/id/{person.pk}",
            "url": "http://testserver/en/people/romeo-dallaire/",
            "name": "Roméo Dallaire",
            "givenName": "Roméo",
            "familyName": "Dallaire",
            "honorificPrefix": "General",
            "honorificSuffix": "(Ret.)",
            "jobTitle": "Senior Fellow",
            "affiliation": {"@type": "Organization", "name": "Concordia University"},
            "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://foundation.example.org/"],
        }
    ]


def test_a_person_is_described_with_every_role_they_hold_and_held(client):
    person, board, committee = general(), people.group_page(title="Board"), people.group_page(title="Committee")
    people.membership(board, person, role_en="Chair", role_fr="Président", starts_on="2009-09")
    people.membership(committee, person, starts_on="2008", ends_on="2009-08")

    [described] = said(client, person)

    chair, former = described["memberOf"]
    assert chair == {
        "@type": "OrganizationRole",
        "roleName": "Chair",
        "startDate": "2009-09",
        "memberOf": {
            "@type": "Organization",
            "@id": f"http://testserver/id/{board.pk}",
            "url": "http://testserver/en/people/board/",
            "name": "Board",
            "parentOrganization": INSTITUTE,
        },
    }
    assert (former["memberOf"]["name"], former["startDate"], former["endDate"]) == ("Committee", "2008", "2009-08")
    assert "roleName" not in former


def test_the_book_is_described_with_its_authors_and_its_edition(client):
    book = recommendations.book_page()
    recommendations.edition(book, pages=191)
    author = people.person_page()
    recommendations.authorship(book, author)
    title = "Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities"

    assert said(client, book) == [
        {
            "@type": "Book",
            "@id": f"http://testserver/id/{book.pk}",
            "url": "http://testserver/en/the-book/",
            "name": title,
            "author": [
                {
                    "@type": "Person",
                    "@id": f"http://testserver/id/{author.pk}",
                    "url": "http://testserver/en/people/janice-gross-stein/",
                    "name": "Janice Gross Stein",
                }
            ],
            "inLanguage": "en",
            "workExample": [
                {
                    "@type": "Book",
                    "name": title,
                    "isbn": "9780773538047",
                    "inLanguage": "en",
                    "numberOfPages": 191,
                    "datePublished": "2010",
                    "publisher": {"@type": "Organization", "name": "Test University Press"},
                }
            ],
        }
    ]


def test_a_recommendation_is_described_with_its_set(client):
    index = in_menu(recommendations.recommendation_index())
    made = recommendations.recommendation_set(index, launched_on="2009-09-22")
    page = recommendations.recommendation(made, number=4, statement="Act now.")
    address = "http://testserver/en/recommendations/"

    assert said(client, page) == [
        {
            "@type": "Report",
            "@id": f"http://testserver/id/{page.pk}",
            "url": f"{address}canada/4/",
            "name": "Act now.",
            "genre": "Short form of recommendation",
            "reportNumber": "4",
            "author": INSTITUTE,
            "publisher": INSTITUTE,
            "datePublished": "2009-09-22",
            "inLanguage": "en",
            "audience": {"@type": "Audience", "name": "Parliament of Canada"},
            "isPartOf": {
                "@type": "Report",
                "@id": f"http://testserver/id/{made.pk}",
                "url": f"{address}canada/",
                "name": "To Canada",
                "datePublished": "2009-09-22",
            },
        },
    ]


def test_the_way_to_a_page_begins_at_the_home_page(client):
    index = in_menu(recommendations.recommendation_index())
    page = recommendations.recommendation(recommendations.recommendation_set(index), number=4)
    address = "http://testserver/en/recommendations/"

    assert way_to(client, page) == [
        ("Home", "http://testserver/en/"),
        ("Recommendations", address),
        ("To Canada", f"{address}canada/"),
        ("Recommendation 4", f"{address}canada/4/"),
    ]


def test_a_page_of_the_menu_has_nothing_to_say(client):
    assert everything_said(client, in_menu(pages.standard_page())) == []


def test_what_somebody_typed_cannot_end_the_block(client):
    typed = "</script><!-- <script> & \u2028 ' \" \\ ]]>"
    person = people.person_page()
    PersonPage.objects.filter(pk=person.pk).update(position=typed, affiliation="Two\nlines\u202e\x01 \ue000")

    html = client.get(person.url).text
    [block] = html.split('<script type="application/ld+json">')[1:]
    text = block.split("</script>")[0]

    assert [character for character in "<>&\u2028\n" if character in text] == []
    thing = json.loads(text)["@graph"][0]
    assert (thing["jobTitle"], thing["affiliation"]["name"]) == ("</script><!-- <script> & ' \" \\ ]]>", "Two lines")


def test_nothing_is_said_while_the_institute_has_no_name(client, institute):
    institute.name_en = institute.name_fr = ""
    institute.save()

    assert said(client, pages.home_page()) == []
