"""A printed list is read down its columns or across its lines; bullets and stray marks are no part of a name."""

import pytest
from django.core.exceptions import ValidationError

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
    "line_end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r\n\x0c"]
)
def test_every_line_end_parts_two_names(line_end):
    assert [place[2] for place in places(f"Ed Broadbent{line_end}Bill Graham", Reading.DOWN)] == [
        "Ed Broadbent",
        "Bill Graham",
    ]


@pytest.mark.parametrize(
    "before",
    [
        *[
            "1. ",
            "12) ",
            "2 ",
            "3.",
            "(4) ",
            "[5] ",
            "a) ",
            "(b) ",
            "C) ",
            "d. ",
            "ii. ",
            "(iv) ",
            "XII. ",
            "[x] ",
            "[ ]",
        ],
        *[
            "o ",
            "• ",
            "•",
            "❖ ",
            "✔ ",
            "✔\ufe0f ",
            "∗ ",
            "* ",
            "– ",
            "→ ",
            "§ ",
            "□ ",
            "\uf0b7 ",
            "\uf0a7",
            "\uf0d8\u00a0",
            "·\u00a0",
        ],
        *["• 1. ", "\uf0b7 a) ", "- - ", "1.\u2003• "],
        *[
            "1- ",
            "1-",
            "1 – ",
            "1° ",
            "7º ",
            "nº 8 ",
            "no 8. ",
            "9/ ",
            "10: ",
            "1\ufe0f\u20e3 ",
            "1、",
            "十二、",
            "١- ",
        ],
        *["① ", "⑵ ", "⒊ ", "Ⅳ. ", "㈠ ", "» ", "\u200e• ", "\u200f"],
    ],
)
def test_what_a_list_has_before_its_lines_is_no_part_of_a_name(before):
    assert places(f"{before}Ed Broadbent", Reading.DOWN) == [(1, 1, "Ed Broadbent")]
    assert places(f"{before.strip()}\tEd Broadbent", Reading.DOWN) == [(1, 2, "Ed Broadbent")]


@pytest.mark.parametrize(
    "name",
    [
        "A. Broadbent",
        "V. Broadbent",
        "e. e. cummings",
        "’t Hooft",
        "«Ed» Broadbent",
        "O Broadbent",
        "Øystein Å",
        "王明",
        "Xi Ng",
        "»Ed« Broadbent",
        "〇王明",
        "一明",
        "Non Broadbent",
    ],
)
def test_a_name_keeps_what_it_begins_with(name):
    assert places(name, Reading.DOWN) == [(1, 1, name)]


def test_marks_of_footnotes_are_no_part_of_a_name():
    assert places("Ed Broadbent¹", Reading.DOWN) == [(1, 1, "Ed Broadbent")]


@pytest.mark.parametrize("after", ["§", " ¶", "⁎", " |", "…", " –", "\u200f", ".", " ;", ".*"])
def test_what_a_list_has_after_its_lines_is_no_part_of_a_name(after):
    assert places(f"Ed Broadbent{after}", Reading.DOWN) == [(1, 1, "Ed Broadbent")]


@pytest.mark.parametrize("name", ["Ed Broadbent Jr.", "Ed B.", "Ed Broadbent, Ph.D.", "Ed (Bob)", "Ed “Bob”"])
def test_a_name_keeps_what_it_ends_with(name):
    assert places(name, Reading.DOWN) == [(1, 1, name)]


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("Jeﬀrey Wolﬀ", "Jeffrey Wolff"),
        ("Fﬁona Oﬄer ﬅ", "Ffiona Offler st"),
        ("Ｅｄ　Ｂｒｏａｄｂｅｎｔ", "Ed Broadbent"),
        ("Broad\u00adbent \u200bEd\ufeff", "Broadbent Ed"),
        ("Me\u0301ndez", "Méndez"),
        ("Œdipe Æbelø", "Œdipe Æbelø"),
    ],
)
def test_letters_of_typesetters_become_plain_ones(pasted, stored):
    assert places(pasted, Reading.DOWN) == [(1, 1, stored)]


def test_a_cell_of_several_lines_is_one_cell_and_begins_with_the_name():
    sheet = '"Ann Example\nSome University"\tChair\n"Ben ""Bob"" Sample"\tMember\n"Cy, Jr."\t"two\r\nlines"'

    assert places(sheet, Reading.FIRST) == [
        (1, 1, "Ann Example – Some University"),
        (3, 1, 'Ben "Bob" Sample'),
        (4, 1, "Cy, Jr."),
    ]
    assert places(sheet, Reading.JOINED)[0] == (1, 1, "Ann Example Some University Chair")


@pytest.mark.parametrize("line", ['"Bob" Rae', 'Robert "Bob" Rae', '"Bob', 'Bob"'])
def test_a_quotation_mark_of_a_name_stays(line):
    assert places(f"{line}\nBill Graham", Reading.DOWN) == [(1, 1, line), (2, 1, "Bill Graham")]


@pytest.mark.parametrize(
    "line", ["Ed Broad\ue000bent", "Ed Broad\ufffdbent", "\ufffdric Broadbent", "Ed \U000f0000", "\u202eEd", "\u2067Ed"]
)
def test_signs_that_nobody_can_read_are_refused(line):
    with pytest.raises(ValidationError) as refused:
        read_roster(f"Bill Graham\n{line}", Reading.DOWN)

    assert refused.value.messages == [
        "Line 2: This contains characters that cannot be displayed. Type it in instead of pasting it."
    ]


def test_a_number_or_a_bullet_in_a_column_of_its_own_is_passed_over():
    assert places("1.\tEd Broadbent\no\tBill Graham", Reading.DOWN) == [(1, 2, "Ed Broadbent"), (2, 2, "Bill Graham")]


SHEET = "1.\tEd\tBroadbent\n\n2.\tBill\tGraham"


def test_only_the_first_column_of_a_spreadsheet():
    assert places(SHEET, Reading.FIRST) == [(1, 2, "Ed"), (3, 2, "Bill")]


def test_a_name_in_several_columns_of_a_spreadsheet():
    assert places(SHEET, Reading.JOINED) == [(1, 2, "Ed Broadbent"), (3, 2, "Bill Graham")]
