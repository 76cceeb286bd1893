"""Refuses characters that nobody can see or that disguise others, in what strangers and staff type or paste."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Marks that turn the direction of the text after them (UAX 9). The plain marks that names in Arabic need are not here.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What XML has no way to write (XML 1.0, 2.2), and what belongs to no text at all (Unicode 23.7).
NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def plain_text(value: str) -> None:
    """Refuse characters that cannot be seen or that disguise others; line breaks and tabs are fine here."""
    value = value.replace("\r\n", "\n")  # as browsers send line breaks
    if is_hiding(value):
        raise ValidationError(_("This contains characters that cannot be shown. Type it again without copying."))
    if not any(unicodedata.category(character)[0] in "LN" for character in value):
        raise ValidationError(_("Write this in letters."))


def is_hiding(value: str) -> bool:
    """Whether there are characters in a text that cannot be seen or that disguise others; line ends are fine as \\n."""
    hidden = any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in value)
    return hidden or bool(NOT_FOR_XML.search(value) or TURNING.search(value))


def for_xml(text: str) -> str:
    """The same text without the characters that XML cannot hold."""
    return NOT_FOR_XML.sub("", text)


def readable(text: str) -> str:
    """The same text in one line, without what hides in it: fit to be quoted in a sentence."""
    return " ".join(TURNING.sub("", for_xml(text)).split())


def one_line(value: str) -> None:
    if any(character in LINE_ENDS or character == "\t" for character in value):
        raise ValidationError(_("Write this on one line."))
    plain_text(value)
