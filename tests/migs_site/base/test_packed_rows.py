"""What comes along packed is what a query for it would have given, and no more."""

import pytest
from django.db.models import F, OuterRef

from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.versions import LINKED_BY, together
from people.models import GroupPage
from recommendations.models import BookPage, ProgressSource
from tests.factories import pages, people, recommendations

pytestmark = pytest.mark.django_db


def test_values_of_every_kind_are_those_that_the_columns_hold():
    book = recommendations.book_page(summary=[("paragraph", "<p>One <b>thing</b>.</p>")], live=True)
    columns = [*LINKED_BY, "first_published_at", "book_title", "introduction", "cover_id", "summary"]

    [row] = together(books=packed(BookPage.objects.all(), *columns))["books"]
    found = unpacked(BookPage, row)

    stored = BookPage.objects.get(pk=book.pk)
    for name in [*columns, "pk", "id", "page_ptr_id"]:
        assert getattr(found, name) == getattr(stored, name), name
    assert found.url == stored.url
    assert str(found.summary[0].value) == str(stored.summary[0].value)


def test_a_date_is_a_date_and_an_empty_one_none():
    made = recommendations.recommendation_set()
    sources = [recommendations.progress_source(), recommendations.progress_source(address="", read_on=None)]
    sources[1].published_on = "2010-09"
    recommendations.progress_entry(made, status="", sources=sources)

    rows = together(found=packed(ProgressSource.objects.order_by("sort_order", "pk"), *ProgressSource.SHOWN))["found"]

    stored = ProgressSource.objects.order_by("sort_order", "pk")
    assert [(each.read_on, each.published_on) for each in (unpacked(ProgressSource, row) for row in rows)] == [
        (each.read_on, each.published_on) for each in stored
    ]


def test_rows_keep_their_order_and_bring_annotations_and_rows_of_their_own():
    team = people.group_page(title="Team")
    for surname, order in [("Neve", 2), ("Stein", 1)]:
        people.membership(team, people.person_page(given_names="A.", surname=surname), order=order)
    rows = team.memberships.model.objects.filter(group=OuterRef("pk")).order_by("order")
    rows = rows.annotate(surname=F("person__surname"))

    [row] = together(groups=packed(GroupPage.objects.annotate(members=packed(rows, "surname", "order")), "members"))[
        "groups"
    ]

    assert [(each["surname"], each["order"]) for each in unpacked(GroupPage, row).members] == [
        ("Stein", 1),
        ("Neve", 2),
    ]


def test_a_column_that_was_left_out_is_read_when_somebody_asks(django_assert_num_queries):
    page = pages.standard_page(introduction="Who we are.")
    [row] = together(pages=packed(type(page).objects.filter(pk=page.pk), "title"))["pages"]

    with django_assert_num_queries(0):
        assert unpacked(type(page), row).title == page.title
    with django_assert_num_queries(1):
        assert unpacked(type(page), row).introduction == "Who we are."
