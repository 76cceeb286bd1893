"""The order of names, the same in PostgreSQL and in Python on every machine.

A server's collation differs between machines (and the local PostgreSQL has no ICU), so the order is stored: a key of
plain letters, compared byte by byte.
"""

import re
import unicodedata

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


def guess_sort_name(given_names: str, surname: str) -> str:
    """What a directory prints: “Stein, Janice Gross”. A person of one name has only that."""
    return ", ".join(part for part in (surname.strip(), given_names.strip()) if part)
