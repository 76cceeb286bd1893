"""Recommendations as a list in the admin: columns, filters, search, export."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.editing import signed_in
from tests.factories.accounts import user
from tests.factories.pages import translate
from tests.factories.recommendations import addressee, progress_entry, recommendation, recommendation_set
from tests.people.listings import exported, rows, table_of
from tests.worlds import world

pytestmark = pytest.mark.django_db

LIST = "/admin/recommendations/"


@world
def two_sets() -> dict:
    """Two of Canada, of which the second stands first in the tree, and one of the United States."""
    canada = recommendation_set(launched_on="2009-09-22")
    states = recommendation_set(title="To the United States", slug="usa", launched_on=str(timezone.localdate()))
    minister = addressee(slug="minister", name_en="Minister", name_fr="Ministre")
    second = recommendation(canada, number=2, statement="Write procedures.", addressee=minister)
    first = recommendation(canada, number=1, statement="=Make 100% plans.")
    recommendation(states, number=1, statement="Train the staff.", live=False)
    progress_entry(first, date="2012", status="announced")
    progress_entry(second, date=str(timezone.localdate()), status="carried_out")
    translate(first)
    return {"canada": canada.pk, "states": states.pk, "minister": minister.pk, "nobody": 0}


def names(response) -> list[str]:
    return [row["Recommendation"] for row in rows(response)]


FIRST, SECOND, OTHER = "1. =Make 100% plans.", "2. Write procedures.", "1. Train the staff."


def test_recommendations_are_listed_once_by_set_and_number(staff, two_sets):
    today = str(timezone.localdate())

    listed = staff.get(LIST)

    columns = ["Recommendation", "Set", "Addressee", "Status", "Last assessed", "English page", "French page"]
    assert table_of(listed, *columns) == [
        [FIRST, "To Canada", "Parliament of Canada", "Announced", "2012", "Current page status: live", "live"],
        [SECOND, "To Canada", "Minister", "Carried out", today, "Current page status: live", "none"],
        [
            OTHER,
            "To the United States",
            "Parliament of Canada",
            "Not assessed yet",
            "",
            "Current page status: draft",
            "none",
        ],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("set=canada", [FIRST, SECOND]),
        ("set=states", [OTHER]),
        ("addressee=minister", [SECOND]),
        ("status=announced", [FIRST]),
        ("status=not_assessed", [OTHER]),
        ("due=yes", [FIRST]),
        ("due=yes&addressee=minister", []),
        ("french=live", [FIRST]),
        ("french=none&set=canada", [SECOND]),
        ("q=100%25", [FIRST]),
        ("q=2", [SECOND]),
        ("q=PROCEDURES+write", [SECOND]),
        ("q=ministre", [SECOND]),
        ("q=parliament&status=announced", [FIRST]),
        ("ordering=-within", [OTHER, FIRST, SECOND]),
        ("ordering=number", [FIRST, OTHER, SECOND]),
        ("ordering=-assessed_on", [SECOND, FIRST, OTHER]),
        ("ordering=addressee__name_en&q=s", [SECOND, FIRST, OTHER]),
    ],
)
def test_recommendations_are_found_by_filter_and_search(staff, two_sets, query, found):
    for name, pk in two_sets.items():
        query = query.replace(f"set={name}", f"set={pk}").replace(f"addressee={name}", f"addressee={pk}")

    assert names(staff.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize(
    "query", ["set=x", "set=0", "addressee=x", "status=x", "due=x", "french=x", "q=...", "ordering=x", "p=x"]
)
def test_a_query_that_makes_no_sense_is_answered_all_the_same(staff, two_sets, query):
    assert staff.get(f"{LIST}?{query}").status_code == 200


def test_the_list_is_closed_to_somebody_without_a_role():
    assert signed_in(user()).get(LIST)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 23), ("?due=yes", 24)])
def test_a_longer_list_asks_no_more(staff, number, query, queries):
    for n in range(number):
        canada = recommendation_set(title=f"Set {n}", slug=f"set-{n}", launched_on="2009-09-22")
        page = recommendation(canada, number=n + 1, addressee=addressee(slug=f"a-{n}", name_en=f"A {n}"))
        progress_entry(page, date="2012")
        translate(page)
    staff.get(LIST + query)  # Django remembers its kinds of content, as a running site does

    with CaptureQueriesContext(connection) as asked:
        listed = staff.get(LIST + query)

    assert (len(rows(listed)), len(asked)) == (number, queries)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_the_columns_and_the_rows_of_the_list_and_no_formula(staff, two_sets, kind):
    [heads, row] = exported(staff.get(f"{LIST}?due=yes&export={kind}"), kind)

    assert dict(zip(heads, row, strict=True)) | {"Updated": ""} == {
        "Number": "1",
        "Statement": "'=Make 100% plans." if kind == "csv" else "=Make 100% plans.",
        "Printed wording (English)": "",
        "Page of the book": "",
        "Printed wording (French)": "",
        "Page of the French report": "",
        "Set": "To Canada",
        "Addressee": "Parliament of Canada",
        "Status": "Announced",
        "Last assessed": "2012",
        "English page": "live",
        "French page": "live",
        "Updated": "",
    }
