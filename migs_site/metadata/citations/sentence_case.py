"""Titles in sentence case, as APA sets them (APA 7, 6.17): the first word and names alone begin with a capital."""

import re
from functools import cache

from babel import Locale

from migs_site.metadata.citations.quotations import SIGN

SHORT = 4  # shorter words are small in many headlines
WORD = re.compile(r"[^\W_][\w’'.-]*")
OPENS = re.compile(rf"(?:^|[:.?!—–]\s*)(?:{SIGN}|[“‘«\"'(\s])*$")
VOWELS = "aeiouy"
# Small in headlines of many styles, however long.
SMALL = """with from into onto over upon about above after against among around before behind below between beyond
    during since than through toward towards under until versus within without that"""
# Words in the names of territories that are words of any title, too.
COMMON = """Central City Coast Eastern Islands Island Middle Minor North Northern Outer Outlying Republic Saint South
    Southern Southeast States Territories Territory United Virgin West Western Democratic Ocean Region Special
    Equatorial Administrative Kingdom Union Federation Zone Unknown"""


def sentence_case(title: str, names: set[str]) -> str:
    """A headline whose words all have capitals with small letters; any other title stays as it was typed.

    names: words that keep their capital, besides countries and what is made of their names: Canada, Canadian.
    """
    long = [word for word in WORD.findall(title) if len(word) >= SHORT]
    if len(long) < 2 or any(word[0].islower() and word not in SMALL.split() for word in long):
        return title
    return WORD.sub(lambda found: cased(found, names), title)


def cased(found: re.Match, names: set[str]) -> str:
    word = found[0]
    has_own_capitals = word[1:] != word[1:].lower() or any(letter.isdigit() for letter in word)
    opens = OPENS.search(found.string[: found.start()])
    return word if opens or has_own_capitals or is_name(word, names) else word[0].lower() + word[1:]


def is_name(word: str, names: set[str]) -> bool:
    bare = re.sub(r"[’']s?$", "", word)
    return bare in names or bare.startswith(stems())


@cache
def stems() -> tuple[str, ...]:
    """How the names of countries and continents begin, and the words made of them: Canad-, Rwand-, Americ-."""
    words = {word for name in Locale("en").territories.values() for word in WORD.findall(name)}
    plain = {word for word in words if len(word) >= SHORT and word[0].isupper() and word not in COMMON.split()}
    return tuple(word.rstrip(VOWELS) if len(word.rstrip(VOWELS)) >= SHORT else word for word in plain)
