"""Every row of every list in the admin's forms is called by what it names, also where two versions are compared."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from migs_site.models.project import Launch, ProjectFunder
from people.models import GroupPage, Membership
from tests.editing import edit, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import project_page
from tests.factories.people import group_page, membership, organization, person_page
from tests.factories.recommendations import (
    authorship,
    backing,
    book_page,
    edition,
    progress_entry,
    recommendation,
    recommendation_set,
)

pytestmark = pytest.mark.django_db


def headings(response) -> list[str]:
    """What each row of each list in a form is called, and then what a new one is, of each list."""
    document = BeautifulSoup(response.content, "html.parser")
    new = [BeautifulSoup(template.decode_contents(), "html.parser") for template in document.select("template")]
    found = [part.select("[data-inline-panel-child] [data-panel-heading-text]") for part in [document, *new]]
    return [" ".join(heading.get_text().split()) for part in found for heading in part]


def form_of(page, client=None):
    return (client or signed_in(editor())).get(f"/admin/pages/{page.pk}/edit/")


def test_a_member_is_called_by_their_name_and_their_dates():
    group = group_page()
    for surname, first, last in [("A", "2008-01-01", ""), ("B", "", "2012"), ("C", "", ""), ("D", "2008", "2012-05")]:
        membership(group, person_page(given_names="Ed", surname=surname), starts_on=first, ends_on=last)

    assert headings(form_of(group)) == [
        "Ed A, 2008-01-01 –",
        "Ed B, – 2012",
        "Ed C",
        "Ed D, 2008 – 2012-05",
        "Member: new row",
    ]


def test_so_is_every_other_row_of_a_page():
    project, canada, book = project_page(), recommendation_set(), book_page()
    Launch.objects.create(
        project=project, date="2009-09-21", what_en="The report", what_fr="Le rapport", place_en="Ottawa", place_fr="O"
    )
    ProjectFunder.objects.create(project=project, organization=organization(name_en="Simons Foundation"))
    backing(canada, group_page())
    authorship(book, person_page())

    client = signed_in(editor())
    assert headings(form_of(project, client)) == [
        "2009-09-21: The report",
        "Simons Foundation",
        "Launch: new row",
        "Funder: new row",
    ]
    assert headings(form_of(canada, client)) == ["Steering Committee", "Group: new row"]
    assert headings(form_of(book, client)) == ["Janice Gross Stein", "Author: new row"]


def test_so_is_every_row_of_a_record():
    first = recommendation(recommendation_set())
    entry = progress_entry(first)
    client = signed_in(editor())

    address = reverse("wagtailsnippets_recommendations_progressentry:edit", args=[entry.pk])

    assert headings(client.get(address))[-1] == "Source: new row"
    sellers = reverse("wagtailsnippets_recommendations_edition:edit", args=[edition(book_page()).pk])
    assert headings(client.get(sellers))[-1] == "Seller: new row"


def test_a_form_that_comes_back_calls_its_rows_by_what_was_typed():
    group, stein = group_page(), person_page()
    blank = dict.fromkeys(["role_en", "role_fr", "affiliation_en", "affiliation_fr", "ends_on", "order", "ORDER"], "")

    response = edit(
        signed_in(editor()),
        group,
        memberships=rows(
            blank | {"person": stein.pk, "starts_on": "2008-13"},
            blank | {"person": "", "starts_on": "2009", "role_en": "Chair"},
        ),
    )

    assert headings(response)[:2] == ["Janice Gross Stein, 2008-13 –", "2009 –"]


def compared(group) -> list[list[str]]:
    """What the comparison of the first version of a group with the latest says of its members."""
    first, last = group.revisions.order_by("created_at", "pk").first(), "latest"
    response = signed_in(editor()).get(reverse("wagtailadmin_pages:revisions_compare", args=[group.pk, first.pk, last]))
    document = BeautifulSoup(response.content, "html.parser")
    return [
        [" ".join(part.get_text(" ").split()) for part in row.select("dt, dd")]
        for row in document.select(".comparison__child-object")
    ]


def test_a_comparison_shows_the_members_that_changed_and_only_these():
    group = group_page()
    for surname in ("Baril", "Broadbent", "Fischer"):
        membership(group, person_page(given_names="Ed", surname=surname))
    group = GroupPage.objects.get(pk=group.pk)
    group.save_revision()
    rows_now = list(group.memberships.all())
    rows_now[1].ends_on = "2012"
    group.memberships.set([rows_now[0], rows_now[1], Membership(person=person_page(surname="<b>Stein</b>"), order=3)])
    group.save_revision()
    group.revisions.order_by("pk").first().delete()

    assert compared(group) == [
        ["Membership", "Ed Broadbent, – 2012", "To", "2012"],
        ["Membership", "<b>Stein</b>", "Person", "<b>Stein</b>", "Order", "3"],
        ["Membership", "Ed Fischer", "Person", "Ed Fischer"],
    ]


def test_authors_who_changed_places_are_named():
    book = book_page()
    for place, surname in enumerate(("Chalk", "Dallaire")):
        authorship(book, person_page(given_names="A", surname=surname), sort_order=place)
    book = type(book).objects.get(pk=book.pk)
    book.save_revision()
    first, second = book.authorships.all()
    first.sort_order, second.sort_order = 1, 0
    book.authorships.set([second, first])
    book.save_revision()
    book.revisions.order_by("pk").first().delete()

    assert sorted(row[1] for row in compared(book)) == ["A Chalk", "A Dallaire"]
