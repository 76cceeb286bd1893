"""People, groups and organizations as lists in the admin: columns, filters, search."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.pages import project_page, standard_page, translate
from tests.factories.people import group_page, membership, organization, person_page
from tests.factories.recommendations import book_page, book_seller, edition
from tests.people.listings import GROUPS, ORGANIZATIONS, PEOPLE, exported, names, rows, table_of
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def some_people() -> dict:
    """Stein serves on two groups, Méndez did, Neve never served."""
    steering, consultation = group_page(), group_page(title="Consultation")
    stein = person_page(position="Director", affiliation="Munk School")
    mendez = person_page(given_names="Juan E.", surname="Méndez", affiliation="American University")
    neve = person_page(given_names="Alex", surname="Neve", live=False)
    membership(steering, stein, role_en="Chair", role_fr="Présidente")
    membership(consultation, stein)
    membership(steering, mendez, ends_on=str(timezone.localdate() - datetime.timedelta(1)))
    translate(stein)
    translate(mendez, live=False)
    return {"steering": steering, "consultation": consultation, "neve": neve}


def test_people_are_listed_once_by_sort_name_with_what_staff_look_for(staff, some_people):
    listed = rows(staff.get(PEOPLE))

    columns = ["Name", "Current groups", "Position", "Affiliation", "French page"]
    assert [[row[column] for column in columns] for row in listed] == [
        ["Juan E. Méndez", "", "", "American University", "draft"],
        ["Alex Neve", "", "", "", "none"],
        ["Janice Gross Stein", "Steering Committee; Consultation", "Director", "Munk School", "live"],
    ]
    assert [row["Status"].split()[-1] for row in listed] == ["live", "draft", "live"]


def test_the_menu_of_a_person_holds_what_can_be_done_with_their_page(staff, some_people):
    menu = BeautifulSoup(staff.get(PEOPLE).content, "html.parser").select_one("tbody [data-controller~=w-dropdown]")

    assert [" ".join(link.get_text().split()) for link in menu.select("a")] == [
        "Edit", "View live", "Move", "Copy", "Merge into another person…", "Delete", "Unpublish", "History",
        "Sort menu order",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("membership=current", ["Janice Gross Stein"]),
        ("membership=former", ["Juan E. Méndez"]),
        ("membership=none", ["Alex Neve"]),
        ("group=steering", ["Juan E. Méndez", "Janice Gross Stein"]),
        ("group=steering&membership=current", ["Janice Gross Stein"]),
        ("group=steering&membership=former", ["Juan E. Méndez"]),
        ("group=consultation&membership=none", ["Juan E. Méndez", "Alex Neve"]),
        ("french=live", ["Janice Gross Stein"]),
        ("french=draft", ["Juan E. Méndez"]),
        ("french=none", ["Alex Neve"]),
        ("french=none&membership=current", []),
        ("q=mendez", ["Juan E. Méndez"]),
        ("q=MÉNDEZ+juan", ["Juan E. Méndez"]),
        ("q=e", ["Juan E. Méndez", "Alex Neve", "Janice Gross Stein"]),
        ("q=munk", ["Janice Gross Stein"]),
        ("q=stein+american", []),
        ("q=e&membership=none", ["Alex Neve"]),
        ("q=e&ordering=-sort_key", ["Janice Gross Stein", "Alex Neve", "Juan E. Méndez"]),
        ("ordering=-affiliation", ["Janice Gross Stein", "Juan E. Méndez", "Alex Neve"]),
        ("ordering=-live&q=e", ["Janice Gross Stein", "Juan E. Méndez", "Alex Neve"]),
    ],
)
def test_people_are_found_by_filter_and_search(staff, some_people, query, found):
    for name, page in some_people.items():
        query = query.replace(f"group={name}", f"group={page.pk}")

    assert names(staff.get(f"{PEOPLE}?{query}")) == found


@pytest.mark.parametrize("address", [PEOPLE, GROUPS, ORGANIZATIONS])
@pytest.mark.parametrize(
    "query", ["membership=x", "group=x", "group=0", "french=x", "kind=x", "q=...", "ordering=x", "p=x"]
)
def test_a_query_that_makes_no_sense_is_answered_all_the_same(staff, some_people, address, query):
    assert staff.get(f"{address}?{query}").status_code == 200


def test_groups_show_how_many_serve_today(staff, some_people):
    translate(some_people["steering"])
    group_page(title="Board of Friends", kind="board")

    assert table_of(staff.get(GROUPS), "Name", "Kind", "Members", "French page") == [
        ["Board of Friends", "Board", "0", "none"],
        ["Consultation", "Committee", "1", "none"],
        ["Steering Committee", "Committee", "1", "live"],
    ]


def test_a_person_with_two_roles_is_one_member(staff):
    group, stein = group_page(), person_page()
    membership(group, stein)
    membership(group, stein, role_en="Chair", role_fr="Présidente")

    assert table_of(staff.get(GROUPS), "Members") == [["1"]]


@world
def three_groups():
    """A committee of two with a French page, one of one, and an empty board."""
    steering, stein = group_page(), person_page()
    membership(steering, stein)
    membership(steering, person_page(surname="Neve"))
    membership(group_page(title="Consultation"), stein)
    group_page(title="Board of Friends", kind="board")
    translate(steering)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=board", ["Board of Friends"]),
        ("kind=committee", ["Consultation", "Steering Committee"]),
        ("french=none&kind=committee", ["Consultation"]),
        ("q=friend", ["Board of Friends"]),
        ("ordering=-members_today", ["Steering Committee", "Consultation", "Board of Friends"]),
    ],
)
def test_groups_are_found_by_filter_and_search(staff, three_groups, query, found):
    assert names(staff.get(f"{GROUPS}?{query}")) == found


def test_organizations_show_place_website_and_how_many_pages_name_them(staff):
    trust = organization(is_partner=True, is_seller=True, place_en="Britain", website="https://trust.example.org/")
    organization(slug="fund", name_en="Fund", name_fr="Fonds", is_funder=True)
    book_seller(sold := edition(book_page()), trust)
    sold.save()
    standard_page(body=[("organizations", [trust])])

    listed = staff.get(ORGANIZATIONS)

    assert table_of(
        listed, "Name (English)", "Name (French)", "Place", "Relationship to us", "Website", "Mentioned on"
    ) == [
        ["Aegis Trust", "", "Britain", "partner, bookseller", "https://trust.example.org/", "2"],
        ["Fund", "Fonds", "", "funder", "", "0"],
    ]
    assert f"/admin/snippets/people/organization/usage/{trust.pk}/" in listed.text


@world
def trust_and_fund():
    """A partner in Britain that a page names, and a funder."""
    standard_page(body=[("organizations", [organization(is_partner=True, place_en="Britain")])])
    organization(slug="fund", name_en="Fund", name_fr="Fonds", is_funder=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is_funder=true", ["Fund"]),
        ("is_funder=false", ["Aegis Trust"]),
        ("q=fonds", ["Fund"]),
        ("q=brit", ["Aegis Trust"]),
        ("q=u&ordering=-uses", ["Aegis Trust", "Fund"]),
    ],
)
def test_organizations_are_found_by_filter_and_search(staff, trust_and_fund, query, found):
    assert [row["Name (English)"] for row in rows(staff.get(f"{ORGANIZATIONS}?{query}"))] == found


def many(number: int) -> None:
    groups = [group_page(title=f"Group {n}") for n in range(number)]
    for n in range(number):
        person = person_page(surname=f"Stein {n}")
        for group in groups:
            membership(group, person)
        translate(person)
        translate(groups[n])
        partner = organization(slug=f"body-{n}", name_en=f"Body {n}", website="https://example.org/")
        project_page(title=f"Project {n}", body=[("organizations", [partner])])


@pytest.mark.parametrize("number", [1, 3])
def test_longer_lists_ask_no_more(staff, number):
    many(number)
    asked = {}
    for address in (PEOPLE, GROUPS, ORGANIZATIONS):
        staff.get(address)  # Django remembers its kinds of content, as a running site does
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(staff.get(address))) == number
        asked[address] = len(queries)

    assert asked == {PEOPLE: 21, GROUPS: 20, ORGANIZATIONS: 13}


def test_an_export_holds_what_the_filter_shows(staff, some_people):
    found = exported(staff.get(f"{PEOPLE}?membership=none&export=csv"), "csv")

    assert [row[0] for row in found] == ["Name", "Alex Neve"]
