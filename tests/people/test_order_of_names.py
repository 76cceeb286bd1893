"""Names stand in the order of a directory, the same in the database and in Python on every machine."""

import pytest

from people.models import PersonPage
from people.sorting import guess_sort_name, sort_key
from tests.factories.people import person_page

NAMES = [
    ("Maurice", "Baril"),
    ("Roméo", "Dallaire"),
    ("Fred C.", "Fischer"),
    ("David A.", "Hamburg"),
    ("Ana", "Mendez"),
    ("Juan E.", "Méndez"),
    ("Zoë", "Mendez"),
    ("Alex", "Neve"),
    ("André", "Pratte"),
    ("Kenneth", "Prewitt"),
    ("Janice Gross", "Stein"),
    ("Ann", "Steinberg"),
    ("Thomas G.", "Weiss"),
    ("Søren", "Ødegård"),
]


@pytest.mark.django_db
def test_postgresql_and_python_agree_on_the_order():
    for given, surname in reversed(NAMES):
        person_page(given_names=given, surname=surname)

    in_database = list(PersonPage.objects.order_by("sort_key").values_list("given_names", "surname"))

    by_python = sorted(NAMES, key=lambda name: sort_key(guess_sort_name(*name)))
    assert in_database == by_python
    assert [surname for _given, surname in in_database][:9] == [
        "Baril",
        "Dallaire",
        "Fischer",
        "Hamburg",
        "Mendez",
        "Méndez",
        "Mendez",
        "Neve",
        "Ødegård",
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Méndez, Juan E.", "mendez, juan e"),
        ("MÉNDEZ,  Juan   E.", "mendez, juan e"),
        ("Pratte, André", "pratte, andre"),
        ("O’Brien, Seán", "o brien, sean"),
        ("Œuvre-Straße, Þór", "oeuvre strasse, thor"),
        ("", ""),
    ],
)
def test_a_key_has_no_accents_or_capitals(name, key):
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("given", "surname", "guess"),
    [("Janice Gross", "Stein", "Stein, Janice Gross"), ("", "Plato", "Plato"), (" Ann ", " Neve ", "Neve, Ann")],
)
def test_a_sort_name_is_guessed_from_the_names(given, surname, guess):
    assert guess_sort_name(given, surname) == guess


@pytest.mark.django_db
def test_a_sort_name_that_staff_give_decides():
    page = person_page(given_names="Thành", surname="Nguyễn Tất", sort_name="Nguyen Tat Thanh")

    assert (page.title, page.sort_key) == ("Thành Nguyễn Tất", "nguyen tat thanh")
