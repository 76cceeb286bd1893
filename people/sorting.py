"""The order of names, the same in PostgreSQL and in Python on every machine.

A server's collation differs between machines (and the local PostgreSQL has no ICU), so the order is stored: a key of
plain letters, compared byte by byte.
"""

import re
import unicodedata

EAST_ASIAN = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
# Letters that Unicode does not split into a plain letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def sort_key(name: str) -> str:
    """Letters and figures of a sort name without accents or capitals: “Méndez, Juan E.” gives “mendez, juan e”.

    The comma stays, because it sorts before every letter: “Stein, J” comes before “Steinberg, A”.
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", re.sub(r"[^\w, ]+", " ", plain)).replace(" ,", ",").strip()


def guess_sort_name(given_names: str, surname: str, family_name_first: bool = False) -> str:
    """What a directory prints: “Stein, Janice Gross”, “Wang Ming”. A person of one name has only that."""
    if family_name_first:
        return full_name(given_names, surname, family_name_first)
    return ", ".join(part for part in (surname.strip(), given_names.strip()) if part)


def full_name(given_names: str, surname: str, family_name_first: bool = False) -> str:
    """A name in the order in which it is said; in Chinese, Japanese and Korean letters it has no space."""
    parts = [part for part in (given_names.strip(), surname.strip()) if part]
    if not family_name_first:
        return " ".join(parts)
    return ("" if all(map(is_east_asian, parts)) else " ").join(reversed(parts))


def is_east_asian(name: str) -> bool:
    """Whether a name is written in Han, kana or Hangul alone."""
    return bool(EAST_ASIAN.fullmatch(name))
