"""Tests in a row share what they stand on: each finds it as it was made, and no other test finds it."""

import pytest

from migs_site.models import StandardPage
from tests.factories.pages import standard_page
from tests.worlds import world

pytestmark = pytest.mark.django_db
twice = pytest.mark.parametrize("time", [1, 2])


@world
def about():
    return standard_page(title="About us")


@world
def more():
    return standard_page(title="More")


def titles() -> list[str]:
    return list(StandardPage.objects.order_by("title").values_list("title", flat=True))


@twice
def test_a_test_finds_a_world_as_it_was_made(about, time):
    found = (about.title, titles())
    about.title = "Changed"
    about.save()

    assert found == ("About us", ["About us"])


@twice
def test_a_test_on_two_worlds_finds_both(about, more, time):
    more.delete()

    assert titles() == ["About us"]


def test_a_test_on_one_of_them_finds_that_alone(more):
    assert titles() == ["More"]


def test_a_test_that_asks_for_none_finds_none():
    assert titles() == []
