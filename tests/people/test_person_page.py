"""A person's page: what they hold, what they held, and how they stand to the institute."""

import pytest
from django.test import Client

from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db


def test_past_memberships_stand_apart_the_latest_first():
    stein = person_page()
    for title, ends_on in [("First", "2009"), ("Second", ""), ("Third", "2009-10"), ("Fourth", "")]:
        membership(group_page(title=title), stein, ends_on=ends_on)

    context = Client().get(stein.url).context

    assert [row.group.title for row in context["memberships"]] == ["Second", "Fourth"]
    assert [row.group.title for row in context["former"]] == ["First", "Third"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"standing": "in_memoriam", "died_on": "2009-09-22"}, ["In memoriam", "Died on 22 September 2009"]),
        ({"standing": "in_memoriam", "died_on": "2009"}, ["In memoriam", "Died in 2009"]),
        ({"standing": "emeritus", "died_on": "2009"}, ["Emeritus", "Died in 2009"]),
        ({"died_on": "2009"}, ["Died in 2009"]),
        ({"standing": "emeritus"}, ["Emeritus"]),
        ({"standing": "former"}, ["Formerly of the institute"]),
        ({"orcid": "0000-0002-1825-0097"}, ["https://orcid.org/0000-0002-1825-0097"]),
    ],
)
def test_standing_and_number_are_shown(fields, words):
    shown = Client().get(person_page(**fields).url).content.decode()

    assert [word for word in words if word not in shown] == []
