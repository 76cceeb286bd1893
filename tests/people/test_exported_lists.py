"""People, groups and organizations as CSV and as a spreadsheet."""

import pytest

from tests.factories.pages import translate
from tests.factories.people import group_page, membership, organization, person_page
from tests.people.listings import GROUPS, ORGANIZATIONS, PEOPLE, exported

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_people_holds_the_columns_of_the_list(staff, kind):
    group, stein = group_page(title="=Group"), person_page(position="@Director", affiliation="Munk School")
    membership(group, stein)
    membership(group_page(title="Second"), stein)
    translate(stein)

    [heads, row] = exported(staff.get(f"{PEOPLE}?export={kind}"), kind)

    mark = "'" if kind == "csv" else ""
    assert dict(zip(heads, row, strict=True)) | {"Updated": ""} == {
        "Name": "Janice Gross Stein",
        "Sort name": "Stein, Janice Gross",
        "Current groups": f"{mark}=Group, Second",
        "Position": f"{mark}@Director",
        "Affiliation": "Munk School",
        "French page": "live",
        "Updated": "",
        "Status": "live",
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_groups_holds_the_columns_of_the_list(staff, kind):
    membership(group_page(), person_page())

    [heads, row] = exported(staff.get(f"{GROUPS}?export={kind}"), kind)

    assert dict(zip(heads, row, strict=True)) | {"Updated": ""} == {
        "Name": "Steering Committee",
        "Kind": "Committee",
        "Members": "1",
        "List confirmed": "",
        "French page": "none",
        "Updated": "",
        "Status": "live",
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_organizations_holds_the_columns_of_the_list(staff, kind):
    organization(name_en="-2+3", place_en="Bri\x0btain", is_partner=True, website="https://trust.example.org/")

    [heads, row] = exported(staff.get(f"{ORGANIZATIONS}?export={kind}"), kind)

    assert dict(zip(heads, row, strict=True)) == {
        "Name (English)": "'-2+3" if kind == "csv" else "-2+3",
        "Name (French)": "",
        "Place (English)": "Britain",
        "Place (French)": "",
        "Relationship to us": "partner",
        "Website": "https://trust.example.org/",
        "Mentioned on": "0",
    }
