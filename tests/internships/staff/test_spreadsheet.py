"""The list of applications as CSV and XLSX: what is in it, for whom, and that it is written down."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from internships.states import State
from migs_site.audit.models import AuditEntry
from tests.editing import signed_in
from tests.factories import accounts, internships, pages

pytestmark = pytest.mark.django_db

INDEX = "applications:index"


def coordinator():
    return signed_in(accounts.user("coordinator@example.org", groups=["Internship coordinators"]))


def exported(client, **query) -> list[list[str]]:
    response = client.get(reverse(INDEX), {"export": "csv"} | query)
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_what_the_list_shows_is_exported_and_formulas_are_words():
    application = internships.application(name="=1+1", institution="\t@SUM(A1)", programme="+1", state=State.IN_REVIEW)
    application.projects.add(pages.project_page(title="Will to Intervene"))
    internships.application(name="Zoé")
    client = coordinator()

    rows = exported(client, state="in_review")
    sheet = client.get(reverse(INDEX), {"export": "xlsx", "state": "in_review"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content) if sheet.streaming else sheet.content))

    assert rows[0] == [
        "Reference number",
        "State",
        "Received",
        "Name",
        "Email",
        "University or college",
        "Program",
        "Level of study",
        "Projects",
        "Language",
        "Answer to the offer by",
        "Handled by",
    ]
    [row] = rows[1:]
    assert row[:2] == [application.reference, "In review"]
    assert row[3:7] == ["'=1+1", "camille@example.org", "'\t@SUM(A1)", "'+1"]
    assert row[7:10] == ["Master’s", "Will to Intervene", "en"]
    assert [[cell.data_type for cell in row[3:7]] for row in list(book.active.rows)[1:]] == [["s"] * 4]


def test_each_export_is_written_down():
    internships.application()
    client = coordinator()

    exported(client)

    entry = AuditEntry.objects.get(action="application.list_exported")
    assert (entry.user_label, entry.detail) == ("coordinator@example.org", {"format": "csv", "rows": 1})


def test_what_is_hidden_is_in_no_export():
    application, client = internships.application(), coordinator()
    internships.recusal(application, accounts.User.objects.get())

    assert len(exported(client)) == 1


def test_reviewers_export_nothing_and_are_offered_nothing():
    reviewer = accounts.user("reviewer@example.org", groups=["Internship reviewers"])
    internships.assignment(internships.application(), reviewer)
    client = signed_in(reviewer)

    answer = client.get(reverse(INDEX), {"export": "csv"})

    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))
    assert "export=csv" not in client.get(reverse(INDEX)).content.decode()
    assert not AuditEntry.objects.filter(action="application.list_exported").exists()


@pytest.mark.parametrize("number", [1, 3])
def test_an_export_asks_the_same_for_one_and_for_three(number, django_assert_num_queries):
    for each in range(number):
        internships.application(name=f"Name {each}")
    client = coordinator()
    exported(client)

    with django_assert_num_queries(13):
        exported(client)
