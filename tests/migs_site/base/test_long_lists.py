"""The pages of a list whose rows say how many there are: those that Django's paginator gives, in fewer queries."""

import pytest
from django.core.paginator import Paginator

from migs_site.base.long_lists import counted_page
from people.models import Organization
from tests.factories.people import organization

pytestmark = pytest.mark.django_db


def rows(number: int):
    for n in range(number):
        organization(slug=f"body-{n}", name_en=f"Body {n}")
    return Organization.objects.order_by("name_en")


@pytest.mark.parametrize("of", [0, 1, 2, 5])
@pytest.mark.parametrize("asked", [None, "", "1", "2", "3", "99", "0", "-1", "x", " 2 ", "1.0", "２", "9" * 30])
def test_every_question_gives_the_page_that_djangos_paginator_gives(of, asked):
    listed = rows(of)

    found, expected = counted_page(listed, asked, 2), Paginator(listed, 2).get_page(asked)

    assert [list(found), found.number, found.paginator.count, found.has_next()] == [
        list(expected),
        expected.number,
        expected.paginator.count,
        expected.has_next(),
    ]


@pytest.mark.parametrize(("asked", "queries"), [("1", 1), ("3", 1), ("99", 3)])
def test_a_page_costs_one_query_and_only_one_behind_the_last_more(asked, queries, django_assert_num_queries):
    listed = rows(5)

    with django_assert_num_queries(queries):
        list(counted_page(listed, asked, 2))
