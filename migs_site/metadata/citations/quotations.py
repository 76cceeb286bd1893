"""Quotations inside titles: where a style puts a title in quotation marks, those inside it take the inner marks.

citeproc-py 0.11 sets the outer marks and leaves the others as they were typed. So each mark becomes a sign for private
use before a reference is set, which no item has otherwise (items.on_one_line), and a mark again afterwards.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# The marks of each language, the outer ones first. Chicago 18, 6.11; Le guide du rédacteur, 7.2.
MARKS = {"en": ["“”", "‘’"], "fr": ["«»", "“”", "‘’"]}
CLOSING = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‘": "’", "‚": "‘’", '"': '"', "'": "'"}
SINGLE = {"‘": "’", "'": "'"}  # their closing mark is an apostrophe, too
SPACES = " \u00a0\u202f"
FIRST_SIGN, LAST_SIGN = 0xE100, 0xF8FF
SIGN = f"[{chr(FIRST_SIGN)}-{chr(LAST_SIGN)}]"


class Mark(NamedTuple):
    """A mark as it was typed, with the spaces that belong to it. opens: None for one that has no partner."""

    typed: str
    opens: bool | None


def hide_marks(item: dict, hidden: list[Mark]) -> dict:
    """The item with a sign in the place of each quotation mark; hidden takes the mark of each sign, by its number."""
    return {name: hide_in(value, hidden) for name, value in item.items()}


def hide_in(value, hidden: list[Mark]):
    if isinstance(value, dict):
        return hide_marks(value, hidden)
    if isinstance(value, list):
        return [hide_in(part, hidden) for part in value]
    return hide_in_text(value, hidden) if isinstance(value, str) else value


def hide_in_text(text: str, hidden: list[Mark]) -> str:
    found = dict(marks_in(text))
    output, at = [], 0
    while at < len(text):
        mark = found.get(at)
        if mark and len(hidden) <= LAST_SIGN - FIRST_SIGN:
            output.append(chr(FIRST_SIGN + len(hidden)))
            hidden.append(mark)
            at += len(mark.typed)
        else:
            output.append(text[at])
            at += 1
    return "".join(output)


def marks_in(text: str) -> Iterator[tuple[int, Mark]]:
    """Where each quotation mark of a text begins, and the mark."""
    partners = pairs(text)
    for at, letter in enumerate(text):
        if at in partners:
            spaces = re.match(f"[{SPACES}]*", text[at + 1 :])[0] if letter in "«‹" else ""
            yield at, Mark(letter + spaces, opens=True)
            last = partners[at]
            spaces = re.search(f"[{SPACES}]*$", text[at + 1 + len(spaces) : last])[0] if text[last] in "»›" else ""
            yield last - len(spaces), Mark(spaces + text[last], opens=False)
        elif letter in "“”«»" and at not in partners.values():
            yield at, Mark(letter, opens=None)


def pairs(text: str) -> dict[int, int]:
    """The places of opening marks, each with that of the mark that closes it. One within another ends within it."""
    found, limits = {}, [len(text)]
    for at, letter in enumerate(text):
        while len(limits) > 1 and at >= limits[-1]:
            limits.pop()
        if at in found.values() or letter not in CLOSING or not may_open(text, at):
            continue
        last = closing(text, at, limits[-1])
        if last is not None:
            found[at] = last
            limits.append(last)
    return found


def may_open(text: str, at: int) -> bool:
    """Whether a straight mark, or a single one, stands before a word and not behind or inside one."""
    return text[at] in "“„«‹" or not (text[:at][-1:].isalnum() or text[at + 1 : at + 2].strip() == "")


def closing(text: str, at: int, limit: int) -> int | None:
    """The place of the mark that closes the one at a place, before a limit; None where there is none."""
    letter, depth = text[at], 0
    if letter in SINGLE:
        return closing_single(text, at, limit)
    for place in range(at + 1, limit):
        if text[place] in CLOSING[letter]:
            if depth == 0 and not (letter in '"' and may_open(text, place) and text[:place][-1:].isspace()):
                return place
            depth -= depth > 0
        elif text[place] == letter:
            depth += 1
    return None


def closing_single(text: str, at: int, limit: int) -> int | None:
    """Of the marks that may be an apostrophe the first that cannot; else the last: “the ‘survivors’ voices’”."""
    letter = text[at]
    again = text.find(letter, at + 1, limit) if letter != SINGLE[letter] else -1
    ends = [
        place
        for place in range(at + 2, limit if again < 0 else again)
        if text[place] == SINGLE[letter] and not text[place + 1 : place + 2].isalnum() and not text[place - 1].isspace()
    ]
    plain = [place for place in ends if not re.match(r"s. \w", text[place - 1 : place + 3])]
    return plain[0] if plain else ends[-1] if ends else None


def show_marks(text: str, language: str, hidden: list[Mark]) -> str:
    """The text with each mark as its place wants it: as it was typed, or the inner one where a style quotes a title."""
    outer = MARKS[language][0]
    output, depth, is_quoted = [], 0, False
    for letter in text:
        number = ord(letter) - FIRST_SIGN
        mark = hidden[number] if 0 <= number < len(hidden) else None
        if mark is None:
            is_quoted = letter == outer[0] if letter in outer else is_quoted
            output.append(letter)
        elif mark.opens is None or not is_quoted:
            output.append(mark.typed)
        else:
            depth -= not mark.opens
            output.append(mark_of(language, depth + 1, opens=mark.opens))
            depth += mark.opens
    return "".join(output)


def mark_of(language: str, level: int, *, opens: bool) -> str:
    opening, closing = MARKS[language][level % len(MARKS[language])]
    if opening == "«":
        opening, closing = "«\u00a0", "\u00a0»"
    return opening if opens else closing
