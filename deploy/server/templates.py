"""Configuration files with places such as {{CACHE_DIR}}, which are filled with what one machine has."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{\{(\w+)\}\}")


class WrongTemplate(ValueError):
    """A place for which there is no value, or an empty one."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with a value in each of its places; one that is written like a place itself stays as it is.

    WrongTemplate names every place whose value is unknown or empty. Values that no place asks for do no harm.
    """
    wrong = sorted({name for name in PLACE.findall(text) if not values.get(name)})
    if wrong:
        raise WrongTemplate(f"There is no value for {', '.join(wrong)}.")
    return PLACE.sub(lambda place: values[place[1]], text)
