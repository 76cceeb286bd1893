"""Names that may be the same person's are found; others leave staff in peace."""

import pytest

from people.rosters.names import split_name
from people.similar_names import NameIndex, NameRecord
from tests.people.rosters import CONSULTATION, STEERING


def record(printed):
    name = split_name(printed)
    return NameRecord(printed, printed, name.given_names, name.surname)


def similar(printed, *others):
    return [
        (match.record.title, match.is_exact) for match in NameIndex(map(record, others)).find_similar(record(printed))
    ]


@pytest.mark.parametrize(
    ("first", "second", "is_exact"),
    [
        ("Juan E. Méndez", "JUAN E MÉNDEZ", True),
        ("Juan E. Méndez", "General Juan E. Méndez (Ret.)", True),
        ("Seán O’Brien", "Seán O'Brien", True),
        ("Me\u0301ndez", "M\u00e9ndez", True),
        ("Juan E. Méndez", "Juan E. Mendez", False),
        ("Juan E. Méndez", "Juan Mendez", False),
        ("Juan E. Méndez", "J. Méndez", False),
        ("Juan Méndez", "Juan Mendes", False),
        ("Jon Smith", "John Smith", False),
        ("Jon Smyth", "John Smith", False),
        ("Janice Gross Stein", "Janice Stein", False),
        ("Janice Stein", "Stein Janice", False),
        ("Janice Stein", "Janice Stern", False),
        ("S.E. Jean Dupont", "Jean Dupont", True),
        ("Frank Chalk and Kyle Matthews", "Kyle Matthews", False),
        ("Dallaire", "Roméo Dallaire", False),
        ("Ludwig van Beethoven", "Ludwig Beethoven", False),
    ],
)
def test_names_that_may_be_one_persons(first, second, is_exact):
    assert similar(first, second) == [(second, is_exact)]
    assert similar(second, first) == [(first, is_exact)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("David Carment", "David Scheffer"),
        ("Allan Thompson", "Thomas Allan"),
        ("Janice Stein", "Robert Stein"),
        ("Paul Koring", "Peter Koring"),
        ("Ed Broadbent", "Ed Baril"),
    ],
)
def test_names_of_different_people(first, second):
    assert similar(first, second) == []


def test_no_two_of_the_printed_names_are_taken_for_each_other():
    names = {cell for line in (STEERING + CONSULTATION).splitlines() for cell in line.split("\t") if cell}

    found = {name: similar(name, *(names - {name})) for name in sorted(names)}

    assert len(names) == 31
    assert {name: alike for name, alike in found.items() if alike} == {}


def test_the_same_name_comes_before_those_that_are_nearly_the_same():
    assert similar("Juan Méndez", "Juan Mendez", "Juan E. Méndez", "Juan Méndez") == [
        ("Juan Méndez", True),
        ("Juan Mendez", False),
        ("Juan E. Méndez", False),
    ]
