"""Who reads the audit log, what they find in it, and what they take away."""

import csv
import datetime
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from migs_site.accounts.models import User
from migs_site.audit.models import AuditEntry
from tests.editing import signed_in
from tests.factories.accounts import editor, superuser, user
from tests.factories.audit import entry
from tests.migs_site.link_checker.test_report import table

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/audit/"
DAY = datetime.timedelta(days=1)


def reader(email: str = "reader@example.org") -> User:
    """Somebody who may read the log and nothing else."""
    made = user(email)
    made.user_permissions.add(
        Permission.objects.get(codename="view_auditentry"), Permission.objects.get(codename="access_admin")
    )
    return made


def found(query: str = "") -> list[str]:
    """Which records the report has entries about."""
    return [row[3] for row in table(signed_in(reader()).get(REPORT + query))]


def test_the_report_says_when_who_what_and_about_which_record():
    made = entry(about="tests.record:1", detail={"format": "csv", "rows": 3})
    entry(about="tests.record:2", user_pk=None, user_label="", action="audit.pruned")

    rows = table(signed_in(reader()).get(REPORT))

    local = timezone.localtime(made.at)
    assert [row[1:] for row in rows] == [
        ["The site, or a visitor", "Old entries of the audit log deleted", "tests.record:2", ""],
        ["Ann Smith (ann@example.org)", "Audit log exported", "tests.record:1", "format: csv, rows: 3"],
    ]
    assert rows[1][0] == f"{local.day} {local:%B %Y, %H:%M}"


def entries_of_several() -> None:
    entry(about="tests.record:1", user_pk=7, user_label="Ann")
    entry(about="tests.record:2", user_pk=8, user_label="Bob", action="audit.pruned")
    entry(about="tests.record:3", user_pk=None, user_label="")
    entry(about="tests.record:4", user_pk=7, user_label="Ann Smith", age=3 * DAY)


@pytest.mark.parametrize(
    ("query", "records"),
    [
        ("", [4, 3, 2, 1]),
        ("?person=7", [4, 1]),
        ("?person=0", [3]),
        ("?action=audit.pruned", [2]),
        ("?action=audit.pruned&action=audit.exported", [4, 3, 2, 1]),
        ("?q=bob", [2]),
        ("?q=record:3", [3]),
        ("?person=7&q=smith", [4]),
    ],
)
def test_readers_filter_by_person_and_action_and_search_for_a_record(query, records):
    entries_of_several()

    assert found(query) == [f"tests.record:{number}" for number in records]


@pytest.mark.parametrize(("first", "last", "records"), [(-1, 0, [3, 2, 1]), (-4, -2, [4]), (-9, -5, []), (1, 2, [])])
def test_readers_filter_by_the_days_of_montreal(first, last, records):
    entries_of_several()
    today = timezone.localdate()

    query = f"?at_from={today + first * DAY}&at_to={today + last * DAY}"

    assert found(query) == [f"tests.record:{number}" for number in records]


def test_everybody_in_the_log_is_offered_once_as_they_were_called_last():
    entries_of_several()

    page = BeautifulSoup(signed_in(reader()).get(REPORT).content, "html.parser")

    offered = [option.text for option in page.select("select[name=person] option")]
    assert offered == ["All", "The site, or a visitor", "Ann Smith", "Bob"]


@pytest.mark.parametrize(
    "query",
    [
        "?person=x",
        f"?person={'9' * 40}",
        "?action=x",
        "?at_from=2026-13-45",
        "?p=99",
        "?ordering=at;--",
        "?q=" + "x" * 999,
    ],
)
def test_a_question_that_makes_no_sense_is_answered_all_the_same(query):
    entries_of_several()

    assert signed_in(reader()).get(REPORT + query).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_longer_log_asks_no_more(number):
    for n in range(number):
        entry(user_pk=n, user_label=f"Reader {n}", about=f"tests.record:{n}")
    client = signed_in(reader())
    client.get(REPORT)
    ContentType.objects.clear_cache()

    with CaptureQueriesContext(connection) as asked:
        assert len(table(client.get(REPORT))) == number

    assert len(asked) == 13


@pytest.mark.parametrize("number", [1, 3])
def test_a_longer_export_asks_no_more(number):
    for n in range(number):
        entry(user_pk=n, user_label=f"Reader {n}")
    client = signed_in(reader())
    client.get(REPORT)
    ContentType.objects.clear_cache()

    with CaptureQueriesContext(connection) as asked:
        assert len(exported(client.get(f"{REPORT}?export=csv"), "csv")) == number + 1

    assert len(asked) == 7


def exported(response, kind: str) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())
    assert {cell.data_type for row in rows for cell in row} == {"s"}
    return [[cell.value for cell in row] for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_no_formula_and_is_written_down_itself(kind):
    made = entry(user_label='=HYPERLINK("https://evil.example.org")', about="tests.record:1", detail={"rows": 3})
    ann = reader()

    heads, row = exported(signed_in(ann).get(f"{REPORT}?person=&export={kind}"), kind)

    harmless = "'" if kind == "csv" else ""
    assert heads == ["Date and time", "User", "Action", "Record", "Details"]
    assert row == [
        timezone.localtime(made.at).isoformat(timespec="seconds"),
        f'{harmless}=HYPERLINK("https://evil.example.org")',
        "Audit log exported",
        "tests.record:1",
        "rows: 3",
    ]
    last = AuditEntry.objects.latest("id")
    assert (last.user_pk, last.action, last.detail) == (ann.pk, "audit.exported", {"format": kind})


def test_to_look_is_not_written_down():
    entry()

    signed_in(reader()).get(REPORT)

    assert AuditEntry.objects.count() == 1


def test_only_those_who_have_the_permission_read_it_and_find_it_in_the_menu():
    entry(user_label="Ann")

    assert Client().get(REPORT)["Location"].startswith("/admin/login/")
    for other in (editor(), user("gifts@example.org", groups=["Donations"])):
        client = signed_in(other)
        for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
            assert client.get(address)["Location"] == "/admin/"
        assert REPORT not in client.get("/admin/").text
    assert AuditEntry.objects.count() == 1
    for member in (reader(), superuser()):
        assert REPORT in signed_in(member).get("/admin/").text
        assert signed_in(member).get(f"{REPORT}results/").status_code == 200


def test_a_group_can_be_given_the_permission_to_read_it_and_no_other():
    group = Group.objects.get(name="Editors")

    page = signed_in(superuser()).get(f"/admin/groups/edit/{group.pk}/")

    offered = {row["codename"] for row in page_permissions(page)}
    assert {name for name in offered if name.endswith("auditentry")} == {"view_auditentry"}


def page_permissions(page) -> list[dict]:
    form = page.context["form"]
    return list(form.fields["permissions"].queryset.values("codename"))


def test_it_is_in_french_for_who_reads_french():
    ann = reader()
    profile = UserProfile.get_for_user(ann)
    profile.preferred_language = "fr"
    profile.save()
    entry()

    page = BeautifulSoup(signed_in(ann).get(REPORT).content, "html.parser")

    heads = [" ".join(head.get_text().split()) for head in page.select("table.listing thead th")]
    assert (page.h1.get_text(strip=True), heads) == (
        "Journal d’audit",
        ["Date et heure", "Utilisateur", "Action", "Fiche", "Détails"],
    )
