"""A draft that is open in two windows: neither loses what was typed in the other."""

import pytest
from django.test import Client

from tests.factories import internships
from tests.internships.forms import (
    NO_FILES,
    place_of,
    post,
    send,
    shown,
    value,
    words,
)

pytestmark = pytest.mark.django_db


def test_of_two_windows_each_changes_what_was_changed_in_it():
    internships.offer()
    one = two = shown(send(do="save", message="Hello"))

    post(soup=one, do="save", **NO_FILES | {"institution": "McGill", "message": "Hello"})
    response = post(soup=two, do="save", **NO_FILES | {"programme": "Droit", "message": "Hello"})
    merged = shown(Client().get(response["Location"]))

    assert [value(merged, name) for name in ("institution", "programme", "message")] == ["McGill", "Droit", "Hello"]
    assert "another window" not in words(merged.main)


def test_where_two_windows_contradict_the_later_wins_and_the_earlier_is_shown():
    internships.offer()
    one = two = shown(send(do="save", message="Hello"))

    post(soup=one, do="save", **NO_FILES | {"message": "From one", "level": "doctoral"})
    merged = shown(send(soup=two, do="save", **NO_FILES | {"message": "From two", "level": "undergraduate"}))
    later = shown(send(soup=merged, do="save", **NO_FILES | {"message": "From two", "level": "undergraduate"}))

    assert value(merged, "message") == "From two"
    said = merged.select_one("[role=status]")
    assert [(words(row.dt), words(row.dd)) for row in said.select("dl > div")] == [
        ("Level of study", "Doctoral"),
        ("Message", "From one"),
    ]
    assert later.select("[role=status] dl") == []


def test_an_answer_that_was_emptied_stays_empty():
    internships.offer()
    soup = shown(send(do="save", message="Hello"))

    emptied = send(soup=soup, do="save", message="", projects=None, **NO_FILES)

    assert (value(shown(emptied), "message"), shown(emptied).select("[name=projects][checked]")) == ("", [])


def test_a_form_that_does_not_say_what_it_was_shown_overwrites_with_what_it_has():
    internships.offer()
    soup = shown(send(do="save", message="Hello"))

    merged = shown(Client().post(place_of(soup), {"do": "save", "name": "Zoë", "seen": "\0:x name: :"}, follow=True))

    assert [value(merged, name) for name in ("name", "message")] == ["Zoë", "Hello"]
