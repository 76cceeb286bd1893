"""The list: what narrows it down, in which order it stands, what it says, and lists under a name."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from internships.models import Application, InternshipSettings, SavedView, querysets
from internships.staff import bounded_pages, listing
from tests.editing import signed_in
from tests.factories import internships, pages
from tests.internships.staff.people import coordinator, listed, reviewer, said

pytestmark = pytest.mark.django_db

INDEX = "applications:index"


def received(reference: str, days: int = 0, **fields) -> Application:
    made = internships.application(reference=reference, name=fields.pop("name", reference), **fields)
    return internships.timed(made, received_at=timezone.now() - datetime.timedelta(days=days, hours=1))


@pytest.fixture(autouse=True)
def promise():
    InternshipSettings.objects.create(reply_days=28)


def cells(user, query=None) -> list[list[str]]:
    page = BeautifulSoup(signed_in(user).get(reverse(INDEX), query or {}).content, "html.parser")
    return [[" ".join(cell.get_text().split()) for cell in row("td")] for row in page.select("table.listing tbody tr")]


def test_a_row_says_what_matters():
    ann, made = coordinator("ann"), received("A", days=30, name="Zoé", flags=["too_fast"], handled_by=coordinator())
    made.projects.add(pages.project_page())
    internships.criterion()
    internships.assignment(made, reviewer())
    internships.review(made, ann, 4)

    [row] = cells(ann)

    assert row[0:2] + row[3:] == [
        "A", "Zoé", "30 days, overdue", "Received", "Will to Intervene", "Master’s", "Coordinator", "1", "1 of 2: 4.0",
    ]  # fmt: skip


def test_a_reviewer_reads_no_names_and_only_what_is_assigned():
    rob = reviewer()
    internships.assignment(received("A", name="Zoé"), rob)
    received("B")

    [row] = cells(rob)

    assert row[0:1] + row[2:] == ["A", "0 days", "Received", "", "Master’s", "To do"]


def test_drafts_are_not_there():
    internships.draft()

    assert listed(coordinator()) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": ["in_review", "offer"]}, ["C", "B"]),
        ({"overdue": "yes"}, ["A"]),
        ({"projects": "W2I"}, ["B"]),
        ({"level": ["doctoral"]}, ["C"]),
        ({"handled_by": "me"}, ["B"]),
        ({"handled_by": "nobody"}, ["C", "A"]),
        ({"handled_by": "nonsense"}, ["C", "B", "A"]),
        ({"reviewer": "rob"}, ["A"]),
        ({"my_review": "to_do"}, ["C"]),
        ({"my_review": "given"}, ["B"]),
        ({"flagged": "yes"}, ["A"]),
        ({"flagged": "no", "ordering": "received_at"}, ["B", "C"]),
        ({"scan": "quarantined"}, ["B"]),
        ({"q": "zoe"}, ["C"]),
        ({"q": "ZOÉ mon"}, ["C"]),
        ({"q": "C@example.org, universite"}, ["C"]),
        ({"q": "zoe mcgill"}, []),
        ({"q": "'; drop | !a & (b:*"}, []),
        ({"q": "x" * 3000}, []),
        ({"q": "c a b " * 900}, []),
        ({"q": "\\"}, ["C", "B", "A"]),
        ({"ordering": "name"}, ["A", "B", "C"]),
    ],
)
def test_the_list_is_narrowed_down_and_ordered(query, expected):
    ann, rob, project = coordinator("ann"), reviewer("rob"), pages.project_page()
    received("A", days=28, flags=["too_fast"])
    received("B", days=40, state="in_review", handled_by=ann).projects.add(project)
    received(
        "C", state="offer", level="doctoral", name="Zoé", institution="Université de Montréal", email="C@example.org"
    )
    internships.timed(Application.objects.get(reference="B"), received_at=timezone.now() - datetime.timedelta(days=20))
    Application.objects.get(reference="B").files.filter(kind="cv").update(scan_state="quarantined", scanned_at=Now())
    [a, b, c] = Application.objects.order_by("reference")
    internships.assignment(a, rob)
    internships.assignment(b, ann)
    internships.assignment(c, ann)
    internships.review(b, ann)
    query = query | {
        name: {"W2I": project.pk, "rob": rob.pk}[value] for name, value in query.items() if value in ("W2I", "rob")
    }

    assert listed(ann, query) == expected


@pytest.mark.parametrize("query", [{"q": "Zoé"}, {"q": "c@example"}, {"ordering": "name"}, {"handled_by": "nobody"}])
def test_a_reviewer_cannot_find_out_names_by_asking(query):
    rob = reviewer()
    for reference, name in (("A", "Zoé"), ("B", "Adam")):
        internships.assignment(received(reference, name=name, email="c@example.org"), rob)

    assert listed(rob, query) in ([], listed(rob))


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [(coordinator, 24), (reviewer, 22)])
def test_the_list_costs_the_same_for_one_and_for_three(number, who, queries, django_assert_num_queries):
    project, user = pages.project_page(), who()
    internships.criterion()
    for place in range(number):
        made = internships.application(name=f"Applicant {place}")
        made.projects.add(project)
        internships.assignment(made, user)
        internships.review(made, user, 3)
    client = signed_in(user)
    client.get(reverse(INDEX))

    with django_assert_num_queries(queries):
        client.get(reverse(INDEX))


def save(user, **data):
    return signed_in(user).post(reverse("applications:save_view"), data, follow=True)


def views(user) -> dict[str, str]:
    page = BeautifulSoup(signed_in(user).get(reverse(INDEX)).content, "html.parser")
    return {link.get_text(): link["href"] for link in page.select(".saved-views__list a")}


def test_filters_are_kept_under_a_name_without_words_that_name_people():
    ann = coordinator("ann")

    response = save(ann, name=" Overdue ", query="overdue=yes&q=Camille&p=2&ordering=name")

    assert (said(response), response.redirect_chain) == (
        ["The view “Overdue” was saved."],
        [("/admin/applications/?overdue=yes&ordering=name", 302)],
    )
    assert views(ann) == {"Overdue": "/admin/applications/?overdue=yes&ordering=name"}


def test_only_the_message_of_a_saved_view_is_an_alert():
    received("A")

    response = save(coordinator("ann"), name="Received", query="state=received")

    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("h2[role=alert]") == []
    assert [" ".join(tag.get_text().split()) for tag in page.select("[role=status] h2")] == ["1 application found"]


def test_a_name_that_is_used_again_is_the_new_view():
    ann = coordinator("ann")

    save(ann, name="Mine", query="state=offer")
    save(ann, name="Mine", query="state=received", is_shared="on")

    assert list(SavedView.objects.values_list("name", "query", "is_shared")) == [("Mine", "state=received", True)]


@pytest.mark.parametrize(
    "data", [{}, {"name": " "}, {"name": "x" * 61}, {"name": "x", "query": "a" * 1001}, {"name": "\x00"}]
)
def test_a_view_without_a_good_name_is_a_sentence(data):
    response = save(coordinator(), **data)

    assert said(response)[0].startswith("This view was not saved.")
    assert not SavedView.objects.exists()


def test_others_see_what_is_shared_and_cannot_delete_it():
    ann, bob = coordinator("ann"), coordinator("bob")
    save(ann, name="Shared", is_shared="on", query="state=offer")
    save(ann, name="Own", query="state=offer")

    [shared] = SavedView.objects.filter(is_shared=True)
    response = signed_in(bob).post(reverse("applications:delete_view", args=[shared.pk]))

    assert (list(views(bob)), list(views(ann))) == (["Shared"], ["Own", "Shared"])
    assert response.status_code == 404


def test_where_nothing_was_promised_nothing_is_overdue():
    InternshipSettings.objects.update(reply_days=None)
    received("A", days=400)
    ann = coordinator("ann")

    assert (listed(ann, {"overdue": "yes"}), cells(ann)[0][3]) == ([], "400 days")


@pytest.fixture
def few(monkeypatch):
    """As if the list ended after two rows."""
    for module in (bounded_pages, listing):
        monkeypatch.setattr(module, "MOST", 2)


def test_a_list_too_long_to_count_says_so_and_shows_its_beginning(few):
    ann = coordinator("ann")
    for number, reference in enumerate("ABC"):
        received(reference, days=number, name="Ann")

    response = signed_in(ann).get(reverse(INDEX))

    assert listed(ann) == listed(ann, {"q": "ann"}) == ["A", "B"]
    assert listed(ann, {"ordering": "received_at"}) == ["C", "B"]
    assert listed(ann, {"q": "ann", "level": "doctoral"}) == []
    assert "More than 2 applications were found." in " ".join(response.content.decode().split())
    assert response.context["paginator"].num_pages == 1


@pytest.mark.parametrize(("sample", "queries"), [(1_000, 3), (1, 2)])
def test_a_word_of_nearly_every_row_finds_the_same_without_the_index(sample, queries, monkeypatch):
    monkeypatch.setattr(querysets, "SAMPLE", sample)
    for number, reference in enumerate("ABC"):
        received(reference, days=number, institution="Université Laval" if reference != "B" else "McGill University")

    with CaptureQueriesContext(connection) as asked:
        found = list(Application.objects.received().matching("universite laval", few=1_000).order_by("-received_at"))

    assert ([each.reference for each in found], len(asked)) == (["A", "C"], queries)
