"""A printed list is read down its columns or across its lines; bullets and stray marks are no part of a name."""

import pytest

from people.rosters.parsing import Reading, read_roster
from tests.people.rosters import CONSULTATION, EVERYBODY, STEERING

PRINTED = "\tA One\tB One\n1. A Two\t\n\n• A Three\tB Three *\r\n\u200bA\u00a0 Four;\t \t–"


def places(text, reading):
    return [(pasted.line, pasted.column, pasted.text) for pasted in read_roster(text, reading)]


def test_down_the_columns():
    assert places(PRINTED, Reading.DOWN) == [
        (2, 1, "A Two"),
        (4, 1, "A Three"),
        (5, 1, "A Four"),
        (1, 2, "A One"),
        (4, 2, "B Three"),
        (1, 3, "B One"),
    ]


def test_across_the_lines():
    assert places(PRINTED, Reading.ACROSS) == [
        (1, 2, "A One"),
        (1, 3, "B One"),
        (2, 1, "A Two"),
        (4, 1, "A Three"),
        (4, 2, "B Three"),
        (5, 1, "A Four"),
    ]


@pytest.mark.parametrize(("text", "number"), [(STEERING, 20), (CONSULTATION, 13)])
def test_the_printed_committees_are_in_the_order_of_a_directory_when_read_down(text, number):
    down = [pasted.text.split()[-1] for pasted in read_roster(text, Reading.DOWN)]
    across = [pasted.text.split()[-1] for pasted in read_roster(text, Reading.ACROSS)]

    assert len(down) == number
    assert down == [name for name in EVERYBODY if name in down]
    assert across != down


@pytest.mark.parametrize(
    "line",
    ["1. Ed Broadbent", "12) Ed Broadbent", "2 Ed Broadbent", "3.Ed Broadbent", "o Ed Broadbent", "Ed Broadbent¹"],
)
def test_numbers_bullets_and_marks_of_footnotes_are_no_part_of_a_name(line):
    assert places(line, Reading.DOWN) == [(1, 1, "Ed Broadbent")]


def test_a_number_or_a_bullet_in_a_column_of_its_own_is_passed_over():
    assert places("1.\tEd Broadbent\no\tBill Graham", Reading.DOWN) == [(1, 2, "Ed Broadbent"), (2, 2, "Bill Graham")]


SHEET = "1.\tEd\tBroadbent\n\n2.\tBill\tGraham"


def test_only_the_first_column_of_a_spreadsheet():
    assert places(SHEET, Reading.FIRST) == [(1, 2, "Ed"), (3, 2, "Bill")]


def test_a_name_in_several_columns_of_a_spreadsheet():
    assert places(SHEET, Reading.JOINED) == [(1, 2, "Ed Broadbent"), (3, 2, "Bill Graham")]
